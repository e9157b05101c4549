// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// A message on the wrong side of many of the other class: what the area above the ROC curve is made of.
///
/// Near the best filters the whole of (1-ROCA)% is a handful of messages, often mislabelled ones, so a report
/// names them.
public struct Inversion: Sendable, Equatable {
    /// The message's path.
    public let path: String
    /// What it is judged to be.
    public let judge: MessageClass
    /// Its score.
    public let score: Double
    /// Messages of the other class on the wrong side of it, a tie counting one half.
    public let pairs: Double
    /// What these pairs add to (1-ROCA)%.
    public let costPercent: Double

    /// The messages with the most pairs on their wrong side, worst first, equal ones by path.
    ///
    /// A pair counts for both of its messages, so the costs of a list may add up to more than the whole.
    public static func worst(_ limit: Int, of messages: [ScoredMessage]) -> [Inversion] {
        worst(limit, of: messages, ranking: Ranking(messages))
    }

    static func worst(_ limit: Int, of messages: [ScoredMessage], ranking: Ranking) -> [Inversion] {
        let tally = ranking.tally()
        guard tally.ham > 0, tally.spam > 0 else { return [] }
        var found: [Inversion] = []
        var (hamAbove, spamAbove, start) = (0, 0, 0)
        while start < ranking.rows.count {
            var end = start
            while ranking.flags[end] & Ranking.endsGroup == 0 { end += 1 }
            end += 1
            let groupSpam = ranking.flags[start..<end].count { $0 & Ranking.isSpam != 0 }
            let groupHam = end - start - groupSpam
            let pairsOfSpam = Double(hamAbove) + Double(groupHam) / 2
            let pairsOfHam = Double(tally.spam - spamAbove - groupSpam) + Double(groupSpam) / 2
            for place in start..<end {
                let message = messages[ranking.rows[place]]
                let pairs = message.judge == .spam ? pairsOfSpam : pairsOfHam
                guard pairs > 0 else { continue }
                found.append(
                    Inversion(
                        path: message.path, judge: message.judge, score: message.score, pairs: pairs,
                        costPercent: 100 * pairs / (Double(tally.ham) * Double(tally.spam))))
            }
            hamAbove += groupHam
            spamAbove += groupSpam
            start = end
        }
        found.sort { ($1.pairs, $0.path) < ($0.pairs, $1.path) }
        return Array(found.prefix(max(0, limit)))
    }
}
