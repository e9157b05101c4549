// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Under which names anybody can register one: `com`, `co.uk`, `github.io` (https://publicsuffix.org).
///
/// The table is searched where it lies in the program, a few comparisons a label, without allocating.
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
            // Both are places of a line end before a name.
            var (low, high) = (0, table.count - 1)
            while low < high {
                let middle = low + (high - low) / 2
                var lineEnd = middle
                while table[lineEnd] != ASCII.lineFeed { lineEnd -= 1 }
                var nameEnd = lineEnd + 1
                while table[nameEnd] != ASCII.space { nameEnd += 1 }
                let length = nameEnd - lineEnd - 1
                let order = memcmp(base + lineEnd + 1, wanted, min(length, name.count))
                if order == 0, length == name.count { return Kind(rawValue: table[nameEnd + 1] & 7) }
                if order < 0 || order == 0 && length < name.count {
                    low = nameEnd + 2
                } else {
                    high = lineEnd
                }
            }
            return nil
        }
    }
}
