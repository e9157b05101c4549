// SPDX-License-Identifier: Apache-2.0

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
            lower: errors == 0 ? 0 : 100 * BetaDistribution.quantile(0.025, k, n - k + 1),
            upper: errors == trials ? 100 : 100 * BetaDistribution.quantile(0.975, k + 1, n - k))
    }
}
