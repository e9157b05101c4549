// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SpamEvaluation

/// The charts of an evaluation, each with the table behind it.
struct EvaluationCharts {
    /// So many points of a curve are in the table behind it.
    private static let maxRows = 20

    let texts: ReportTexts
    let numbers: LocalNumbers
    let report: EvaluationReport
    let curves: EvaluationCurves
    /// The curve of the model before, on the messages that both scored.
    var before: EvaluationCurves?

    /// All that have something to show.
    var all: [(chart: Chart, table: PageTable)] { [roc, histogram, reliability, stages].compactMap { $0 } }

    // MARK: ROC

    private var roc: (chart: Chart, table: PageTable)? {
        guard curves.ham > 0, curves.spam > 0 else { return nil }
        func points(_ curves: EvaluationCurves) -> [Chart.Point] {
            curves.roc.map {
                Chart.Point(share($0.hamLost, of: curves.ham), share($0.spamMissed, of: curves.spam))
            }
        }
        var marks: [Chart.Mark] = []
        if let before, before.ham > 0, before.spam > 0 {
            marks.append(.line(points(before), .before, name: texts.modelBefore))
        }
        marks.append(.line(points(curves), .now, name: texts.thisModel))
        let metrics = report.metrics
        if let lost = metrics.hmPercent, let missed = metrics.smPercent {
            marks.append(.dots([Chart.Point(lost, missed)], .operating, name: texts.verdictsPoint))
        }
        let rows = Self.spread(curves.roc).map { cost -> [PageTable.Cell] in
            [
                .number(numbers.decimal(cost.threshold, digits: 2)), .number(numbers.count(cost.hamLost)),
                .number(numbers.percent(share(cost.hamLost, of: curves.ham))), .number(numbers.count(cost.spamMissed)),
                .number(numbers.percent(share(cost.spamMissed, of: curves.spam))),
            ]
        }
        return (
            Chart(
                id: "roc", title: texts.rocTitle, summary: texts.rocSummary, x: logit(texts.lostAxis, of: curves.ham),
                y: logit(texts.missedAxis, of: curves.spam), marks),
            PageTable(
                texts.rocTitle, columns: [texts.threshold, texts.lost, "%", texts.missed, "%"], rows: rows,
                cut: cut(curves.roc.count))
        )
    }

    /// An axis of percentages; what is less than half a message lies at its beginning.
    private func logit(_ name: String, of all: Int) -> ChartAxis {
        let least = min(10, 50 / Double(all))
        let ticks = [0.001, 0.01, 0.1, 1, 10, 50, 90]
        return ChartAxis(
            name, from: least, to: 95, scale: .logit,
            ticks: ticks.map { value in
                (value, numbers.decimal(value, digits: value < 0.01 ? 3 : value < 0.1 ? 2 : value < 1 ? 1 : 0))
            })
    }

    // MARK: Scores

    private var histogram: (chart: Chart, table: PageTable)? {
        guard let first = curves.histogram.first, let last = curves.histogram.last else { return nil }
        let most = curves.histogram.map { max($0.ham, $0.spam) }.max() ?? 0
        // Side by side, so that neither hides the other.
        func bars(
            _ count: (EvaluationCurves.Bin) -> Int, _ part: Double
        ) -> [(from: Double, to: Double, height: Double)] {
            curves.histogram.map { bin in
                let width = (bin.to - bin.from) / 2
                let from = bin.from + part * width
                return (from, from + width * 0.9, Double(count(bin)))
            }
        }
        var marks: [Chart.Mark] = [
            .bars(bars(\.ham, 0), .ham, name: texts.ham), .bars(bars(\.spam, 1), .spam, name: texts.spam),
        ]
        if let threshold = curves.threshold {
            marks.append(.rule(threshold, texts.thresholdRule.placing(numbers.decimal(threshold, digits: 1))))
        }
        let rows = curves.histogram.map { bin -> [PageTable.Cell] in
            [
                .number(numbers.decimal(bin.from, digits: 2)), .number(numbers.decimal(bin.to, digits: 2)),
                .number(numbers.count(bin.ham)), .number(numbers.count(bin.spam)),
            ]
        }
        return (
            Chart(
                id: "scores", title: texts.histogramTitle, summary: texts.histogramSummary,
                x: .across(texts.scoreAxis, first.from, last.to) { numbers.decimal($0, digits: 0) },
                y: .upwards(texts.messagesAxis, to: Double(most)) { numbers.count($0) }, marks),
            PageTable(
                texts.histogramTitle, columns: [texts.scoreFrom, texts.scoreTo, texts.hamColumn, texts.spamColumn],
                rows: rows)
        )
    }

    private var reliability: (chart: Chart, table: PageTable)? {
        let bins = report.calibration.bins.map { bin in
            let spam = Int((bin.spamShare * Double(bin.messages)).rounded())
            return (
                predicted: 100 * bin.meanProbability, spam: 100 * bin.spamShare, messages: bin.messages,
                interval: Interval.exactRate(spam, of: bin.messages) ?? Interval(lower: 0, upper: 100)
            )
        }
        guard !bins.isEmpty else { return nil }
        let ticks = [0.0, 25, 50, 75, 100].map { ($0, numbers.decimal($0, digits: 0)) }
        let rows = bins.map { bin -> [PageTable.Cell] in
            [
                .number(numbers.count(bin.messages)), .number(numbers.percent(bin.predicted)),
                .number(numbers.percent(bin.spam)),
                .number(numbers.interval(bin.interval.lower, bin.interval.upper)),
            ]
        }
        return (
            Chart(
                id: "reliability", title: texts.reliabilityTitle, summary: texts.reliabilitySummary,
                x: ChartAxis(texts.predictedAxis, from: 0, to: 100, ticks: ticks),
                y: ChartAxis(texts.cameTrueAxis, from: 0, to: 100, ticks: ticks),
                [
                    .line([Chart.Point(0, 0), Chart.Point(100, 100)], .ideal, name: texts.perfect),
                    .whiskers(bins.map { ($0.predicted, $0.interval.lower, $0.interval.upper) }, .now),
                    .dots(bins.map { Chart.Point($0.predicted, $0.spam) }, .now, name: texts.groups),
                ]),
            PageTable(
                texts.reliabilityTitle,
                columns: [texts.messagesAxis, texts.predictedAxis, texts.cameTrueAxis, texts.ofThem], rows: rows)
        )
    }

    // MARK: Time

    private var stages: (chart: Chart, table: PageTable)? {
        guard let last = curves.stages.last else { return nil }
        let lost = curves.stages.compactMap { stage in
            percent(stage.decisions.hamLost, of: stage.decisions.ham).map { Chart.Point(Double(stage.messages), $0) }
        }
        let missed = curves.stages.compactMap { stage in
            percent(stage.decisions.spamMissed, of: stage.decisions.spam).map {
                Chart.Point(Double(stage.messages), $0)
            }
        }
        let most = (lost + missed).map(\.y).max() ?? 0
        let digits = most < 2 ? 2 : most < 8 ? 1 : 0
        let rows = curves.stages.map { stage -> [PageTable.Cell] in
            let decisions = stage.decisions
            return [
                .number(numbers.count(stage.messages)),
                .number(texts.ofAll(numbers, decisions.hamLost, decisions.ham)),
                .number(texts.ofAll(numbers, decisions.spamMissed, decisions.spam)),
            ]
        }
        return (
            Chart(
                id: "stages", title: texts.stagesTitle, summary: texts.stagesSummary,
                x: .across(texts.scoredAxis, 0, Double(last.messages)) { numbers.count($0) },
                y: .upwards(texts.wrongAxis, to: most) { numbers.decimal($0, digits: digits) },
                [
                    .line(missed, .spam, name: texts.missed), .dots(missed, .spam, name: ""),
                    .line(lost, .ham, name: texts.lost), .dots(lost, .ham, name: ""),
                ]),
            PageTable(texts.stagesTitle, columns: [texts.upTo, texts.lost, texts.missed], rows: rows)
        )
    }

    // MARK: Parts

    private func share(_ count: Int, of all: Int) -> Double { percent(count, of: all) ?? 0 }

    private func percent(_ count: Int, of all: Int) -> Double? { all > 0 ? 100 * Double(count) / Double(all) : nil }

    /// Some of many, the first and the last among them.
    private static func spread<Element>(_ all: [Element]) -> [Element] {
        guard all.count > maxRows else { return all }
        return (0..<maxRows).map { all[$0 * (all.count - 1) / (maxRows - 1)] }
    }

    private func cut(_ count: Int) -> String? {
        count > Self.maxRows ? texts.moreRows.placing(numbers.count(count - Self.maxRows)) : nil
    }
}
