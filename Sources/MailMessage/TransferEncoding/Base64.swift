// SPDX-License-Identifier: Apache-2.0

/// Decodes base64 as mail carries it (RFC 2045, section 6.8): line ends and junk between characters are passed over.
///
/// Padding ends a group, not always the data: some senders join encoded pieces, so what follows is read if it looks
/// like base64, whole groups up to a line end or further padding; otherwise it is what a mailing list put below. A group that
/// breaks off is decoded as far as it goes.
///
/// What stays undecoded is a text of its own (``Base64/appendRest(of:to:limit:)``), for it is there to be read.
///
/// Four characters at a time are looked up in tables whose values are already shifted into place; a set top bit in their
/// union says that one of them needs a closer look.
enum Base64 {
    /// Appends the decoded bytes, at most `limit`; returns false if there are more.
    static func append(
        decoding input: Span<UInt8>, to output: inout [UInt8], limit: Int, defects: inout Defects
    ) -> Bool {
        var end = 0
        return append(decoding: input, to: &output, limit: limit, isLenient: false, end: &end, defects: &defects)
    }

    /// Appends the decoded bytes, at most `limit`; returns false if there are more.
    ///
    /// - Parameters:
    ///   - isLenient: whether to take all for base64 and to decode on after any padding, as Thunderbird does.
    ///   - end: where decoding ended.
    private static func append(
        decoding input: Span<UInt8>, to output: inout [UInt8], limit: Int, isLenient: Bool, end: inout Int,
        defects: inout Defects
    ) -> Bool {
        let start = output.count
        let room = max(limit, 0)
        if !isLenient, !isBase64(input) {
            defects.insert(.junkInBase64)
            output.append(input.extracting(..<min(input.count, room)))
            return input.count <= room
        }
        // One byte beyond the limit tells whether there is more.
        let capacity = min(input.count / 4 * 3 + 3, room < .max - 4 ? room + 4 : room)
        output.append(addingCapacity: capacity) {
            end = decode(input, into: &$0, isLenient: isLenient, defects: &defects)
        }
        let surplus = output.count - start - room
        if surplus > 0 { output.removeLast(surplus) }
        return surplus <= 0
    }

    /// Whether the first line with a character of the alphabet is base64, by its first byte or by how little of it is junk;
    /// otherwise the body is not, whatever its header says, and stays.
    private static func isBase64(_ input: Span<UInt8>) -> Bool {
        var position = 0
        while position < input.count, input[position].isWhiteSpace { position += 1 }
        guard position < input.count else { return true }
        if isDigit(input[position]) { return true }
        var digits = 0
        var others = 0
        while position < input.count {
            if isDigit(input[position]) { digits += 1 } else if input[position] > ASCII.space { others += 1 }
            position += 1
            if digits > 0, position == input.count || input[position].isLineEnd {
                return others * 8 <= digits
            }
            if position < input.count, input[position].isLineEnd { others = 0 }
        }
        return false
    }

    /// Whether a byte is of the alphabet or padding.
    private static func isDigit(_ byte: UInt8) -> Bool { isOfAlphabet(byte) || byte == ASCII.equals }

    private static func isOfAlphabet(_ byte: UInt8) -> Bool { values[768 + Int(byte)] & special == 0 }

    /// Decodes until the input ends or the output is full; returns where that was.
    private static func decode(
        _ input: Span<UInt8>, into output: inout OutputSpan<UInt8>, isLenient: Bool, defects: inout Defects
    ) -> Int {
        let values = Self.values.span
        precondition(values.count == 4 * 256)
        let count = input.count
        var read = 0
        var bits: UInt32 = 0
        var bitCharacters = 0
        while read < count, output.freeCapacity >= 3 {
            if bitCharacters == 0 {
                read += output.appendTriples(of: input, from: read) { four in
                    values[Int(four & 0xFF)] | values[256 + Int(four >> 8 & 0xFF)]
                        | values[512 + Int(four >> 16 & 0xFF)] | values[768 + Int(four >> 24)]
                }
                if read >= count || output.freeCapacity < 3 { break }
            }
            let byte = input[read]
            read += 1
            let value = values[768 + Int(byte)]
            if value & special == 0 {
                bits = bits << 6 | value
                bitCharacters += 1
                if bitCharacters == 4 {
                    append(3, of: bits << 8, to: &output)
                    (bits, bitCharacters) = (0, 0)
                }
            } else if byte == ASCII.equals {
                flush(bits, bitCharacters, to: &output)
                if bitCharacters == 1 { defects.insert(.truncatedBase64) }
                (bits, bitCharacters) = (0, 0)
                if !isLenient {
                    guard let next = nextPiece(input, from: read, defects: &defects) else { return read }
                    read = next
                }
            } else if !byte.isWhiteSpace || (byte.isBlank && read < count && !input[read].isWhiteSpace) {
                defects.insert(.junkInBase64)
            }
        }
        if bitCharacters > 0, output.freeCapacity >= 3 {
            defects.insert(.truncatedBase64)
            flush(bits, bitCharacters, to: &output)
        }
        return read
    }

    /// Appends the top bytes of a value.
    @inline(__always)
    private static func append(_ count: Int, of bits: UInt32, to output: inout OutputSpan<UInt8>) {
        for index in 0..<count { output.append(UInt8(truncatingIfNeeded: bits >> (24 - 8 * index))) }
    }

    /// Appends the whole bytes of an unfinished group: two characters give one, three give two.
    private static func flush(_ bits: UInt32, _ characters: Int, to output: inout OutputSpan<UInt8>) {
        switch characters {
        case 2: append(1, of: bits << 20, to: &output)
        case 3: append(2, of: bits << 14, to: &output)
        default: break
        }
    }

    /// Where data goes on after padding: at whole groups that a line end or padding ends; nil if what follows is something else.
    private static func nextPiece(_ input: Span<UInt8>, from start: Int, defects: inout Defects) -> Int? {
        var position = start
        while position < input.count, input[position].isWhiteSpace || input[position] == ASCII.equals { position += 1 }
        if position == input.count { return nil }
        var end = position
        while end < input.count, isOfAlphabet(input[end]) { end += 1 }
        let characters = end - position
        // Padding ends a piece like the line does; no more of it than a group can have.
        while end < input.count, end - position - characters < 2, input[end] == ASCII.equals { end += 1 }
        let isEnd = end == input.count || input[end].isLineEnd || end - position > characters
        if characters > 0, isEnd, (end - position) % 4 == 0 { return position }
        defects.insert(.junkInBase64)
        return nil
    }

    // MARK: What else a reader may see

    /// Appends what a decoder gets that takes all of the body for base64, where that is more.
    static func appendLenient(decoding input: Span<UInt8>, to output: inout [UInt8], limit: Int) {
        var end = 0
        var defects: Defects = []
        _ = append(decoding: input, to: &output, limit: limit, isLenient: true, end: &end, defects: &defects)
    }

    /// Appends the lines of a body that cannot be base64, and all below the place where decoding ended.
    static func appendRest(of input: Span<UInt8>, to output: inout [UInt8], limit: Int) {
        var end = 0
        var defects: Defects = []
        var decoded: [UInt8] = []
        _ = append(
            decoding: input, to: &decoded, limit: .max, isLenient: false, end: &end, defects: &defects)
        let start = output.count
        var position = 0
        while position < input.count, output.count - start < limit {
            let feed = input.firstIndex(of: ASCII.lineFeed, in: position..<input.count)
            let next = feed.map { $0 + 1 } ?? input.count
            let line = input.extracting(position..<next)
            if position >= end || !isLine(line) {
                output.append(line.extracting(first: limit - (output.count - start)))
            }
            position = next
        }
    }

    /// Whether a line has nothing but base64 between its outer blanks.
    private static func isLine(_ line: Span<UInt8>) -> Bool {
        var end = line.count
        while end > 0, line[end - 1].isWhiteSpace { end -= 1 }
        var start = 0
        while start < end, line[start].isWhiteSpace { start += 1 }
        while start < end, isDigit(line[start]) { start += 1 }
        return start == end
    }

    /// The characters that make a text of nothing but base64 a body that somebody encoded; a long word may be less.
    private static let minimumCharacters = 60

    /// Whether a body is nothing but lines of base64, whatever its header says.
    static func isBody(_ input: Span<UInt8>) -> Bool {
        var characters = 0
        var padding = 0
        for index in input.indices {
            let byte = input[index]
            if isOfAlphabet(byte) {
                if padding > 0 { return false }
                characters += 1
            } else if byte == ASCII.equals {
                padding += 1
            } else if !byte.isWhiteSpace || (byte.isBlank && characters < minimumCharacters) {
                return false
            }
        }
        return characters >= minimumCharacters && (characters + padding) % 4 == 0 && padding < 3
    }

    /// Marks bytes outside the alphabet.
    private static let special: UInt32 = 0x8000_0000

    /// The values of the alphabet's characters as the first of a group, as the second, third and fourth, each shifted into place:
    /// four times 256.
    // Where its count is known to be that, no look-up of a byte needs a check.
    private static let values: [UInt32] = {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var values = [UInt32](repeating: special, count: 4 * 256)
        for place in 0..<4 {
            for (value, byte) in alphabet.enumerated() {
                values[place * 256 + Int(byte)] = UInt32(value) << UInt32(18 - 6 * place)
            }
        }
        return values
    }()
}
