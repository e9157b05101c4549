// SPDX-License-Identifier: Apache-2.0
public import MailArchive
public import MailFeatures
import SpamTraining
public import TrainingStore

/// One message of an evaluation: its features, what is taught of it, what it is judged by.
///
/// The features are extracted once, however many folds or blocks a protocol has.
public struct EvaluationMessage: Sendable {
    /// The path as the index writes it; of a message from elsewhere, where it lies.
    public var path: String
    /// Where the message's features are: in memory, or in a store that need not be.
    public var reference: FeatureReference
    /// The message's features; a copy made now where they are kept in a store.
    public var features: FeatureVector { reference.features }
    /// The label to learn from, and whether the message is scored and learned, only scored or only learned.
    public var label: CorpusLabel
    /// The label to judge by; differs from ``label`` where labels were flipped on purpose.
    public var judge: MessageClass
    /// How much the label to learn from counts, 0 to 1.
    public var weight: Float = 1
    /// When the message was received, in seconds since 1970; nil if nothing says so.
    public var date: Int64?
    /// Whether somebody of the site had written to the sender before the message came.
    public var isSenderKnown = false
    /// The message's digest, which names its fold where no file name does: messages of a store or an mbox.
    public var digest: [UInt8]?

    /// Creates a message of an evaluation.
    ///
    /// - Parameter judge: the label to judge by; without it `label` judges.
    public init(
        path: String, features: FeatureVector, label: CorpusLabel, judge: MessageClass? = nil, date: Int64? = nil,
        digest: [UInt8]? = nil
    ) {
        self.init(path: path, .held(features), label: label, judge: judge, date: date, digest: digest)
    }

    /// Creates a message whose features lie elsewhere.
    public init(
        path: String, _ reference: FeatureReference, label: CorpusLabel, judge: MessageClass? = nil, date: Int64? = nil,
        digest: [UInt8]? = nil
    ) {
        self.path = path
        self.reference = reference
        self.label = label
        self.judge = judge ?? label.messageClass
        self.date = date
        self.digest = digest
    }

    /// Takes a labelled message of a store: its digest stands for a path, its features stay where they are.
    public init(_ message: LabelledMessage) {
        self.init(
            path: message.digest.hexadecimal, message.features,
            label: CorpusLabel(messageClass: message.isSpam ? .spam : .ham), date: message.date,
            digest: message.digest)
        weight = Float(message.weight)
        isSenderKnown = message.isSenderKnown
    }

    /// Whether the message is scored: `spam`, `ham`, `Spam` and `Ham` in an index.
    public var isScored: Bool { label.use != .learnOnly }
    /// Whether the message is learned: `spam`, `ham`, `SPAM` and `HAM` in an index.
    public var isLearned: Bool { label.use != .scoreOnly }

    /// The message as a learner sees it.
    var example: LearningExample {
        var example = LearningExample(reference, messageClass: label.messageClass, weight: weight, date: date)
        example.isSenderKnown = isSenderKnown
        return example
    }
}

extension [EvaluationMessage] {
    /// The messages in the order in which training learns them (``LearningOrder``), for the protocols that follow time.
    ///
    /// - Parameter views: those that the learner reads.
    public func inLearningOrder(views: FeatureViews = .all) -> [EvaluationMessage] {
        LearningOrder.positions(
            dates: map(\.date), classes: map(\.label.messageClass),
            content: { LearningOrder.content(self[$0].features, of: views) }
        ).map { self[$0] }
    }
}
