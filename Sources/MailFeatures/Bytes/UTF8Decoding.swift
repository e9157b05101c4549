// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reading of UTF-8 character by character, total over any bytes.
enum UTF8Decoding {
    /// What stands for a byte that begins no character.
    static let replacement: UInt32 = 0xfffd

    /// The character at a place and its length; U+FFFD and 1 where there is no valid one.
    @inline(__always)
    static func scalar(
        _ bytes: Span<UInt8>, at index: Int
    ) -> (scalar: UInt32, length: Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (first, 1) }
        let left = bytes.count - index
        if first >= 0xc2, first < 0xe0, left >= 2 {
            let second = UInt32(bytes[index + 1])
            if second & 0xc0 == 0x80 { return ((first & 0x1f) << 6 | second & 0x3f, 2) }
        } else if first >= 0xe0, first < 0xf0, left >= 3 {
            let (second, third) = (UInt32(bytes[index + 1]), UInt32(bytes[index + 2]))
            let scalar = (first & 0x0f) << 12 | (second & 0x3f) << 6 | third & 0x3f
            let isWellFormed = second & 0xc0 == 0x80 && third & 0xc0 == 0x80
            if isWellFormed, scalar >= 0x800, scalar < 0xd800 || scalar >= 0xe000 { return (scalar, 3) }
        } else if first >= 0xf0, first < 0xf5, left >= 4 {
            let (second, third) = (UInt32(bytes[index + 1]), UInt32(bytes[index + 2]))
            let fourth = UInt32(bytes[index + 3])
            let head = (first & 7) << 18 | (second & 0x3f) << 12
            let scalar = head | (third & 0x3f) << 6 | fourth & 0x3f
            let isWellFormed = second & 0xc0 == 0x80 && third & 0xc0 == 0x80 && fourth & 0xc0 == 0x80
            if isWellFormed, scalar >= 0x1_0000, scalar < 0x11_0000 { return (scalar, 4) }
        }
        return (replacement, 1)
    }

    /// The number of bytes from a place on that are ASCII.
    @inline(__always)
    static func asciiRun(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index &+ 16 <= bytes.count {
            if (bytes.word(at: index) | bytes.word(at: index &+ 8)) & 0x8080_8080_8080_8080 != 0 { break }
            index &+= 16
        }
        while index < bytes.count, bytes[index] < 0x80 { index &+= 1 }
        return index &- start
    }
}
