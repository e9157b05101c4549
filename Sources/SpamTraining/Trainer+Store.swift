// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
public import SpamModel
public import TrainingStore

extension Trainer {
    /// Learns the labelled messages of a store, from its segments: `spreu train --store`.
    ///
    /// The model is, byte for byte, that of ``train(_:evaluation:progress:)`` from archives that hold each of these messages
    /// once. Features are read anew in each pass; a message costs some hundred bytes of memory beside the learner's.
    ///
    /// - Parameter correspondents: digests of those whom the site's people have written to, strictly ascending.
    /// - Throws: `StoreError` if features could not be read again: nothing that lacks some of them is a model.
    public func train(
        _ messages: [LabelledMessage], correspondents: [UInt64] = [], evaluation: EvaluationFigures? = nil
    ) throws -> Result {
        var learner = L(options: options)
        let examples = messages.map { LearningExample($0) }
        let dates = examples.compactMap(\.date)
        var window: TrainingWindow?
        if let first = dates.min(), let last = dates.max() { window = TrainingWindow(first: first, last: last) }
        if L.isOrderIndependent {
            for start in stride(from: 0, to: examples.count, by: 1_000) {
                learner.learn(Array(examples[start..<min(start + 1_000, examples.count)]))
            }
        } else {
            learner.learn(Self.inOrder(examples))
        }
        for message in messages {
            if let failure = message.features.failure { throw failure }
        }
        var report = MessagePipeline.Report()
        report.total.messages = messages.count
        return result(
            of: learner, window: window, correspondents: correspondents, evaluation: evaluation, report: report,
            unlearned: 0)
    }
}

extension LearningExample {
    /// A store's message as a learner sees it.
    public init(_ message: LabelledMessage) {
        self.init(
            message.features, messageClass: message.isSpam ? .spam : .ham, weight: Float(message.weight),
            date: message.date)
        isSenderKnown = message.isSenderKnown
    }
}
