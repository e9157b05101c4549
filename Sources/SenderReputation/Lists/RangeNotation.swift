// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Ranges of addresses as zones of rbldnsd write them: `192.0.2.0/24`, `192.0.2`, `192.0.2.1-9`, `192.0-192.3`, `2001:db8/32`.
enum RangeNotation {
    /// The ranges in CIDR notation that a word stands for; nil if it is none.
    static func ranges(_ word: Substring) -> [NetworkRange]? {
        guard !word.isEmpty, word.utf8.count <= 60 else { return nil }
        if word.contains(":") { return version6(word).map { [$0] } }
        guard
            word.utf8.allSatisfy({
                $0 &- 0x30 < 10 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-")
            })
        else { return nil }
        let sides = word.split(separator: "-", omittingEmptySubsequences: false)
        if sides.count == 2 { return between(sides[0], sides[1]) }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let octets = octets(parts[0]) else { return nil }
        var bits = octets.count * 8
        if parts.count == 2 {
            guard let given = Int(parts[1]), 0...32 ~= given else { return nil }
            bits = given
        }
        return range(address(octets, rest: 0), bits: bits).map { [$0] }
    }

    private static func version6(_ word: Substring) -> NetworkRange? {
        let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let groups = parts[0].split(separator: ":")
        var text = String(parts[0])
        var bits = 128
        if !text.contains("::"), groups.count < 8 {
            bits = groups.count * 16
            text += "::"
        }
        if parts.count == 2 {
            guard let given = Int(parts[1]), 0...128 ~= given else { return nil }
            bits = given
        }
        return NetworkRange(text + "/\(bits)")?.canonical
    }

    private static func octets(_ text: Substring) -> [UInt32]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.count <= 3 ? UInt32(part).flatMap { $0 <= 255 ? $0 : nil } : nil
        }
        return numbers.count == parts.count && 1...4 ~= numbers.count ? numbers : nil
    }

    private static func address(_ octets: [UInt32], rest: UInt32) -> UInt32 {
        (0..<4).reduce(0) { $0 << 8 | ($1 < octets.count ? octets[$1] : rest) }
    }

    private static func range(_ address: UInt32, bits: Int) -> NetworkRange? {
        let text = stride(from: 24, through: 0, by: -8).map { String(address >> UInt32($0) & 0xff) }.joined(
            separator: ".")
        return NetworkRange("\(text)/\(bits)")?.canonical
    }

    /// From the first address of one prefix to the last of another, which may be a single octet in place of the first's last.
    private static func between(_ first: Substring, _ last: Substring) -> [NetworkRange]? {
        guard let from = octets(first), var to = octets(last) else { return nil }
        if to.count == 1, from.count > 1 { to = from.dropLast() + to }
        var low = UInt64(address(from, rest: 0))
        let high = UInt64(address(to, rest: 255))
        guard low <= high else { return nil }
        var found: [NetworkRange] = []
        while low <= high {
            // The largest range that begins here and does not go too far.
            var size = low == 0 ? 32 : low.trailingZeroBitCount
            while size > 32 || low + (1 << UInt64(size)) - 1 > high { size -= 1 }
            guard let range = range(UInt32(low), bits: 32 - size) else { return nil }
            found.append(range)
            low += 1 << UInt64(size)
        }
        return found
    }
}
