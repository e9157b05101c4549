// SPDX-License-Identifier: Apache-2.0

/// How many verdicts took how long: counts below a few fixed bounds.
package struct LatencyCounts: Sendable, Equatable {
    /// Upper bounds in nanoseconds: a tenth of a millisecond to half a minute, as verdicts take.
    package static let bounds: [Int64] = [
        100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000,
        250_000_000, 500_000_000, 1_000_000_000, 5_000_000_000, 30_000_000_000,
    ]

    /// For each bound, and once for what is above all, how many were at or below it and above the one before.
    package private(set) var counts = [Int64](repeating: 0, count: LatencyCounts.bounds.count + 1)

    /// Creates counts of nothing.
    package init() {}

    /// No count of a file is larger: sums of all hours stay far from overflowing.
    static let maxCount: Int64 = 1 << 40

    /// Reads counts; nil if there are not as many as bounds and one, or one cannot be.
    package init?(_ counts: [Int64]) {
        guard counts.count == Self.bounds.count + 1, counts.allSatisfy({ 0...Self.maxCount ~= $0 }) else { return nil }
        self.counts = counts
    }

    /// Counts a verdict that took so long.
    package mutating func add(nanoseconds: Int64) {
        counts[Self.bounds.firstIndex { nanoseconds <= $0 } ?? Self.bounds.count] += 1
    }

    /// Adds other counts.
    package mutating func add(_ other: LatencyCounts) {
        for index in counts.indices { counts[index] &+= other.counts[index] }
    }

    /// The least bound, in nanoseconds, below which so large a share of the verdicts lies; nil for no verdicts, or one above all bounds.
    ///
    /// - Parameter share: 0 to 1.
    package func bound(of share: Double) -> Int64? {
        let all = counts.reduce(0, &+)
        guard all > 0 else { return nil }
        var below: Int64 = 0
        for (bound, count) in zip(Self.bounds, counts) {
            below += count
            if Double(below) >= share * Double(all) { return bound }
        }
        return nil
    }
}
