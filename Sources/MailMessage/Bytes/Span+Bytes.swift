// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// What parsers ask of bytes beside one at a time: every index is checked, also where C does the work.
extension Span where Element == UInt8 {
    /// The first index of a byte in a range, by `memchr`.
    @inline(__always)
    package func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        // SAFETY: C looks at the bytes of the range alone, which is checked, during the call.
        let found: Int? = unsafe extracting(range).withUnsafeBufferPointer { bytes in
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
        // SAFETY: the range is checked, as just seen, and a literal has as many bytes as it says.
        return unsafe withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, !range.isEmpty,
                let found = unsafe bytes_find(
                    base + range.lowerBound, range.count, word.utf8Start, word.utf8CodeUnitCount)
            else { return nil }
            return unsafe found - UnsafeRawPointer(base)
        }
    }

    /// Whether a word in lower case stands at an index, in whatever case.
    func hasIgnoringCase(_ word: StaticString, at index: Int) -> Bool {
        guard word.utf8CodeUnitCount <= count - index else { return false }
        let expected = word.bytes
        for offset in expected.indices where self[index + offset].lowercased != expected[offset] { return false }
        return true
    }

    /// Whether other bytes, at least one, stand somewhere in these, by `memmem`.
    package func contains(_ pattern: Span<UInt8>) -> Bool {
        // SAFETY: C looks at the bytes of both during the call.
        unsafe withUnsafeBufferPointer { text in
            unsafe pattern.withUnsafeBufferPointer { pattern in
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
        [UInt8](extracting(range))
    }

    /// The first byte, or nil.
    var first: UInt8? { isEmpty ? nil : self[0] }

    /// The last byte, or nil.
    var last: UInt8? { isEmpty ? nil : self[count - 1] }

    /// Whether all bytes are of a kind.
    @inline(__always)
    func allSatisfy(_ isKind: (UInt8) -> Bool) -> Bool {
        var index = 0
        while index < count {
            if !isKind(self[index]) { return false }
            index &+= 1
        }
        return true
    }

    /// Whether any byte is of a kind.
    @inline(__always)
    func contains(where isKind: (UInt8) -> Bool) -> Bool { !allSatisfy { !isKind($0) } }

    /// Whether the first bytes are those of a word.
    func hasPrefix(_ beginning: StaticString) -> Bool { hasPrefix(beginning.bytes) }

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

    /// Of the 64 bytes from a place on those where a link may be written out: a colon before a slash, `w` before a dot.
    ///
    /// - Precondition: one more byte than these is there.
    @inline(__always)
    func linkMask(at index: Int) -> UInt64 {
        precondition(index >= 0 && count - index > 64)
        // SAFETY: 65 bytes are read, and there, as just checked.
        return unsafe withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            return unsafe bytes_link_mask(base + index)
        }
    }

    /// Looks at blocks of sixteen bytes, one after the other from a place on, for one that a test takes.
    ///
    /// The range is checked once for the whole scan: a check for each block takes as long as the block.
    ///
    /// - Returns: where that block begins; without one, where less than sixteen bytes are left before `end`.
    @inline(__always)
    func firstBlock(from start: Int, before end: Int, where isWanted: (SIMD16<UInt8>) -> Bool) -> Int {
        precondition(start >= 0 && end <= count)
        // SAFETY: all that is read stands from `start` to before `end`, as just checked, and any bits are numbers.
        return unsafe bytes.withUnsafeBytes { bytes in
            var place = start
            while place <= end &- 16 {
                if unsafe isWanted(bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)) { break }
                place &+= 16
            }
            return place
        }
    }

    /// The same for a test that also sees the sixteen bytes one and two places on: eighteen in all, before `end`, too.
    @inline(__always)
    func firstBlock(
        from start: Int, before end: Int, where isWanted: (SIMD16<UInt8>, SIMD16<UInt8>, SIMD16<UInt8>) -> Bool
    ) -> Int {
        precondition(start >= 0 && end <= count)
        // SAFETY: as above, and the last that is read are the eighteen bytes from a place on.
        return unsafe bytes.withUnsafeBytes { bytes in
            var place = start
            while place <= end &- 18 {
                let isFound = unsafe isWanted(
                    bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self),
                    bytes.loadUnaligned(fromByteOffset: place &+ 1, as: SIMD16<UInt8>.self),
                    bytes.loadUnaligned(fromByteOffset: place &+ 2, as: SIMD16<UInt8>.self))
                if isFound { break }
                place &+= 16
            }
            return place
        }
    }

    // SAFETY: any bits are a number, and the offset is checked: what is unsafe of these two loads is that they would make any type.

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

extension SIMDMask<SIMD16<Int8>> {
    /// Whether it holds for any of the sixteen.
    @inline(__always)
    var hasAny: Bool {
        // SAFETY: both are 16 bytes, and any bits are a number.
        let halves = unsafe unsafeBitCast(self, to: SIMD2<UInt64>.self)
        return halves[0] | halves[1] != 0
    }
}

extension Array where Element == UInt8 {
    /// A copy of bytes.
    package init(_ bytes: Span<UInt8>) {
        // SAFETY: they are copied during the call.
        self = unsafe bytes.withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// Appends bytes.
    @inline(__always)
    package mutating func append(_ bytes: Span<UInt8>) {
        // SAFETY: they are copied during the call.
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
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
