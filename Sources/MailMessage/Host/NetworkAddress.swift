// SPDX-License-Identifier: Apache-2.0

/// An address of 128 bits; one of IPv4 as `::ffff:a.b.c.d`.
struct NetworkAddress: Sendable, Hashable {
    var high: UInt64
    var low: UInt64
    /// Whether it was written as an IPv4 address.
    var isVersion4: Bool

    /// As long as an address can be: `0000:0000:0000:0000:0000:ffff:255.255.255.255`.
    static let longestText = 45

    /// What a number of an IPv4 address with zeros before it is, as in `192.000.2.1`.
    enum LeadingZeros {
        /// No number, for it may be octal: the rule of `inet_pton`, and of whatever is believed because of an address.
        case refused
        /// Decimal, as those servers mean it that write all numbers with three digits.
        case ignored
    }

    /// Reads an address without brackets; nil if it is none.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longestText else { return nil }
        self.init(Array(text.utf8))
    }

    /// Reads an address without brackets; nil if it is none.
    init?(_ text: some RandomAccessCollection<UInt8>, leadingZeros: LeadingZeros = .refused) {
        guard (2...Self.longestText).contains(text.count) else { return nil }
        if let version4 = Self.version4(text, leadingZeros) {
            (high, low, isVersion4) = (0, 0xffff_0000_0000 | UInt64(version4), true)
        } else if let (high, low) = Self.version6(text, leadingZeros) {
            (self.high, self.low, isVersion4) = (high, low, false)
        } else {
            return nil
        }
    }

    /// Four numbers of at most three digits and 255 with dots between.
    private static func version4(_ text: some RandomAccessCollection<UInt8>, _ leadingZeros: LeadingZeros) -> UInt32? {
        var address: UInt32 = 0
        var (dots, digits, number) = (0, 0, UInt32(0))
        for byte in text {
            if byte == ASCII.dot {
                guard digits > 0, dots < 3 else { return nil }
                address = address << 8 | number
                (dots, digits, number) = (dots + 1, 0, 0)
            } else {
                guard byte.isDigit, digits == 0 || number > 0 || leadingZeros == .ignored else { return nil }
                digits += 1
                number = number * 10 + UInt32(byte - 0x30)
                guard digits <= 3, number <= 255 else { return nil }
            }
        }
        return dots == 3 && digits > 0 ? address << 8 | number : nil
    }

    /// Eight groups of up to four hexadecimal digits, or fewer and one gap; an IPv4 address may stand for the last two.
    private static func version6(
        _ text: some RandomAccessCollection<UInt8>, _ leadingZeros: LeadingZeros
    ) -> (high: UInt64, low: UInt64)? {
        var groups: [UInt16] = []
        var gap: Int?
        var (digits, group) = (0, UInt16(0))
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            let next = text.index(after: index)
            if byte == ASCII.colon {
                if digits > 0 {
                    groups.append(group)
                    (digits, group) = (0, 0)
                    // One colon alone ends no address.
                    guard next < text.endIndex else { return nil }
                } else if index > text.startIndex {
                    guard gap == nil else { return nil }
                    gap = groups.count
                } else {
                    guard next < text.endIndex, text[next] == ASCII.colon else { return nil }
                }
            } else if byte == ASCII.dot {
                let start = text.index(index, offsetBy: -digits)
                guard let version4 = version4(text[start...], leadingZeros) else { return nil }
                groups += [UInt16(version4 >> 16), UInt16(truncatingIfNeeded: version4)]
                digits = 0
                break
            } else {
                guard let value = byte.hexValue, digits < 4 else { return nil }
                digits += 1
                group = group << 4 | UInt16(value)
            }
            index = next
        }
        if digits > 0 { groups.append(group) }
        guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
        if let gap { groups.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap) }
        return (groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }, groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
    }
}
