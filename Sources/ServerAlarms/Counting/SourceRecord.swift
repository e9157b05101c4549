// SPDX-License-Identifier: Apache-2.0
package import OutgoingBrake

/// What is counted of one login, client or script: numbers and hashes of networks; no partner and no name.
package struct SourceRecord: Sendable, Equatable {
    /// A login from a network that neither it nor others of the site had used.
    package struct Foreign: Sendable, Equatable {
        /// The network, hashed.
        package var network: UInt64
        /// When it was first used, in seconds since 1970.
        package var since: Int
        /// External recipients in messages from networks that are new to the account.
        package var recipients = 0
        /// Those of them that the account had not written to.
        package var newRecipients = 0
    }

    /// When it was first seen, as a day since 1970.
    package var firstDay: Int
    /// External recipients by window, in the order of ``BrakeWindow``'s cases.
    package var windows = BrakeWindow.allCases.map { _ in SlidingCount() }
    /// External recipients.
    package var recipients = CountSeries()
    /// Those that it had not written to in the weeks before.
    package var newRecipients = CountSeries()
    /// Messages.
    package var messages = CountSeries()
    /// Networks that it logs in from, hashed, with the last day.
    package var networks: [UInt64: Int] = [:]
    /// The network that is new to it, for a day.
    package var foreign: Foreign?
    /// Logins that failed, in the last day.
    package var failures = CountSeries()

    /// The most networks that are remembered.
    static let maxNetworks = 64

    /// Begins a record.
    package init(firstDay: Int) { self.firstDay = firstDay }

    /// How many external recipients there are in a window.
    package func total(in window: BrakeWindow, at now: Int) -> Int {
        zip(BrakeWindow.allCases, windows).first { $0.0 == window }?.1.total(in: window, at: Int64(now)) ?? 0
    }

    /// Counts an external recipient.
    mutating func addRecipient(time: Int, local: Int, isNew: Bool) {
        for (index, window) in BrakeWindow.allCases.enumerated() {
            windows[index].add(1, in: window, at: Int64(max(0, time)))
        }
        recipients.add(at: local)
        if isNew { newRecipients.add(at: local) }
    }

    /// Notes that a network is one of its own.
    mutating func noteNetwork(_ network: UInt64, day: Int) {
        if networks[network] == nil, networks.count >= Self.maxNetworks,
            let oldest = networks.min(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key
        {
            networks[oldest] = nil
        }
        networks[network] = max(day, networks[network] ?? day)
    }

    /// Forgets what is too old; false where nothing is left.
    mutating func expire(local: Int) -> Bool {
        let oldest = local / 86_400 - CountSeries.dailyDays
        recipients.expire(local)
        newRecipients.expire(local)
        messages.expire(local)
        failures.expire(local)
        networks = networks.filter { $0.value >= oldest }
        return !(recipients.isEmpty && messages.isEmpty && networks.isEmpty && failures.isEmpty)
    }
}
