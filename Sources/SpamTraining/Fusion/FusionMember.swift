// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import SpamModel

/// An expert with what it has learned.
struct FusionMember: Sendable {
    private enum State: Sendable {
        case naiveBayes(NaiveBayesExpert)
        case linear(LinearExpert)
    }

    private var state: State

    init(_ expert: Expert) {
        switch expert.kind {
        case .naiveBayes: state = .naiveBayes(NaiveBayesExpert(expert.tables))
        case .linear(let rule): state = .linear(LinearExpert(rule, expert.tables))
        }
    }

    /// The expert's score of a message: 0 is even, and what the expert has nothing to say of.
    func score(_ features: FeatureVector, _ weighting: NaiveBayesWeighting) -> Double {
        switch state {
        case .naiveBayes(let expert): expert.score(features, weighting)
        case .linear(let expert): Double(expert.margin(features))
        }
    }

    /// Learns a message for the first time, and returns its score before that.
    mutating func learn(_ lesson: Lesson, _ weighting: NaiveBayesWeighting) -> Double {
        let features = lesson.example.features
        switch state {
        case .naiveBayes(var expert):
            // The tables must have one owner to be changed in place.
            state = .naiveBayes(NaiveBayesExpert([]))
            defer { state = .naiveBayes(expert) }
            return expert.learn(features, isSpam: lesson.isSpam, units: lesson.units, scoringBy: weighting)
        case .linear(var expert):
            state = .naiveBayes(NaiveBayesExpert([]))
            defer { state = .linear(expert) }
            return Double(expert.learn(features, isSpam: lesson.isSpam, weight: lesson.weight))
        }
    }

    /// Learns messages once more, those that `skips` names apart: counts stay, what is learned from errors moves.
    mutating func learnAgain(_ batch: [Lesson], skipping skips: [Bool]) {
        guard case .linear(var expert) = state else { return }
        state = .naiveBayes(NaiveBayesExpert([]))
        defer { state = .linear(expert) }
        for (index, lesson) in batch.enumerated() where !skips[index] {
            expert.learn(lesson.example.features, isSpam: lesson.isSpam, weight: lesson.weight)
        }
    }

    /// The expert as a model has it.
    func exported(combinerWeight: Double) -> ModelParameters.Expert {
        switch state {
        case .naiveBayes(let expert): expert.exported(combinerWeight: combinerWeight)
        case .linear(let expert): expert.exported(combinerWeight: combinerWeight)
        }
    }

    /// The weights of all slots of all tables.
    func weights(_ weighting: NaiveBayesWeighting) -> [WeightTable] {
        switch state {
        case .naiveBayes(let expert): expert.weights(weighting)
        case .linear(let expert): expert.weights()
        }
    }
}
