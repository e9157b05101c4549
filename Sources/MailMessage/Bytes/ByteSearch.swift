// SPDX-License-Identifier: Apache-2.0

extension UnsafeRawBufferPointer {
    /// The first index of a byte in a range, by `memchr`.
    @inline(__always)
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int? {
        unsafe Span<UInt8>(_unsafeBytes: self).firstIndex(of: byte, in: range)
    }

    /// Whether any byte is above 127.
    @inlinable
    package var hasEightBit: Bool { unsafe Span<UInt8>(_unsafeBytes: self).hasEightBit }
}
