// SPDX-License-Identifier: Apache-2.0
package import SpamEvaluation
package import SpamTraining

/// The same learner on the same messages, split into learned and judged ones in three ways.
///
/// A random split puts copies of one campaign on both sides, and so measures memory; a split by time is what a filter meets; one
/// by campaigns shows what is left where nothing like it was learned.
package struct SplitComparison: Sendable {
    /// The figures of one split.
    package struct Split: Sendable, Equatable {
        /// Which: `random`, `time` or `campaign`.
        package var name: String
        /// The point figures.
        package var metrics: Metrics
        /// The interval of (1-ROCA)%; nil where there is no such figure.
        package var interval: Interval?
    }

    /// The splits, in the order random, time, campaign.
    package var splits: [Split] = []
    /// The scores of the split by time, in that order.
    package private(set) var inTime: [ScoredMessage] = []

    /// So many parts, of which each but the first of the split by time is judged.
    private static let parts = 5

    /// Measures the two other splits beside the one by campaigns, which is measured already.
    ///
    /// - Parameters:
    ///   - messages: in the order of time.
    ///   - campaign: the scores of a split by campaigns.
    package init<L: Learner>(_ run: EvaluationRun<L>, _ messages: [EvaluationMessage], campaign: [ScoredMessage]) {
        guard messages.count >= Self.parts else { return }
        let random = run.crossValidation(messages, folds: Self.parts)
        inTime = run.nightly(
            messages, block: .messages((messages.count + Self.parts - 1) / Self.parts))
        splits = [("random", random), ("time", inTime), ("campaign", campaign)].map { name, scored in
            Split(
                name: name, metrics: Metrics(scored), interval: Bootstrap().intervals(of: scored).oneMinusROCAPercent)
        }
    }
}
