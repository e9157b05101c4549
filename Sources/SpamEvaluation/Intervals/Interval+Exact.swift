// SPDX-License-Identifier: Apache-2.0
import Glibc

extension Interval {
    /// Clopper and Pearson's exact interval of a rate, in percent; nil without trials.
    ///
    /// It covers at least 95 % whatever the rate, which matters for the few messages in one bin of a reliability diagram.
    ///
    /// - SeeAlso: C. Clopper, E. Pearson, Biometrika 26 (1934).
    public static func exactRate(_ errors: Int, of trials: Int) -> Interval? {
        guard trials > 0 else { return nil }
        let (k, n) = (Double(errors), Double(trials))
        return Interval(
            lower: errors == 0 ? 0 : 100 * betaQuantile(0.025, k, n - k + 1),
            upper: errors == trials ? 100 : 100 * betaQuantile(0.975, k + 1, n - k))
    }

    /// The value below which a share of a beta distribution lies: by bisection, to the last bits that matter in a report.
    private static func betaQuantile(_ share: Double, _ a: Double, _ b: Double) -> Double {
        var (lower, upper) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (lower + upper) / 2
            if regularizedBeta(middle, a, b) < share { lower = middle } else { upper = middle }
        }
        return (lower + upper) / 2
    }

    /// The regularized incomplete beta function, by Lentz's continued fraction.
    ///
    /// - SeeAlso: NIST Digital Library of Mathematical Functions, 8.17.22.
    private static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        // The fraction converges fast on this side only.
        guard x <= (a + 1) / (a + b + 2) else { return 1 - regularizedBeta(1 - x, b, a) }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
        let least = 1e-300
        var c = 1.0
        let first = 1 - (a + b) * x / (a + 1)
        var d = 1 / (abs(first) < least ? least : first)
        var fraction = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            var change = 1.0
            for coefficient in [even, odd] {
                d = 1 + coefficient * d
                c = 1 + coefficient / c
                d = 1 / (abs(d) < least ? least : d)
                if abs(c) < least { c = least }
                change = c * d
                fraction *= change
            }
            if abs(change - 1) < 1e-14 { break }
        }
        return front * fraction
    }
}
