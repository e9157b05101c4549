// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailIngest
import SpamEvaluation
import SpamTraining
import TrainingStore

/// The messages of an evaluation, each read and parsed once.
struct EvaluationCorpus {
    private(set) var messages: [EvaluationMessage] = []
    /// The file of each message.
    private var files: [String] = []

    /// Reads an index, in its order.
    init(index: String, key: SiteKey, options: MessagePipeline.Options, warnings: inout Warnings) {
        read([.index(index)], key: key, options: options, warnings: &warnings) { $0.provenance.path }
    }

    /// Reads archives of ham and of spam, put into the order in which training learns them.
    init(
        archives sources: [LabelledSource], key: SiteKey, options: MessagePipeline.Options, warnings: inout Warnings
    ) {
        var options = options
        options.digests = true
        read(sources, key: key, options: options, warnings: &warnings) { $0.provenance.location }
        // A file that holds one message is known by its name, as in an index; the messages of an mbox by their digests.
        let counts = Dictionary(files.map { ($0, 1) }, uniquingKeysWith: +)
        for index in messages.indices where counts[files[index]] == 1 { messages[index].digest = nil }
        messages = messages.inLearningOrder(views: options.features.views)
    }

    /// Takes the labelled messages of a store, in the order in which training learns them; their features stay there.
    init(
        store: StoreLocation, _ labels: LabelOptions, options: LearnerOptions, key: SiteKey, views: FeatureViews,
        warnings: inout Warnings
    ) throws {
        messages = try LabelledMessage.all(
            in: store, labels, options: options, key: key, who: "evaluate", warnings: &warnings
        )
        .messages.map { EvaluationMessage($0) }.inLearningOrder(views: views)
    }

    private mutating func read(
        _ sources: [LabelledSource], key: SiteKey, options: MessagePipeline.Options, warnings: inout Warnings,
        name: (LabelledFeatures) -> String
    ) {
        let progress = ProgressBar("reading")
        let report = MessagePipeline(key: key, options: options).run(
            sources, progress: { progress.advance(to: $0.messages) }
        ) { batch in
            for message in batch {
                guard let labelled = EvaluationMessage(message, path: name(message)) else { continue }
                files.append(message.provenance.path)
                messages.append(labelled)
            }
        }
        progress.finish()
        warnings.tell(report.warnings)
    }
}
