// SPDX-License-Identifier: Apache-2.0
import Glibc

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
        return host.withUnsafeBytes { host in
            var count = 1
            var isUnderWildcard = false
            for number in 1...labels.count {
                let start = labels[labels.count - number].lowerBound
                let found = kind(of: UnsafeRawBufferPointer(rebasing: host[start..<end]))
                if found?.contains(.exception) == true { return number - 1 }
                if isUnderWildcard || found?.contains(.suffix) == true { count = number }
                guard let found else { break }
                isUnderWildcard = found.contains(.wildcard)
            }
            return count
        }
    }

    /// What a name of the table is.
    private struct Kind: OptionSet {
        let rawValue: UInt8
        static let suffix = Kind(rawValue: 1)
        static let wildcard = Kind(rawValue: 2)
        static let exception = Kind(rawValue: 4)
    }

    /// nil if the table has no such name, and so none that ends in it.
    private static func kind(of name: UnsafeRawBufferPointer) -> Kind? {
        guard let wanted = name.baseAddress else { return nil }
        return table.withUTF8Buffer { table in
            let table = UnsafeRawBufferPointer(table)
            guard let base = table.baseAddress else { return nil }
            var slot = hash(name)
            while case let start = Int(slots[slot]), start > 0 {
                if start + name.count < table.count, table[start + name.count] == ASCII.space,
                    memcmp(base + start, wanted, name.count) == 0
                {
                    return Kind(rawValue: table[start + name.count + 1] & 7)
                }
                slot = (slot + 1) % slots.count
            }
            return nil
        }
    }

    /// Where the names begin in the table, each at its hash or after; 0 where there is none.
    private static let slots: [UInt32] = table.withUTF8Buffer { table in
        let table = UnsafeRawBufferPointer(table)
        var slots = [UInt32](repeating: 0, count: slotCount)
        var start = 1
        while start < table.count {
            var end = start
            while table[end] != ASCII.space { end += 1 }
            var slot = hash(UnsafeRawBufferPointer(rebasing: table[start..<end]))
            while slots[slot] > 0 { slot = (slot + 1) % slotCount }
            slots[slot] = UInt32(start)
            // A space, what it is, a line end.
            start = end + 3
        }
        return slots
    }

    /// Three times as many as there are names.
    private static let slotCount = 1 << 15

    /// FNV-1a (draft-eastlake-fnv): the names are known, and nobody gains anything by two of a slot.
    private static func hash(_ name: UnsafeRawBufferPointer) -> Int {
        var hash: UInt32 = 0x811c_9dc5
        for byte in name { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return Int((hash ^ hash >> 15) % UInt32(slotCount))
    }
}
