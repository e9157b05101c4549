// SPDX-License-Identifier: Apache-2.0

/// Decodes uuencoded data (POSIX `uuencode`): what stands between a `begin` and an `end` line.
///
/// Without a `begin` line, everything up to `end` is taken for data. Lines shorter than their count says are padded, as
/// mail programs cut off blanks at the end of lines.
enum Uuencode {
    /// Appends the decoded bytes, at most `limit`; returns false if there are more.
    static func append(
        decoding input: Span<UInt8>, to output: inout [UInt8], limit: Int, defects: inout Defects
    ) -> Bool {
        let start = output.count
        var position = 0
        if let data = dataStart(input) { position = data } else { defects.insert(.malformedUuencode) }
        var hasEnd = false
        while position < input.count {
            let newline = input.firstIndex(of: ASCII.lineFeed, in: position..<input.count) ?? input.count
            var end = newline
            while end > position, input[end - 1] == ASCII.carriageReturn { end -= 1 }
            let line = input.extracting(position..<end)
            position = newline + 1
            if line.equalsIgnoringCase("end") {
                hasEnd = true
                break
            }
            decode(line, to: &output, defects: &defects)
            if output.count - start > limit {
                output.removeLast(output.count - start - max(limit, 0))
                return false
            }
        }
        if !hasEnd { defects.insert(.malformedUuencode) }
        return true
    }

    /// The place after the line `begin 644 name`, or nil.
    private static func dataStart(_ input: Span<UInt8>) -> Int? {
        var position = 0
        while position < input.count {
            let newline = input.firstIndex(of: ASCII.lineFeed, in: position..<input.count) ?? input.count
            if isBegin(input.extracting(position..<newline)) {
                return min(newline + 1, input.count)
            }
            position = newline + 1
        }
        return nil
    }

    private static func isBegin(_ line: Span<UInt8>) -> Bool {
        guard line.hasPrefix("begin "), line.count > 10 else { return false }
        return line.extracting(6..<9).allSatisfy { $0 >= 0x30 && $0 < 0x38 }
    }

    private static func decode(_ line: Span<UInt8>, to output: inout [UInt8], defects: inout Defects) {
        guard let first = line.first else { return }
        let length = value(first)
        guard first >= ASCII.space, first <= 0x60, (length + 2) / 3 * 4 + 4 >= line.count - 1 else {
            defects.insert(.malformedUuencode)
            return
        }
        var written = 0
        var position = 1
        while written < length {
            var bits: UInt32 = 0
            for offset in 0..<4 {
                let byte = position + offset < line.count ? line[position + offset] : ASCII.space
                bits = bits << 6 | UInt32(value(byte))
            }
            for shift in [16, 8, 0] where written < length {
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(shift)))
                written += 1
            }
            position += 4
        }
    }

    private static func value(_ byte: UInt8) -> Int { Int((byte &- ASCII.space) & 0x3F) }
}
