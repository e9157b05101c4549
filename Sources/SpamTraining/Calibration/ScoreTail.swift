// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The end of a class's scores that reaches into the other class, and how it goes on where hardly any were seen.
///
/// Beyond a high threshold scores fall off exponentially (the excesses of light-tailed scores do: Pickands 1975, with
/// shape 0). The mean excess has an inverse-gamma prior worth three scores, so that the tail of a few messages is neither
/// trusted blindly nor feared without end: the predictive tail is a Lomax law, heavier than any one exponential.
///
///     P(score > start + x) = share * (1 + x / (S + 3 m))^-(T + 3)
///
/// where T scores with a sum of excesses S lie beyond `start`, and m is what the mean excess is expected to be.
struct ScoreTail {
    /// Where the tail begins.
    let start: Double
    /// How many scores lie beyond it.
    private let count: Double
    /// The share of all scores that lie beyond it.
    private let share: Double
    /// The sum of what they exceed it by.
    private let excess: Double

    private static let priorCount = 3.0
    /// What the mean excess is expected to be, in units of the scores' root mean square: half the spread of ham.
    private static let priorMean = 0.15

    /// - Parameters:
    ///   - scores: in units of their root mean square, from the far end of the tail inwards.
    ///   - weights: how many messages each stands for.
    ///   - counting: how many messages the tail takes, of all at most a third.
    init(_ scores: some Sequence<Double>, weights: some Sequence<Double>, counting wanted: Double) {
        let points = Array(zip(scores, weights))
        let total = points.reduce(0) { $0 + $1.1 }
        let wanted = min(wanted, total / 3)
        var (start, reached) = (points.first?.0 ?? 0, 0.0)
        for (score, weight) in points {
            start = score
            reached += weight
            if reached > wanted { break }
        }
        var (count, excess) = (0.0, 0.0)
        for (score, weight) in points {
            if score <= start { break }
            count += weight
            excess += weight * (score - start)
        }
        self.start = start
        self.count = count
        self.excess = excess
        share = total > 0 ? count / total : 0
    }

    /// The density beyond ``start``, by the most probable mean excess.
    func density(_ score: Double) -> Double {
        let rate = (count + Self.priorCount) / (excess + Self.priorCount * Self.priorMean)
        return max(share, 1e-9) * rate * exp(-rate * (score - start))
    }

    /// The score that a share of all messages is expected to lie beyond.
    func threshold(exceededBy expected: Double) -> Double {
        guard share > expected else { return start }
        return start
            + (excess + Self.priorCount * Self.priorMean) * (pow(share / expected, 1 / (count + Self.priorCount)) - 1)
    }
}
