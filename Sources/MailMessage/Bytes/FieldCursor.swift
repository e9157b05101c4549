// SPDX-License-Identifier: Apache-2.0

/// A place in the raw value of a structured field, with its folding still in: CR and LF count as white space.
///
/// All access is checked, and no step goes back: each parser on top of it is linear.
struct FieldCursor {
    let bytes: [UInt8]
    /// The place: it only ever moves forward.
    private(set) var position: Int
    let end: Int

    init(_ bytes: [UInt8], range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    init(_ field: HeaderField) { self.init(field.storage, range: field.offsets.value) }

    init(_ bytes: [UInt8]) { self.init(bytes, range: 0..<bytes.count) }

    var isAtEnd: Bool { position >= end }

    /// The byte at the place, or nil at the end.
    var current: UInt8? { position < end ? bytes[position] : nil }

    /// The byte `distance` after the place, or nil.
    func peek(_ distance: Int) -> UInt8? { position + distance < end ? bytes[position + distance] : nil }

    mutating func advance() { position += 1 }

    /// Moves forward to a place; one that lies behind changes nothing.
    mutating func advance(to place: Int) { position = max(position, place) }

    /// Passes over a byte if it is there.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    mutating func skipWhiteSpace() {
        while position < end, bytes[position].isWhiteSpace { position += 1 }
    }

    /// Passes over white space and comments.
    mutating func skipCommentsAndWhiteSpace() {
        skipWhiteSpace()
        while current == ASCII.openParenthesis {
            skipComment()
            skipWhiteSpace()
        }
    }

    /// Passes over the comment at the place, nested ones included; returns what is between its outer parentheses.
    ///
    /// A comment without its end reaches to the end of the field.
    @discardableResult
    mutating func skipComment() -> Range<Int> {
        position += 1
        let start = position
        var depth = 1
        while position < end {
            switch bytes[position] {
            case ASCII.backslash: position += 1
            case ASCII.openParenthesis: depth += 1
            case ASCII.closeParenthesis:
                depth -= 1
                if depth == 0 {
                    position += 1
                    return start..<(position - 1)
                }
            default: break
            }
            position += 1
        }
        position = end
        return start..<end
    }

    /// Passes over bytes while they satisfy a condition; returns their range.
    @inline(__always)
    mutating func skip(while condition: (UInt8) -> Bool) -> Range<Int> {
        let start = position
        while position < end, condition(bytes[position]) { position += 1 }
        return start..<position
    }

    /// The bytes of a range as text, ASCII letters in lower case.
    func lowercasedText(_ range: Range<Int>) -> String {
        withTemporaryBytes(range.count) { text in
            for index in range { text.append(bytes[index].lowercased) }
            return UTF8Bytes.text(text.span)
        }
    }

    /// The bytes of a range as text.
    func text(_ range: Range<Int>) -> String { String(bytes: bytes, range: range) }
}
