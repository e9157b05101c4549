// SPDX-License-Identifier: Apache-2.0

/// One labelled message, as a learner sees it.
public struct TrainingExample: Sendable {
    /// Where the message's features are: in memory, or in a store that need not be.
    public var reference: FeatureReference
    /// The message's features; a copy made now where they are kept in a store.
    public var features: FeatureVector {
        get { reference.features }
        set { reference = .held(newValue) }
    }
    /// What it is.
    public var messageClass: MessageClass
    /// How much it counts, 0 to 1: less than 1 for a label that is doubted or for old mail.
    public var weight: Float
    /// When it was received, in seconds since 1970; nil if nothing says so.
    public var date: Int64?
    /// Whether somebody of the site had written to the sender before the message came.
    public var isSenderKnown = false

    /// Whether learners that count whole messages learn it: more than half of it.
    package var isCounted: Bool { weight >= 0.5 }

    /// Creates an example.
    public init(features: FeatureVector, messageClass: MessageClass, weight: Float = 1, date: Int64? = nil) {
        self.init(.held(features), messageClass: messageClass, weight: weight, date: date)
    }

    /// Creates an example whose features lie elsewhere.
    public init(_ reference: FeatureReference, messageClass: MessageClass, weight: Float = 1, date: Int64? = nil) {
        self.reference = reference
        self.messageClass = messageClass
        self.weight = weight
        self.date = date
    }
}
