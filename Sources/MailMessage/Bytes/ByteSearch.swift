// SPDX-License-Identifier: Apache-2.0
import Glibc

extension UnsafeRawBufferPointer {
    /// The first index of a byte in a range, by `memchr`.
    @inline(__always)
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        guard let base = baseAddress, !range.isEmpty else { return nil }
        guard let found = memchr(base + range.lowerBound, Int32(byte), range.count) else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// Whether any byte is above 127, eight at a time.
    @inlinable
    package var hasEightBit: Bool {
        guard let base = baseAddress else { return false }
        var position = 0
        var seen: UInt64 = 0
        while position + 8 <= count {
            seen |= base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            position += 8
        }
        while position < count {
            seen |= UInt64(base.load(fromByteOffset: position, as: UInt8.self))
            position += 1
        }
        return seen & 0x8080_8080_8080_8080 != 0
    }
}
