// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The beta distribution: what is believed of a rate after some trials.
package enum BetaDistribution {
    /// The value below which a share of a beta distribution lies: by bisection, to the last bits that matter in a report.
    package static func quantile(_ share: Double, _ a: Double, _ b: Double) -> Double {
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
