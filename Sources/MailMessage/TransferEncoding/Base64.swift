// SPDX-License-Identifier: Apache-2.0

/// Decodes base64 as mail carries it (RFC 2045, section 6.8): line ends and junk between characters are passed over.
///
/// Padding ends a group, not always the data: some senders join encoded pieces, so what follows is read if it looks
/// like base64, whole groups up to a line end or further padding; otherwise it is what a mailing list put below. A group that
/// breaks off is decoded as far as it goes.
///
/// What stays undecoded is a text of its own (``Base64/appendRest(of:to:limit:)``), for it is there to be read.
///
/// Four characters at a time are looked up in four tables whose values are already shifted into place; a set top bit
/// in their union says that one of them needs a closer look.
enum Base64 {
    /// Appends the decoded bytes, at most `limit`; returns false if there are more.
    static func append(
        decoding input: UnsafeRawBufferPointer, to output: inout [UInt8], limit: Int, defects: inout Defects
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
        decoding input: UnsafeRawBufferPointer, to output: inout [UInt8], limit: Int, isLenient: Bool, end: inout Int,
        defects: inout Defects
    ) -> Bool {
        let start = output.count
        let room = max(limit, 0)
        if !isLenient, !isBase64(input) {
            defects.insert(.junkInBase64)
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: input[..<min(input.count, room)]))
            return input.count <= room
        }
        // One byte beyond the limit tells whether there is more.
        let capacity = min(input.count / 4 * 3 + 3, room < .max - 4 ? room + 4 : room)
        output.append(contentsOf: repeatElement(0, count: capacity))
        let written = output.withUnsafeMutableBytes {
            decode(
                input, into: UnsafeMutableRawBufferPointer(rebasing: $0[start...]), isLenient: isLenient, end: &end,
                defects: &defects)
        }
        let kept = min(written, room)
        output.removeLast(capacity - kept)
        return kept == written
    }

    /// Whether the first line with a character of the alphabet is base64, by its first byte or by how little of it is junk;
    /// otherwise the body is not, whatever its header says, and stays.
    private static func isBase64(_ input: UnsafeRawBufferPointer) -> Bool {
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
    private static func isDigit(_ byte: UInt8) -> Bool {
        tables[768 + Int(byte)] & special == 0 || byte == ASCII.equals
    }

    /// Decodes until the input ends or the output is full; returns the number of bytes written.
    private static func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLenient: Bool, end: inout Int,
        defects: inout Defects
    ) -> Int {
        guard let source = input.baseAddress, let target = output.baseAddress else { return 0 }
        let tables = Self.tables
        let count = input.count
        var read = 0
        var written = 0
        var bits: UInt32 = 0
        var bitCharacters = 0
        defer { end = read }
        while read < count, written + 3 <= output.count {
            if bitCharacters == 0 {
                while read + 4 <= count, written + 4 <= output.count {
                    let four = source.loadUnaligned(fromByteOffset: read, as: UInt32.self)
                    let value =
                        tables[Int(four & 0xFF)] | tables[256 + Int(four >> 8 & 0xFF)]
                        | tables[512 + Int(four >> 16 & 0xFF)] | tables[768 + Int(four >> 24)]
                    if value & Self.special != 0 { break }
                    // One store of four bytes; the fourth is written over by the next group.
                    target.storeBytes(of: (value << 8).byteSwapped, toByteOffset: written, as: UInt32.self)
                    read += 4
                    written += 3
                }
                if read >= count || written + 3 > output.count { break }
            }
            let byte = source.load(fromByteOffset: read, as: UInt8.self)
            read += 1
            let value = tables[768 + Int(byte)]
            if value & Self.special == 0 {
                bits = bits << 6 | value
                bitCharacters += 1
                if bitCharacters == 4 {
                    written += store(bits << 8, 3, target + written)
                    (bits, bitCharacters) = (0, 0)
                }
            } else if byte == ASCII.equals {
                written += flush(bits, bitCharacters, target + written)
                if bitCharacters == 1 { defects.insert(.truncatedBase64) }
                (bits, bitCharacters) = (0, 0)
                if !isLenient {
                    guard let next = nextPiece(input, from: read, defects: &defects) else { return written }
                    read = next
                }
            } else if !byte.isWhiteSpace || (byte.isBlank && read < count && !source.isWhiteSpace(at: read)) {
                defects.insert(.junkInBase64)
            }
        }
        if bitCharacters > 0, written + 3 <= output.count {
            defects.insert(.truncatedBase64)
            written += flush(bits, bitCharacters, target + written)
        }
        return written
    }

    /// Stores the top bytes of a value; returns how many.
    private static func store(_ bits: UInt32, _ count: Int, _ target: UnsafeMutableRawPointer) -> Int {
        for index in 0..<count {
            target.storeBytes(
                of: UInt8(truncatingIfNeeded: bits >> (24 - 8 * index)), toByteOffset: index, as: UInt8.self)
        }
        return count
    }

    /// Stores the whole bytes of an unfinished group: two characters give one, three give two.
    private static func flush(_ bits: UInt32, _ characters: Int, _ target: UnsafeMutableRawPointer) -> Int {
        switch characters {
        case 2: store(bits << 20, 1, target)
        case 3: store(bits << 14, 2, target)
        default: 0
        }
    }

    /// Where data goes on after padding: at whole groups that a line end or padding ends; nil if what follows is something else.
    private static func nextPiece(_ input: UnsafeRawBufferPointer, from start: Int, defects: inout Defects) -> Int? {
        var position = start
        while position < input.count, input[position].isWhiteSpace || input[position] == ASCII.equals { position += 1 }
        if position == input.count { return nil }
        var end = position
        while end < input.count, tables[768 + Int(input[end])] & special == 0 { end += 1 }
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
    static func appendLenient(decoding input: UnsafeRawBufferPointer, to output: inout [UInt8], limit: Int) {
        var end = 0
        var defects: Defects = []
        _ = append(decoding: input, to: &output, limit: limit, isLenient: true, end: &end, defects: &defects)
    }

    /// Appends the lines of a body that cannot be base64, and all below the place where decoding ended.
    static func appendRest(of input: UnsafeRawBufferPointer, to output: inout [UInt8], limit: Int) {
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
            let line = UnsafeRawBufferPointer(rebasing: input[position..<next])
            if position >= end || !isLine(line) {
                output.append(contentsOf: line.prefix(limit - (output.count - start)))
            }
            position = next
        }
    }

    /// Whether a line has nothing but base64 between its outer blanks.
    private static func isLine(_ line: UnsafeRawBufferPointer) -> Bool {
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
    static func isBody(_ input: UnsafeRawBufferPointer) -> Bool {
        var characters = 0
        var padding = 0
        for byte in input {
            if tables[768 + Int(byte)] & special == 0 {
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

    /// Values of the first, second, third and last character of a group, each shifted into place.
    // SAFETY: written once, before anybody has it, and never freed. Measured, 1 MiB at a time: the span of an array takes 1.6
    // times as long, an inline array 2.4 times, a local copy of one 90 times.
    nonisolated(unsafe) private static let tables: UnsafePointer<UInt32> = {
        let tables = UnsafeMutablePointer<UInt32>.allocate(capacity: 1_024)
        tables.initialize(repeating: special, count: 1_024)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in alphabet.utf8.enumerated() {
            for place in 0..<4 { tables[256 * place + Int(byte)] = UInt32(value) << UInt32(18 - 6 * place) }
        }
        return UnsafePointer(tables)
    }()
}

extension UnsafeRawPointer {
    fileprivate func isWhiteSpace(at offset: Int) -> Bool {
        load(fromByteOffset: offset, as: UInt8.self).isWhiteSpace
    }
}
