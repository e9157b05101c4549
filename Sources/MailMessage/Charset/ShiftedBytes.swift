// SPDX-License-Identifier: Apache-2.0

/// The seven-bit sets that shift between alphabets, rewritten as the eight-bit sets that iconv knows best.
///
/// glibc's own ISO-2022-JP refuses the vendor characters (circled digits) that Japanese mail is full of; code page 932
/// has them. HZ it does not know at all.
enum ShiftedBytes {
    private enum JapaneseAlphabet { case ascii, katakana, jisX0208, unknown }

    /// Rewrites ISO-2022-JP as Shift_JIS; JIS X 0212 becomes an invalid byte for each character.
    static func shiftJIS(fromISO2022JP bytes: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var alphabet = JapaneseAlphabet.ascii
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x1b {
                let (found, length) = escape(at: index, in: bytes)
                if let found { alphabet = found }
                index += length
                continue
            }
            if byte == 0x0a || byte == 0x0d { alphabet = .ascii }
            guard alphabet != .ascii, byte > 0x20, byte < 0x7f else {
                output.append(byte)
                index += 1
                continue
            }
            if alphabet == .katakana {
                output.append(byte | 0x80)
                index += 1
                continue
            }
            guard index + 1 < bytes.count, bytes[index + 1] > 0x20, bytes[index + 1] < 0x7f else {
                output.append(0xff)
                index += 1
                continue
            }
            if alphabet == .jisX0208 {
                let (row, cell) = (byte - 0x21, bytes[index + 1])
                output.append(row / 2 + (row < 62 ? 0x81 : 0xc1))
                output.append(row % 2 == 0 ? cell + (cell < 0x60 ? 0x1f : 0x20) : cell + 0x7e)
            } else {
                output.append(0xff)
            }
            index += 2
        }
        return output
    }

    private static func escape(
        at index: Int, in bytes: Span<UInt8>
    ) -> (JapaneseAlphabet?, length: Int) {
        guard index + 2 < bytes.count else { return (nil, 1) }
        switch (bytes[index + 1], bytes[index + 2]) {
        case (UInt8(ascii: "("), UInt8(ascii: "B")), (UInt8(ascii: "("), UInt8(ascii: "J")): return (.ascii, 3)
        case (UInt8(ascii: "("), UInt8(ascii: "H")): return (.ascii, 3)
        case (UInt8(ascii: "("), UInt8(ascii: "I")): return (.katakana, 3)
        case (UInt8(ascii: "$"), UInt8(ascii: "@")), (UInt8(ascii: "$"), UInt8(ascii: "B")): return (.jisX0208, 3)
        case (UInt8(ascii: "$"), UInt8(ascii: "(")):
            guard index + 3 < bytes.count else { return (nil, 1) }
            return (bytes[index + 3] == UInt8(ascii: "B") ? .jisX0208 : .unknown, 4)
        case (UInt8(ascii: "&"), UInt8(ascii: "@")): return (nil, 3)
        default: return (nil, 1)
        }
    }

    /// Rewrites HZ (RFC 1843) as GB 2312 in eight bits.
    static func gb18030(fromHZ bytes: Span<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isChinese = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let next = index + 1 < bytes.count ? bytes[index + 1] : 0
            if byte == UInt8(ascii: "~"), next == UInt8(ascii: "{") || next == UInt8(ascii: "}") {
                isChinese = next == UInt8(ascii: "{")
                index += 2
            } else if byte == UInt8(ascii: "~"), next == UInt8(ascii: "~"), !isChinese {
                output.append(byte)
                index += 2
            } else if byte == UInt8(ascii: "~"), next == 0x0a, !isChinese {
                index += 2
            } else if isChinese, byte > 0x20, byte < 0x7f, next > 0x20, next < 0x7f {
                output.append(byte | 0x80)
                output.append(next | 0x80)
                index += 2
            } else {
                if byte == 0x0a { isChinese = false }
                output.append(byte)
                index += 1
            }
        }
        return output
    }
}
