// SPDX-License-Identifier: Apache-2.0
import MailFeatures
package import ReportPages
package import SpamEvaluation
import SpamModel
import TextOutput

/// An evaluation for a terminal, in 80 columns: each rate with the counts behind it, then what to keep in mind, then the worst
/// messages by path.
///
/// Paths are not cut, for they are to be opened.
package struct EvaluationLines {
    private static let columns = 80

    private let report: EvaluationReport
    private let texts: EvaluationLineTexts
    private let numbers: LocalNumbers

    /// Renders a report.
    package init(_ report: EvaluationReport, _ language: Language) {
        self.report = report
        texts = .of(language)
        numbers = LocalNumbers(language)
    }

    /// The report.
    package var text: String {
        let metrics = report.metrics
        var lines = [
            texts.overview.placing(
                numbers.count(metrics.messages), numbers.count(metrics.ham), numbers.count(metrics.spam)), "",
        ]
        lines += table
        lines.append("")
        lines += paragraph(texts.verdicts.placing(sentence(report.decisions)))
        if let settled = report.settled {
            lines += paragraph(texts.laterHalf.placing(sentence(settled)), indent: 4)
        }
        if !report.resolution.notes.isEmpty { lines.append("") }
        for note in report.resolution.notes { lines += paragraph(texts.note.placing(sentence(note))) }
        lines += worst
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: the table

    private var table: [String] {
        let metrics = report.metrics
        let (ham, spam) = (numbers.count(metrics.ham), numbers.count(metrics.spam))
        var lines = row("", "%", texts.interval, texts.counts)
        lines += row("(1-ROCA)%", metrics.oneMinusROCAPercent, report.intervals.oneMinusROCAPercent, texts.pairs)
        for (index, missed) in metrics.spamMissed.enumerated() {
            let intervals = report.intervals.spamMissedPercent
            lines += row(
                name(of: missed.allowance), missed.percent, intervals.indices.contains(index) ? intervals[index] : nil,
                texts.missedLost.placing(numbers.count(missed.missed), spam, numbers.count(missed.hamAllowed)))
        }
        lines += row(
            "hm%", metrics.hmPercent, Interval.rate(metrics.hamMisclassified, of: metrics.ham),
            texts.calledSpam.placing(numbers.count(metrics.hamMisclassified), ham))
        lines += row(
            "sm%", metrics.smPercent, Interval.rate(metrics.spamMisclassified, of: metrics.spam),
            texts.notCalledSpam.placing(numbers.count(metrics.spamMisclassified), spam))
        lines += row("lam%", metrics.lamPercent, report.intervals.lamPercent, texts.average)
        return lines + row(texts.calibration, report.calibration.expected.map { 100 * $0 }, nil, texts.predicted)
    }

    private func name(of allowance: HamAllowance) -> String {
        texts.missedAt.placing(numbers.axis(100 * allowance.share))
    }

    private func row(_ name: String, _ figure: Double?, _ interval: Interval?, _ counts: String) -> [String] {
        row(
            name, figure.map { numbers.significant($0) } ?? texts.none,
            interval.map { "\(numbers.significant($0.lower)) \(texts.to) \(numbers.significant($0.upper))" } ?? "",
            counts)
    }

    private func row(_ name: String, _ figure: String, _ interval: String, _ counts: String) -> [String] {
        let start = "\(name.rightPadded(19)) \(figure.leftPadded(7))  \(interval.rightPadded(17)) "
        return paragraph(counts, indent: start.count, after: start)
    }

    // MARK: sentences

    private func sentence(_ decisions: Decisions) -> String {
        texts.lostMissed.placing(
            numbers.count(decisions.hamLost), numbers.count(decisions.ham), numbers.count(decisions.spamMissed),
            numbers.count(decisions.spam))
            + (decisions.spamMissedAtBest.map { texts.atBest.placing(numbers.count($0)) } ?? "")
    }

    private func sentence(_ note: Resolution.Note) -> String {
        switch note {
        case .nothingScored: texts.nothingScored
        case .oneClass: texts.oneClass
        case .finerArea(let ham, let spam, let least):
            texts.finerArea.placing(numbers.count(ham), numbers.count(spam), numbers.significant(least))
        case .noneLost(let ham): texts.noneLost.placing(numbers.count(ham))
        case .noneMissed(let spam): texts.noneMissed.placing(numbers.count(spam))
        case .finerAllowance(let allowance, let ham):
            texts.finerAllowance.placing(name(of: allowance), numbers.count(ham))
        }
    }

    /// The lines of a sentence, further ones under the first.
    private func paragraph(_ sentence: String, indent: Int = 0, after start: String? = nil) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let lines = sentence.wrapped(Self.columns - indent).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { number, line in
            let text = (number == 0 ? start ?? margin : margin) + line
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }

    // MARK: the worst

    private var worst: [String] {
        guard !report.worstInversions.isEmpty else { return [] }
        let others = report.worstInversions.map { inversion in
            (inversion.judge == .spam ? texts.hamAbove : texts.spamBelow).placing(numbers.count(inversion.pairs))
        }
        let width = others.map(\.count).max() ?? 0
        var lines = ["", texts.worst]
        for (inversion, other) in zip(report.worstInversions, others) {
            let judge = (inversion.judge == .spam ? texts.spam : texts.ham).rightPadded(4)
            let score = numbers.plain(inversion.score, digits: 3).leftPadded(9)
            let start = "  \(judge) \(score)  \(other.rightPadded(width))"
            let path = inversion.path.forTerminal()
            if start.count + 2 + path.count <= Self.columns {
                lines.append("\(start)  \(path)")
            } else {
                lines += [String(start.reversed().drop { $0 == " " }.reversed()), "      \(path)"]
            }
        }
        return lines
    }

    // MARK: the comparison

    /// How the evaluation differs from that of other scores: both figures, the difference with its interval, and who is better.
    package func text(of comparison: PairedBootstrap.Comparison, with name: String) -> String {
        var lines = [
            texts.against.placing(name.forTerminal()), texts.scoredByBoth.placing(numbers.count(comparison.messages)),
            "",
            row("", texts.comparison),
        ]
        if let area = comparison.oneMinusROCAPercent { lines.append(row("(1-ROCA)%", area)) }
        for (allowance, difference) in zip(HamAllowance.all, comparison.spamMissedPercent) {
            lines.append(row(self.name(of: allowance), difference))
        }
        if let average = comparison.lamPercent { lines.append(row("lam%", average)) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func row(_ name: String, _ difference: PairedBootstrap.Difference) -> String {
        let interval = difference.interval
        let verdict =
            difference.isSignificant
            ? (difference.points < 0 ? texts.surely : texts.surelyNot)
            : texts.share.placing(numbers.plain(100 * difference.secondIsBetterShare, digits: 0))
        let range = "\(signed(interval.lower)) \(texts.to) \(signed(interval.upper))"
        return row(
            name,
            [
                numbers.significant(difference.first), numbers.significant(difference.second),
                "\(signed(difference.points)) (\(range))", verdict,
            ])
    }

    private func row(_ name: String, _ cells: [String]) -> String {
        let widths = [8, 8, 32]
        let padded = zip(cells, widths).enumerated().map { number, cell in
            number < 2 ? cell.0.leftPadded(cell.1) : "  " + cell.0.rightPadded(cell.1)
        }
        return name.rightPadded(17) + padded.joined() + (cells.last ?? "")
    }

    private func signed(_ value: Double) -> String { (value > 0 ? "+" : "") + numbers.significant(value) }
}
