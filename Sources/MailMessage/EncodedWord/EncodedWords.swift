// SPDX-License-Identifier: Apache-2.0

/// Decodes the encoded words (RFC 2047) and raw bytes above 127 of a value.
///
/// White space between encoded words is left out. Adjacent words of one charset are joined before they are decoded:
/// many senders split a character between two words. Bytes outside encoded words are UTF-8 if they can be (RFC 6532),
/// else what ``TextDecoding`` takes undeclared text for.
enum EncodedWords {
    /// What to do with white space.
    enum Spacing {
        /// Each run becomes one space, the ends are trimmed.
        case collapsed
        /// It stays, but for line ends.
        case kept
    }

    /// Appends a value with its encoded words decoded, as UTF-8 and at most `limit` bytes.
    static func appendDecoded(
        _ value: Span<UInt8>, spacing: Spacing = .collapsed, to output: inout [UInt8], limit: Int
    ) {
        var defects: Defects = []
        appendDecoded(value, spacing: spacing, to: &output, limit: limit, defects: &defects)
    }

    /// Appends a value with its encoded words decoded, and adds what is wrong with them to `defects`.
    static func appendDecoded(
        _ value: Span<UInt8>, spacing: Spacing = .collapsed, to output: inout [UInt8], limit: Int,
        defects: inout Defects
    ) {
        var line = DecodedLine(start: output.count, limit: limit, spacing: spacing)
        var pending = PendingWords()
        var rawStart = 0
        var search = value.firstMarker(from: 0)
        let lastEnd = search == nil ? -1 : value.lastEnd
        while let start = search, !line.isFull(output) {
            guard let word = EncodedWord(in: value, at: start, lastEnd: lastEnd) else {
                search = value.firstMarker(from: start + 2)
                continue
            }
            if word.isMalformed { defects.insert(.malformedEncodedWord) }
            let gap = value.extracting(rawStart..<start)
            if pending.isEmpty || !gap.allSatisfy(\.isWhiteSpace) {
                pending.flush(value, to: &output, line: &line, defects: &defects)
                line.appendRaw(gap, of: value, to: &output)
                // A gateway put "[SPAM]" before the word without a space, which would have to be there.
                if gap.last == ASCII.closeBracket { line.appendSpace(to: &output) }
            }
            pending.add(word, of: value, to: &output, line: &line, defects: &defects)
            rawStart = word.end
            search = value.firstMarker(from: word.end)
        }
        pending.flush(value, to: &output, line: &line, defects: &defects)
        line.appendRaw(value.extracting(rawStart...), of: value, to: &output)
        line.finish(&output)
    }

    /// Whether the beginning of an encoded word occurs in the bytes.
    static func mayOccur(in bytes: Span<UInt8>) -> Bool { bytes.firstMarker(from: 0) != nil }

    /// Encoded words of one charset in a row, not yet decoded.
    private struct PendingWords {
        private var charset = 0..<0
        private var octets: [UInt8] = []
        private(set) var isEmpty = true

        mutating func add(
            _ word: EncodedWord, of value: Span<UInt8>, to output: inout [UInt8], line: inout DecodedLine,
            defects: inout Defects
        ) {
            if !isEmpty, !Self.isSame(value.extracting(charset), value.extracting(word.charset)) {
                flush(value, to: &output, line: &line, defects: &defects)
            }
            charset = word.charset
            isEmpty = false
            word.appendOctets(of: value, to: &octets, defects: &defects)
        }

        mutating func flush(
            _ value: Span<UInt8>, to output: inout [UInt8], line: inout DecodedLine, defects: inout Defects
        ) {
            guard !isEmpty else { return }
            var text: [UInt8] = []
            let label = [UInt8](value.extracting(charset))
            let decoding = TextDecoding.append(octets.span, label: label, isHTML: false, to: &text, limit: .max)
            defects.formUnion(decoding.defects)
            line.append(text.span, to: &output)
            octets.removeAll(keepingCapacity: true)
            isEmpty = true
        }

        private static func isSame(_ first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
            guard first.count == second.count else { return false }
            for index in first.indices where first[index].lowercased != second[index].lowercased { return false }
            return true
        }
    }
}

extension Span where Element == UInt8 {
    /// The next `=?` at or after a place.
    fileprivate func firstMarker(from start: Int) -> Int? {
        var position = start
        while position + 1 < count {
            guard let found = firstIndex(of: ASCII.equals, in: position..<(count - 1)) else { return nil }
            if self[found + 1] == ASCII.questionMark { return found }
            position = found + 1
        }
        return nil
    }

    /// Where the last `?=` stands; -1 if there is none.
    fileprivate var lastEnd: Int {
        var position = count - 2
        while position >= 0, self[position] != ASCII.questionMark || self[position + 1] != ASCII.equals {
            position -= 1
        }
        return position
    }
}
