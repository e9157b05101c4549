// SPDX-License-Identifier: Apache-2.0

/// White space as a reader sees it: one space between words, one line end between blocks, none at the beginning.
enum TextStream {
    /// Stands for `<` in what libxml2 is fed, so that no text can be taken for a tag: a noncharacter.
    static let lessThan: UInt32 = 0xfdd0
    /// Stands for `&`, so that libxml2 has no character references to look for.
    static let ampersand: UInt32 = 0xfdd1
    /// Stands for `"` within values of attributes.
    static let quotationMark: UInt32 = 0xfdd2

    /// Appends the words of `bytes`, with the gap before them.
    ///
    /// - Parameters:
    ///   - gap: what white space or tags have left between the words so far and the next one.
    ///   - keepsLines: whether a line end is a line end, as in `pre`, and not a space.
    /// - Returns: false if the limit was met.
    static func append(
        _ bytes: UnsafeRawBufferPointer, to output: inout [UInt8], gap: inout HTMLElement.Separation, keepsLines: Bool,
        limit: Int
    ) -> Bool {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte <= 0x20 {
                if keepsLines, byte == 0x0a { gap = .line }
                if gap == .none { gap = .space }
                index &+= 1
                continue
            }
            if byte == 0xc2, index + 1 < bytes.count, bytes[index + 1] == 0xa0 {
                if gap == .none { gap = .space }
                index &+= 2
                continue
            }
            guard output.count < limit else { return false }
            if gap != .none {
                if !output.isEmpty { output.append(gap == .line ? 0x0a : 0x20) }
                gap = .none
            }
            if let stand = standIn(at: index, in: bytes) {
                output.append(stand)
                index &+= 3
                continue
            }
            let end = runEnd(from: index, in: bytes)
            if output.count + (end - index) > limit {
                let room = max(0, limit - output.count)
                let cut = UTF8Bytes.boundary(of: bytes, atOrBefore: index + room)
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<max(index, cut)]))
                return false
            }
            output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[index..<end]))
            index = end
        }
        return true
    }

    /// Returns where a run of words with single spaces between them ends; it has at least one byte.
    @inline(__always)
    private static func runEnd(from start: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var index = start &+ 1
        let count = bytes.count
        while index < count {
            let byte = bytes[index]
            if byte <= 0x20 {
                guard byte == 0x20, index &+ 1 < count else { break }
                let next = bytes[index &+ 1]
                guard next > 0x20, next != 0xc2, next != 0xef else { break }
            } else if byte == 0xc2 || byte == 0xef {
                break
            }
            index &+= 1
        }
        return index
    }

    /// The ASCII character that a noncharacter at `index` stands for.
    @inline(__always)
    static func standIn(at index: Int, in bytes: UnsafeRawBufferPointer) -> UInt8? {
        guard bytes[index] == 0xef, index &+ 2 < bytes.count, bytes[index &+ 1] == 0xb7 else { return nil }
        switch bytes[index &+ 2] {
        case 0x90: return ASCII.less
        case 0x91: return UInt8(ascii: "&")
        case 0x92: return ASCII.quote
        default: return nil
        }
    }

    /// Appends a value of an attribute: no white space is changed, at most `limit` bytes.
    static func appendValue(_ value: UnsafeRawBufferPointer, to output: inout [UInt8], limit: Int) {
        var index = 0
        while index < value.count, output.count < limit {
            if let stand = standIn(at: index, in: value) {
                output.append(stand)
                index += 3
            } else {
                output.append(value[index])
                index += 1
            }
        }
    }
}
