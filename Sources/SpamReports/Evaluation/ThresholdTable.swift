// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SpamEvaluation

/// What the verdicts cost, and what other thresholds would.
struct ThresholdTable {
    let texts: ReportTexts
    let numbers: LocalNumbers
    let report: EvaluationReport
    let curves: EvaluationCurves

    /// The table and what a reader must know of it; nothing without both ham and spam.
    var blocks: [PageBlock] {
        let metrics = report.metrics
        guard metrics.ham > 0, metrics.spam > 0 else { return [] }
        var rows = [
            row(texts.asJudged, curves.threshold, lost: metrics.hamMisclassified, missed: metrics.spamMisclassified)
        ]
        for (allowance, cost) in zip(HamAllowance.all, curves.allowances) {
            let name = texts.atMostLost.placing(numbers.limit(100 * allowance.share))
            rows.append(row(name, cost.threshold, lost: cost.hamLost, missed: cost.spamMissed))
        }
        let table = PageTable(
            texts.thresholdCaption,
            columns: [texts.limit, texts.threshold, texts.lost, texts.caught, texts.missed, "%", texts.ofThem],
            rows: rows)
        let finer = HamAllowance.all.filter { $0.isFiner(than: metrics.ham) }
        let note = finer.last.map {
            PageBlock.paragraph(
                texts.finer.placing(numbers.limit(100 * $0.share), numbers.count(metrics.ham)))
        }
        return [.paragraph(texts.thresholdsIntro), .table(table)] + [note].compactMap { $0 }
    }

    private func row(_ name: String, _ threshold: Double?, lost: Int, missed: Int) -> [PageTable.Cell] {
        let spam = report.metrics.spam
        let interval = Interval.rate(missed, of: spam)
        return [
            .text(name), .number(threshold.map { numbers.decimal($0, digits: 2) } ?? texts.noFigure),
            .number(numbers.count(lost)), .number(numbers.count(spam - missed)), .number(numbers.count(missed)),
            .number(numbers.percent(100 * Double(missed) / Double(spam))),
            .number(interval.map { numbers.interval($0.lower, $0.upper) } ?? ""),
        ]
    }
}
