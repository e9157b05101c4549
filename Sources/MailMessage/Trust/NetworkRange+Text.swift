// SPDX-License-Identifier: Apache-2.0

extension NetworkRange {
    /// The range of a size around an address; nil for what is no address.
    ///
    /// - Parameters:
    ///   - version4Bits: of an IPv4 address, 0 to 32 bits.
    ///   - version6Bits: of an IPv6 address, 0 to 128 bits; `::ffff:192.0.2.1` is one of IPv4.
    package init?(around address: String, version4Bits: Int, version6Bits: Int) {
        guard let found = NetworkAddress(address) else { return nil }
        self = Self.around(found, bits: found.isMappedVersion4 ? 96 + version4Bits : version6Bits)
    }

    /// The range in CIDR notation, `192.0.2.0/24` or `2001:db8::/48`; one address without its length (RFC 4632; RFC 5952).
    package var text: String {
        let (bits, all) = firstAddress.isMappedVersion4 && sharedBits >= 96 ? (sharedBits - 96, 32) : (sharedBits, 128)
        return firstAddress.text + (bits == all ? "" : "/\(bits)")
    }
}

extension NetworkAddress {
    /// Whether it is one of IPv4, however it was written.
    var isMappedVersion4: Bool { high == 0 && low >> 32 == 0xffff }

    /// The address as RFC 5952 writes it, of IPv4 with dots.
    var text: String {
        if isMappedVersion4 {
            return stride(from: 24, through: 0, by: -8).map { String(low >> UInt64($0) & 0xff) }.joined(separator: ".")
        }
        let groups = [high, low].flatMap { half in
            stride(from: 48, through: 0, by: -16).map { half >> UInt64($0) & 0xffff }
        }
        let names = groups.map { String($0, radix: 16) }
        guard let gap = Self.longestGap(groups) else { return names.joined(separator: ":") }
        return names[..<gap.lowerBound].joined(separator: ":") + "::" + names[gap.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of zeros, of two and more.
    private static func longestGap(_ groups: [UInt64]) -> Range<Int>? {
        var longest = 0..<0
        var start = 0
        for index in 0...groups.count where index == groups.count || groups[index] != 0 {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        return longest.count > 1 ? longest : nil
    }
}
