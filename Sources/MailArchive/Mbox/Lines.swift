// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// One line of a buffer: its text, and where the next one begins.
struct Line {
    /// The text without `\n` or `\r\n`.
    var text: Range<Int>
    /// The next line's start; the buffer's end for the last one.
    var next: Int
    /// Whether a line end was there.
    var isEnded: Bool
}

extension Span where Element == UInt8 {
    /// The line that begins at `start`.
    func line(at start: Int) -> Line {
        guard start < count, let newline = firstIndex(of: 0x0A, in: start..<count) else {
            return Line(text: start..<count, next: count, isEnded: false)
        }
        let hasReturn = newline > start && self[newline - 1] == 0x0D
        return Line(text: start..<(hasReturn ? newline - 1 : newline), next: newline + 1, isEnded: true)
    }

    /// Where a word first occurs at or after `start`.
    func find(_ word: StaticString, from start: Int) -> Int? {
        start < count ? firstIndex(of: word, in: start..<count) : nil
    }

    /// Whether the bytes at `start` are these.
    func holds(_ word: StaticString, at start: Int) -> Bool { holds(word.bytes, at: start) }

    /// Whether the bytes at `start` are these.
    func holds(_ wanted: Span<UInt8>, at start: Int) -> Bool {
        guard start >= 0, wanted.count <= count - start else { return false }
        var at = 0
        while at < wanted.count {
            if self[start + at] != wanted[at] { return false }
            at += 1
        }
        return true
    }

    /// Whether the bytes at `start` are these.
    func holds(_ wanted: [UInt8], at start: Int) -> Bool { holds(wanted.span, at: start) }

    /// Whether these are the bytes of a word.
    func equals(_ word: StaticString) -> Bool { count == word.utf8CodeUnitCount && holds(word, at: 0) }

    /// Whether the bytes at `start` are these lower-case ASCII letters, hyphens and colons, whatever their case.
    func holdsLowercased(_ word: StaticString, at start: Int) -> Bool {
        let wanted = word.bytes
        guard start >= 0, wanted.count <= count - start else { return false }
        var at = 0
        while at < wanted.count {
            if self[start + at] | 0x20 != wanted[at] { return false }
            at += 1
        }
        return true
    }

    /// A range without the blanks and control characters at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }

    /// A range's bytes as text: what is not UTF-8 becomes U+FFFD.
    func text(_ range: Range<Int>) -> String { String(decoding: array(range), as: UTF8.self) }

    /// Whether a line looks like a header field: a name of printable ASCII, then a colon.
    ///
    /// - SeeAlso: RFC 5322 section 2.2; spaces before the colon by section 4.5.8
    func looksLikeField(_ line: Range<Int>) -> Bool {
        line.lowerBound < line.upperBound && self[line.lowerBound] > 0x20 && colonOfField(in: line) != nil
    }

    /// Whether a header begins at `start`: a field, then another, its continuation, or the empty line.
    ///
    /// Lines of `>From ` (traces of relays from the days of UUCP) may come first.
    func looksLikeHeader(at start: Int) -> Bool {
        var first = line(at: start)
        var skipped = 0
        while skipped < 8, first.isEnded, holds(">From ", at: first.text.lowerBound) {
            first = line(at: first.next)
            skipped += 1
        }
        guard looksLikeField(first.text) else { return false }
        guard first.isEnded, first.next < count else { return true }
        let second = line(at: first.next)
        if second.text.isEmpty || !second.isEnded { return true }
        return self[second.text.lowerBound].isBlank || looksLikeField(second.text)
    }
}

extension UInt8 {
    /// A space or tab.
    @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// A digit of ASCII.
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
}
