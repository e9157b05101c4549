// SPDX-License-Identifier: Apache-2.0
package import MailServerLogs

/// What is counted of the site as a whole.
package enum SiteSeries: Hashable, Sendable {
    /// Messages from outside.
    case received
    /// External recipients of the site's own mail.
    case recipients
    /// Those of sources without ceilings of their own: what newsletters and invoices do not make uneven.
    case ordinary
    /// Of these, copies that went back, and that were put off.
    case bounced, deferred
    /// Copies refused because a block list names the server.
    case blockListed
    /// Copies that a large receiver took, and that it refused.
    case taken(Receiver), refused(Receiver)

    /// All of them.
    package static let all: [SiteSeries] =
        [.received, .recipients, .ordinary, .bounced, .deferred, .blockListed]
        + Receiver.allCases.flatMap { [SiteSeries.taken($0), .refused($0)] }

    /// Its name in the state file.
    package var word: String {
        switch self {
        case .received: "received"
        case .recipients: "recipients"
        case .ordinary: "ordinary"
        case .bounced: "bounced"
        case .deferred: "deferred"
        case .blockListed: "block-listed"
        case .taken(let receiver): "taken-\(receiver)"
        case .refused(let receiver): "refused-\(receiver)"
        }
    }
}

/// All counters: of sources by their keyed hashes, and of the site.
///
/// Bounded, and nothing older than eight weeks but the site's totals.
package struct SiteHistory: Sendable {
    /// The most sources; those known for the shortest time go first.
    static let maxSources = 50_000
    /// The most clients whose failed logins are counted.
    static let maxClients = 20_000

    /// The first day of the logs, as a day since 1970; nil: nothing was read yet.
    package var firstDay: Int?
    /// Sources by key.
    package var sources: [UInt64: SourceRecord] = [:]
    /// Counts of the site.
    package var site: [SiteSeries: CountSeries] = [:]
    /// Counts of the site by month.
    package var totals = MonthlyTotals()
    /// When the last message from outside came, in seconds since 1970.
    package var lastReceived: Int?
    /// Whom each source has written to.
    package var sketch = RecipientSketch()
    /// Networks of the site, hashed: which sources used them, at most three, and the last day.
    package var networks: [UInt64: (users: Set<UInt64>, day: Int)] = [:]
    /// Failed logins of the last day by client's address, hashed: the time of the last, and how many.
    package var failures: [UInt64: (time: Int, count: Int)] = [:]

    /// Begins with nothing.
    package init() {}

    /// Users of a network from which it is the site's own, as that of an office or a provider that many use.
    static let usersOfCommonNetwork = 3
    /// The most networks.
    static let maxNetworks = 50_000

    /// Changes a source's record, which is made where there is none.
    mutating func update<Value>(_ key: UInt64, day: Int, _ change: (inout SourceRecord) -> Value) -> Value {
        if sources[key] == nil, sources.count >= Self.maxSources {
            // Rare, and then of many at once: a log of a server that is much larger, or a hostile one.
            // Those known for long are measured best, and stay.
            let newest = sources.sorted { ($0.value.firstDay, $0.key) > ($1.value.firstDay, $1.key) }
            for (key, _) in newest.prefix(Self.maxSources / 10) { sources[key] = nil }
        }
        return change(&sources[key, default: SourceRecord(firstDay: day)])
    }

    /// Whether several of the site's people use a network.
    func isCommon(_ network: UInt64) -> Bool {
        networks[network].map { $0.users.count >= Self.usersOfCommonNetwork } ?? false
    }

    mutating func noteNetwork(_ network: UInt64, of source: UInt64, day: Int) {
        if networks[network] == nil, networks.count >= Self.maxNetworks {
            networks = networks.filter { $0.value.users.count >= Self.usersOfCommonNetwork }
        }
        // Asked for each message: a set that is not changed shall not be copied.
        if let entry = networks[network], entry.day >= day,
            entry.users.count >= Self.usersOfCommonNetwork || entry.users.contains(source)
        {
            return
        }
        var entry = networks[network] ?? ([], day)
        if entry.users.count < Self.usersOfCommonNetwork { entry.users.insert(source) }
        entry.day = max(entry.day, day)
        networks[network] = entry
    }

    /// Counts a failed login of a client.
    mutating func noteFailure(address: UInt64, time: Int) {
        if failures.count >= Self.maxClients { failures = failures.filter { time - $0.value.time < 3_600 } }
        if failures.count >= Self.maxClients { failures.removeAll(keepingCapacity: true) }
        let earlier = failures[address].flatMap { time - $0.time < 86_400 ? $0.count : nil } ?? 0
        failures[address] = (time, earlier + 1)
    }

    /// How many logins of a client failed in the last day.
    func failures(of address: UInt64, at time: Int) -> Int {
        failures[address].flatMap { time - $0.time < 86_400 ? $0.count : nil } ?? 0
    }

    /// Whether there are enough days to know what is usual.
    func knowsUsual(day: Int) -> Bool { firstDay.map { day - $0 >= Self.learningDays } ?? false }

    /// Days for which the site is only watched.
    package static let learningDays = 14
}
