// SPDX-License-Identifier: Apache-2.0

/// Decodes quoted-printable (RFC 2045, section 6.7).
///
/// An equals sign that nothing sensible follows stays as it is. White space at the end of a line, which only transport
/// can have put there, is left out (rule 3).
enum QuotedPrintable {
    /// Appends the decoded bytes, at most `limit`; returns false if there are more.
    static func append(
        decoding input: Span<UInt8>, to output: inout [UInt8], limit: Int, defects: inout Defects
    ) -> Bool {
        // The decoded bytes are never more than the encoded.
        let capacity = min(input.count, max(limit, 0))
        var end = 0
        output.append(addingCapacity: capacity) { end = decode(input, into: &$0, defects: &defects) }
        return end == input.count
    }

    /// Decodes until the input ends or the output is full; returns where that was.
    private static func decode(
        _ input: Span<UInt8>, into output: inout OutputSpan<UInt8>, defects: inout Defects
    ) -> Int {
        let values = Self.hexValues.span
        precondition(values.count == 256)
        var read = 0
        while read < input.count, !output.isFull {
            var byte = input[read]
            if byte != ASCII.equals {
                // A run of plain text, up to the next escape or the room that is left.
                let longest = min(input.count, read + output.freeCapacity)
                let runEnd = input.firstIndex(of: ASCII.equals, in: read..<longest) ?? longest
                copy(input.extracting(read..<runEnd), to: &output, endsInput: runEnd == input.count)
                read = runEnd
                continue
            }
            // Escapes often come in rows.
            repeat {
                guard read + 2 < input.count else { break }
                let high = values[Int(input[read + 1])]
                let low = values[Int(input[read + 2])]
                if (high | low) & 0x80 != 0 { break }
                output.append(high << 4 | low)
                read += 3
                guard read < input.count, !output.isFull else { break }
                byte = input[read]
            } while byte == ASCII.equals
            guard read < input.count, !output.isFull, byte == ASCII.equals else { continue }
            if let next = softLineEnd(input, from: read + 1) {
                read = next
            } else if input[read] == ASCII.equals {
                let isEscape =
                    read + 2 < input.count && (values[Int(input[read + 1])] | values[Int(input[read + 2])]) < 16
                if isEscape { continue }
                output.append(byte)
                read += 1
                defects.insert(.malformedQuotedPrintable)
            }
        }
        // A soft line end takes no room.
        while read < input.count, input[read] == ASCII.equals, let next = softLineEnd(input, from: read + 1) {
            read = next
        }
        return read
    }

    /// Copies text without escapes, but for blanks at the ends of its lines (RFC 2045, section 6.7, rule 3).
    private static func copy(_ text: Span<UInt8>, to output: inout OutputSpan<UInt8>, endsInput: Bool) {
        var copied = 0
        var position = 0
        while position < text.count {
            let feed = text.firstIndex(of: ASCII.lineFeed, in: position..<text.count)
            guard feed != nil || endsInput else { break }
            var lineEnd = feed ?? text.count
            while lineEnd > position, text[lineEnd - 1] == ASCII.carriageReturn { lineEnd -= 1 }
            if lineEnd > position, text[lineEnd - 1].isBlank {
                var textEnd = lineEnd
                while textEnd > position, text[textEnd - 1].isBlank { textEnd -= 1 }
                output.append(text.extracting(copied..<textEnd))
                copied = lineEnd
            }
            position = (feed ?? text.count) + 1
        }
        output.append(text.extracting(copied...))
    }

    /// The place after a soft line end (blanks and a line end after the equals sign, or the end); nil if it is none.
    private static func softLineEnd(_ input: Span<UInt8>, from start: Int) -> Int? {
        var position = start
        while position < input.count, input[position].isBlank { position += 1 }
        if position < input.count, input[position] == ASCII.carriageReturn { position += 1 }
        if position == input.count { return position }
        if input[position] == ASCII.lineFeed { return position + 1 }
        return position > start && input[position - 1] == ASCII.carriageReturn ? position : nil
    }

    /// The values of hexadecimal digits, of either case; 255 for anything else.
    private static let hexValues: [UInt8] = (UInt8.min...UInt8.max).map { $0.hexValue ?? 255 }
}
