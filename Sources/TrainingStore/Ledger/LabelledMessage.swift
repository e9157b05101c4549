// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// One labelled message of a store.
public struct LabelledMessage: Sendable {
    /// The message's digest.
    public var digest: [UInt8]
    /// Where its features are read.
    public var features: FeatureReference
    /// What it is.
    public var isSpam: Bool
    /// How much that counts, 0 to 1.
    public var weight: Double
    /// When it was received, in seconds since 1970; nil if nothing says so.
    public var date: Int64?
    /// Whose mail it is; nil where the source has no account.
    public var account: String?
    /// Which rule or who labelled it.
    public var origin: String
    /// Whether learners alone take it for what it says: what people did with it, or its label, says the other class.
    public var isOpinion = false
    /// Whether somebody of the site had written to the sender before it came (``KnownSenderList``).
    public var isSenderKnown = false
    /// Its size in its archive, in bytes; 0: not known.
    public var size = 0

    /// Creates a labelled message.
    public init(
        digest: [UInt8], features: FeatureReference, isSpam: Bool, weight: Double = 1, date: Int64? = nil,
        account: String? = nil, origin: String
    ) {
        self.digest = digest
        self.features = features
        self.isSpam = isSpam
        self.weight = weight
        self.date = date
        self.account = account
        self.origin = origin
    }

    /// The message as a learner sees it.
    public var example: TrainingExample {
        var example = TrainingExample(
            features, messageClass: isSpam ? .spam : .ham, weight: Float(weight), date: date)
        example.isSenderKnown = isSenderKnown
        return example
    }
}
