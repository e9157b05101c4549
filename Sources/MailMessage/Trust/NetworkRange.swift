// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A range of addresses in CIDR notation: `192.0.2.0/24`, `2001:db8::/32`, or one address.
public struct NetworkRange: Sendable, Hashable {
    /// The address in sixteen bytes; IPv4 as `::ffff:a.b.c.d`.
    private let address: [UInt8]
    private let prefixBits: Int

    /// Reads a range; nil if it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let (address, isVersion4) = NetworkRange.bytes(of: String(first)) else {
            return nil
        }
        let bits = isVersion4 ? 32 : 128
        var prefix = bits
        if parts.count == 2 {
            guard let given = Int(parts[1]), given >= 0, given <= bits else { return nil }
            prefix = given
        }
        self.address = address
        prefixBits = prefix + 128 - bits
    }

    /// Whether an address, in text without brackets, is in the range.
    public func contains(_ address: String) -> Bool {
        guard let (bytes, _) = NetworkRange.bytes(of: address) else { return false }
        for bit in stride(from: 0, to: prefixBits, by: 8) {
            let mask: UInt8 = prefixBits - bit >= 8 ? 0xff : 0xff << UInt8(8 - (prefixBits - bit))
            if (bytes[bit / 8] ^ self.address[bit / 8]) & mask != 0 { return false }
        }
        return true
    }

    /// Loopback, private and link-local addresses: nobody outside has them.
    static let local: [NetworkRange] = [
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7",
        "fe80::/10",
    ].compactMap { NetworkRange($0) }

    private static func bytes(of text: String) -> ([UInt8], isVersion4: Bool)? {
        var version4 = in_addr()
        if inet_pton(AF_INET, text, &version4) == 1 {
            let last = withUnsafeBytes(of: &version4) { Array($0) }
            return ([UInt8](repeating: 0, count: 10) + [0xff, 0xff] + last, true)
        }
        var version6 = in6_addr()
        guard inet_pton(AF_INET6, text, &version6) == 1 else { return nil }
        return (withUnsafeBytes(of: &version6) { Array($0) }, false)
    }
}
