// SPDX-License-Identifier: Apache-2.0

/// What a message is: wanted mail or spam.
public enum MessageClass: UInt8, Sendable, CaseIterable {
    /// Wanted mail.
    case ham = 0
    /// Unwanted mail.
    case spam = 1
}

/// What an index says of one message: its class, and what it is for.
public struct CorpusLabel: Sendable, Equatable {
    /// What a message of a corpus is for; the index says it by the case of the word.
    public enum Use: Sendable, CaseIterable {
        /// `spam`, `ham`: score it, then learn it.
        case scoreAndLearn
        /// `Spam`, `Ham`: score it only.
        case scoreOnly
        /// `SPAM`, `HAM`: learn it only.
        case learnOnly
    }

    /// Ham or spam.
    public var messageClass: MessageClass

    /// What the message is for.
    public var use: Use

    /// Makes a label.
    public init(messageClass: MessageClass, use: Use = .scoreAndLearn) {
        self.messageClass = messageClass
        self.use = use
    }

    /// Reads an index's word: `spam`, `Ham`, `SPAM`...; nil for any other.
    ///
    /// - SeeAlso: TREC 2005 Spam Track, "Corpus index".
    public init?(word: some Collection<UInt8>) {
        switch String(decoding: word, as: UTF8.self) {
        case "spam": self.init(messageClass: .spam, use: .scoreAndLearn)
        case "Spam": self.init(messageClass: .spam, use: .scoreOnly)
        case "SPAM": self.init(messageClass: .spam, use: .learnOnly)
        case "ham": self.init(messageClass: .ham, use: .scoreAndLearn)
        case "Ham": self.init(messageClass: .ham, use: .scoreOnly)
        case "HAM": self.init(messageClass: .ham, use: .learnOnly)
        default: return nil
        }
    }
}
