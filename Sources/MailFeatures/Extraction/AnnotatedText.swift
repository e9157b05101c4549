// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A text of a message as its views read it, and each place where a feature was found in it: to mark what a verdict rests on.
public struct AnnotatedText: Sendable, Equatable {
    /// Which text of a message.
    public enum Section: String, Sendable, CaseIterable {
        /// The fields of the header that may be features, one a line.
        case header
        /// The subject.
        case subject
        /// What a reader sees.
        case text
        /// What a reader does not see.
        case hiddenText
    }

    /// One place of a feature.
    public struct Place: Sendable, Equatable {
        /// The feature, as its place among the vector's hashes.
        public var feature: Int
        /// Where it stands, in bytes of the text; never empty.
        public var range: Range<Int>
    }

    /// Which text it is.
    public let section: Section
    /// The text, normalised, in UTF-8.
    public internal(set) var bytes: [UInt8] = []
    /// Where features were found, in the order in which they were.
    public internal(set) var places: [Place] = []

    init(_ section: Section) { self.section = section }
}

extension CaseFolding {
    /// Where each byte of a text's folded form comes from, in bytes of the text; last, where the text ends.
    ///
    /// - Parameter count: how many bytes of the folded form there are.
    static func origins(in text: Span<UInt8>, count: Int) -> [Int] {
        guard text.hasEightBit else { return Array(0...min(count, text.count)) }
        var origins: [Int] = []
        origins.reserveCapacity(count + 8)
        var folded = ScratchBytes()
        var index = 0
        while index < text.count, origins.count < count {
            let length = text[index] < 0x80 ? 1 : UTF8Decoding.scalar(text, at: index).length
            folded.removeAll()
            append(text.extracting(index..<(index + length)), to: &folded)
            origins.append(contentsOf: repeatElement(index, count: folded.count))
            index += length
        }
        origins.append(index)
        return origins
    }
}
