// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel

/// An expert with what it has learned.
struct FusionMember: Sendable {
    private enum State: Sendable {
        case naiveBayes(NaiveBayesExpert)
        case linear(LinearExpert)
    }

    private var state: State
    /// What it looks at, so that no more is read of a store.
    private let views: FeatureViews

    init(_ expert: Expert, regularisation: Double) {
        views = FeatureViews(expert.tables.map { FeatureViews($0.view) })
        switch expert.kind {
        case .naiveBayes: state = .naiveBayes(NaiveBayesExpert(expert.tables))
        case .linear(let rule):
            state = .linear(LinearExpert(rule, expert.tables, regularisation: Float(regularisation)))
        }
    }

    /// The expert's score of a message: 0 is even, and what the expert has nothing to say of.
    func score(_ features: FeatureVector, _ weighting: NaiveBayesWeighting) -> Double {
        switch state {
        case .naiveBayes(let expert): expert.score(features, weighting)
        case .linear(let expert): Double(expert.margin(features))
        }
    }

    /// Learns messages for the first time, and returns the score of each before that.
    ///
    /// - Parameter weightings: for each message, that of the counts before it.
    mutating func learn(_ examples: [RetainedExample], _ weightings: [NaiveBayesWeighting]) -> [Double] {
        switch state {
        case .naiveBayes(var expert):
            // The tables must have one owner to be changed in place.
            state = .naiveBayes(NaiveBayesExpert([]))
            defer { state = .naiveBayes(expert) }
            return zip(examples, weightings).map { example, weighting in
                expert.learn(
                    example.features(of: views), isSpam: example.isSpam, units: example.units, scoringBy: weighting)
            }
        case .linear(var expert):
            state = .naiveBayes(NaiveBayesExpert([]))
            defer { state = .linear(expert) }
            return examples.map {
                Double(expert.learn($0.features(of: views), isSpam: $0.isSpam, weight: $0.weight))
            }
        }
    }

    /// Takes back most of what was counted of messages whose labels are doubted.
    ///
    /// What is learned from errors cannot be taken back: there a doubted message is learned once and never again.
    mutating func doubt(_ examples: [RetainedExample]) {
        guard case .naiveBayes(var expert) = state else { return }
        state = .naiveBayes(NaiveBayesExpert([]))
        defer { state = .naiveBayes(expert) }
        for example in examples {
            expert.unlearn(example.features(of: views), isSpam: example.isSpam, units: example.doubtedUnits)
        }
    }

    /// Learns messages again: counts stay, what is learned from errors moves.
    ///
    /// Every third pass looks at all messages, those between only at the ones that fell short of their margin in the pass
    /// before: the same weights as far as can be measured, for half the work.
    mutating func replay(_ examples: [RetainedExample], passes: Int) {
        guard case .linear(var expert) = state else { return }
        state = .naiveBayes(NaiveBayesExpert([]))
        defer { state = .linear(expert) }
        var short = Array(examples.indices)
        for pass in 0..<passes {
            if pass % 3 == 0 { short = Array(examples.indices) }
            short.removeAll { index in
                let example = examples[index]
                let margin = expert.learn(
                    example.features(of: views), isSpam: example.isSpam, weight: example.weight)
                return (example.isSpam ? margin : -margin) >= LinearExpert.targetMargin
            }
        }
    }

    /// The expert as a model has it.
    func exported(combinerWeight: Double, share: Double) -> ModelParameters.Expert {
        switch state {
        case .naiveBayes(let expert): expert.exported(combinerWeight: combinerWeight, share: share)
        case .linear(let expert): expert.exported(combinerWeight: combinerWeight, share: share)
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

extension [FusionMember] {
    /// Changes each member, several at a time, and returns what `body` does of each, in order.
    ///
    /// Members share nothing, so the result does not depend on the number of threads. One expert after the other, not one
    /// message after the other, so that an expert's tables stay in the caches.
    mutating func change<Output: Sendable>(
        threads: Int, _ body: @escaping @Sendable (inout FusionMember) -> Output
    ) -> [Output] {
        guard threads > 1 else { return indices.map { body(&self[$0]) } }
        // Each in a cell of its own, and out of the array: tables with one owner are changed in place.
        let cells = map { Monitor($0) }
        removeAll()
        let numbers = NumberSource(cells.count)
        var outputs: [Output] = []
        OrderedMap<Int, Output>(threads: Swift.min(threads, cells.count), window: cells.count).run(
            pull: { numbers.next() }, worker: {}, work: { _, number in cells[number].withValue { body(&$0) } },
            consume: { outputs.append($0) })
        self = cells.map { $0.withValue { $0 } }
        return outputs
    }
}
