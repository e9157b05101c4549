// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// Judged messages put in order of score once, so that every metric of any resample of them is one pass.
///
/// A resample is a multiplicity for each message. Ties are groups: the last member of a group, seen from the
/// highest score downwards, carries ``endsGroup``.
///
/// - Shape: O(n log n) once; O(n) for each ``tally(multiplicities:)``.
struct Ranking: Sendable {
    static let isSpam: UInt8 = 1
    static let saysSpam: UInt8 = 2
    static let endsGroup: UInt8 = 4

    /// Row numbers by descending score; ties by row number.
    let rows: [Int]
    /// The place in descending order of each row.
    let places: [UInt32]
    /// By place: the bits above.
    let flags: [UInt8]

    init(_ messages: [ScoredMessage]) {
        let rows = messages.indices.sorted { left, right in
            let (a, b) = (messages[left].score, messages[right].score)
            return a == b ? left < right : a > b
        }
        var places = [UInt32](repeating: 0, count: rows.count)
        var flags = [UInt8](repeating: 0, count: rows.count)
        for (place, row) in rows.enumerated() {
            places[row] = UInt32(place)
            let message = messages[row]
            let endsGroup = place + 1 == rows.count || messages[rows[place + 1]].score != message.score
            flags[place] =
                (message.judge == .spam ? Self.isSpam : 0) | (message.verdict == .spam ? Self.saysSpam : 0)
                | (endsGroup ? Self.endsGroup : 0)
        }
        self.rows = rows
        self.places = places
        self.flags = flags
    }

    /// Counts what the metrics are made of, each message taken once.
    func tally() -> Tally { tally(multiplicities: [UInt32](repeating: 1, count: flags.count)) }

    /// Counts what the metrics are made of, each message taken as often as its place's multiplicity says.
    func tally(multiplicities: [UInt32]) -> Tally {
        precondition(multiplicities.count == flags.count, "one multiplicity a message")
        return flags.withUnsafeBufferPointer { flags in
            multiplicities.withUnsafeBufferPointer { Self.tally(flags: flags, multiplicities: $0) }
        }
    }

    private static func tally(
        flags: UnsafeBufferPointer<UInt8>, multiplicities: UnsafeBufferPointer<UInt32>
    ) -> Tally {
        var counts = (0, 0, 0, 0)  // by judgement and verdict: ham/ham, spam/ham, ham/spam, spam/spam
        var place = 0
        while place < flags.count {
            let times = Int(multiplicities[place])
            switch flags[place] & (isSpam | saysSpam) {
            case 0: counts.0 += times
            case isSpam: counts.1 += times
            case saysSpam: counts.2 += times
            default: counts.3 += times
            }
            place += 1
        }
        var tally = Tally(
            ham: counts.0 + counts.2, spam: counts.1 + counts.3, hamMisclassified: counts.2, spamMisclassified: counts.1
        )
        let allowances = tally.ham == 0 ? [] : HamAllowance.all.map { $0.messages(of: tally.ham) }
        var (hamAbove, spamAbove, groupHam, groupSpam, next) = (0, 0, 0, 0, 0)
        place = 0
        while place < flags.count {
            let times = Int(multiplicities[place])
            if flags[place] & isSpam != 0 { groupSpam += times } else { groupHam += times }
            if flags[place] & endsGroup != 0 {
                tally.doubledInversions += groupSpam * (2 * hamAbove + groupHam)
                hamAbove += groupHam
                while next < allowances.count && allowances[next] < hamAbove {
                    tally.spamMissed.append(tally.spam - spamAbove)
                    next += 1
                }
                spamAbove += groupSpam
                (groupHam, groupSpam) = (0, 0)
            }
            place += 1
        }
        return tally
    }
}

/// The counts that all metrics are made of.
struct Tally: Sendable, Equatable {
    var ham: Int
    var spam: Int
    var hamMisclassified: Int
    var spamMisclassified: Int
    /// Twice the pairs of a spam below a ham, a tie counting as half a pair.
    var doubledInversions = 0
    /// For each of ``HamAllowance/all``: spam at or below the threshold; empty without ham.
    var spamMissed: [Int] = []

    init(ham: Int, spam: Int, hamMisclassified: Int, spamMisclassified: Int) {
        self.ham = ham
        self.spam = spam
        self.hamMisclassified = hamMisclassified
        self.spamMisclassified = spamMisclassified
    }

    /// The chance that a spam scores below a ham, ties counting one half; nil unless there are both.
    var oneMinusROCA: Double? {
        ham > 0 && spam > 0 ? Double(doubledInversions) / 2 / (Double(ham) * Double(spam)) : nil
    }

    /// The logistic average of the two error rates, each smoothed as (errors + 1/2) / (n + 1).
    var lam: Double { unlogit((logit(hamRate) + logit(spamRate)) / 2) }

    private var hamRate: Double { smoothed(hamMisclassified, of: ham) }
    private var spamRate: Double { smoothed(spamMisclassified, of: spam) }

    /// The share of spam missed at one of ``HamAllowance/all``, smoothed; nil unless there are ham and spam.
    func smoothedSpamMissed(_ index: Int) -> Double? {
        spam > 0 && index < spamMissed.count ? smoothed(spamMissed[index], of: spam) : nil
    }

    private func smoothed(_ errors: Int, of count: Int) -> Double { (Double(errors) + 0.5) / (Double(count) + 1) }
}
