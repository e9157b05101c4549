// SPDX-License-Identifier: Apache-2.0

/// White space as a reader sees it: one space between words, one line end between blocks, none at the beginning.
enum TextStream {
    /// What characters of a page are, which decides what `&` and NUL mean.
    enum Kind {
        case data, rcdata, rawText, attribute
        /// In SVG and MathML; in a marked section there.
        case foreign, foreignSection

        @inline(__always)
        var resolvesReferences: Bool { self != .rawText && self != .foreignSection }
        /// Whether NUL is U+FFFD; if not, it is nothing.
        @inline(__always)
        var replacesNUL: Bool { self != .data }
    }

    /// Appends the words of a range of the page, with the gap before them.
    ///
    /// - Parameters:
    ///   - gap: what white space or tags have left between the words so far and the next one.
    ///   - keepsLines: whether a line end is a line end, as in `pre`, and not a space.
    /// - Returns: false if the limit was met.
    static func append(
        _ range: Range<Int>, of page: Span<UInt8>, kind: Kind, to output: inout [UInt8],
        gap: inout HTMLElement.Separation, keepsLines: Bool, limit: Int
    ) -> Bool {
        var index = range.lowerBound
        let end = range.upperBound
        while index < end {
            let byte = page[index]
            if byte <= 0x20 {
                if byte == 0, kind.replacesNUL {
                    guard append(0xfffd, to: &output, gap: &gap, keepsLines: keepsLines, limit) else { return false }
                } else if byte.isHTMLSpace {
                    if keepsLines, byte == ASCII.lineFeed || byte == ASCII.carriageReturn { gap = .line }
                    if gap == .none { gap = .space }
                }
                index &+= 1
                continue
            }
            if byte == UInt8(ascii: "&"), kind.resolvesReferences,
                let reference = CharacterReference.read(
                    at: index, in: page, end: end, isInAttribute: kind == .attribute)
            {
                index += reference.length
                guard append(reference.scalar, to: &output, gap: &gap, keepsLines: keepsLines, limit),
                    reference.second == 0
                        || append(reference.second, to: &output, gap: &gap, keepsLines: keepsLines, limit)
                else { return false }
                continue
            }
            if byte == 0xc2, index + 1 < end, page[index + 1] == 0xa0 {
                if gap == .none { gap = .space }
                index &+= 2
                continue
            }
            if byte == 0xef, index + 2 < end, page[index + 1] == 0xbf, page[index + 2] >= 0xbe {
                // U+FFFE and U+FFFF are no characters.
                index &+= 3
                continue
            }
            guard output.count < limit else { return false }
            writeGap(&gap, to: &output)
            let runEnd = runEnd(from: index, to: end, in: page)
            let isWhole = output.count + (runEnd - index) <= limit
            var cut = isWhole ? runEnd : index + (limit - output.count)
            while !isWhole, cut > index, page[cut] & 0xc0 == 0x80 { cut -= 1 }
            output.append(page.extracting(index..<cut))
            guard isWhole else { return false }
            index = runEnd
        }
        return true
    }

    @inline(__always)
    private static func writeGap(_ gap: inout HTMLElement.Separation, to output: inout [UInt8]) {
        guard gap != .none else { return }
        if !output.isEmpty { output.append(gap == .line ? ASCII.lineFeed : ASCII.space) }
        gap = .none
    }

    /// Appends a character that was written as a reference.
    private static func append(
        _ scalar: UInt32, to output: inout [UInt8], gap: inout HTMLElement.Separation, keepsLines: Bool, _ limit: Int
    ) -> Bool {
        switch scalar {
        case 0x09, 0x0a, 0x0c, 0x0d, 0x20, 0xa0:
            if keepsLines, scalar == 0x0a { gap = .line }
            if gap == .none { gap = .space }
        case 0..<0x20, 0xfffe, 0xffff: break
        default:
            guard output.count < limit else { return false }
            writeGap(&gap, to: &output)
            guard let scalar = Unicode.Scalar(scalar), let bytes = UTF8.encode(scalar) else { break }
            guard output.count + bytes.count <= limit else { return false }
            output.append(contentsOf: bytes)
        }
        return true
    }

    /// Returns where a run of words with single spaces between them ends; it has at least one byte.
    @inline(__always)
    private static func runEnd(from start: Int, to end: Int, in page: Span<UInt8>) -> Int {
        var index = start &+ 1
        while index < end {
            while index &+ 9 <= end, isPlain(page, at: index) { index &+= 8 }
            let blockEnd = min(end, index &+ 8)
            while index < blockEnd {
                let byte = page[index]
                if byte <= 0x20 {
                    guard byte == 0x20, index &+ 1 < end else { return index }
                    let next = page[index &+ 1]
                    guard next > 0x20, !next.mayBeSpecial else { return index }
                } else if byte.mayBeSpecial {
                    return index
                }
                index &+= 1
            }
        }
        return index
    }

    /// Whether eight bytes are words with single spaces between them, and a ninth goes on with them.
    @inline(__always)
    private static func isPlain(_ page: Span<UInt8>, at index: Int) -> Bool {
        let bytes = page.word(at: index)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        // The top bit of a byte is set, at least of the lowest that is meant.
        let ampersands = bytes ^ (ones &* 0x26)
        let leads = (bytes ^ (ones &* 0xc2), bytes ^ (ones &* 0xef))
        let spaces = bytes ^ (ones &* 0x20)
        let isSpace = (spaces &- ones) & ~spaces & high
        let controls = (bytes &- ones &* 0x20) & ~bytes & high
        let special =
            ((ampersands &- ones) & ~ampersands | (leads.0 &- ones) & ~leads.0 | (leads.1 &- ones) & ~leads.1) & high
        guard (controls | special) == 0 else { return false }
        guard isSpace != 0 else { return true }
        return isSpace & (isSpace << 8) == 0 && (isSpace >> 63 == 0 || isWordByte(page[index &+ 8]))
    }

    @inline(__always)
    private static func isWordByte(_ byte: UInt8) -> Bool { byte > 0x20 && !byte.mayBeSpecial }
}

extension UInt8 {
    /// Whether it begins a reference, a no-break space or a noncharacter.
    @inline(__always)
    fileprivate var mayBeSpecial: Bool { self == UInt8(ascii: "&") || self == 0xc2 || self == 0xef }
}
