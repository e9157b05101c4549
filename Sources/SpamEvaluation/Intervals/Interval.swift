// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A 95 % interval, in the units of the figure that it belongs to.
public struct Interval: Sendable, Equatable {
    /// Its lower end.
    public let lower: Double
    /// Its upper end.
    public let upper: Double

    /// Creates an interval.
    public init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
    }

    /// The two-sided normal quantile of 95 %, to the digits of the TREC toolkit.
    static let quantile = 1.96

    /// Wilson's score interval of a rate, in percent; nil without trials.
    ///
    /// It is near the exact binomial one, never leaves [0, 100], and says something where there was no error.
    ///
    /// - SeeAlso: E. B. Wilson, JASA 22 (1927); L. Brown, T. Cai, A. DasGupta, Statistical Science 16 (2001).
    public static func rate(_ errors: Int, of trials: Int) -> Interval? {
        guard trials > 0 else { return nil }
        let (n, p, z) = (Double(trials), Double(errors) / Double(trials), quantile)
        let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return Interval(
            lower: errors == 0 ? 0 : 100 * max(0, centre - half),
            upper: errors == trials ? 100 : 100 * min(1, centre + half))
    }
}
