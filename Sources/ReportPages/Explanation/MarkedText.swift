// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// A text of a message as the model read it, word by word, with what each word adds to the log-odds.
///
/// What a feature adds is shared among the places where it was found, and in each among its bytes: so the words of a text add up to
/// what the features found in it add.
public struct MarkedText: Sendable {
    /// A word with the white space behind it.
    public struct Word: Sendable, Equatable {
        /// The word; empty where a text begins with white space.
        public var text: String
        /// The white space that follows it.
        public var space: String
        /// What its bytes add to the log-odds: positive for spam.
        public var logOdds: Double
    }

    /// How much a word moves, beside the other words of the message.
    public enum Strength: Int, Sendable, Comparable, CaseIterable {
        /// Next to nothing.
        case none
        /// A twentieth of what the heaviest word moves, or more.
        case slight
        /// An eighth of it, or more.
        case clear
        /// A third of it, or more.
        case strong

        /// Orders by how much a word moves.
        public static func < (left: Strength, right: Strength) -> Bool { left.rawValue < right.rawValue }

        /// Compares a word with the heaviest of the message.
        ///
        /// - Parameters:
        ///   - logOdds: what the word adds, of either sign.
        ///   - heaviest: what the heaviest word adds, without its sign.
        public init(of logOdds: Double, heaviest: Double) {
            let size = abs(logOdds)
            guard heaviest > 0, size >= Self.least else {
                self = .none
                return
            }
            self =
                size >= heaviest / 3 ? .strong : size >= heaviest / 8 ? .clear : size >= heaviest / 20 ? .slight : .none
        }

        /// What shows as 0.00 is not marked.
        private static let least = 0.005
    }

    /// Which text it is.
    public let section: AnnotatedText.Section
    /// Its words, in order: their texts and spaces together are the text.
    public let words: [Word]

    /// What the text's words add together.
    public var logOdds: Double { words.reduce(0) { $0 + $1.logOdds } }

    /// Bytes of a word at which it is cut in two: what has no spaces is still marked in parts.
    private static let longestWord = 40

    /// Marks the texts of a message.
    ///
    /// - Parameter contributions: what each feature adds to the log-odds, one for each of the vector's hashes.
    static func marking(_ texts: [AnnotatedText], contributions: [Double]) -> [MarkedText] {
        var places = [Int](repeating: 0, count: contributions.count)
        for text in texts {
            for place in text.places { places[place.feature] += 1 }
        }
        return texts.map { text in
            var weights = [Double](repeating: 0, count: text.bytes.count)
            for place in text.places where contributions[place.feature] != 0 {
                let share = contributions[place.feature] / Double(places[place.feature] * place.range.count)
                for index in place.range { weights[index] += share }
            }
            return MarkedText(section: text.section, words: words(of: text.bytes, weights))
        }
    }

    private static func words(of bytes: [UInt8], _ weights: [Double]) -> [Word] {
        var words: [Word] = []
        var index = 0
        while index < bytes.count {
            let start = index
            while index < bytes.count, !isSpace(bytes[index]),
                index - start < longestWord || isContinuation(bytes[index])
            {
                index += 1
            }
            let end = index
            while index < bytes.count, isSpace(bytes[index]) { index += 1 }
            words.append(
                Word(
                    text: String(decoding: bytes[start..<end], as: UTF8.self),
                    space: String(decoding: bytes[end..<index], as: UTF8.self),
                    logOdds: weights[start..<index].reduce(0, +)))
        }
        return words
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || 0x09...0x0d ~= byte }

    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }
}
