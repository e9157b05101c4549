// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Decodes quoted-printable (RFC 2045, section 6.7).
///
/// An equals sign that nothing sensible follows stays as it is. White space at the end of a line, which only transport
/// can have put there, is left out (rule 3).
enum QuotedPrintable {
    /// Appends the decoded bytes, at most `limit`; returns false if there are more.
    static func append(
        decoding input: UnsafeRawBufferPointer, to output: inout [UInt8], limit: Int, defects: inout Defects
    ) -> Bool {
        let start = output.count
        let room = max(limit, 0)
        // The decoded bytes are never more than the encoded.
        let capacity = min(input.count, room)
        output.append(contentsOf: repeatElement(0, count: capacity))
        var end = 0
        let written = output.withUnsafeMutableBytes {
            decode(input, into: UnsafeMutableRawBufferPointer(rebasing: $0[start...]), end: &end, defects: &defects)
        }
        output.removeLast(capacity - written)
        return end == input.count
    }

    /// Decodes until the input ends or the output is full; returns the number of bytes written.
    private static func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, end: inout Int,
        defects: inout Defects
    ) -> Int {
        guard let source = input.baseAddress, let target = output.baseAddress else { return 0 }
        let values = Self.hexValues
        var read = 0
        var written = 0
        while read < input.count, written < output.count {
            var byte = source.load(fromByteOffset: read, as: UInt8.self)
            if byte != ASCII.equals {
                // A run of plain text, up to the next escape or the room that is left.
                let longest = min(input.count - read, output.count - written)
                let found = memchr(source + read, Int32(ASCII.equals), longest)
                let run = found.map { UnsafeRawPointer($0) - (source + read) } ?? longest
                let plain = UnsafeRawBufferPointer(start: source + read, count: run)
                written += copy(plain, to: target + written, endsInput: read + run == input.count)
                read += run
                continue
            }
            // Escapes often come in rows.
            repeat {
                guard read + 2 < input.count else { break }
                let high = values[Int(source.load(fromByteOffset: read + 1, as: UInt8.self))]
                let low = values[Int(source.load(fromByteOffset: read + 2, as: UInt8.self))]
                if (high | low) & 0x80 != 0 { break }
                target.storeBytes(of: high << 4 | low, toByteOffset: written, as: UInt8.self)
                written += 1
                read += 3
                guard read < input.count, written < output.count else { break }
                byte = source.load(fromByteOffset: read, as: UInt8.self)
            } while byte == ASCII.equals
            guard read < input.count, written < output.count, byte == ASCII.equals else { continue }
            if let next = softLineEnd(input, from: read + 1) {
                read = next
            } else if source.load(fromByteOffset: read, as: UInt8.self) == ASCII.equals {
                let isEscape =
                    read + 2 < input.count && (values[Int(input[read + 1])] | values[Int(input[read + 2])]) < 16
                if isEscape { continue }
                target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
                written += 1
                read += 1
                defects.insert(.malformedQuotedPrintable)
            }
        }
        // A soft line end takes no room.
        while read < input.count, input[read] == ASCII.equals, let next = softLineEnd(input, from: read + 1) {
            read = next
        }
        end = read
        return written
    }

    /// Copies text without escapes, but for blanks at the ends of its lines (RFC 2045, section 6.7, rule 3); returns the number of
    /// bytes written.
    private static func copy(
        _ text: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer, endsInput: Bool
    ) -> Int {
        guard let source = text.baseAddress else { return 0 }
        var copied = 0
        var written = 0
        func copy(to end: Int) {
            memcpy(target + written, source + copied, end - copied)
            written += end - copied
        }
        var position = 0
        while position < text.count {
            let feed = text.firstIndex(of: ASCII.lineFeed, in: position..<text.count)
            guard feed != nil || endsInput else { break }
            var lineEnd = feed ?? text.count
            while lineEnd > position, text[lineEnd - 1] == ASCII.carriageReturn { lineEnd -= 1 }
            if lineEnd > position, text[lineEnd - 1].isBlank {
                var textEnd = lineEnd
                while textEnd > position, text[textEnd - 1].isBlank { textEnd -= 1 }
                copy(to: textEnd)
                copied = lineEnd
            }
            position = (feed ?? text.count) + 1
        }
        copy(to: text.count)
        return written
    }

    /// The place after a soft line end (blanks and a line end after the equals sign, or the end); nil if it is none.
    private static func softLineEnd(_ input: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var position = start
        while position < input.count, input[position].isBlank { position += 1 }
        if position < input.count, input[position] == ASCII.carriageReturn { position += 1 }
        if position == input.count { return position }
        if input[position] == ASCII.lineFeed { return position + 1 }
        return position > start && input[position - 1] == ASCII.carriageReturn ? position : nil
    }

    /// The values of hexadecimal digits, of either case; 255 for anything else.
    // SAFETY: written once, before anybody has it, and never freed. An inline array would be copied for each use (``Base64``).
    nonisolated(unsafe) private static let hexValues: UnsafePointer<UInt8> = {
        let values = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for byte in 0..<256 { values[byte] = UInt8(byte).hexValue ?? 255 }
        return UnsafePointer(values)
    }()
}
