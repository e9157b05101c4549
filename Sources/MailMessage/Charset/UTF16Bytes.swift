// SPDX-License-Identifier: Apache-2.0

/// UTF-16, of either byte order.
///
/// Lone surrogates and an odd last byte become U+FFFD.
enum UTF16Bytes {
    /// - Parameter order: nil to go by the byte order mark or, without one, by where the zero bytes are.
    static func append(
        _ bytes: Span<UInt8>, order: ByteOrder?, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        var outcome = CharsetDecoder.Outcome()
        let mark = byteOrderMark(of: bytes)
        let isLittle = (mark ?? order ?? guessedOrder(of: bytes)) == .little
        var index = mark == nil ? 0 : 2

        func unit(at index: Int) -> UInt32 {
            let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }

        outcome.isCut = WindowedOutput.fill(&output, limit: limit) { window in
            while index < bytes.count {
                guard window.freeCapacity >= 4 else { return false }
                var scalar: UInt32 = 0xfffd
                var length = 2
                if index + 2 <= bytes.count {
                    let high = unit(at: index)
                    if high & 0xf800 != 0xd800 {
                        scalar = high
                    } else if high < 0xdc00, index + 4 <= bytes.count, unit(at: index + 2) & 0xfc00 == 0xdc00 {
                        scalar = 0x1_0000 + (high & 0x3ff) << 10 + unit(at: index + 2) & 0x3ff
                        length = 4
                    } else {
                        outcome.replacements += 1
                    }
                } else {
                    outcome.replacements += 1
                }
                window.append(utf8: scalar)
                index += length
            }
            return true
        }
        return outcome
    }

    static func byteOrderMark(of bytes: Span<UInt8>) -> ByteOrder? {
        guard bytes.count >= 2 else { return nil }
        if bytes[0] == 0xff, bytes[1] == 0xfe { return .little }
        if bytes[0] == 0xfe, bytes[1] == 0xff { return .big }
        return nil
    }

    /// Most text has characters below U+0100: their zero bytes come second in little endian, which is also the default.
    private static func guessedOrder(of bytes: Span<UInt8>) -> ByteOrder {
        var balance = 0
        var index = 0
        while index + 1 < min(bytes.count, 1024) {
            if bytes[index] == 0 { balance += 1 }
            if bytes[index + 1] == 0 { balance -= 1 }
            index += 2
        }
        return balance > 0 ? .big : .little
    }
}

/// UTF-32, of either byte order.
///
/// What is no Unicode scalar becomes U+FFFD.
enum UTF32Bytes {
    /// - Parameter order: nil to go by the byte order mark or, without one, big endian.
    static func append(
        _ bytes: Span<UInt8>, order: ByteOrder?, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        var outcome = CharsetDecoder.Outcome()
        var order = order ?? .big
        var index = 0
        if bytes.count >= 4, bytes[0] == 0xff, bytes[1] == 0xfe, bytes[2] == 0, bytes[3] == 0 {
            (order, index) = (.little, 4)
        } else if bytes.count >= 4, bytes[0] == 0, bytes[1] == 0, bytes[2] == 0xfe, bytes[3] == 0xff {
            (order, index) = (.big, 4)
        }
        outcome.isCut = WindowedOutput.fill(&output, limit: limit) { window in
            while index < bytes.count {
                guard window.freeCapacity >= 4 else { return false }
                var scalar: UInt32 = .max
                if index + 4 <= bytes.count {
                    scalar = bytes.halfWord(at: index)
                    if order == .big { scalar = scalar.byteSwapped }
                }
                if scalar > 0x10_ffff || scalar & 0xffff_f800 == 0xd800 {
                    scalar = 0xfffd
                    outcome.replacements += 1
                }
                window.append(utf8: scalar)
                index += 4
            }
            return true
        }
        return outcome
    }
}
