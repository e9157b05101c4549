// SPDX-License-Identifier: Apache-2.0
public import MailMessage

/// What is read of a message, and what never is.
public struct FeatureOptions: Sendable {
    /// The views to extract; others cost nothing.
    public var views: FeatureViews
    /// How much of the message each view reads.
    public var budgets: FeatureBudgets
    /// Names of header fields that are never features, beside those that delivery, mailbox and site filters write.
    ///
    /// In any case of letters; a name that ends in `*` stands for all that begin so (`X-Company-*`).
    public var excludedFields: [String]
    /// Which fields the site itself added.
    public var trust: TrustBoundary
    /// Further addresses (`name@example.org`) or domains (`example.org`) of the site's own recipients.
    ///
    /// Their names are never features. Those that a message's own To and Cc fields name are known without.
    public var recipients: [String]

    /// Creates options; each left out takes its default.
    public init(
        views: FeatureViews = .all, budgets: FeatureBudgets = .standard, excludedFields: [String] = [],
        trust: TrustBoundary = .guess, recipients: [String] = []
    ) {
        self.views = views
        self.budgets = budgets
        self.excludedFields = excludedFields
        self.trust = trust
        self.recipients = recipients
    }

    /// All views with their standard budgets.
    public static let standard = FeatureOptions()
}

/// How much of a message each view reads at most: what bounds the time that hostile mail can cost.
///
/// Changing a budget changes features, so a model and its messages need the same; the standard ones are part of
/// ``FeatureExtractor/version``.
public struct FeatureBudgets: Sendable, Equatable {
    /// Bytes of all field values for ``FeatureView/headerGrams`` (from the prototype).
    public var headerGramBytes = 6_000
    /// Bytes of each field's value for ``FeatureView/headerGrams`` (from the prototype).
    public var headerGramFieldBytes = 300
    /// Words of the header for ``FeatureView/headerWords`` and ``FeatureView/headerPairs`` (from the prototype).
    public var headerWords = 1_500
    /// Bytes of each field's value that are decoded at all.
    public var fieldBytes = 4_000
    /// Bytes of the whole header that are decoded at all.
    public var headerBytes = 32_000
    /// Hops for ``FeatureView/receivedPath``, from the trust boundary outwards.
    public var hops = 12
    /// Bytes of the subject.
    public var subjectBytes = 500
    /// Bytes of visible text for ``FeatureView/textGrams`` (from the prototype).
    public var textGramBytes = 8_000
    /// Bytes of visible text for ``FeatureView/words`` and ``FeatureView/wordPairs``.
    public var textBytes = 48_000
    /// Words of visible text: as many as ``textBytes`` can hold, or the end of a text of short words would be lost.
    public var words = 24_000
    /// Bytes of hidden text.
    public var hiddenBytes = 8_000
    /// Bytes of tags and attributes.
    public var skeletonBytes = 32_000
    /// Tags and attributes (from the prototype).
    public var skeletonTokens = 2_000
    /// Links.
    public var links = 200
    /// Attachments.
    public var attachments = 20
    /// Decoded bytes of all attachments together that are looked at for their digests.
    public var attachmentBytes = 1 << 20
    /// Parts for ``FeatureView/structure``.
    public var parts = 100

    /// The budgets as documented at each.
    public static let standard = FeatureBudgets()

    /// Makes the standard budgets.
    public init() {}
}
