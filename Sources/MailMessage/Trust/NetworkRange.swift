// SPDX-License-Identifier: Apache-2.0
import Glibc

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

/// An address of 128 bits; one of IPv4 as `::ffff:a.b.c.d`.
struct NetworkAddress: Sendable, Hashable {
    var high: UInt64
    var low: UInt64
    /// Whether it was written as an IPv4 address.
    var isVersion4: Bool

    /// Reads an address without brackets; nil if it is none.
    init?(_ text: String) {
        var text = text
        guard let address = text.withUTF8({ NetworkAddress(UnsafeRawBufferPointer($0)) }) else { return nil }
        self = address
    }

    /// Reads an address without brackets; nil if it is none.
    init?(_ text: UnsafeRawBufferPointer) {
        // The longest form has 45 bytes; IPv6 has colons, IPv4 three dots.
        guard !text.isEmpty, text.count < 46 else { return nil }
        let isVersion6 = text.contains(ASCII.colon)
        guard isVersion6 || text.count(where: { $0 == ASCII.dot }) == 3 else { return nil }
        let address = withUnsafeTemporaryAllocation(byteCount: 48, alignment: 1) { copy -> NetworkAddress? in
            copy.copyMemory(from: text)
            copy[text.count] = 0
            guard let start = copy.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
            if !isVersion6 {
                var version4 = in_addr()
                guard inet_pton(AF_INET, start, &version4) == 1 else { return nil }
                let bits = UInt64(UInt32(bigEndian: version4.s_addr))
                return NetworkAddress(high: 0, low: 0xffff_0000_0000 | bits, isVersion4: true)
            }
            var version6 = in6_addr()
            guard inet_pton(AF_INET6, start, &version6) == 1 else { return nil }
            return withUnsafeBytes(of: &version6) { bytes in
                NetworkAddress(
                    high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                    low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
                    isVersion4: false)
            }
        }
        guard let address else { return nil }
        self = address
    }

    private init(high: UInt64, low: UInt64, isVersion4: Bool) {
        (self.high, self.low, self.isVersion4) = (high, low, isVersion4)
    }
}
