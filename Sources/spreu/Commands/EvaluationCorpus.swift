// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import SpamEvaluation
import SpamTraining

/// The messages of an evaluation, each read and parsed once.
struct EvaluationCorpus {
    var messages: [EvaluationMessage] = []

    /// Reads an index, in its order.
    init(index: String, key: SiteKey, options: MessagePipeline.Options, warnings: inout Warnings) {
        read([.index(index)], key: key, options: options, warnings: &warnings) { $0.provenance.path }
    }

    /// Reads archives of ham and of spam, put into the order of their dates.
    init(
        archives sources: [LabelledSource], key: SiteKey, options: MessagePipeline.Options, warnings: inout Warnings
    ) {
        var options = options
        options.digests = true
        read(sources, key: key, options: options, warnings: &warnings) { $0.provenance.location }
        messages = messages.sortedByDate()
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
                guard let label = message.label else { continue }
                messages.append(
                    EvaluationMessage(
                        path: name(message), features: message.features, label: label, date: message.date,
                        digest: message.digest))
            }
        }
        progress.finish()
        warnings.tell(report.warnings)
    }
}

extension Provenance {
    /// Where a message lies, for people: the file, and the byte at which it begins unless that is the first.
    var location: String { offset == 0 ? path : "\(path):\(offset)" }
}
