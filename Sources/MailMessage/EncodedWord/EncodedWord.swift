// SPDX-License-Identifier: Apache-2.0

/// One encoded word, found in a value: `=?charset?encoding?text?=` (RFC 2047, section 2).
struct EncodedWord {
    var charset: Range<Int>
    var isBase64: Bool
    var text: Range<Int>
    /// The byte after the closing `?=`.
    var end: Int
    /// Whether it breaks a rule that does not hinder reading it: white space inside, or no end before it.
    var isMalformed = false

    /// Reads the word that begins at `start`; nil if none does.
    ///
    /// Read although forbidden: words longer than 75 bytes, raw white space, folding and question marks in the text,
    /// a word with another right after it, and a word whose end is missing before the next one begins.
    ///
    /// - Parameter lastEnd: where the last `?=` stands in the bytes; no word is looked for behind it, so that many
    ///   beginnings without an end do not take the square of their number.
    init?(in bytes: Span<UInt8>, at start: Int, lastEnd: Int) {
        guard start + 6 < bytes.count, bytes[start] == ASCII.equals, bytes[start + 1] == ASCII.questionMark else {
            return nil
        }
        var position = start + 2
        let longest = min(bytes.count, position + Charset.maximumLabelBytes)
        while position < longest, bytes[position] > ASCII.space, bytes[position] != ASCII.questionMark {
            position += 1
        }
        guard position + 2 < bytes.count, bytes[position] == ASCII.questionMark,
            bytes[position + 2] == ASCII.questionMark
        else { return nil }
        charset = (start + 2)..<position
        switch bytes[position + 1].lowercased {
        case UInt8(ascii: "b"): isBase64 = true
        case UInt8(ascii: "q"): isBase64 = false
        default: return nil
        }
        let textStart = position + 3
        guard textStart <= lastEnd,
            let textEnd = Self.endOfText(in: bytes, from: textStart, isBase64: isBase64)
        else { return nil }
        text = textStart..<textEnd.position
        end = textEnd.position + (textEnd.isClosed ? 2 : 0)
        isMalformed = !textEnd.isClosed || textEnd.hasWhiteSpace
    }

    /// Finds the closing `?=`, or the white space before the next word if that comes first.
    private static func endOfText(
        in bytes: Span<UInt8>, from start: Int, isBase64: Bool
    ) -> (position: Int, isClosed: Bool, hasWhiteSpace: Bool)? {
        var position = start
        var lastSpace: Int?
        while position < bytes.count {
            let byte = bytes[position]
            if byte == ASCII.questionMark, position + 1 < bytes.count, bytes[position + 1] == ASCII.equals {
                if !isBase64, continuesAfterQuestionMark(bytes, position) {
                    position += 2
                    continue
                }
                return (position, true, lastSpace != nil)
            }
            if byte == ASCII.equals, let lastSpace, position + 2 < bytes.count,
                bytes[position + 1] == ASCII.questionMark, bytes[position + 2].isLetter
            {
                return (lastSpace, false, true)
            }
            if byte.isWhiteSpace, lastSpace == nil || !bytes[position - 1].isWhiteSpace { lastSpace = position }
            position += 1
        }
        return nil
    }

    /// Whether `?=` at a place is a raw question mark and an escape (`Oh?=20yes?=`) instead of the word's end.
    private static func continuesAfterQuestionMark(_ bytes: Span<UInt8>, _ place: Int) -> Bool {
        guard place + 5 < bytes.count, bytes[place + 2].hexValue != nil, bytes[place + 3].hexValue != nil else {
            return false
        }
        var position = place + 4
        let last = min(bytes.count - 1, position + 200)
        while position < last, !bytes[position].isWhiteSpace {
            if bytes[position] == ASCII.questionMark, bytes[position + 1] == ASCII.equals { return true }
            position += 1
        }
        return false
    }

    /// Appends the bytes that the word stands for, still in its charset.
    func appendOctets(of bytes: Span<UInt8>, to octets: inout [UInt8], defects: inout Defects) {
        let text = bytes.extracting(self.text)
        if isBase64 {
            _ = Base64.append(decoding: text, to: &octets, limit: .max, defects: &defects)
            return
        }
        var position = 0
        while position < text.count {
            let byte = text[position]
            position += 1
            switch byte {
            case ASCII.underscore: octets.append(ASCII.space)
            case ASCII.carriageReturn, ASCII.lineFeed: break
            case ASCII.equals:
                if position + 1 < text.count, let high = text[position].hexValue,
                    let low = text[position + 1].hexValue
                {
                    octets.append(high << 4 | low)
                    position += 2
                } else {
                    octets.append(byte)
                }
            default: octets.append(byte)
            }
        }
    }
}
