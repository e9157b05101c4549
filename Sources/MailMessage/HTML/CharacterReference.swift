// SPDX-License-Identifier: Apache-2.0

/// Character references: `&eacute;`, `&#233;`, `&#xE9;`.
///
/// - SeeAlso: HTML Standard, 13.2.5.72 (character reference state) and those after it.
package struct CharacterReference {
    /// The scalar that it stands for; what no text may hold is U+FFFD.
    package var scalar: UInt32
    /// A second scalar, 0 for all but a few names.
    package var second: UInt32 = 0
    /// The bytes it takes, from the `&` on.
    package var length: Int

    /// The longest name has 31 letters.
    private static let maximumNameBytes = 31

    /// Returns the reference at `index`, where a `&` stands; nil if the `&` is only itself.
    ///
    /// - Parameter isInAttribute: whether `&copy=1` is a part of a URL instead of a copyright sign.
    package static func read(
        at index: Int, in bytes: Span<UInt8>, end: Int, isInAttribute: Bool
    ) -> CharacterReference? {
        guard index + 2 < end else { return nil }
        let next = bytes[index + 1]
        if next == UInt8(ascii: "#") { return numeric(at: index, in: bytes, end: end) }
        guard next.isLetter else { return nil }
        return named(at: index, in: bytes, end: end, isInAttribute: isInAttribute)
    }

    private static func named(
        at index: Int, in bytes: Span<UInt8>, end: Int, isInAttribute: Bool
    ) -> CharacterReference? {
        let nameEnd = min(end, index + 1 + maximumNameBytes)
        var position = index + 1
        var hash = emptyHash
        while position < nameEnd, bytes[position].isLetter || bytes[position].isDigit {
            hash = (hash ^ UInt64(bytes[position])) &* hashPrime
            position += 1
        }
        if position < end, bytes[position] == ASCII.semicolon, let value = value(of: hash) {
            return CharacterReference(value, length: position + 1 - index)
        }
        // The longest of the names that need no semicolon: they have two to six letters.
        var legacy: (value: UInt64, end: Int)?
        let legacyEnd = min(position, index + 7)
        position = index + 1
        hash = emptyHash
        while position < legacyEnd {
            hash = (hash ^ UInt64(bytes[position])) &* hashPrime
            position += 1
            if position > index + 2, let value = value(of: hash), value >> 63 == 1 { legacy = (value, position) }
        }
        guard let legacy else { return nil }
        if isInAttribute, legacy.end < end {
            let following = bytes[legacy.end]
            if following == ASCII.equals || following.isLetter || following.isDigit { return nil }
        }
        return CharacterReference(legacy.value, length: legacy.end - index)
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

    private static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325
    private static let hashPrime: UInt64 = 0x100_0000_01b3

    private static func value(of hash: UInt64) -> UInt64? {
        let hashes = EntityTable.hashes
        var low = 0
        var high = hashes.count
        while low < high {
            let middle = (low &+ high) / 2
            if hashes[middle] < hash { low = middle &+ 1 } else { high = middle }
        }
        return low < hashes.count && hashes[low] == hash ? EntityTable.values[low] : nil
    }

    private static func numeric(at index: Int, in bytes: Span<UInt8>, end: Int) -> CharacterReference? {
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

    /// Appends the scalars in UTF-8.
    package func append(to output: inout [UInt8]) {
        append(scalar, to: &output)
        if second != 0 { append(second, to: &output) }
    }

    private func append(_ scalar: UInt32, to output: inout [UInt8]) {
        guard let scalar = Unicode.Scalar(scalar) else { return }
        output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// Appends characters as the tokenizer emits them: references resolved, line ends as LF, NUL as U+FFFD.
    package static func appendResolved(
        _ page: Span<UInt8>, _ range: Range<Int>, isInAttribute: Bool, resolvesReferences: Bool = true,
        keepsNUL: Bool = false, to output: inout [UInt8]
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = page[index]
            index += 1
            switch byte {
            case UInt8(ascii: "&") where resolvesReferences:
                let reference = read(at: index - 1, in: page, end: range.upperBound, isInAttribute: isInAttribute)
                guard let reference else {
                    output.append(byte)
                    continue
                }
                reference.append(to: &output)
                index += reference.length - 1
            case ASCII.carriageReturn:
                output.append(ASCII.lineFeed)
                if index < range.upperBound, page[index] == ASCII.lineFeed { index += 1 }
            case ASCII.nul where !keepsNUL: output.append(contentsOf: UTF8Bytes.replacement)
            default: output.append(byte)
            }
        }
    }
}
