// SPDX-License-Identifier: Apache-2.0
package import MailServerLogs
import OutgoingBrake

/// Counts what the logs say, and asks the rules.
///
/// Time is that of the log's lines, so that a log read at once says the same as one that was followed.
package struct AlarmWatch: Sendable {
    /// The counters.
    package private(set) var history: SiteHistory
    /// The latest time, in seconds since 1970.
    package private(set) var time = 0
    private let settings: AlarmSettings
    private let sourceRules: SourceRules
    private let siteRules: SiteRules
    private var offset = 0
    private var offsetHour = Int.min
    /// When the rules on the site were last asked, in periods of ``checkSeconds``, and the day when old counts were forgotten.
    private var lastCheck = 0, lastExpiry = 0

    /// Seconds between two looks at the site as a whole.
    static let checkSeconds = 600

    /// - Parameters:
    ///   - history: what earlier runs counted.
    ///   - seed: what the logs' names are hashed with.
    package init(_ settings: AlarmSettings, history: SiteHistory = SiteHistory(), seed: UInt64) {
        var settings = settings
        settings.take(seed: seed)
        self.settings = settings
        self.history = history
        sourceRules = SourceRules(settings: settings)
        siteRules = SiteRules(settings: settings)
    }

    /// Takes up activity, in the order of the log, and says what is to be told.
    ///
    /// - Parameters:
    ///   - waiting: how many messages wait in queues now.
    ///   - isExcluded: whether a source is counted in totals only.
    package mutating func take(
        _ entries: [ServerActivity], waiting: Int, isExcluded: (UInt64) -> Bool = { _ in false }
    ) -> [Finding] {
        var found: [Finding] = []
        for entry in entries {
            advance(to: entry.time, waiting: 0, &found)
            countSite(entry)
            if entry.source != 0, !isExcluded(entry.source) { countSource(entry, &found) }
            noteFailure(entry)
        }
        if waiting >= settings.queue {
            found += siteRules.findings(history, waiting: waiting, time: time, local: local)
        }
        return found
    }

    /// Lets time go on without a line, as a live log does that has become silent.
    ///
    /// - Parameter now: the machine's clock. Where it is more than a day behind the lines it was ahead, and has been set right.
    package mutating func advance(to now: Int, waiting: Int) -> [Finding] {
        if time - now > 86_400 { (time, lastCheck, lastExpiry) = (0, 0, 0) }
        var found: [Finding] = []
        advance(to: now, waiting: waiting, &found)
        return found
    }

    /// The time by which incidents are old, in seconds since 1970.
    package var trustedTime: Int { history.trustedTime(time, local: local) }

    /// The latest time in the machine's zone, in seconds.
    package var local: Int { time + offset }
    private var day: Int { local / 86_400 }

    private mutating func advance(to now: Int, waiting: Int, _ found: inout [Finding]) {
        guard now > time else { return }
        time = now
        if now / 3_600 != offsetHour {
            offset = WallClock.offset(at: now)
            offsetHour = now / 3_600
        }
        if history.firstDay == nil { history.firstDay = day }
        let check = now / Self.checkSeconds
        guard check != lastCheck else { return }
        let isNewDay = day != lastExpiry
        lastCheck = check
        found += siteRules.findings(history, waiting: waiting, time: time, local: local)
        guard isNewDay else { return }
        lastExpiry = day
        history.expire(local: local, time: time, totalMonths: settings.totalMonths)
        found += siteRules.silentSources(history, time: time, local: local)
    }

    private mutating func count(_ series: SiteSeries) {
        history.site[series, default: CountSeries()].add(at: local)
        history.totals.add(series, day: day)
    }

    private mutating func countSite(_ entry: ServerActivity) {
        switch entry.kind {
        case .received:
            count(.received)
            history.lastReceived = max(entry.time, history.lastReceived ?? entry.time)
        case .externalRecipient:
            count(.recipients)
            if settings.ownKeys[entry.source] == nil { count(.ordinary) }
        case .bounced: count(.bounced)
        case .deferred: count(.deferred)
        case .blockListed: count(.blockListed)
        case .taken: if let receiver = entry.receiver { count(.taken(receiver)) }
        case .refused: if let receiver = entry.receiver { count(.refused(receiver)) }
        case .submitted, .login, .loginFailed, .redirected: break
        }
    }

    private mutating func countSource(_ entry: ServerActivity, _ found: inout [Finding]) {
        switch entry.kind {
        case .submitted:
            history.update(entry.source, day: day) { [local] in $0.messages.add(at: local) }
            noteNetwork(entry, &found)
        case .login: noteNetwork(entry, &found)
        case .loginFailed:
            // Anybody can invent names: only those that have sent or logged in are kept.
            guard history.sources[entry.source] != nil else { break }
            history.update(entry.source, day: day) { [local] in $0.failures.add(at: local) }
        case .externalRecipient: countRecipient(entry, &found)
        case .redirected: countRedirect(entry, &found)
        case .received, .bounced, .deferred, .taken, .refused, .blockListed: break
        }
    }

    private func finding(
        _ rule: AlarmRule, _ entry: ServerActivity, _ count: Int, _ limit: Int, _ what: CountedThing
    ) -> Finding {
        Finding(
            rule: rule, subject: .source(entry.source), time: entry.time, count: count, limit: limit, what: what,
            queueID: entry.queueID)
    }

    private mutating func isNew(_ entry: ServerActivity) -> Bool {
        history.sketch.insert(entry.source &* 0x9e37_79b9_7f4a_7c15 ^ entry.recipient, day: day)
    }

    private mutating func countRecipient(_ entry: ServerActivity, _ found: inout [Finding]) {
        let isNew = isNew(entry)
        let knowsUsual = history.knowsUsual(day: day)
        let record = history.update(entry.source, day: day) { [local] record in
            record.addRecipient(time: entry.time, local: local, isNew: isNew)
            // From whichever of an attacker's networks.
            if entry.network != 0, record.networks[entry.network] == nil {
                record.foreign?.recipients += 1
                if isNew { record.foreign?.newRecipients += 1 }
            }
            return record
        }
        let own = settings.ownKeys[entry.source]
        if let (window, count, ceiling) = sourceRules.ceiling(record, own ?? settings.ceilings, at: entry.time) {
            found.append(finding(.ceiling, entry, count, ceiling, .recipients(window)))
        }
        guard knowsUsual, isNew else { return }
        // Who has ceilings of its own writes to many, and to new ones, by trade.
        if own == nil, let (count, limit) = sourceRules.newRecipients(record, local: local) {
            found.append(finding(.newRecipients, entry, count, limit, .newRecipients))
        }
        if let count = sourceRules.foreign(record) {
            found.append(finding(.foreignLogin, entry, count, settings.foreignRecipients, .foreignRecipients))
        }
    }

    private mutating func countRedirect(_ entry: ServerActivity, _ found: inout [Finding]) {
        guard isNew(entry), history.knowsUsual(day: day), history.sources[entry.source]?.foreign != nil else { return }
        found.append(finding(.foreignLogin, entry, 1, 1, .redirect))
    }

    // MARK: networks

    private mutating func noteNetwork(_ entry: ServerActivity, _ found: inout [Finding]) {
        guard entry.network != 0 else { return }
        let isCommon = history.isCommon(entry.network)
        // One that was new and did no harm within a day is known from then on.
        let isKnown = history.sources[entry.source]?.networks[entry.network] != nil
        if history.knowsUsual(day: day), !isKnown, !isCommon { guessed(entry, &found) }
        let knowsUsual = history.knowsUsual(day: day)
        let isOwn = history.update(entry.source, day: day) { [day] record in
            if let foreign = record.foreign, entry.time - foreign.since >= 86_400 {
                record.noteNetwork(foreign.network, day: day)
                record.foreign = nil
            }
            // Of an account without a past every network is new.
            let isYoung = day - record.firstDay < SiteHistory.learningDays
            if record.networks[entry.network] != nil || isCommon || isYoung || !knowsUsual {
                record.noteNetwork(entry.network, day: day)
                return true
            }
            if record.foreign == nil { record.foreign = .init(network: entry.network, since: entry.time) }
            return false
        }
        if isOwn { history.noteNetwork(entry.network, of: entry.source, day: day) }
    }

    /// Looks for many failures of a client that now has the password.
    private mutating func guessed(_ entry: ServerActivity, _ found: inout [Finding]) {
        let count = history.failures(of: entry.address, at: entry.time)
        guard entry.address != 0, count >= settings.failures else { return }
        found.append(finding(.guessedPassword, entry, count, settings.failures, .guesses))
    }

    private mutating func noteFailure(_ entry: ServerActivity) {
        guard entry.kind == .loginFailed, entry.address != 0 else { return }
        history.noteFailure(address: entry.address, time: entry.time)
    }
}
