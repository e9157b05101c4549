// SPDX-License-Identifier: Apache-2.0
import Glibc
public import SpamModel

/// The rank score of a labelled message that was not learned when it was scored.
public struct LabelledScore: Sendable, Equatable {
    /// The rank score.
    public var rank: Double
    /// What the message is.
    public var isSpam: Bool
    /// For how many messages it stands.
    public var weight: Double

    /// Creates a labelled score.
    public init(rank: Double, isSpam: Bool, weight: Double = 1) {
        self.rank = rank
        self.isSpam = isSpam
        self.weight = weight
    }
}

extension DecisionRule {
    /// Fits calibration and thresholds to honest scores: prequential ones, or of messages left out.
    public init(fitting scores: [LabelledScore], options: LearnerOptions) {
        let calibration = Calibration(fitting: scores)
        self.init(
            calibration: calibration,
            thresholds: Thresholds(fitting: scores, calibration: calibration, options: options))
        foundation = Foundation(scores, judgedBy: self)
    }
}

extension DecisionRule {
    /// What the thresholds were set on: how they would have judged messages that were not learned when they were scored.
    public struct Foundation: Sendable, Equatable {
        /// Ham messages, and how many of them would have been called spam.
        public var ham = 0
        /// See ``ham``.
        public var hamCalledSpam = 0
        /// Spam messages, and how many of them would have been called spam.
        public var spam = 0
        /// See ``spam``.
        public var spamCalledSpam = 0
        /// Spam messages that would have been called ham; the rest is unsure.
        public var spamCalledHam = 0

        /// Judges scores by a rule.
        init(_ scores: [LabelledScore], judgedBy rule: DecisionRule) {
            for score in scores {
                let verdict = rule.score(rank: score.rank).verdict
                if score.isSpam {
                    spam += 1
                    if verdict == .spam { spamCalledSpam += 1 }
                    if verdict == .ham { spamCalledHam += 1 }
                } else {
                    ham += 1
                    if verdict == .spam { hamCalledSpam += 1 }
                }
            }
        }
    }
}

extension Calibration {
    /// The most probable logistic link from rank score to class.
    ///
    ///     P(spam | r) = 1 / (1 + exp(-(A z + B))),  z = r / scale,  A ~ N(4, 1), B ~ N(0, 1)
    ///
    /// `scale` is the root mean square of the scores, with ten pseudo-messages so that it never vanishes. The priors keep
    /// the link finite when scores are few or separable, and fade as scores come in. Newton's method; the objective is
    /// concave, and half steps are taken where a whole one would overshoot.
    public init(fitting scores: [LabelledScore]) {
        let pseudo = 10.0
        let total = scores.reduce(0) { $0 + $1.weight }
        let squares = scores.reduce(0) { $0 + $1.weight * $1.rank * $1.rank }
        let scale = ((0.5 * pseudo + squares) / (pseudo + total)).squareRoot()
        let points = scores.map { (z: $0.rank / scale, y: $0.isSpam ? 1.0 : 0.0, weight: $0.weight) }
        func objective(_ a: Double, _ b: Double) -> Double {
            points.reduce(-(a - 4) * (a - 4) / 2 - b * b / 2) { sum, point in
                let logit = a * point.z + b
                return sum + point.weight * (point.y * logit - (max(logit, 0) + log1p(exp(-abs(logit)))))
            }
        }
        var (a, b) = (4.0, 0.0)
        var best = objective(a, b)
        for _ in 0..<30 {
            var (ga, gb) = (4 - a, -b)
            var (haa, hab, hbb) = (1.0, 0.0, 1.0)
            for point in points {
                let p = 1 / (1 + exp(-(a * point.z + b)))
                let error = point.weight * (point.y - p)
                let curvature = point.weight * p * (1 - p)
                ga += error * point.z
                gb += error
                haa += curvature * point.z * point.z
                hab += curvature * point.z
                hbb += curvature
            }
            let determinant = haa * hbb - hab * hab
            let (da, db) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant)
            var step = 1.0
            while step > 1e-6, objective(a + step * da, b + step * db) < best { step /= 2 }
            guard step > 1e-6 else { break }
            (a, b) = (a + step * da, b + step * db)
            let gained = objective(a, b) - best
            best += gained
            if gained < 1e-9 { break }
        }
        // Learners that know nothing, or the wrong thing, still rank upwards.
        self.init(slope: min(max(a, 0.1), 40) / scale, intercept: b)
    }
}

extension Thresholds {
    /// The borders that keep the promised losses, judged by honest scores.
    ///
    /// The spam threshold is the lowest above which lie no more ham messages than the limit allows, neither as counted
    /// nor as expected by the calibrated probabilities: the expectation speaks where messages are too few to count. Half a
    /// message is allowed beside the share, for a share of ten messages would allow none for ever. Likewise the ham
    /// threshold from below. Neither crosses even odds by more than a border case: spam is at least 0.9 probable, ham at most 0.5.
    public init(fitting scores: [LabelledScore], calibration: Calibration, options: LearnerOptions) {
        let points = scores.map {
            (logOdds: calibration.logOdds(of: $0.rank), isSpam: $0.isSpam, weight: $0.weight)
        }.sorted { $0.logOdds < $1.logOdds }
        let spamTotal = points.reduce(0) { $1.isSpam ? $0 + $1.weight : $0 }
        let hamTotal = points.reduce(0) { $1.isSpam ? $0 : $0 + $1.weight }
        guard spamTotal > 0, hamTotal > 0 else {
            self = .allUnsure
            return
        }
        let fromAbove = Self.border(
            points.reversed().map { ($0.logOdds, $0.isSpam ? 0 : $0.weight, $0.weight / (1 + exp($0.logOdds))) },
            allowed: options.hamLossLimit * hamTotal + 0.5)
        let fromBelow = Self.border(
            points.map { ($0.logOdds, $0.isSpam ? $0.weight : 0, $0.weight / (1 + exp(-$0.logOdds))) },
            allowed: options.spamLossLimit * spamTotal + 0.5)
        let spam = max(fromAbove ?? .infinity, log(9))
        self.init(ham: min(fromBelow ?? -.infinity, 0), spam: spam)
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
