// SPDX-License-Identifier: Apache-2.0

extension UInt64 {
    /// 16 hexadecimal digits, as the ids of keys and models and checksums are shown.
    package var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Sequence<UInt8> {
    /// Two hexadecimal digits a byte, as digests are shown.
    package var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
