// SPDX-License-Identifier: Apache-2.0

/// A range of addresses in CIDR notation: `192.0.2.0/24`, `2001:db8::/32`, or one address.
public struct NetworkRange: Sendable, Hashable {
    private let address: NetworkAddress
    private let prefixBits: Int

    /// Reads a range; nil if it is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let address = NetworkAddress(String(first)) else { return nil }
        let bits = address.isVersion4 ? 32 : 128
        var prefix = bits
        if parts.count == 2 {
            guard let given = Int(parts[1]), given >= 0, given <= bits else { return nil }
            prefix = given
        }
        self.address = address
        prefixBits = prefix + 128 - bits
    }

    /// Whether an address, in text without brackets, is in the range.
    public func contains(_ address: String) -> Bool { NetworkAddress(address).map { contains($0) } ?? false }

    func contains(_ other: NetworkAddress) -> Bool {
        let (high, low) = (address.high ^ other.high, address.low ^ other.low)
        return prefixBits <= 64
            ? prefixBits == 0 || high >> UInt64(64 - prefixBits) == 0
            : high == 0 && low >> UInt64(128 - prefixBits) == 0
    }

    /// Addresses of the machine itself.
    package static let loopback: [NetworkRange] = ["127.0.0.0/8", "::1/128"].compactMap { NetworkRange($0) }

    /// Loopback, private and link-local addresses: nobody outside has them.
    static let local: [NetworkRange] = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10",
    ].reduce(into: loopback) { ranges, text in NetworkRange(text).map { ranges.append($0) } }
}
