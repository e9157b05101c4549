// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SpamEvaluation

/// What figures mean in words: whether a filter is good enough, and in what it differs from another.
struct FilterSentences {
    let texts: ReportTexts
    let numbers: LocalNumbers

    /// Whether so little wanted mail is lost as was asked for.
    ///
    /// - Parameter limit: in percent.
    func verdict(lost: Double?, _ interval: Interval?, limit: Double) -> (tone: ReportPage.Tone, text: String) {
        guard let lost, let interval else { return (.open, texts.cannotTell) }
        let limitText = numbers.limit(limit)
        if interval.upper <= limit {
            return (.good, texts.goodEnough.placing(numbers.percent(interval.upper), limitText))
        }
        if interval.lower > limit { return (.bad, texts.notGood.placing(limitText, numbers.percent(interval.lower))) }
        return lost <= limit
            ? (.open, texts.seemsGood.placing(limitText, numbers.percent(interval.upper)))
            : (.open, texts.seemsBad.placing(limitText))
    }

    /// Counts, rates and intervals in a sentence; nil without ham or spam.
    func inWords(_ metrics: Metrics) -> String? {
        guard let lost = metrics.hmPercent, let missed = metrics.smPercent,
            let lostInterval = Interval.rate(metrics.hamMisclassified, of: metrics.ham),
            let missedInterval = Interval.rate(metrics.spamMisclassified, of: metrics.spam)
        else { return nil }
        return texts.inWords.placing(
            numbers.count(metrics.hamMisclassified), numbers.count(metrics.ham), numbers.percent(lost),
            text(lostInterval), numbers.count(metrics.spamMisclassified), numbers.count(metrics.spam),
            numbers.percent(missed), text(missedInterval))
    }

    /// The figures in large type.
    func figures(_ report: EvaluationReport) -> [PageFigure] {
        let metrics = report.metrics
        func rate(_ name: String, _ errors: Int, _ all: Int) -> PageFigure? {
            Interval.rate(errors, of: all).map { interval in
                PageFigure(
                    name, numbers.percent(100 * Double(errors) / Double(all)),
                    texts.countsAndInterval.placing(numbers.count(errors), numbers.count(all), text(interval)))
            }
        }
        var figures = [
            rate(texts.hamLost, metrics.hamMisclassified, metrics.ham),
            rate(texts.spamMissed, metrics.spamMisclassified, metrics.spam),
        ].compactMap { $0 }
        if let index = metrics.spamMissed.firstIndex(where: { $0.allowance.name == "0.1" }) {
            let missed = metrics.spamMissed[index]
            // Resamples of no error have none: only Wilson's interval says what that excludes.
            let interval =
                missed.missed == 0
                ? Interval.rate(0, of: metrics.spam) : report.intervals.spamMissedPercent[index]
            figures.append(
                PageFigure(
                    texts.missedAt.placing(numbers.limit(100 * missed.allowance.share)),
                    numbers.percent(missed.percent),
                    texts.countsAndInterval.placing(
                        numbers.count(missed.missed), numbers.count(metrics.spam),
                        interval.map { text($0) } ?? "")))
        }
        if let area = metrics.oneMinusROCAPercent, let interval = report.intervals.oneMinusROCAPercent {
            // A resample without a wrong pair counts as one in 10^9: with some of these the interval is of no use to a reader.
            let isOfUse = area > 0 && interval.lower * 1_000 > area
            figures.append(
                PageFigure(
                    texts.area, numbers.percent(area),
                    isOfUse ? texts.areaDetail.placing(text(interval)) : texts.areaOfNone))
        }
        return figures
    }

    /// Whether a filter is better than another, with the figures of both.
    func comparison(_ comparison: PairedBootstrap.Comparison) -> [PageBlock] {
        guard let area = comparison.oneMinusROCAPercent else { return [.answer(.open, texts.notComparable)] }
        let messages = numbers.count(comparison.messages)
        let answer: PageBlock =
            !area.isSignificant
            ? .answer(.open, texts.noDifference.placing(messages))
            : area.points < 0
                ? .answer(.good, texts.surelyBetter.placing(messages))
                : .answer(.bad, texts.surelyWorse.placing(messages))
        var rows = [row(texts.area, area)]
        for (allowance, difference) in zip(HamAllowance.all, comparison.spamMissedPercent) {
            rows.append(row(texts.missedWhere.placing(numbers.limit(100 * allowance.share)), difference))
        }
        return [
            answer,
            .table(
                PageTable(
                    texts.comparisonCaption,
                    columns: [texts.figure, texts.firstBefore, texts.secondNow, texts.difference, texts.ofThem],
                    rows: rows)),
        ]
    }

    private func row(_ name: String, _ difference: PairedBootstrap.Difference) -> [PageTable.Cell] {
        let interval = difference.interval
        return [
            .text(name), .number(numbers.percent(difference.first)), .number(numbers.percent(difference.second)),
            .number(numbers.change(difference.points)), .number(numbers.range(interval.lower, interval.upper)),
        ]
    }

    private func text(_ interval: Interval) -> String { numbers.interval(interval.lower, interval.upper) }
}

extension ReportTexts {
    /// So many of so many.
    func ofAll(_ numbers: LocalNumbers, _ count: Int, _ all: Int) -> String {
        "\(numbers.count(count)) / \(numbers.count(all))"
    }
}
