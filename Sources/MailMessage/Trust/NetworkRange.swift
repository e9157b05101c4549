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

    private init(address: NetworkAddress, prefixBits: Int) {
        self.address = address
        self.prefixBits = prefixBits
    }

    /// An address of the range; of a canonical one the first.
    var firstAddress: NetworkAddress { address }

    /// How many bits, of 128, all addresses of the range begin with.
    package var sharedBits: Int { prefixBits }

    /// The same range, written so that two are equal if they hold the same addresses.
    package var canonical: NetworkRange { Self.around(address, bits: prefixBits) }

    /// The canonical ranges of these sizes, in shared bits, that an address lies in; none for what is no address.
    ///
    /// With it a look into a hash table for each size finds an address in any number of ranges.
    package static func ranges(around address: String, sharedBits: some Sequence<Int>) -> [NetworkRange] {
        guard let address = NetworkAddress(address) else { return [] }
        return sharedBits.map { around(address, bits: $0) }
    }

    static func around(_ address: NetworkAddress, bits: Int) -> NetworkRange {
        let high = bits <= 0 ? 0 : UInt64.max << UInt64(max(0, 64 - bits))
        let low = bits <= 64 ? 0 : UInt64.max << UInt64(max(0, 128 - bits))
        var masked = address
        (masked.high, masked.low) = (address.high & high, address.low & low)
        // How it was written tells nothing apart.
        masked.isVersion4 = false
        return NetworkRange(address: masked, prefixBits: bits)
    }

    /// Whether an address, in text without brackets, is in the range.
    public func contains(_ address: String) -> Bool { NetworkAddress(address).map { contains($0) } ?? false }

    func contains(_ other: NetworkAddress) -> Bool {
        let (high, low) = (address.high ^ other.high, address.low ^ other.low)
        return prefixBits <= 64
            ? prefixBits == 0 || high >> UInt64(64 - prefixBits) == 0
            : high == 0 && low >> UInt64(128 - prefixBits) == 0
    }

    /// The bytes of an address, without brackets: 4, or 16 of IPv6; nil: it is none.
    package static func octets(of address: String) -> [UInt8]? {
        guard let address = NetworkAddress(address) else { return nil }
        let all = [address.high, address.low].flatMap { half in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) }
        }
        return address.isVersion4 ? Array(all[12...]) : all
    }

    /// An address of 4 or 16 bytes as text, in one form only (RFC 5952); nil: it has another length.
    package static func text(of octets: [UInt8]) -> String? {
        if octets.count == 4 { return octets.map { String($0) }.joined(separator: ".") }
        guard octets.count == 16 else { return nil }
        let groups = (0..<8).map { UInt16(octets[2 * $0]) << 8 | UInt16(octets[2 * $0 + 1]) }
        // The first of the longest runs of zeros is left out, if it has two groups or more.
        var gap = 0..<0
        var start = 0
        while start < 8 {
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > max(1, gap.count) { gap = start..<end }
            start = end + 1
        }
        func text(_ groups: ArraySlice<UInt16>) -> String {
            groups.map { String($0, radix: 16) }.joined(separator: ":")
        }
        return gap.isEmpty
            ? text(groups[...]) : text(groups[..<gap.lowerBound]) + "::" + text(groups[gap.upperBound...])
    }

    /// Addresses of the machine itself.
    package static let loopback: [NetworkRange] = ["127.0.0.0/8", "::1/128"].compactMap { NetworkRange($0) }

    /// Loopback, private and link-local addresses: nobody outside has them.
    package static let local: [NetworkRange] = [
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10",
    ].reduce(into: loopback) { ranges, text in NetworkRange(text).map { ranges.append($0) } }
}
