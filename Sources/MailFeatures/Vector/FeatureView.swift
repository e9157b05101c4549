// SPDX-License-Identifier: Apache-2.0

/// One way of looking at a message; each gives features of its own, hashed apart from all others'.
///
/// The raw values are stored in models and never change their meaning.
public enum FeatureView: UInt8, CaseIterable, Sendable {
    /// Byte 4-grams of each header field's value, by field, and the fields' names.
    case headerGrams = 0
    /// Words of header fields with their field's name, the names, and pairs of neighbouring names.
    case headerWords = 1
    /// The hops outside the trust boundary: hosts, addresses, protocols, lies in HELO.
    case receivedPath = 2
    /// The subject's words, pairs and 4-grams.
    case subject = 3
    /// Byte 5-grams of the visible text in lower case.
    case textGrams = 4
    /// Words of the visible text as they stand.
    case words = 5
    /// Ordered pairs of words of the visible text, at most four words apart (orthogonal sparse bigrams).
    case wordPairs = 6
    /// Words of text that the sender hid from the reader.
    case hiddenText = 7
    /// HTML tags, attributes and their order.
    case skeleton = 8
    /// Hosts, their parts, shapes of paths, and links that lie about their target.
    case links = 9
    /// Names, types, sizes and digests of attachments.
    case attachments = 10
    /// The tree of parts, charsets, encodings, defects, and tricks against filters.
    case structure = 11
    /// Ordered pairs of words that follow each other in the header, as ``headerWords`` reads it (names of fields apart).
    case headerPairs = 12
}

/// A set of views.
public struct FeatureViews: OptionSet, Sendable, Hashable {
    /// One bit a view: that of its raw value.
    public let rawValue: UInt32

    /// A set from its bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The set of one view.
    public init(_ view: FeatureView) { rawValue = 1 << UInt32(view.rawValue) }

    /// Whether a view is among them.
    @inlinable
    public func contains(_ view: FeatureView) -> Bool { rawValue & (1 << UInt32(view.rawValue)) != 0 }

    /// No view at all.
    public static let none: FeatureViews = []
    /// The views of the header, but for the subject, which is content.
    public static let header: FeatureViews = [.headerGrams, .headerWords, .headerPairs, .receivedPath]
    /// Every view.
    public static let all = FeatureViews(rawValue: FeatureView.allCases.reduce(0) { $0 | 1 << UInt32($1.rawValue) })

    /// See ``FeatureView/headerGrams``.
    public static let headerGrams = FeatureViews(.headerGrams)
    /// See ``FeatureView/headerWords``.
    public static let headerWords = FeatureViews(.headerWords)
    /// See ``FeatureView/receivedPath``.
    public static let receivedPath = FeatureViews(.receivedPath)
    /// See ``FeatureView/subject``.
    public static let subject = FeatureViews(.subject)
    /// See ``FeatureView/textGrams``.
    public static let textGrams = FeatureViews(.textGrams)
    /// See ``FeatureView/words``.
    public static let words = FeatureViews(.words)
    /// See ``FeatureView/wordPairs``.
    public static let wordPairs = FeatureViews(.wordPairs)
    /// See ``FeatureView/hiddenText``.
    public static let hiddenText = FeatureViews(.hiddenText)
    /// See ``FeatureView/skeleton``.
    public static let skeleton = FeatureViews(.skeleton)
    /// See ``FeatureView/links``.
    public static let links = FeatureViews(.links)
    /// See ``FeatureView/attachments``.
    public static let attachments = FeatureViews(.attachments)
    /// See ``FeatureView/structure``.
    public static let structure = FeatureViews(.structure)
    /// See ``FeatureView/headerPairs``.
    public static let headerPairs = FeatureViews(.headerPairs)
}
