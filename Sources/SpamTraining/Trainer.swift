// SPDX-License-Identifier: Apache-2.0
import MailArchive
public import MailFeatures
public import SpamModel

/// Trains a model from archives of ham and spam: `spreu train` without a store.
///
///     let trainer = Trainer<NaiveBayesLearner>(key: key, createdBy: "0.1.0")
///     let result = try trainer.train([.ham(["~/Maildir"]), .spam(["~/Maildir/.Junk"])])
///     try ModelFile.write(result.model, to: "models/site.spreu")
///
/// Messages are learned as they come where the learner does not mind the order; else all features are kept and learned by
/// date. The same archives give the same bytes of model, whatever the number of threads.
public struct Trainer<L: Learner>: Sendable {
    /// What a training gave.
    public struct Result: Sendable {
        /// The model, ready to be written.
        public var model: LearnedModel
        /// The learner in its last state.
        public var learner: L
        /// Calibration and thresholds of the model, and what they were set on.
        public var decisions: DecisionRule
        /// What was read, with the archives' warnings.
        public var report: MessagePipeline.Report
        /// Messages that had no label, or one that says not to learn them.
        public var unlearned = 0
    }

    private let pipeline: MessagePipeline
    let options: LearnerOptions
    private let origin: ModelOrigin

    /// Creates a trainer; only the learner's views are extracted.
    public init(
        _ learner: L.Type = L.self, key: SiteKey, options: LearnerOptions = .standard,
        pipeline pipelineOptions: MessagePipeline.Options = MessagePipeline.Options(), createdBy: String = ""
    ) {
        var pipelineOptions = pipelineOptions
        pipelineOptions.features.views = L.views
        self.init(
            pipeline: MessagePipeline(key: key, options: pipelineOptions), options: options,
            origin: ModelOrigin(keyID: key.id, extractorVersion: FeatureExtractor.version, createdBy: createdBy))
    }

    /// Creates a trainer over a pipeline of one's own.
    package init(pipeline: MessagePipeline, options: LearnerOptions, origin: ModelOrigin) {
        self.pipeline = pipeline
        self.options = options
        self.origin = origin
    }

    /// Reads and learns all messages of some sources.
    ///
    /// - Parameters:
    ///   - evaluation: how well the learner does on such mail, for the model's file, if that was measured.
    ///   - progress: told after each batch, on the caller's thread.
    public func train(
        _ sources: [LabelledSource], evaluation: EvaluationFigures? = nil,
        progress: (MessagePipeline.Progress) -> Void = { _ in }
    ) -> Result {
        var learner = L(options: options)
        var window: TrainingWindow?
        var unlearned = 0
        var kept: [LearningExample] = []
        let report = pipeline.run(sources, progress: progress) { batch in
            let examples = batch.compactMap(\.example)
            unlearned += batch.count - examples.count
            for case let date? in examples.lazy.map(\.date) {
                window = TrainingWindow(first: min(window?.first ?? date, date), last: max(window?.last ?? date, date))
            }
            if L.isOrderIndependent { learner.learn(examples) } else { kept += examples }
        }
        if !L.isOrderIndependent {
            let isIndex = sources.count == 1 && sources[0].format == .index
            learner.learn(isIndex ? kept : Self.inOrder(kept))
        }
        // What exporting needs takes the place of the features.
        kept = []
        return result(of: learner, window: window, evaluation: evaluation, report: report, unlearned: unlearned)
    }

    /// The model of what a learner has learned.
    func result(
        of learner: L, window: TrainingWindow?, correspondents: [UInt64] = [], evaluation: EvaluationFigures?,
        report: MessagePipeline.Report, unlearned: Int
    ) -> Result {
        var origin = self.origin
        origin.window = window
        origin.evaluation = evaluation
        origin.correspondents = correspondents
        let rule = learner.decisions()
        return Result(
            model: learner.export(origin, by: rule), learner: learner, decisions: rule, report: report,
            unlearned: unlearned)
    }

    /// The examples in the order to learn them, where no index gives one: ``LearningOrder``.
    package static func inOrder(_ examples: [LearningExample]) -> [LearningExample] {
        LearningOrder.positions(
            dates: examples.map(\.date), classes: examples.map(\.messageClass),
            content: { LearningOrder.content(examples[$0].features, of: L.views) }
        ).map { examples[$0] }
    }
}
