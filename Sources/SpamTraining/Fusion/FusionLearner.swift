// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailArchive
public import MailFeatures
public import SpamModel

/// Experts side by side, each with a learner and views of its own, fused by a small Bayesian combiner: the default learner.
///
/// Naive Bayes counts, and so knows much from few messages; AROW learns from its errors, and so knows more from many; no
/// view is best on all mail. Each expert's score is 0 for features it has never seen, so that one that does not know
/// stays quiet, and a message with a body of three words is judged by what else there is.
///
/// The first pass over a batch scores each message before learning it. These prequential scores weigh the experts
/// (``Combiner``), calibrate, set the thresholds, and find suspect labels, those that the experts together contradict.
/// Further passes let the learners from errors see the batch again, without the suspect.
public struct FusionLearner: Learner {
    /// What the standard experts look at.
    public static let views = Expert.standard.reduce(into: FeatureViews.none) { $0.formUnion($1.views) }
    /// Weights depend on the order in which the experts err.
    public static let isOrderIndependent = false

    /// Passes over a batch; 3, 6 and 10 differ by less than can be measured.
    private static let passes = 4
    /// A label is suspect when the rank before learning contradicts it by more than this.
    private static let suspicion = 0.25

    private var members: [FusionMember]
    private var combiner: Combiner
    private var prequential: PrequentialScores
    /// How much was learned of each class, in units of counts.
    private var units = (ham: 0, spam: 0)
    /// At how many messages the combiner is fitted again.
    private var nextFit = 1
    private let options: LearnerOptions
    /// How many messages of each class were learned.
    public private(set) var counts = TrainingCounts()

    /// Creates a learner that has learned nothing.
    public init(options: LearnerOptions = .standard) {
        self.options = options
        members = options.experts.map { FusionMember($0) }
        combiner = Combiner(prior: options.experts.map(\.priorWeight))
        prequential = PrequentialScores(experts: options.experts.count)
    }

    /// Scores each message, learns it, and lets those that learn from errors see the batch again without the suspect.
    public mutating func learn(_ batch: [LearningExample]) {
        let lessons = self.lessons(of: batch)
        var before: [NaiveBayesWeighting] = []
        for lesson in lessons {
            before.append(weighting)
            guard lesson.example.isCounted else { continue }
            if lesson.isSpam {
                counts.spam += 1
                units.spam += lesson.units
            } else {
                counts.ham += 1
                units.ham += lesson.units
            }
        }
        // One expert after the other, so that one's tables stay in the caches.
        let scores = members.indices.map { member in
            lessons.indices.map { members[member].learn(lessons[$0], before[$0]) }
        }
        let first = prequential.count
        prequential.append(batch, scores: scores)
        if prequential.count >= nextFit {
            combiner.fit(prequential)
            nextFit = prequential.count + max(1, prequential.count / 20)
        }
        guard batch.count > 1 else { return }
        let isSuspect = batch.indices.map { index in
            let rank = combiner.rank(prequential.scores(first + index))
            return (batch[index].messageClass == .spam ? -rank : rank) > Self.suspicion
        }
        for member in members.indices {
            for _ in 1..<Self.passes { members[member].learnAgain(lessons, skipping: isSuspect) }
        }
    }

    /// The weighted sum of the experts' scores; 0 is even.
    public func score(_ features: FeatureVector) -> Double {
        let weighting = self.weighting
        return combiner.rank(members.map { $0.score(features, weighting) })
    }

    /// Calibration and thresholds from the later prequential scores.
    public func decisions() -> DecisionRule {
        guard counts.ham > 0, counts.spam > 0 else { return DecisionRule() }
        return DecisionRule(fitting: settledScores, options: options)
    }

    /// All experts' weights, each with its weight in the sum, and the decision rule.
    public func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel {
        let weighting = self.weighting
        let parameters = ModelParameters(
            experts: zip(members, combiner.factors).map { $0.exported(combinerWeight: $1) },
            calibration: rule.calibration, thresholds: rule.thresholds,
            keyID: origin.keyID, extractorVersion: origin.extractorVersion, window: origin.window, counts: counts,
            evaluation: origin.evaluation, createdBy: origin.createdBy)
        return LearnedModel(parameters: parameters, weights: members.flatMap { $0.weights(weighting) })
    }

    private var weighting: NaiveBayesWeighting {
        let scale = 1 / Double(ClassCounts.unitsPerMessage)
        return NaiveBayesWeighting(ham: Double(units.ham) * scale, spam: Double(units.spam) * scale)
    }

    /// A batch, with how much each message counts beside the newest.
    private func lessons(of batch: [LearningExample]) -> [Lesson] {
        batch.enumerated().map { index, example in
            let age = Double(batch.count - 1 - index)
            return Lesson(example, retention: options.halfLife.map { exp2(-age / $0) } ?? 1)
        }
    }

    /// The prequential ranks without the first half, when the learner knew little of what it knows now; at least 200, and
    /// all where the rest would lack a class.
    private var settledScores: [LabelledScore] {
        let informed = prequential.informed(limit: .max)
        let half = informed.lowerBound + min(informed.count / 2, max(0, informed.count - 200))
        let hasBoth = Set(prequential.isSpam[half..<informed.upperBound]).count == 2
        return (hasBoth ? half..<informed.upperBound : 0..<informed.upperBound).map { row in
            LabelledScore(rank: combiner.rank(prequential.scores(row)), isSpam: prequential.isSpam[row])
        }
    }
}
