// SPDX-License-Identifier: Apache-2.0

/// Character references: `&eacute;`, `&#233;`, `&#xE9;`.
///
/// - SeeAlso: HTML Standard, "character reference state" and those after it.
struct CharacterReference {
    /// The scalar that it stands for; what no text may hold is U+FFFD.
    var scalar: UInt32
    /// A second scalar, 0 for all but a few names.
    var second: UInt32 = 0
    /// The bytes it takes, from the `&` on.
    var length: Int

    /// The longest name has 31 letters.
    private static let maximumNameBytes = 32

    /// Returns the reference at `index`, where a `&` stands; nil if the `&` is only itself.
    ///
    /// - Parameter isInAttribute: whether `&copy=1` is a part of a URL instead of a copyright sign.
    static func read(
        at index: Int, in bytes: UnsafeRawBufferPointer, end: Int, isInAttribute: Bool
    ) -> CharacterReference? {
        guard index + 2 < end else { return nil }
        if bytes[index + 1] == UInt8(ascii: "#") { return numeric(at: index, in: bytes, end: end) }
        guard bytes[index + 1].isLetter else { return nil }

        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var count = 0
        // The longest of the names that need no semicolon: they have two to six letters.
        var legacy: (value: UInt64, count: Int)?
        while index + 1 + count < end, count < maximumNameBytes {
            let byte = bytes[index + 1 + count]
            guard byte.isLetter || byte.isDigit else {
                if byte == ASCII.semicolon, let value = value(of: hash) {
                    return CharacterReference(value, length: count + 2)
                }
                break
            }
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            count += 1
            if count >= 2, count <= 6, let value = value(of: hash), value >> 63 == 1 { legacy = (value, count) }
        }
        guard let legacy else { return nil }
        let next = index + 1 + legacy.count
        if isInAttribute, next < end, bytes[next] == ASCII.equals || bytes[next].isLetter || bytes[next].isDigit {
            return nil
        }
        return CharacterReference(legacy.value, length: 1 + legacy.count)
    }

    private init(_ value: UInt64, length: Int) {
        scalar = UInt32(value & 0x1f_ffff)
        second = UInt32(value >> 21 & 0x1f_ffff)
        self.length = length
    }

    private init(scalar: UInt32, length: Int) {
        self.scalar = scalar
        self.length = length
    }

    private static func value(of hash: UInt64) -> UInt64? {
        EntityTable.hashes.withUnsafeBufferPointer { hashes in
            var low = 0
            var high = hashes.count
            while low < high {
                let middle = (low &+ high) / 2
                if hashes[middle] < hash { low = middle &+ 1 } else { high = middle }
            }
            return low < hashes.count && hashes[low] == hash ? EntityTable.values[low] : nil
        }
    }

    private static func numeric(at index: Int, in bytes: UnsafeRawBufferPointer, end: Int) -> CharacterReference? {
        var position = index + 2
        let isHexadecimal = bytes[position] | 0x20 == UInt8(ascii: "x")
        if isHexadecimal { position += 1 }
        let start = position
        var scalar: UInt32 = 0
        while position < end {
            let byte = bytes[position]
            guard let digit = isHexadecimal ? byte.hexValue : byte.isDigit ? byte &- 0x30 : nil else { break }
            scalar = min(0x11_0000, scalar &* (isHexadecimal ? 16 : 10) &+ UInt32(digit))
            position += 1
        }
        guard position > start else { return nil }
        if position < end, bytes[position] == ASCII.semicolon { position += 1 }
        return CharacterReference(scalar: allowed(scalar), length: position - index)
    }

    /// Numbers 0x80...0x9F mean windows-1252; what is no scalar of a text becomes U+FFFD.
    private static func allowed(_ scalar: UInt32) -> UInt32 {
        switch scalar {
        case 0x80...0x9f: UInt32(CharsetTables.singleByteUnits[Charset.windows1252.number * 128 + Int(scalar - 0x80)])
        case 0, 0xd800...0xdfff, 0x11_0000...: 0xfffd
        default: scalar
        }
    }
}
