// SPDX-License-Identifier: Apache-2.0
import MailArchive
public import MailFeatures
public import SpamModel

/// Naive Bayes and AROW side by side, each over the header's views and over the body's: the default learner.
///
/// Naive Bayes counts, and so knows much from few messages; AROW learns from its errors, and so knows more from many.
/// Their scores are added with fixed weights. All are 0 for features they have never seen, so that an expert that does
/// not know stays quiet, and a message with a body of three words is judged by what else there is. On the blind copies
/// of two corpora each pair is better than its members and the four are better than each pair (docs/accuracy.md).
///
/// The first pass over a batch scores each message before learning it: these prequential scores calibrate, set the
/// thresholds, and find suspect labels, those that all experts together contradict. Further passes let AROW learn the
/// batch again, without the suspect.
public struct FusionLearner: Learner {
    /// What it learns from: every view but the n-grams.
    public static let views: FeatureViews = [
        .headerWords, .headerPairs, .words, .wordPairs, .subject, .skeleton, .links, .attachments, .structure,
    ]
    /// AROW's weights depend on the order in which it errs.
    public static let isOrderIndependent = false

    /// Passes of AROW over a batch; 3, 6 and 10 differ by less than can be measured.
    private static let passes = 4
    /// A label is suspect when the rank score before learning contradicts it by more than this.
    private static let suspicion = 1.0
    /// The weight of a naive Bayes expert; an AROW expert's is 1, its margin being made to be 1.
    private static let generativeWeight = 0.75

    private var generative = [
        NaiveBayesExpert([.init(view: .headerWords, slotBits: 19), .init(view: .headerPairs, slotBits: 20)]),
        NaiveBayesExpert([
            .init(view: .words, slotBits: 20), .init(view: .subject, slotBits: 18),
            .init(view: .wordPairs, slotBits: 21),
        ]),
    ]
    private var discriminative = [
        ArowExpert([.init(view: .headerWords, slotBits: 18), .init(view: .headerPairs, slotBits: 19)]),
        ArowExpert([
            .init(view: .words, slotBits: 19), .init(view: .subject, slotBits: 17),
            .init(view: .skeleton, slotBits: 16),
            .init(view: .links, slotBits: 16), .init(view: .attachments, slotBits: 14),
            .init(view: .structure, slotBits: 14),
        ]),
    ]
    private var prequential: [LabelledScore] = []
    private let options: LearnerOptions
    /// How many messages of each class were learned.
    public private(set) var counts = TrainingCounts()

    /// Creates a learner that has learned nothing.
    public init(options: LearnerOptions = .standard) { self.options = options }

    /// Scores each message, learns it, and lets AROW learn the batch again without those whose labels are suspect.
    public mutating func learn(_ batch: [LearningExample]) {
        var isSuspect = [Bool](repeating: false, count: batch.count)
        for (index, example) in batch.enumerated() {
            let isSpam = example.messageClass == .spam
            if counts.ham > 0, counts.spam > 0 {
                let rank = score(example.features)
                isSuspect[index] = (isSpam ? -rank : rank) > Self.suspicion
                prequential.append(LabelledScore(rank: rank, isSpam: isSpam))
            }
            learnOnce(example, isSpam: isSpam)
        }
        guard batch.count > 1 else { return }
        for _ in 1..<Self.passes {
            for (index, example) in batch.enumerated() where !isSuspect[index] {
                for expert in discriminative.indices {
                    discriminative[expert].learn(
                        example.features, isSpam: example.messageClass == .spam, weight: example.weight)
                }
            }
        }
    }

    private mutating func learnOnce(_ example: LearningExample, isSpam: Bool) {
        if isSpam { counts.spam += 1 } else { counts.ham += 1 }
        // Counts are whole messages.
        if example.weight >= 0.5 {
            for expert in generative.indices { generative[expert].learn(example.features, isSpam: isSpam) }
        }
        for expert in discriminative.indices {
            discriminative[expert].learn(example.features, isSpam: isSpam, weight: example.weight)
        }
    }

    /// The weighted sum of the experts' scores; 0 is even.
    public func score(_ features: FeatureVector) -> Double {
        let weighting = NaiveBayesWeighting(ham: counts.ham, spam: counts.spam)
        return generative.reduce(0) { $0 + Self.generativeWeight * $1.score(features, weighting) }
            + discriminative.reduce(0) { $0 + Double($1.margin(features)) }
    }

    /// Calibration and thresholds from the later prequential scores.
    public func decisions() -> DecisionRule {
        guard counts.ham > 0, counts.spam > 0 else { return DecisionRule() }
        return DecisionRule(fitting: settledScores, options: options)
    }

    /// The prequential scores without the first half, when the learner knew little of what it knows now; at least 200.
    private var settledScores: [LabelledScore] {
        let first = min(prequential.count / 2, max(0, prequential.count - 200))
        return Array(prequential[first...])
    }

    /// All experts' weights, each with its weight in the sum, and the decision rule.
    public func export(_ origin: ModelOrigin) -> LearnedModel {
        let rule = decisions()
        let weighting = NaiveBayesWeighting(ham: counts.ham, spam: counts.spam)
        let experts =
            generative.map { $0.exported(combinerWeight: Self.generativeWeight) }
            + discriminative.map { $0.exported(combinerWeight: 1) }
        let parameters = ModelParameters(
            experts: experts, calibration: rule.calibration, thresholds: rule.thresholds,
            keyID: origin.keyID, extractorVersion: origin.extractorVersion, window: origin.window, counts: counts,
            evaluation: origin.evaluation, createdBy: origin.createdBy)
        return LearnedModel(
            parameters: parameters,
            weights: generative.flatMap { $0.weights(weighting) } + discriminative.flatMap { $0.weights() })
    }
}
