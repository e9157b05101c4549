// SPDX-License-Identifier: Apache-2.0

/// The brake as a value: messages and times go in, what is to be done comes out; no input or output.
///
/// Times are seconds from whatever beginning that never run backwards. Messages on hold count like all others: who goes on
/// sending stays on hold.
package struct BrakeTable: Sendable {
    /// What becomes of a message.
    package enum Outcome: Sendable, Hashable {
        /// It goes out; `endsHold` where the sender's mail was on hold until now.
        case passes(endsHold: Bool)
        /// It is to be put on hold, for this reason.
        case held(SenderCounts.Excess, begins: Bool, isAnnounced: Bool)
        /// It goes out uncounted: the table is full of senders on hold.
        case uncounted
    }

    /// The most senders that are kept.
    ///
    /// Only logins and clients of the site's own networks get here. When it is full, a quarter goes: those who sent the least.
    package static let maxSenders = 5_000
    /// Seconds for which an administrator is not told again of the same sender, other than in the log.
    package static let announcementSeconds: Int64 = 600

    /// How much everybody may send.
    package let ceilings: CeilingTable
    /// What is known of each sender.
    package private(set) var senders: [OutgoingSender: SenderCounts]
    private let capacity: Int

    /// Makes a table, with what was kept of an earlier one.
    package init(
        ceilings: CeilingTable, senders: [OutgoingSender: SenderCounts] = [:], capacity: Int = maxSenders
    ) {
        self.ceilings = ceilings
        self.senders = senders
        self.capacity = capacity
    }

    /// Counts a message.
    ///
    /// - Parameter recipients: external ones; none are not counted.
    package mutating func count(_ recipients: Int, of sender: OutgoingSender, at now: Int64) -> Outcome {
        guard recipients > 0 else { return .passes(endsHold: false) }
        if senders[sender] == nil, senders.count >= capacity { makeRoom(at: now) }
        guard senders[sender] != nil || senders.count < capacity else { return .uncounted }
        let ceilings = ceilings[sender]
        // In place: what a sender has is not copied for each of its messages.
        return Self.count(recipients, in: &senders[sender, default: SenderCounts()], ceilings, at: now)
    }

    private static func count(
        _ recipients: Int, in counts: inout SenderCounts, _ ceilings: BrakeCeilings, at now: Int64
    ) -> Outcome {
        counts.add(recipients, at: now)
        let wasHeld = counts.heldSince != nil
        guard let excess = counts.excess(over: ceilings, at: now) else {
            counts.heldSince = nil
            return .passes(endsHold: wasHeld)
        }
        guard !wasHeld else { return .held(excess, begins: false, isAnnounced: false) }
        counts.heldSince = now
        let isAnnounced = counts.announcedAt.map { now - $0 >= announcementSeconds } ?? true
        if isAnnounced { counts.announcedAt = now }
        return .held(excess, begins: true, isAnnounced: isAnnounced)
    }

    /// Ends holds whose windows have room again, and forgets senders of whom nothing counts any more; returns the former.
    package mutating func endHolds(at now: Int64) -> [OutgoingSender] {
        var ended: [OutgoingSender] = []
        for (sender, counts) in senders {
            if counts.heldSince != nil, counts.hasRoom(under: ceilings[sender], at: now) {
                senders[sender]?.heldSince = nil
                ended.append(sender)
            }
            if senders[sender]?.isOver(at: now) == true { senders[sender] = nil }
        }
        return ended
    }

    /// Lets the senders of a name begin anew; returns those that were known.
    package mutating func release(_ name: String) -> [OutgoingSender] {
        let found = OutgoingSender.Kind.allCases.compactMap { OutgoingSender($0, name: name) }
            .filter { senders[$0] != nil }
        for sender in found { senders[sender] = nil }
        return found
    }

    /// How many senders' mail is on hold.
    package var heldCount: Int { senders.values.count { $0.heldSince != nil } }

    /// The highest counts of a window, whoever has them.
    package func top(_ count: Int, in window: BrakeWindow, at now: Int64) -> [Int] {
        Array(senders.values.map { $0.total(in: window, at: now) }.sorted(by: >).prefix(count))
    }

    private mutating func makeRoom(at now: Int64) {
        senders = senders.filter { !$0.value.isOver(at: now) }
        guard senders.count >= capacity else { return }
        let free = senders.filter { $0.value.heldSince == nil }
            .map { (sender: $0.key, total: $0.value.total(in: .day, at: now)) }
            .sorted { ($0.total, $0.sender.name) < ($1.total, $1.sender.name) }
        for (sender, _) in free.prefix(max(1, capacity / 4)) { senders[sender] = nil }
    }
}
