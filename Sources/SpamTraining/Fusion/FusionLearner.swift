// SPDX-License-Identifier: Apache-2.0
import Glibc
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
/// Of a suspect naive Bayes keeps a quarter of the counts. Further passes let the learners from errors see the batch
/// again, without the suspect. Messages that come in small batches, or one by one, are seen again together with the
/// ones just before them.
public struct FusionLearner: Learner {
    /// What the standard experts look at.
    public static let views = Expert.standard.reduce(into: FeatureViews.none) { $0.formUnion($1.views) }
    /// Weights depend on the order in which the experts err.
    public static let isOrderIndependent = false

    /// How often a message of a large batch is looked at; from 6 on the figures hardly change.
    private static let passes = 10
    /// After so many messages ranks are believed to half of what they will be: the first tell little of a label.
    private static let earlyMessages = 30.0
    /// How many trusted messages of the past are seen again with a small batch.
    private static let recentLimit = 64
    /// The most messages that wait to be seen again.
    private static let waitingLimit = 16

    private var members: [FusionMember]
    private var combiner: Combiner
    private var prequential: PrequentialScores
    /// How much was learned of each class, in units of counts.
    private var units = (ham: 0, spam: 0)
    /// At how many messages the combiner is fitted again.
    private var nextFit = 1
    /// The newest messages that are not suspect, for small batches.
    private var recent: [RetainedExample] = []
    /// How many messages of small batches have not been seen again.
    private var waiting = 0
    private let options: LearnerOptions
    /// How many messages of each class were learned.
    public private(set) var counts = TrainingCounts()

    /// Creates a learner that has learned nothing.
    public init(options: LearnerOptions = .standard) {
        self.options = options
        let parameters = options.hyperparameters
        members = options.experts.map { FusionMember($0, regularisation: parameters.regularisation) }
        combiner = Combiner(
            prior: options.experts.map { $0.priorWeight * ($0.isGenerative ? parameters.generativeWeight : 1) },
            areOfHeader: options.experts.map { $0.tables.areOfHeader })
        prequential = PrequentialScores(experts: options.experts.count)
    }

    /// Scores each message, learns it, and lets those that learn from errors see the batch again without the suspect.
    ///
    /// Of a batch larger than ``LearnerOptions/messageLimit`` the newest are learned, and nothing of the others.
    public mutating func learn(_ batch: [TrainingExample]) {
        let batch = options.messageLimit.map { $0 < batch.count ? Array(batch.suffix($0)) : batch } ?? batch
        let examples = self.examples(of: batch)
        let weightings = count(examples)
        // Threads cost more than they save where there is little to learn.
        let threads = batch.count > Self.recentLimit ? options.threads : 1
        let scores = members.change(threads: threads) { $0.learn(examples, weightings) }
        let first = prequential.count
        prequential.append(batch, scores: scores)
        if prequential.count >= nextFit {
            combiner.fit(prequential)
            nextFit = prequential.count + max(1, prequential.count / 20)
        }
        var (trusted, suspects): ([RetainedExample], [RetainedExample]) = ([], [])
        for (index, example) in examples.enumerated() {
            if isSuspect(example, row: first + index) { suspects.append(example) } else { trusted.append(example) }
        }
        for example in suspects { count(example, units: -example.doubtedUnits) }
        let doubted = suspects
        let (again, passes) = replay(trusted, of: batch.count)
        _ = members.change(threads: threads) { member in
            member.doubt(doubted)
            member.replay(again, passes: passes)
        }
    }

    /// Counts messages; the weighting that held before each.
    private mutating func count(_ examples: [RetainedExample]) -> [NaiveBayesWeighting] {
        examples.map { example in
            defer {
                if example.isCounted {
                    if example.isSpam { counts.spam += 1 } else { counts.ham += 1 }
                    count(example, units: example.units)
                }
            }
            return weighting
        }
    }

    private mutating func count(_ example: RetainedExample, units count: Int) {
        if example.isSpam { units.spam += count } else { units.ham += count }
    }

    /// Whether the rank of a message before it was learned contradicts its label, by more the fewer came before.
    private func isSuspect(_ example: RetainedExample, row: Int) -> Bool {
        let rank = combiner.rank(prequential.scores(row))
        let threshold = options.hyperparameters.suspicion * (1 + Self.earlyMessages / Double(row + 1))
        return (example.isSpam ? -rank : rank) > threshold
    }

    /// What is to be seen again, and how often, when a batch of so many messages came, the trusted ones of which are given.
    private mutating func replay(_ trusted: [RetainedExample], of batchCount: Int) -> (
        examples: [RetainedExample], passes: Int
    ) {
        guard batchCount < Self.recentLimit else {
            recent = Array(trusted.suffix(Self.recentLimit))
            waiting = 0
            return (trusted, Self.passes - 1)
        }
        recent = Array((recent + trusted).suffix(Self.recentLimit))
        waiting += batchCount
        // The first messages are seen again at each step, later ones a few times each, as in a large batch.
        let due = max(1, min(Self.waitingLimit, prequential.count / 100))
        guard waiting >= due else { return ([], 0) }
        defer { waiting = 0 }
        return (recent, min(waiting / due, Self.passes - 1))
    }

    /// The weighted sum of the experts' scores; 0 is even.
    public func score(_ features: FeatureVector) -> Double { score(features, isSenderKnown: false) }

    /// The weighted sum of the experts' scores, less if the sender is known.
    public func score(_ features: FeatureVector, isSenderKnown: Bool) -> Double {
        combiner.score(scores(features), isSenderKnown: isSenderKnown)
    }

    /// The score that the exported model gives.
    public func score(_ features: FeatureVector, isSenderKnown: Bool, by rule: DecisionRule) -> Score {
        let scores = scores(features)
        return rule.score(
            rank: combiner.score(scores, isSenderKnown: isSenderKnown), contradiction: combiner.contradiction(scores))
    }

    /// What each expert says of a message.
    private func scores(_ features: FeatureVector) -> [Double] {
        let weighting = self.weighting
        return members.map { $0.score(features, weighting) }
    }

    /// Calibration and thresholds from the later prequential scores.
    public func decisions() -> DecisionRule {
        guard counts.ham > 0, counts.spam > 0 else { return DecisionRule() }
        return DecisionRule(fitting: settledScores, learned: counts, options: options)
    }

    /// All experts' weights, each with its weight in the sum, and the decision rule.
    public func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel {
        let weighting = self.weighting
        let parameters = ModelParameters(
            experts: members.indices.map {
                members[$0].exported(
                    combinerWeight: combiner.factors[$0] * combiner.confidence, share: combiner.weights[$0])
            },
            // Without a list there is nobody to weigh.
            knownSenders: .init(
                count: origin.knownSenders.count,
                weight: origin.knownSenders.isEmpty ? 0 : combiner.knownSenderWeight * combiner.confidence),
            calibration: rule.calibration, thresholds: rule.thresholds,
            keyID: origin.keyID, extractorVersion: origin.extractorVersion, settings: origin.settings,
            window: origin.window, counts: counts,
            evaluation: origin.evaluation, createdBy: origin.createdBy)
        return LearnedModel(
            parameters: parameters, weights: members.flatMap { $0.weights(weighting) },
            knownSenders: origin.knownSenders)
    }

    private var weighting: NaiveBayesWeighting {
        let scale = 1 / Double(ClassCounts.unitsPerMessage)
        return NaiveBayesWeighting(ham: Double(units.ham) * scale, spam: Double(units.spam) * scale)
    }

    /// A batch, with how much each message counts beside the newest.
    private func examples(of batch: [TrainingExample]) -> [RetainedExample] {
        let days = MailAge.days(batch.map(\.date))
        return batch.enumerated().map { index, example in
            let newer = Double(batch.count - 1 - index)
            let halvings = options.hyperparameters.halfLife.map { newer / $0 } ?? 0
            return RetainedExample(example, retention: exp2(-halvings - MailAge.halvings(days: days[index])))
        }
    }

    /// The prequential ranks without the first half, when the learner knew little of what it knows now; at least 200, and
    /// all where the rest would lack a class.
    private var settledScores: [LabelledScore] {
        let informed = prequential.informed(limit: .max)
        let half = informed.lowerBound + min(informed.count / 2, max(0, informed.count - 200))
        let hasBoth = Set(prequential.isSpam[half..<informed.upperBound]).count == 2
        return (hasBoth ? half..<informed.upperBound : 0..<informed.upperBound).map { row in
            let scores = prequential.scores(row)
            // What verdicts go by, not what messages are ordered by.
            let judged =
                combiner.score(scores, isSenderKnown: prequential.isSenderKnown[row]) + combiner.contradiction(scores)
            return LabelledScore(rank: judged, isSpam: prequential.isSpam[row])
        }
    }
}
