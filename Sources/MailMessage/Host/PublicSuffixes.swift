// SPDX-License-Identifier: Apache-2.0

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
        // Both are places of a line end before a name.
        var (low, high) = (0, table.count - 1)
        while low < high {
            let middle = low + (high - low) / 2
            var lineEnd = middle
            while table[lineEnd] != ASCII.lineFeed { lineEnd -= 1 }
            var nameEnd = lineEnd + 1
            while table[nameEnd] != ASCII.space { nameEnd += 1 }
            var (index, place) = (0, lineEnd + 1)
            while index < name.count, place < nameEnd, table[place] == name[index] {
                (index, place) = (index + 1, place + 1)
            }
            if index == name.count, place == nameEnd { return Kind(rawValue: table[nameEnd + 1] & 7) }
            if place == nameEnd || index < name.count && table[place] < name[index] {
                low = nameEnd + 2
            } else {
                high = lineEnd
            }
        }
        return nil
    }
}
