// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamEvaluation
import SpamModel
import SpamTraining

/// A learner that notes what it has learned, and scores a message with the number of notes.
///
/// Messages are known by their only feature. A message that was learned scores ``alreadyLearned``, which no message
/// of an honest protocol may. The digits of other scores tell what was learned: spam learned * 100,000 + ham learned.
struct NotebookLearner: Learner {
    static let views: FeatureViews = []
    static let isOrderIndependent = true
    static let alreadyLearned = -1.0
    var notes: [UInt32: MessageClass] = [:]
    var spam = 0
    var ham = 0

    init(options: LearnerOptions) {}

    mutating func learn(_ batch: [TrainingExample]) {
        for example in batch where example.weight > 0 {
            notes[example.features.hashes[0]] = example.messageClass
            if example.messageClass == .spam { spam += 1 } else { ham += 1 }
        }
    }

    func score(_ features: FeatureVector) -> Double {
        notes[features.hashes[0]] == nil ? Double(spam * 100_000 + ham) : Self.alreadyLearned
    }

    func decisions() -> DecisionRule {
        DecisionRule(calibration: Calibration(slope: 2, intercept: 1), thresholds: Thresholds(ham: 0, spam: 11))
    }

    func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel { fatalError("never exported") }
}

/// A learner that ranks by the message alone, but is calibrated again with each message learned.
struct DriftingLearner: Learner {
    static let views: FeatureViews = []
    static let isOrderIndependent = false
    private var learned = 0

    init(options: LearnerOptions) {}

    mutating func learn(_ batch: [TrainingExample]) { learned += batch.count }

    func score(_ features: FeatureVector) -> Double { Double(features.hashes[0]) }

    func decisions() -> DecisionRule {
        DecisionRule(calibration: Calibration(slope: 1 + Double(learned), intercept: -Double(learned)))
    }

    func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel { fatalError("never exported") }
}
