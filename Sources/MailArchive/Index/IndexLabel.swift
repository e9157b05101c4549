// SPDX-License-Identifier: Apache-2.0

/// What a TREC index says of one message: whether it is spam, and what it is for.
public struct IndexLabel: Sendable, Equatable {
    /// What a message of a corpus is for; the index says it by the case of the word.
    public enum Use: Sendable, CaseIterable {
        /// `spam`, `ham`: score it, then learn it.
        case scoreAndLearn
        /// `Spam`, `Ham`: score it only.
        case scoreOnly
        /// `SPAM`, `HAM`: learn it only.
        case learnOnly
    }

    /// Whether it is spam.
    public var isSpam: Bool
    /// What the message is for.
    public var use: Use

    /// Makes a label.
    public init(isSpam: Bool, use: Use = .scoreAndLearn) {
        self.isSpam = isSpam
        self.use = use
    }

    /// Reads an index's word: `spam`, `Ham`, `SPAM`...; nil for any other.
    ///
    /// - SeeAlso: TREC 2005 Spam Track, "Corpus index".
    public init?(word: some Collection<UInt8>) {
        switch String(decoding: word, as: UTF8.self) {
        case "spam": self.init(isSpam: true, use: .scoreAndLearn)
        case "Spam": self.init(isSpam: true, use: .scoreOnly)
        case "SPAM": self.init(isSpam: true, use: .learnOnly)
        case "ham": self.init(isSpam: false, use: .scoreAndLearn)
        case "Ham": self.init(isSpam: false, use: .scoreOnly)
        case "HAM": self.init(isSpam: false, use: .learnOnly)
        default: return nil
        }
    }
}
