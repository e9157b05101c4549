// SPDX-License-Identifier: Apache-2.0
import Glibc
package import SpamEvaluation

/// How far two shares are apart, on a scale on which equal steps are equally hard to see.
///
///     h = 2 asin(sqrt(p)) - 2 asin(sqrt(q)),   standard error sqrt(1 / n + 1 / m)
///
/// 0.2 is small, 0.5 medium, 0.8 large.
///
/// - SeeAlso: J. Cohen, "Statistical power analysis for the behavioral sciences", 2nd edition, 1988, chapter 6.
package struct EffectSize: Sendable, Equatable {
    /// Cohen's h: positive where the first share is larger.
    package var h: Double
    /// Its interval.
    package var interval: Interval

    /// The effect between a share of `n` and one of `m`.
    ///
    /// - Parameter z: how many standard errors the interval reaches to either side.
    /// - Precondition: no share of nothing.
    package init(_ count: Int, of n: Int, against other: Int, of m: Int, z: Double) {
        func angle(_ count: Int, _ all: Int) -> Double { 2 * asin((Double(count) / Double(all)).squareRoot()) }
        h = angle(count, n) - angle(other, m)
        let error = (1 / Double(n) + 1 / Double(m)).squareRoot()
        interval = Interval(lower: h - z * error, upper: h + z * error)
    }

    /// Whether the interval leaves no effect below a size: it is large, and no chance.
    package func exceeds(_ size: Double) -> Bool { interval.lower > size || interval.upper < -size }

    /// How many standard errors an interval reaches to either side, so that of so many intervals together one misses its value
    /// with a probability of a twentieth at most (Bonferroni).
    package static func reach(tests: Int) -> Double {
        let share = 0.05 / Double(2 * max(1, tests))
        var (low, high) = (0.0, 40.0)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if erfc(middle / 2.0.squareRoot()) / 2 > share { low = middle } else { high = middle }
        }
        return high
    }
}
