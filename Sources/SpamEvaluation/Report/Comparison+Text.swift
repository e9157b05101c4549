// SPDX-License-Identifier: Apache-2.0
import SpamModel
import TextOutput

extension PairedBootstrap.Comparison {
    /// The comparison for a terminal: both figures, the difference with its interval, and who is better.
    public var text: String {
        var lines = ["\(grouped(messages)) messages scored by both"]
        lines.append("")
        lines.append(Self.row("", "first", "second", "second - first, 95 %", "second errs less"))
        if let area = oneMinusROCAPercent { lines.append(Self.row("(1-ROCA)%", area)) }
        for (allowance, difference) in zip(HamAllowance.all, spamMissedPercent) {
            lines.append(Self.row("sm% at hm \(allowance.name) %", difference))
        }
        if let average = lamPercent { lines.append(Self.row("lam%", average)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ name: String, _ difference: PairedBootstrap.Difference) -> String {
        let interval = difference.interval
        let verdict =
            difference.isSignificant
            ? (difference.points < 0 ? "surely" : "surely not")
            : "in \(fixedPoint(100 * difference.secondIsBetterShare, digits: 0)) % of resamples"
        return row(
            name, significant(difference.first), significant(difference.second),
            "\(signed(difference.points)) (\(signed(interval.lower)) to \(signed(interval.upper)))", verdict)
    }

    private static func row(
        _ name: String, _ first: String, _ second: String, _ difference: String, _ verdict: String
    ) -> String {
        "\(name.rightPadded(18)) \(first.leftPadded(8)) \(second.leftPadded(8))   \(difference.rightPadded(34)) \(verdict)"
    }

    private static func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + significant(value) }
}
