// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import SpamTraining

extension Trainer {
    /// Takes all messages of some sources that have a label and are to be learned.
    ///
    /// - Parameters:
    ///   - pipeline: reads them; need extract no more than the learner's views.
    ///   - progress: called after each batch, on the caller's thread.
    ///   - watch: shown each batch before it is taken.
    /// - Returns: what was read, with the archives' warnings.
    public mutating func take(
        _ sources: [LabelledSource], by pipeline: MessagePipeline,
        progress: (MessagePipeline.Progress) -> Void = { _ in }, watch: ([TrainingExample]) -> Void = { _ in }
    ) -> MessagePipeline.Report {
        pipeline.run(sources, progress: progress) {
            let examples = $0.compactMap(\.example)
            watch(examples)
            take(examples)
        }
    }
}
