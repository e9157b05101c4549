// SPDX-License-Identifier: Apache-2.0

/// UTF-8, checked.
///
/// Malformed bytes are replaced as the Unicode Standard recommends: one U+FFFD for each maximal subpart.
///
/// - SeeAlso: Unicode Standard, table 3-7 and "U+FFFD Substitution of Maximal Subparts".
enum UTF8Bytes {
    /// U+FFFD in UTF-8.
    static let replacement: [UInt8] = [0xef, 0xbf, 0xbd]

    static func append(
        _ bytes: Span<UInt8>, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        var outcome = CharsetDecoder.Outcome()
        var index = bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
        var room = max(0, limit)
        while index < bytes.count {
            let end = validEnd(of: bytes, from: index)
            if end - index > room {
                let cut = boundary(of: bytes, atOrBefore: index + room)
                output.append(bytes.extracting(index..<max(index, cut)))
                outcome.isCut = true
                return outcome
            }
            output.append(bytes.extracting(index..<end))
            room -= end - index
            index = end
            guard index < bytes.count else { break }
            guard room >= replacement.count else {
                outcome.isCut = true
                return outcome
            }
            output.append(contentsOf: replacement)
            room -= replacement.count
            outcome.replacements += 1
            index += max(1, -sequenceLength(at: index, in: bytes))
        }
        return outcome
    }

    /// The bytes as text, malformed ones replaced.
    ///
    /// The same as `String(decoding:as:)`, which takes more than a microsecond for each malformed byte.
    static func text(_ bytes: Span<UInt8>) -> String {
        if let valid = try? UTF8Span(validating: bytes) { return String(copying: valid) }
        // A mark of the byte order stays; appending leaves it out.
        var repaired: [UInt8] = bytes.hasPrefix("\u{FEFF}") ? [0xef, 0xbb, 0xbf] : []
        repaired.reserveCapacity(bytes.count + 64)
        _ = append(bytes, to: &repaired, limit: .max)
        return String(decoding: repaired, as: UTF8.self)
    }

    /// Returns where the valid bytes from `start` end: the first malformed sequence or the end of `bytes`.
    static func validEnd(of bytes: Span<UInt8>, from start: Int) -> Int {
        let count = bytes.count
        let beyondASCII = SIMD16<UInt8>(repeating: 0x80)
        var index = start
        while true {
            index = bytes.firstBlock(from: index, before: count) { ($0 .>= beyondASCII).hasAny }
            // Up to the end of this block, or on through a run of non-ASCII characters.
            let blockEnd = min(count, index &+ 16)
            while index < blockEnd {
                if bytes[index] < 0x80 {
                    index &+= 1
                } else {
                    let length = sequenceLength(at: index, in: bytes)
                    guard length > 0 else { return index }
                    index &+= length
                }
            }
            if index >= count { return count }
        }
    }

    /// Returns the length of the well-formed sequence at `index`; minus the length of the maximal subpart if it is not.
    @inline(__always)
    static func sequenceLength(at index: Int, in bytes: Span<UInt8>) -> Int {
        let lead = bytes[index]
        var low: UInt8 = 0x80
        var high: UInt8 = 0xbf
        let length: Int
        switch lead {
        case 0...0x7f: return 1
        case 0xc2...0xdf: length = 2
        case 0xe0: (length, low) = (3, 0xa0)
        case 0xed: (length, high) = (3, 0x9f)
        case 0xe1...0xef: length = 3
        case 0xf0: (length, low) = (4, 0x90)
        case 0xf1...0xf3: length = 4
        case 0xf4: (length, high) = (4, 0x8f)
        default: return -1
        }
        var offset = 1
        while offset < length {
            guard index + offset < bytes.count else { return -offset }
            let byte = bytes[index + offset]
            guard byte >= low, byte <= high else { return -offset }
            (low, high) = (0x80, 0xbf)
            offset += 1
        }
        return length
    }

    /// Returns the last place not after `index` where a character of valid bytes begins.
    static func boundary(of bytes: Span<UInt8>, atOrBefore index: Int) -> Int {
        var index = index
        while index > 0, index < bytes.count, bytes[index] & 0xc0 == 0x80 { index -= 1 }
        return index
    }

    /// Returns how many characters beyond ASCII the bytes hold; nil if they are not valid UTF-8.
    ///
    /// A last character that is cut short does not count against them if there are whole ones: the bytes may be the
    /// beginning of more.
    static func multiByteCharacters(in bytes: Span<UInt8>) -> Int? {
        let end = validEnd(of: bytes, from: 0)
        let isCutShort = end < bytes.count
        if isCutShort, end - sequenceLength(at: end, in: bytes) < bytes.count { return nil }
        let found = leadBytes(in: bytes.extracting(first: end))
        return isCutShort && found == 0 ? nil : found
    }

    /// How many bytes begin a character beyond ASCII, both top bits set: counted eight at a time.
    private static func leadBytes(in bytes: Span<UInt8>) -> Int {
        var found = 0
        var index = 0
        while index &+ 8 <= bytes.count {
            let word = bytes.word(at: index)
            let leads = word & word << 1 & 0x8080_8080_8080_8080
            if leads != 0 { found += leads.nonzeroBitCount }
            index &+= 8
        }
        while index < bytes.count {
            if bytes[index] >= 0xc0 { found += 1 }
            index += 1
        }
        return found
    }
}
