// SPDX-License-Identifier: Apache-2.0
public import SpamModel

extension DecisionRule {
    /// Fits calibration and thresholds to held-out scores: prequential ones, or of messages left out.
    ///
    /// - Parameter learned: how much was learned; with less than ``TrainingCounts/minimum`` of a class everything is unsure.
    public init(fitting scores: [LabelledScore], learned: TrainingCounts, options: LearnerOptions) {
        let labels = LabelPosterior(scores)
        let calibration = Calibration(fitting: scores, hamProbabilities: labels.hamProbabilities)
        self.init(
            calibration: calibration,
            thresholds: learned.areEnough
                ? Thresholds(
                    fitting: scores, hamProbabilities: labels.hamProbabilities, calibration: calibration,
                    options: options) : .allUnsure)
        foundation = Foundation(scores, judgedBy: self, labels: labels)
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
        /// The share of labels that are probably wrong.
        public var noise = 0.0
        /// How many of ``hamCalledSpam`` are probably spam that was labelled ham.
        public var hamProbablyMislabelled = 0.0

        /// Creates the figures of no message.
        public init() {}

        /// Judges scores by a rule.
        init(_ scores: [LabelledScore], judgedBy rule: DecisionRule, labels: LabelPosterior) {
            noise = labels.noise
            for (score, hamProbability) in zip(scores, labels.hamProbabilities) {
                let verdict = rule.score(rank: score.rank).verdict
                if score.isSpam {
                    spam += 1
                    if verdict == .spam { spamCalledSpam += 1 }
                    if verdict == .ham { spamCalledHam += 1 }
                } else {
                    ham += 1
                    guard verdict == .spam else { continue }
                    hamCalledSpam += 1
                    hamProbablyMislabelled += 1 - hamProbability
                }
            }
        }
    }
}
