// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// What parsers ask of bytes beside one at a time: every index is checked, also where C does the work.
extension Span where Element == UInt8 {
    /// The first index of a byte in a range, by `memchr`.
    @inline(__always)
    package func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        let found: Int? = extracting(range).withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return nil }
            guard let found = unsafe memchr(base, Int32(byte), bytes.count) else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
        return found.map { range.lowerBound + $0 }
    }

    /// The first index of a word in a range, by `memmem`.
    @inline(__always)
    package func firstIndex(of word: StaticString, in range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, !range.isEmpty,
                let found = bytes_find(base + range.lowerBound, range.count, word.utf8Start, word.utf8CodeUnitCount)
            else { return nil }
            return found - UnsafeRawPointer(base)
        }
    }

    /// Whether a word in lower case stands at an index, in whatever case.
    func hasIgnoringCase(_ word: StaticString, at index: Int) -> Bool {
        guard word.utf8CodeUnitCount <= count - index else { return false }
        for offset in 0..<word.utf8CodeUnitCount
        where self[index + offset].lowercased != word.utf8Start[offset] { return false }
        return true
    }

    /// Whether other bytes, at least one, stand somewhere in these, by `memmem`.
    package func contains(_ pattern: Span<UInt8>) -> Bool {
        withUnsafeBufferPointer { text in
            pattern.withUnsafeBufferPointer { pattern in
                guard let start = text.baseAddress, let wanted = pattern.baseAddress, !pattern.isEmpty else {
                    return false
                }
                return unsafe bytes_find(start, text.count, wanted, pattern.count) != nil
            }
        }
    }

    /// Whether these are the bytes of a word, but for the case of their ASCII letters.
    func equalsIgnoringCase(_ lowercased: StaticString) -> Bool {
        let expected = lowercased.bytes
        guard count == expected.count else { return false }
        var index = 0
        while index < count {
            if self[index].lowercased != expected[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether the first bytes are these.
    func hasPrefix(_ beginning: Span<UInt8>) -> Bool {
        count >= beginning.count && extracting(first: beginning.count).isSame(as: beginning)
    }

    /// A copy of a range of the bytes.
    package func array(_ range: Range<Int>) -> [UInt8] {
        extracting(range).withUnsafeBufferPointer { Array($0) }
    }

    /// Whether these are the bytes of another span, eight at a time.
    @inlinable
    package func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        var index = 0
        while index &+ 8 <= count {
            if word(at: index) != other.word(at: index) { return false }
            index &+= 8
        }
        while index < count {
            if self[index] != other[index] { return false }
            index += 1
        }
        return true
    }

    /// Whether any byte is above 127, eight at a time.
    @inlinable
    package var hasEightBit: Bool {
        var position = 0
        var seen: UInt64 = 0
        while position &+ 8 <= count {
            seen |= word(at: position)
            position &+= 8
        }
        while position < count {
            seen |= UInt64(self[position])
            position &+= 1
        }
        return seen & 0x8080_8080_8080_8080 != 0
    }

    // Any bits are a number, and the offset is checked: what is unsafe of these loads is that they would make any type.

    /// Eight bytes as a number, the first the lowest, the same on every machine.
    @inlinable @inline(__always)
    package func word(at offset: Int) -> UInt64 {
        UInt64(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// Four bytes as a number, the first the lowest, the same on every machine.
    @inlinable @inline(__always)
    package func halfWord(at offset: Int) -> UInt32 {
        UInt32(littleEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
}

extension StaticString {
    /// The bytes of the literal, which lie in the program and are never freed.
    @inlinable
    package var bytes: Span<UInt8> {
        @_lifetime(immortal) get {
            let span = unsafe Span(_unsafeStart: utf8Start, count: utf8CodeUnitCount)
            return unsafe _overrideLifetime(span, copying: ())
        }
    }
}
