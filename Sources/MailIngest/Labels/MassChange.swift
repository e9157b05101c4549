// SPDX-License-Identifier: Apache-2.0
import TrainingStore

/// When most of an account's mail came to lie elsewhere within a day, or most of what nothing or one thing had been done with was
/// flagged: a trash that was emptied back, a mailbox restored from a backup or moved by imapsync, a folder of junk emptied into
/// another, a thousand unread messages marked as read.
///
/// No person sorts mail so. What changed then says nothing before a week has passed, in which it can be undone. It is told from the
/// ledger's locations alone: each knows since when its message is there, and since when that is known.
struct MassChange {
    /// Fewer messages than this are a person's work.
    static let minMessages = 50
    /// For how long what changed says nothing.
    static let hold: Int64 = 7 * 86_400
    private static let span: Int64 = 86_400

    /// When it began and ended, by the times that locations have.
    private var spans: [ClosedRange<Int64>] = []
    /// The nights that found flags changed: they are since when those messages lie there as they do, though they never moved.
    private var nights: Set<Int64> = []

    /// Looks through the locations of an account.
    init(_ locations: some Collection<Location>) {
        let there = locations.filter { !$0.isGone && $0.message != nil }
        let times = there.filter(\.hasChanged).map(\.since).sorted()
        let known = there.map { $0.firstSeen ?? $0.since }.sorted()
        guard times.count >= Self.minMessages else { return }
        nights = Self.nights(there)
        var (first, earlier) = (0, 0)
        for (last, time) in times.enumerated() {
            while times[first] <= time - Self.span { first += 1 }
            // What came later says nothing of how much of the mail it was.
            while earlier < known.count, known[earlier] <= time { earlier += 1 }
            if Self.isMost(last - first + 1, of: earlier) { spans.append(times[first]...time) }
        }
    }

    /// When flags of most messages of one evidence were changed; they keep it until that counts.
    private static func nights(_ locations: [Location]) -> Set<Int64> {
        var nights: Set<Int64> = []
        for (evidence, locations) in Dictionary(grouping: locations, by: \.evidence) where evidence != nil {
            let still = locations.filter { $0.hasChanged && !$0.wasMoved }
            for (night, flagged) in Dictionary(grouping: still, by: \.since) {
                let known = locations.count { ($0.firstSeen ?? $0.since) <= night }
                if isMost(flagged.count, of: known) { nights.insert(night) }
            }
        }
        return nights
    }

    /// Whether so many of an account's messages are too many for a person.
    static func isMost(_ changed: Int, of all: Int) -> Bool { changed >= minMessages && 2 * changed > all }

    /// Whether a message came to its location in such a change.
    func includes(_ location: Location) -> Bool {
        location.hasChanged && (nights.contains(location.since) || spans.contains { $0.contains(location.since) })
    }
}

extension Location {
    /// Less than this lies between the parts of one ingest that was killed, and more between two nights.
    private static let oneIngest: Int64 = 12 * 3_600

    /// Whether its message was known for longer than it lies there.
    var hasChanged: Bool { firstSeen.map { since - $0 >= Self.oneIngest } ?? false }
}
