// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import SpamModel

/// Trains a model from examples, which it takes piece by piece.
///
///     var trainer = Trainer(NaiveBayesLearner.self, origin: ModelOrigin(key: key, createdBy: "0.1.0"))
///     trainer.take(examples)
///     let result = try trainer.finish()
///     try ModelFile.write(result.model, to: "models/site.spreu")
///
/// Examples are learned as they come where the learner does not mind the order; else all are kept and the newest
/// (``LearningWindow``) learned by date. The same examples give the same bytes of model, whatever the order in which they come and the number of threads.
public struct Trainer<L: Learner>: Sendable {
    /// What a training gave.
    public struct Result: Sendable {
        /// The model, ready to be written.
        public var model: LearnedModel
        /// The learner in its last state.
        public var learner: L
        /// Calibration and thresholds of the model, and what they were set on.
        public var decisions: DecisionRule
        /// How many of the examples were left out, the oldest (``LearningWindow``).
        public var beyondWindow = 0
    }

    /// How many examples a learner takes at once where it does not mind: what bounds the features in memory.
    private static var pieceCount: Int { 1_000 }

    private var origin: ModelOrigin
    private var learner: L
    private let limit: Int?
    private var kept: [TrainingExample] = []
    private var failure: (any Error)?

    /// Creates a trainer that has learned nothing.
    public init(_ learner: L.Type = L.self, options: LearnerOptions = .standard, origin: ModelOrigin) {
        self.learner = L(options: options)
        self.origin = origin
        limit = L.messageLimit(options)
    }

    /// Takes some examples.
    public mutating func take(_ examples: [TrainingExample]) {
        note(datesOf: examples)
        guard L.isOrderIndependent else { return kept += examples }
        for start in stride(from: 0, to: examples.count, by: Self.pieceCount) {
            learner.learn(Array(examples[start..<min(start + Self.pieceCount, examples.count)]))
        }
        note(failuresOf: examples)
    }

    /// Learns what was kept, and makes the model.
    ///
    /// Features that lie in a store are read again in each pass; an example costs some hundred bytes of memory beside the
    /// learner's.
    ///
    /// - Parameters:
    ///   - isInOrder: whether the examples came in the order to learn them, as those of an index do.
    ///   - knownSenders: digests of those whom the site's people have written to, strictly ascending.
    ///   - evaluation: how well the learner does on such mail, for the model's file, if that was measured.
    /// - Throws: what kept features from being read again: nothing that lacks some of them is a model.
    public mutating func finish(
        isInOrder: Bool = false, knownSenders: [UInt64] = [], evaluation: EvaluationFigures? = nil
    ) throws -> Result {
        var beyondWindow = 0
        if !L.isOrderIndependent {
            if !isInOrder { kept = Self.inOrder(kept) }
            if let limit, limit < kept.count {
                beyondWindow = kept.count - limit
                kept = Self.newest(limit, of: kept)
                // The model's dates are those of what it has learned.
                origin.window = nil
                note(datesOf: kept)
            }
            learner.learn(kept)
            note(failuresOf: kept)
            // What exporting needs takes the place of the features.
            kept = []
        }
        if let failure { throw failure }
        origin.evaluation = evaluation
        origin.knownSenders = knownSenders
        let rule = learner.decisions()
        return Result(
            model: learner.export(origin, by: rule), learner: learner, decisions: rule, beyondWindow: beyondWindow)
    }

    /// The last of examples, with at least half of its share of each class: else each class keeps the last of its own.
    private static func newest(_ limit: Int, of examples: [TrainingExample]) -> [TrainingExample] {
        func counts(_ some: some Sequence<TrainingExample>) -> [MessageClass: Int] {
            some.reduce(into: [:]) { $0[$1.messageClass, default: 0] += 1 }
        }
        let (all, last) = (counts(examples), counts(examples.suffix(limit)))
        func share(_ count: Int) -> Int { Int(Double(count) * Double(limit) / Double(examples.count)) }
        if all.allSatisfy({ 2 * (last[$0] ?? 0) >= share($1) }) { return examples.suffix(limit) }
        // What rounding leaves is the larger class's.
        var left = all.mapValues(share)
        if let most = all.max(by: { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) })?.key {
            left[most, default: 0] += limit - left.values.reduce(0, +)
        }
        var newest: [TrainingExample] = []
        for example in examples.reversed() where left[example.messageClass, default: 0] > 0 {
            left[example.messageClass, default: 0] -= 1
            newest.append(example)
        }
        return newest.reversed()
    }

    private mutating func note(datesOf examples: [TrainingExample]) {
        for case let date? in examples.lazy.map(\.date) {
            let window = origin.window
            origin.window = TrainingWindow(
                first: min(window?.first ?? date, date), last: max(window?.last ?? date, date))
        }
    }

    private mutating func note(failuresOf examples: [TrainingExample]) {
        failure = failure ?? examples.lazy.compactMap(\.reference.failure).first
    }

    /// The examples in the order to learn them, where no index gives one: ``LearningOrder``.
    package static func inOrder(_ examples: [TrainingExample]) -> [TrainingExample] {
        LearningOrder.positions(
            dates: examples.map(\.date), classes: examples.map(\.messageClass),
            content: { LearningOrder.content(examples[$0].features, of: L.views) }
        ).map { examples[$0] }
    }
}
