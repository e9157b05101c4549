// SPDX-License-Identifier: Apache-2.0
import Glibc
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

extension UnsafeRawBufferPointer {
    /// The line that begins at `start`.
    func line(at start: Int) -> Line {
        guard let newline = firstNewline(from: start) else {
            return Line(text: start..<count, next: count, isEnded: false)
        }
        let hasReturn = newline > start && self[newline - 1] == 0x0D
        return Line(text: start..<(hasReturn ? newline - 1 : newline), next: newline + 1, isEnded: true)
    }

    private func firstNewline(from start: Int) -> Int? {
        guard start < count, let base = baseAddress, let found = memchr(base + start, 0x0A, count - start) else {
            return nil
        }
        return UnsafeRawPointer(found) - base
    }

    /// A part of the buffer as a buffer.
    func slice(_ range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }

    /// Whether the bytes at `start` are these.
    func holds(_ wanted: [UInt8], at start: Int) -> Bool {
        guard start >= 0, start + wanted.count <= count else { return false }
        for at in wanted.indices where self[start + at] != wanted[at] { return false }
        return true
    }

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
        while skipped < 8, first.isEnded, holds([UInt8(ascii: ">")] + PostmarkLine.keyword, at: first.text.lowerBound) {
            first = line(at: first.next)
            skipped += 1
        }
        guard looksLikeField(first.text) else { return false }
        guard first.isEnded, first.next < count else { return true }
        let second = line(at: first.next)
        if second.text.isEmpty || !second.isEnded { return true }
        let byte = self[second.text.lowerBound]
        return byte == 0x20 || byte == 0x09 || looksLikeField(second.text)
    }
}
