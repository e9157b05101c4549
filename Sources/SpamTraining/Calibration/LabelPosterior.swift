// SPDX-License-Identifier: Apache-2.0
import Glibc

/// How far each label can be believed, judged by the scores of all messages together.
///
/// People leave spam in the inbox and throw list mail into Junk, so the scores of either label are those of two classes:
///
///     p(z | labelled ham)  = (1 - a) h(z) + a s(z)        z = rank / root mean square of the ranks
///     p(z | labelled spam) = (1 - b) s(z) + b h(z)
///
/// The share `a` of spam among the labelled ham and the share `b` of ham among the labelled spam have Beta(0.5, 50) priors:
/// labels are right but for a hundredth unless the scores say otherwise loudly. Spam `s` is normal. Ham `h` is normal up
/// to its upper tenth and falls off exponentially from there (``ScoreTail``): wanted mail that looks like spam is rarer
/// the more it looks so, while mislabelled spam lies where spam lies. Everything is found by expectation maximisation, in
/// which a higher score never makes ham more probable.
///
/// One label that contradicts its score is weighed against all others, so that no single label moves a threshold far.
///
/// - SeeAlso: Dempster, Laird, Rubin, "Maximum likelihood from incomplete data via the EM algorithm", 1977; Dawid, Skene,
///   "Maximum likelihood estimation of observer error-rates", 1979.
package struct LabelPosterior {
    /// The probability that each message is ham, in the order of the scores.
    package private(set) var hamProbabilities: [Double]
    /// The probable share of wrong labels among all.
    package private(set) var noise = 0.0

    private static let maxSteps = 60
    private static let tolerance = 1e-4
    /// A label's probability of being right, to begin with.
    private static let firstGuess = 0.98
    /// The Beta prior of a share of wrong labels.
    private static let prior = (wrong: 0.5, right: 50.0)

    /// Judges labels by the scores of messages that were not learned when they were scored.
    package init(_ scores: [LabelledScore]) {
        hamProbabilities = scores.map { $0.isSpam ? 1 - Self.firstGuess : Self.firstGuess }
        let counts = (ham: scores.count { !$0.isSpam }, spam: scores.count(where: \.isSpam))
        guard counts.ham > 0, counts.spam > 0 else {
            hamProbabilities = scores.map { $0.isSpam ? 0 : 1 }
            return
        }
        let scale = LabelledScore.scale(of: scores)
        // Upwards; of equal scores in the order in which they came, so that the result depends on nothing else.
        let order = scores.indices.sorted { (scores[$0].rank, $0) < (scores[$1].rank, $1) }
        let points = order.map { (z: scores[$0].rank / scale, isSpam: scores[$0].isSpam) }
        var ham = order.map { hamProbabilities[$0] }
        for _ in 0..<Self.maxSteps {
            let mixture = ScoreMixture(points.map(\.z), ham: ham)
            let wrong = Self.sharesOfWrongLabels(points.map(\.isSpam), ham: ham, counts: counts)
            var change = 0.0
            // Of each label, the lowest probability so far.
            var lowest = (ham: 1.0, spam: 1.0)
            for (index, point) in points.enumerated() {
                let ratio = mixture.hamToSpam(point.z)
                if point.isSpam {
                    lowest.spam = min(lowest.spam, wrong.spam * ratio / (wrong.spam * ratio + 1 - wrong.spam))
                } else {
                    lowest.ham = min(lowest.ham, (1 - wrong.ham) * ratio / ((1 - wrong.ham) * ratio + wrong.ham))
                }
                let probability = point.isSpam ? lowest.spam : lowest.ham
                change = max(change, abs(probability - ham[index]))
                ham[index] = probability
            }
            if change < Self.tolerance { break }
        }
        for (place, index) in order.enumerated() { hamProbabilities[index] = ham[place] }
        noise = zip(scores, hamProbabilities).reduce(0) { $0 + ($1.0.isSpam ? $1.1 : 1 - $1.1) } / Double(scores.count)
    }

    private static func sharesOfWrongLabels(
        _ isSpam: [Bool], ham: [Double], counts: (ham: Int, spam: Int)
    ) -> (ham: Double, spam: Double) {
        var wrong = (ham: prior.wrong, spam: prior.wrong)
        for (isSpam, ham) in zip(isSpam, ham) {
            if isSpam { wrong.spam += ham } else { wrong.ham += 1 - ham }
        }
        let pseudo = prior.wrong + prior.right
        return (wrong.ham / (Double(counts.ham) + pseudo), wrong.spam / (Double(counts.spam) + pseudo))
    }
}
