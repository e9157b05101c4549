// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
import SpamTraining

/// One message of an evaluation: what is learned of it, what it is judged by.
///
/// The features are extracted once, however many folds or blocks a protocol has.
public struct EvaluationMessage: Sendable {
    /// The path as the index writes it; of a message from elsewhere, where it lies.
    public var path: String
    /// The message as a learner sees it.
    public var example: TrainingExample
    /// The class to judge by; differs from the example's where labels were flipped on purpose.
    public var judge: MessageClass
    /// Whether the message is scored.
    public var isScored = true
    /// Whether the message is learned.
    public var isLearned = true
    /// The message's digest, which names its fold where no file name does: messages of a store or an mbox.
    public var digest: [UInt8]?

    /// Creates a message of an evaluation, which is scored and learned.
    ///
    /// - Parameter judge: the class to judge by; without it the example's.
    public init(path: String, _ example: TrainingExample, judge: MessageClass? = nil, digest: [UInt8]? = nil) {
        self.path = path
        self.example = example
        self.judge = judge ?? example.messageClass
        self.digest = digest
    }
}

extension [EvaluationMessage] {
    /// The messages in the order in which training learns them (``LearningOrder``), for the protocols that follow time.
    ///
    /// - Parameter views: those that the learner reads.
    public func inLearningOrder(views: FeatureViews = .all) -> [EvaluationMessage] {
        LearningOrder.positions(
            dates: map(\.example.date), classes: map(\.example.messageClass),
            content: { LearningOrder.content(self[$0].example.features, of: views) }
        ).map { self[$0] }
    }
}
