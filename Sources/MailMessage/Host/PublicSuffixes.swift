// SPDX-License-Identifier: Apache-2.0

/// Under which names anybody can register one: `com`, `co.uk`, `github.io` (https://publicsuffix.org).
///
/// A label takes one look into a hash table over the list where it lies in the program, without allocating.
package enum PublicSuffixes {
    /// How many of a host's labels, from the right, are the public suffix: 1 where no rule knows better.
    ///
    /// - Parameters:
    ///   - host: in lower case, as UTF-8 or in its ASCII form (`xn--`), without a dot at its end.
    ///   - labels: where the labels lie, from left to right.
    package static func count(of host: [UInt8], labels: [Range<Int>]) -> Int {
        guard let end = labels.last?.upperBound else { return 0 }
        var count = 1
        var isUnderWildcard = false
        for number in 1...labels.count {
            let start = labels[labels.count - number].lowerBound
            let found = kind(of: host.span.extracting(start..<end))
            if found?.contains(.exception) == true { return number - 1 }
            if isUnderWildcard || found?.contains(.suffix) == true { count = number }
            guard let found else { break }
            isUnderWildcard = found.contains(.wildcard)
        }
        return count
    }

    /// What a name of the table is.
    private struct Kind: OptionSet {
        let rawValue: UInt8
        static let suffix = Kind(rawValue: 1)
        static let wildcard = Kind(rawValue: 2)
        static let exception = Kind(rawValue: 4)
    }

    /// nil if the table has no such name, and so none that ends in it.
    private static func kind(of name: Span<UInt8>) -> Kind? {
        let table = table.bytes
        var slot = hash(name)
        while case let start = Int(slots[slot]), start > 0 {
            if start + name.count < table.count, table[start + name.count] == ASCII.space {
                var index = 0
                while index < name.count, table[start + index] == name[index] { index += 1 }
                if index == name.count { return Kind(rawValue: table[start + name.count + 1] & 7) }
            }
            slot = (slot + 1) % slotCount
        }
        return nil
    }

    /// Where the names begin in the table, each at its hash or after; 0 where there is none.
    private static let slots: [UInt32] = {
        let list = table.bytes
        var slots = [UInt32](repeating: 0, count: slotCount)
        var start = 1
        while start < list.count {
            var end = start
            while list[end] != ASCII.space { end += 1 }
            var slot = hash(list.extracting(start..<end))
            while slots[slot] > 0 { slot = (slot + 1) % slotCount }
            slots[slot] = UInt32(start)
            // A space, what it is, a line end.
            start = end + 3
        }
        return slots
    }()

    /// Three times as many as there are names.
    private static let slotCount = 1 << 15

    /// FNV-1a (draft-eastlake-fnv): the names are known, and nobody gains anything by two of a slot.
    private static func hash(_ name: Span<UInt8>) -> Int {
        var hash: UInt32 = 0x811c_9dc5
        for index in name.indices { hash = (hash ^ UInt32(name[index])) &* 0x0100_0193 }
        return Int((hash ^ hash >> 15) % UInt32(slotCount))
    }
}
