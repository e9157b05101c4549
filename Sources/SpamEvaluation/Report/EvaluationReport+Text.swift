// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import TextOutput

extension EvaluationReport {
    /// The report for a terminal: each rate with the counts behind it, then what to keep in mind, then the worst
    /// messages by path.
    public var text: String {
        var lines: [String] = []
        lines.append(
            "\(grouped(metrics.messages)) messages: \(grouped(metrics.ham)) ham, \(grouped(metrics.spam)) spam")
        lines.append("")
        lines.append(row("", "%", "95 % interval", "messages"))
        lines.append(
            row("(1-ROCA)%", metrics.oneMinusROCAPercent, intervals.oneMinusROCAPercent, "spam below ham, of all pairs")
        )
        for (index, missed) in metrics.spamMissed.enumerated() {
            let interval = index < intervals.spamMissedPercent.count ? intervals.spamMissedPercent[index] : nil
            lines.append(
                row(
                    "sm% at hm \(missed.allowance.name) %", missed.percent, interval,
                    "\(grouped(missed.missed)) of \(grouped(metrics.spam)) spam missed, "
                        + "at most \(grouped(missed.hamAllowed)) of \(grouped(metrics.ham)) ham lost"))
        }
        lines.append(
            row(
                "hm%", metrics.hmPercent, Interval.rate(metrics.hamMisclassified, of: metrics.ham),
                "\(grouped(metrics.hamMisclassified)) of \(grouped(metrics.ham)) ham called spam"))
        lines.append(
            row(
                "sm%", metrics.smPercent, Interval.rate(metrics.spamMisclassified, of: metrics.spam),
                "\(grouped(metrics.spamMisclassified)) of \(grouped(metrics.spam)) spam not called spam"))
        lines.append(row("lam%", metrics.lamPercent, intervals.lamPercent, "logistic average of hm and sm"))
        lines.append(
            row(
                "calibration error %", calibration.expected.map { 100 * $0 }, nil,
                "predicted probability against outcome")
        )
        lines.append("")
        lines.append("verdicts: " + decisions.line)
        if let settled { lines.append("    of the later half: " + settled.line) }
        if !resolution.notes.isEmpty {
            lines.append("")
            lines += resolution.notes.map { "note: \($0)" }
        }
        if !worstInversions.isEmpty {
            lines.append("")
            lines.append("Worst inversions (look for wrong labels here first):")
            let width = worstInversions.map { grouped(Int($0.pairs.rounded())).count }.max() ?? 0
            for inversion in worstInversions {
                let other = inversion.judge == .spam ? "ham above it" : "spam below it"
                let pairs = grouped(Int(inversion.pairs.rounded())).leftPadded(width)
                let score = fixedPoint(inversion.score, digits: 3).leftPadded(9)
                lines.append(
                    "  \(inversion.judge.name.rightPadded(4)) \(score)  \(pairs) \(other.rightPadded(13))  "
                        + inversion.path.forTerminal())
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ figure: Double?, _ interval: Interval?, _ counts: String) -> String {
        row(
            name, figure.map { significant($0) } ?? "none",
            interval.map { "\(significant($0.lower)) to \(significant($0.upper))" } ?? "", counts)
    }

    private func row(_ name: String, _ figure: String, _ interval: String, _ counts: String) -> String {
        "\(name.rightPadded(20)) \(figure.leftPadded(9))   \(interval.rightPadded(22)) \(counts)"
    }
}
