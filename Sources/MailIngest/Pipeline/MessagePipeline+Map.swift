// SPDX-License-Identifier: Apache-2.0
import MailArchive
package import MailFeatures
package import MailMessage
import SpamTraining

/// A message of a labelled source, as it was read.
package struct LabelledMail: Sendable {
    /// The message, with who wrote each of its fields.
    package let message: SiteMessage
    /// What its source or an index says that it is; nil: nothing.
    package let messageClass: MessageClass?
    /// When it was received, in seconds since 1970: see ``LabelledFeatures/date``.
    package let date: Int64?
    /// The envelope sender of an mbox's separator.
    package let envelopeSender: String?
}

extension MessagePipeline {
    /// Reads all messages of some sources, in order, and hands over what a function makes of each; no features are made.
    ///
    /// As with ``run(_:progress:consume:)`` memory is bounded, and the results do not depend on the number of threads.
    ///
    /// - Parameters:
    ///   - work: called on any thread.
    ///   - consume: takes the results batch by batch, on the caller's thread.
    package static func map<Result: Sendable>(
        _ sources: [LabelledSource], options: Options, work: @escaping @Sendable (LabelledMail) -> Result,
        progress: (Progress) -> Void = { _ in }, consume: ([Result]) -> Void
    ) -> Report {
        let input = BatchReader(sources, limits: options.archiveLimits)
        var report = Report()
        OrderedMap<MessageBatch, (results: [Result], batch: Progress, warnings: [ArchiveWarning])>(
            threads: options.threads
        ).run(
            pull: { input.next() }, worker: {},
            work: { _, batch in
                let results = batch.messages.map { archived in
                    let message = Message(archived.bytes, limits: options.messageLimits)
                    return work(
                        LabelledMail(
                            message: SiteMessage(message, trust: options.features.trust),
                            messageClass: batch.messageClass ?? archived.label.map { $0.isSpam ? .spam : .ham },
                            date: LabelledFeatures.date(of: message),
                            envelopeSender: archived.provenance.envelopeSender))
                }
                return (results, Progress(messages: batch.messages.count, bytes: batch.bytes), batch.warnings)
            },
            consume: { output in
                report.warnings += output.warnings
                report.total.messages += output.batch.messages
                report.total.bytes += output.batch.bytes
                if !output.results.isEmpty { consume(output.results) }
                progress(report.total)
            })
        return report
    }
}
