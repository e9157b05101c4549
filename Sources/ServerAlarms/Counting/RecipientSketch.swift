// SPDX-License-Identifier: Apache-2.0

/// Whether an account has written to somebody in the last weeks, without a list of whom it wrote to.
///
/// Four Bloom filters, each of a fortnight: a pair of account and recipient, hashed with the site's secret seed, sets four bits.
/// Nothing can be read back; who has the seed can test a guess. At most eight weeks are kept. With 200,000 pairs in a fortnight,
/// one new recipient in twenty is taken for a known one; with 20,000, one in a hundred thousand.
package struct RecipientSketch: Sendable, Equatable {
    /// Words of one filter: 256 KiB.
    static let words = 32_768
    static let days = 14
    static let generations = 4

    /// Filters by the number of their fortnight, newest first.
    package private(set) var filters: [(period: Int, bits: [UInt64])] = []

    package static func == (one: RecipientSketch, other: RecipientSketch) -> Bool {
        one.filters.count == other.filters.count
            && zip(one.filters, other.filters).allSatisfy { $0.period == $1.period && $0.bits == $1.bits }
    }

    /// Begins with none.
    package init() {}

    /// Takes a filter as it was kept; false where it is none.
    package mutating func restore(period: Int, bits: [UInt64]) -> Bool {
        guard bits.count == Self.words, filters.count < Self.generations,
            filters.last.map({ $0.period > period }) ?? true
        else { return false }
        filters.append((period, bits))
        return true
    }

    /// Notes a pair; true if it was not known.
    package mutating func insert(_ pair: UInt64, day: Int) -> Bool {
        let period = day / Self.days
        if let newest = filters.first?.period {
            if period > newest { filters.insert((period, Self.empty), at: 0) }
        } else {
            filters.append((period, Self.empty))
        }
        // By number, not by age: a clock that leaps ahead for an hour costs one fortnight at most.
        if filters.count > Self.generations { filters.removeLast() }
        let isKnown = filters.contains { Self.contains($0.bits, pair) }
        for index in 0..<Self.bitsOfPair {
            let bit = Self.bit(index, of: pair)
            filters[0].bits[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        return !isKnown
    }

    /// Forgets filters that are too old.
    package mutating func expire(day: Int) {
        let oldest = day / Self.days - Self.generations + 1
        filters.removeAll { $0.period < oldest }
    }

    /// Forgets filters of fortnights that begin after a day.
    mutating func forgetFuture(day: Int) { filters.removeAll { $0.period > day / Self.days } }

    private static let empty = [UInt64](repeating: 0, count: words)

    private static func contains(_ filter: [UInt64], _ pair: UInt64) -> Bool {
        for index in 0..<bitsOfPair {
            let bit = bit(index, of: pair)
            if filter[bit >> 6] & 1 << UInt64(bit & 63) == 0 { return false }
        }
        return true
    }

    private static let bitsOfPair = 4

    /// A bit of a pair, by double hashing (Kirsch and Mitzenmacher 2006).
    private static func bit(_ index: Int, of pair: UInt64) -> Int {
        Int((pair &+ UInt64(index) &* (pair >> 32 | 1)) & UInt64(words * 64 - 1))
    }
}
