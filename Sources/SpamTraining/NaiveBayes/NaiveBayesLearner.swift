// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import SpamModel

/// Naive Bayes over the words of the text, pairs of them, and the words of the header.
///
/// The state is a table of integer counts for each view, so that order, batches and threads cannot matter. A message's
/// rank score is the mean of its features' weights (``NaiveBayesWeighting``): the log of Robinson's geometric mean. The
/// sum would be the textbook's log-odds, but features are far from independent and long messages would outrank sure ones
/// (measured: (1-ROCA)% 0.06 by the mean, 0.6 by the sum, over the same weights).
///
/// Calibration and thresholds come from leaving out: a bounded sample of the learned messages is kept, and each is
/// scored with its own counts taken back, which for counts is exact and needs no second training.
public struct NaiveBayesLearner: Learner {
    /// Words of text and header, and pairs of words of the text.
    public static let views: FeatureViews = [.headerWords, .headerPairs, .words, .wordPairs, .subject]
    /// Counts are sums.
    public static let isOrderIndependent = true

    /// The weight of each expert's mean in the rank score.
    private static let expertWeight = 0.5

    private let options: LearnerOptions
    /// The header and the body, each with a mean of its own: measured (1-ROCA)% 0.048 against 0.052 together.
    private var experts = [
        NaiveBayesExpert([.init(view: .headerWords, slotBits: 19), .init(view: .headerPairs, slotBits: 20)]),
        NaiveBayesExpert([
            .init(view: .words, slotBits: 20), .init(view: .subject, slotBits: 18),
            .init(view: .wordPairs, slotBits: 22),
        ]),
    ]
    private var sample = LeaveOneOutSample()
    /// How many messages of each class were learned.
    public private(set) var counts = TrainingCounts()

    /// Creates a learner that has learned nothing.
    public init(options: LearnerOptions = .standard) { self.options = options }

    /// Counts whole messages: those of a weight below one half are not learned.
    public mutating func learn(_ batch: [TrainingExample]) {
        for example in batch where example.isCounted {
            let isSpam = example.messageClass == .spam
            if isSpam { counts.spam += 1 } else { counts.ham += 1 }
            let features = example.features
            for index in experts.indices { experts[index].learn(features, isSpam: isSpam) }
            sample.offer(example, content: LearningOrder.content(features, of: Self.views))
        }
    }

    /// The mean weight of a message's features.
    public func score(_ features: FeatureVector) -> Double {
        score(features, with: NaiveBayesWeighting(counts), leavingOut: .zero)
    }

    /// Calibration and thresholds from the messages kept, each left out in turn.
    public func decisions() -> DecisionRule {
        guard counts.ham > 0, counts.spam > 0 else { return DecisionRule() }
        let withoutHam = NaiveBayesWeighting(TrainingCounts(ham: counts.ham - 1, spam: counts.spam))
        let withoutSpam = NaiveBayesWeighting(TrainingCounts(ham: counts.ham, spam: counts.spam - 1))
        let scores = sample.examples.map { example in
            let isSpam = example.messageClass == .spam
            return LabelledScore(
                rank: score(
                    example.features, with: isSpam ? withoutSpam : withoutHam,
                    leavingOut: isSpam ? .oneSpam : .oneHam),
                isSpam: isSpam,
                weight: sample.weight(of: example.messageClass, learned: counts))
        }
        return DecisionRule(fitting: scores, learned: counts, options: options)
    }

    /// One expert with a table for each view.
    public func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel {
        let weighting = NaiveBayesWeighting(counts)
        let parameters = ModelParameters(
            experts: experts.map { $0.exported(combinerWeight: Self.expertWeight, share: Self.expertWeight) },
            calibration: rule.calibration, thresholds: rule.thresholds,
            keyID: origin.keyID, extractorVersion: origin.extractorVersion, settings: origin.settings,
            window: origin.window, counts: counts,
            evaluation: origin.evaluation, createdBy: origin.createdBy)
        return LearnedModel(parameters: parameters, weights: experts.flatMap { $0.weights(weighting) })
    }

    private func score(
        _ features: FeatureVector, with weighting: NaiveBayesWeighting, leavingOut unit: ClassCounts
    ) -> Double {
        experts.reduce(0) { $0 + Self.expertWeight * $1.score(features, weighting, leavingOut: unit) }
    }
}
