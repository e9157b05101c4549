// SPDX-License-Identifier: Apache-2.0
import SpamModel

extension Thresholds {
    /// How many messages a tail takes at least: fewer say too little of how it falls off, many more are no tail.
    private static let tailMessages = 10.0

    /// The thresholds that keep the promised losses, judged by held-out scores.
    ///
    /// The spam threshold is the score above which the promised share of ham is expected (``ScoreTail``): by counting
    /// where there is enough ham to count, beyond it by how the highest scores fall off. The ham threshold likewise, by
    /// the low end of spam. Each message counts by its probability of being ham (``LabelPosterior``), so that neither a
    /// wrong label nor one odd message forbids to call anything spam. Neither threshold crosses even odds.
    ///
    /// - Parameter hamProbabilities: of each score's message.
    init(
        fitting scores: [LabelledScore], hamProbabilities: [Double], calibration: Calibration, options: LearnerOptions
    ) {
        guard scores.contains(where: \.isSpam), scores.contains(where: { !$0.isSpam }) else {
            self = .allUnsure
            return
        }
        let scale = LabelledScore.scale(of: scores)
        let order = scores.indices.sorted { (scores[$0].rank, $0) < (scores[$1].rank, $1) }
        func threshold(_ order: some Sequence<Int>, sign: Double, limit: Double, weight: (Int) -> Double) -> Double {
            let weights = order.map(weight)
            let tail = ScoreTail(
                order.map { sign * scores[$0].rank / scale }, weights: weights,
                counting: Self.tailMessages + 2 * limit * weights.reduce(0, +))
            return calibration.logOdds(of: sign * tail.threshold(exceededBy: limit) * scale)
        }
        let spam = threshold(order.reversed(), sign: 1, limit: options.hamLossLimit) { hamProbabilities[$0] }
        let ham = threshold(order, sign: -1, limit: options.spamLossLimit) { 1 - hamProbabilities[$0] }
        // At a threshold a message already counts as spam: the last ham that was counted shall not.
        self.init(ham: min(ham.nextDown, 0), spam: max(spam.nextUp, 0))
    }
}
