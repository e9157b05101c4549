// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The logistic link from log-odds to a label that may be wrong.
///
///     q = P(label = spam) = e + (1 - 2e) p,   p = P(spam) = 1 / (1 + exp(-log-odds))
///
/// where `e` is the share of labels that are wrong in either class. A label that contradicts sure log-odds then says
/// that it is wrong rather than that the log-odds are: its pull is bounded. With e = 0 this is plain logistic regression.
struct NoisyLink {
    /// The share of wrong labels, 0 to below 1/2.
    let noise: Double

    /// What one label says of the log-odds.
    struct Evidence {
        /// The log of the label's probability.
        let logLikelihood: Double
        /// Its derivative by the log-odds.
        let slope: Double
        /// The expected negative second derivative (Fisher's information).
        let information: Double
    }

    func evidence(of isSpam: Bool, logOdds: Double) -> Evidence {
        let p = 1 / (1 + exp(-min(max(logOdds, -30), 30)))
        let q = noise + (1 - 2 * noise) * p
        let derivative = (1 - 2 * noise) * p * (1 - p)
        return Evidence(
            logLikelihood: isSpam ? log(q) : log1p(-q),
            slope: derivative * ((isSpam ? 1 : 0) - q) / (q * (1 - q)),
            information: derivative * derivative / (q * (1 - q)))
    }
}
