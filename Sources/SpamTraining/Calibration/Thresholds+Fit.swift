// SPDX-License-Identifier: Apache-2.0
import Glibc
public import SpamModel

extension Thresholds {
    /// The borders that keep the promised losses, judged by honest scores.
    ///
    /// The spam threshold is the lowest above which lie no more ham messages than the limit allows, neither as counted
    /// nor as expected by the calibrated probabilities: the expectation speaks where messages are too few to count. It is
    /// taken with a margin, log-odds one standard deviation to the bad side, which is wide while scores are few. Half a
    /// message is allowed beside the share, for a share of ten messages would allow none for ever. Likewise the ham
    /// threshold from below. Neither crosses even odds by more than a border case: spam is at least 0.9 probable, ham at
    /// most 0.5.
    ///
    /// Where labels are noisy (``CalibrationFit/noise``), a message labelled ham counts by its probability of being ham.
    public init(fitting scores: [LabelledScore], calibration fit: CalibrationFit, options: LearnerOptions) {
        let points = scores.map { score in
            let logOdds = fit.calibration.logOdds(of: score.rank)
            let ham = fit.link.hamProbability(labelledSpam: score.isSpam, logOdds: logOdds)
            return Point(
                logOdds: logOdds, deviation: fit.deviation(of: score.rank), ham: score.weight * ham,
                weight: score.weight)
        }.sorted { $0.logOdds < $1.logOdds }
        guard scores.contains(where: \.isSpam), scores.contains(where: { !$0.isSpam }) else {
            self = .allUnsure
            return
        }
        let hamTotal = points.reduce(0) { $0 + $1.ham }
        let spamTotal = points.reduce(0) { $0 + $1.weight - $1.ham }
        let fromAbove = Self.border(
            points.reversed().map { ($0.logOdds, $0.ham, $0.weight / (1 + exp($0.logOdds - $0.deviation))) },
            allowed: options.hamLossLimit * hamTotal + 0.5)
        let fromBelow = Self.border(
            points.map { ($0.logOdds, $0.weight - $0.ham, $0.weight / (1 + exp(-$0.logOdds - $0.deviation))) },
            allowed: options.spamLossLimit * spamTotal + 0.5)
        let spam = max(fromAbove ?? .infinity, log(9))
        self.init(ham: min(fromBelow ?? -.infinity, 0), spam: spam)
    }

    private struct Point {
        var logOdds: Double
        /// How far the log-odds may be off.
        var deviation: Double
        /// How many ham messages it stands for.
        var ham: Double
        /// How many messages it stands for.
        var weight: Double
    }

    /// Between the last score whose running losses are allowed and the next; nil when not even the first is.
    private static func border(
        _ points: [(logOdds: Double, counted: Double, expected: Double)], allowed: Double
    ) -> Double? {
        var (counted, expected) = (0.0, 0.0)
        var last: Double?
        for point in points {
            counted += point.counted
            expected += point.expected
            if max(counted, expected) > allowed { return last.map { ($0 + point.logOdds) / 2 } }
            last = point.logOdds
        }
        return last
    }
}
