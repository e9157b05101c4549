// SPDX-License-Identifier: Apache-2.0

extension FixedWidthInteger where Self: UnsignedInteger {
    /// All digits of the type in lower case, 16 of a `UInt64`: as ids of keys and models, and checksums, are shown.
    package var hexadecimal: String { String(self, radix: 16).zeroPadded(Self.bitWidth / 4) }
}

extension Sequence<UInt8> {
    /// Two hexadecimal digits a byte, as digests are shown.
    package var hexadecimal: String { map(\.hexadecimal).joined() }
}
