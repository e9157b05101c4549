// SPDX-License-Identifier: Apache-2.0
package import ServerAlarms

/// What a source sent on one day: counts, and sets of hashes that are bounded.
package struct SenderDay: Sendable, Equatable {
    /// Messages.
    package var messages = 0
    /// Recipients outside, those of aliases and forwards not among them.
    package var recipients = 0
    /// Recipients to whom the source had not written for weeks.
    package var newRecipients = 0
    /// Copies that went back because there is no such recipient, domain or mailbox; because of their content; otherwise.
    package var unknownUsers = 0, refusedContent = 0, otherBounces = 0
    /// Copies that still wait, or were put off last.
    package var deferred = 0
    /// Messages that the model judged, and those that it calls spam.
    package var judged = 0, spam = 0
    /// Complaints about messages of the day.
    package var complaints = 0
    /// When the first and the last message was handed in, in seconds since 1970.
    package var first = Int.max, last = Int.min
    /// Wide networks of the clients, hashed.
    package var networks: Set<UInt64> = []
    /// Envelope senders outside the site's domains, hashed.
    package var foreignSenders: Set<UInt64> = []

    /// Networks and senders beyond are not told apart.
    static let maxMembers = 64

    mutating func note(time: Int) {
        first = min(first, time)
        last = max(last, time)
    }

    mutating func add(_ member: UInt64, to set: WritableKeyPath<SenderDay, Set<UInt64>>) {
        if member != 0, self[keyPath: set].count < Self.maxMembers { self[keyPath: set].insert(member) }
    }
}

/// What a source sent, by day.
package struct SenderRecord: Sendable, Equatable {
    /// Days since 1970, in the machine's zone.
    package var days: [Int: SenderDay] = [:]
    /// What the rules of the alarms said of the source, by day.
    package var alarms: [Int: [AlarmSign]] = [:]
    /// Scripts that sent its mail, with their messages.
    package var scripts: [String: Int] = [:]
    /// The latest queue ids of each day.
    package var queueIDs: [Int: [String]] = [:]

    /// The most days, scripts, and queue ids of a day.
    static let (maxDays, maxScripts, maxQueueIDs) = (400, 50, 5)

    /// The sum of a count over all days.
    package func total(_ count: KeyPath<SenderDay, Int>) -> Int { days.values.reduce(0) { $0 + $1[keyPath: count] } }

    /// The most of a count on a day before.
    func peak(_ count: KeyPath<SenderDay, Int>, before day: Int) -> Int {
        days.reduce(0) { $1.key < day ? max($0, $1.value[keyPath: count]) : $0 }
    }

    /// The first day with a message.
    package var firstDay: Int? { days.keys.min() }
}

/// That a rule of the alarms found something on a day.
package struct AlarmSign: Sendable, Equatable {
    /// Which rule.
    package var rule: AlarmRule
    /// How many, and how many there may be.
    package var count, limit: Int
    /// When first, in seconds since 1970.
    package var time: Int
}
