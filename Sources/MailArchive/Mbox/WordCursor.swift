// SPDX-License-Identifier: Apache-2.0

/// A place among the words of a line, which spaces and tabs separate.
struct WordCursor {
    private(set) var position: Int

    init(from position: Int) { self.position = position }

    /// Passes over the next word; nil at the line's end.
    mutating func next(_ line: Span<UInt8>) -> Range<Int>? {
        skipBlanks(line)
        let start = position
        while position < line.count, !line[position].isBlank { position += 1 }
        return start < position ? start..<position : nil
    }

    /// The line from the next word on.
    mutating func rest(_ line: Span<UInt8>) -> Range<Int> {
        skipBlanks(line)
        return position..<line.count
    }

    private mutating func skipBlanks(_ line: Span<UInt8>) {
        while position < line.count, line[position].isBlank { position += 1 }
    }
}
