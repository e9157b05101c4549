// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
public import ReportPages
public import TrainingStore

/// The page of many nights: how each figure went, and how each night ended.
public struct TrendPage: Sendable {
    /// So many nights are in tables of nights.
    private static let listed = 30
    /// Nights of a week: if something failed in it, somebody should look.
    private static let week: Int64 = 7 * 86_400
    /// After so long without a night one is missing.
    private static let missing: Int64 = 36 * 3_600

    private let runs: [RunRecord]
    private let texts: TrendTexts
    private let numbers: LocalNumbers
    private let language: Language

    /// Makes the page of nights, the oldest first.
    public init(_ runs: [RunRecord], _ language: Language) {
        self.runs = runs
        self.language = language
        texts = TrendTexts.of(language)
        numbers = LocalNumbers(language)
    }

    /// The page: HTML in UTF-8.
    public var html: String {
        let about = runs.first.flatMap { first in
            runs.last.map {
                texts.about.placing(numbers.count(runs.count), numbers.day(first.started), numbers.day($0.started))
            }
        }
        return ReportPage(
            language, title: texts.title, about: about ?? texts.none, lead: lead,
            sections: [
                .init(id: "figures", title: texts.figures, figures), .init(id: "charts", title: texts.charts, charts),
                .init(id: "nights", title: texts.nights, nights),
            ], footer: ReportTexts.of(language).footer
        ).html
    }

    // MARK: The news

    private var lead: (tone: ReportPage.Tone, text: String) {
        guard let last = runs.last else { return (.open, texts.none) }
        let counts = Dictionary(grouping: runs) { $0.outcome }.mapValues(\.count)
        let unfinished = (counts[nil] ?? 0) + (counts[.failed] ?? 0)
        let sentence = texts.leadCounts.placing(
            numbers.count(runs.count), numbers.count(counts[.served] ?? 0),
            numbers.count((counts[.kept] ?? 0) + (counts[.refused] ?? 0) + (counts[.waiting] ?? 0)),
            numbers.count(unfinished))
        let recent = runs.filter { last.started - $0.started < Self.week }
        let failed = recent.count { $0.outcome == nil || $0.outcome == .failed }
        if failed > 0 { return (.bad, texts.leadFailed.placing(numbers.count(failed)) + " " + sentence) }
        // Also the one that ended within the week: before it there may have been none for a month.
        let gaps = zip(runs, runs.dropFirst()).count {
            last.started - $1.started < Self.week && $1.started - $0.started > Self.missing
        }
        if gaps > 0 { return (.open, texts.leadMissing + " " + sentence) }
        return last.outcome == .refused ? (.open, texts.leadRefused + " " + sentence) : (.good, sentence)
    }

    // MARK: Figures

    private enum Unit { case percent, count, logOdds, seconds }

    private struct Row {
        var name: String
        var unit: Unit
        var values: [Double?]
    }

    private var rows: [Row] {
        func measured(_ figure: NightFigure, _ unit: Unit) -> Row {
            Row(name: texts.names[figure] ?? figure.rawValue, unit: unit, values: runs.map { $0[figure] })
        }
        func recorded(_ name: String, _ unit: Unit = .count, _ value: (RunRecord) -> Int?) -> Row {
            Row(name: name, unit: unit, values: runs.map { value($0).map(Double.init) })
        }
        return [
            measured(.liveHamLost, .percent), measured(.liveSpamMissed, .percent), measured(.liveHam, .count),
            measured(.liveSpam, .count), measured(.hamLost, .percent), measured(.spamMissed, .percent),
            measured(.missedAtTenth, .percent), measured(.area, .percent), measured(.calibrationError, .percent),
            measured(.spamThreshold, .logOdds), measured(.hamThreshold, .logOdds),
            recorded(texts.newMessages) { $0.ingested?.new }, recorded(texts.learnedHam) { $0.learned?.ham },
            recorded(texts.learnedSpam) { $0.learned?.spam }, measured(.doubtedLabels, .count),
            measured(.knownSenders, .count), measured(.warnings, .count),
            recorded(texts.duration, .seconds) { run in run.finished.map { Int($0 - run.started) } },
        ].filter { $0.values.contains { $0 != nil } }
    }

    private func text(_ value: Double, _ unit: Unit) -> String {
        switch unit {
        case .percent: numbers.percent(value)
        case .count: numbers.count(value)
        case .logOdds: numbers.decimal(value, digits: 2)
        case .seconds: numbers.count(value) + "\u{A0}s"
        }
    }

    private var figures: [PageBlock] {
        let rows = rows.map { row -> [PageTable.Cell] in
            let known = row.values.compactMap { $0 }
            func cell(_ value: Double?) -> PageTable.Cell { .number(value.map { text($0, row.unit) } ?? "\u{2013}") }
            let summary = texts.sparkline.placing(
                row.name, known.first.map { text($0, row.unit) } ?? "", known.last.map { text($0, row.unit) } ?? "")
            return [
                .text(row.name), .line(Sparkline(row.values, summary: summary)), cell(row.values.last ?? nil),
                cell(weekBefore(row.values)), cell(known.min()), cell(known.max()),
            ]
        }
        if rows.isEmpty { return [] }
        return [
            .paragraph(texts.figuresIntro),
            .table(
                PageTable(
                    texts.figures,
                    columns: [
                        texts.figure, texts.course, texts.last, texts.weekBefore, texts.lowest, texts.highest,
                    ], rows: rows)),
        ]
    }

    /// The value of the last night that was a week or more before the last one.
    private func weekBefore(_ values: [Double?]) -> Double? {
        guard let last = runs.last else { return nil }
        return Array(zip(runs, values)).last { last.started - $0.0.started >= Self.week - 3_600 && $0.1 != nil }?.1
    }

    // MARK: Charts

    private var charts: [PageBlock] {
        let charts = [
            chart(
                "lost", texts.lostTitle, texts.lostSummary, y: texts.percent, unit: .percent,
                [(.liveHamLost, .now, texts.live), (.hamLost, .before, texts.measured)]),
            chart(
                "missed", texts.missedTitle, texts.missedSummary, y: texts.percent, unit: .percent,
                [(.liveSpamMissed, .now, texts.live), (.spamMissed, .before, texts.measured)]),
            chart(
                "arrived", texts.arrivedTitle, texts.arrivedSummary, y: texts.messages, unit: .count,
                [(.liveHam, .ham, texts.ham), (.liveSpam, .spam, texts.spam)]),
        ].compactMap { $0 }
        return charts.isEmpty ? [] : [.charts(charts)]
    }

    /// A chart of figures by day; nil if fewer than two nights have any.
    private func chart(
        _ id: String, _ title: String, _ summary: String, y: String, unit: Unit,
        _ figures: [(figure: NightFigure, style: Chart.Style, name: String)]
    ) -> (chart: Chart, table: PageTable)? {
        let lines = figures.map { figure, style, name in
            (
                style: style, name: name,
                // A clock that was ahead for a night puts it behind later ones.
                points: runs.compactMap { run in
                    run[figure].map { Chart.Point(Double(run.started) / 86_400, $0) }
                }.sorted { $0.x < $1.x }
            )
        }.filter { $0.points.count > 1 }
        let times = runs.map(\.started)
        guard let first = times.min(), let last = times.max(), !lines.isEmpty else { return nil }
        let days = first / 86_400...last / 86_400
        let step = max(1, days.count / 5)
        let ticks = stride(from: days.lowerBound, through: days.upperBound, by: step).map {
            (Double($0), numbers.shortDay($0 * 86_400))
        }
        let most = lines.flatMap(\.points).map(\.y).max() ?? 0
        let rows = runs.suffix(Self.listed).map { run in
            [.text(numbers.day(run.started))]
                + figures.map { PageTable.Cell.number(run[$0.figure].map { text($0, unit) } ?? "\u{2013}") }
        }
        return (
            Chart(
                id: id, title: title, summary: summary,
                x: ChartAxis(
                    texts.day, from: Double(first) / 86_400, to: Double(last) / 86_400, ticks: ticks),
                y: .upwards(y, to: most) { unit == .percent ? numbers.axis($0) : numbers.count($0) },
                lines.map { .line($0.points, $0.style, name: $0.name) }),
            PageTable(title, columns: [texts.day] + figures.map(\.name), rows: Array(rows))
        )
    }

    // MARK: Nights

    private var nights: [PageBlock] {
        let rows = runs.suffix(Self.listed).reversed().map { run -> [PageTable.Cell] in
            func count(_ value: Int?) -> PageTable.Cell { .number(value.map { numbers.count($0) } ?? "\u{2013}") }
            return [
                .text(numbers.time(run.started)), .text(texts.outcomes[run.outcome] ?? ""),
                count(run.ingested?.new), count(run.learned?.ham), count(run.learned?.spam),
                count(run.finished.map { Int($0 - run.started) }),
            ]
        }
        if rows.isEmpty { return [] }
        let more = runs.count - rows.count
        return [
            .table(
                PageTable(
                    texts.nights,
                    columns: [
                        texts.begun, texts.outcome, texts.newMessages, texts.learnedHam, texts.learnedSpam,
                        texts.seconds,
                    ], rows: rows, cut: more > 0 ? texts.earlier.placing(numbers.count(more)) : nil))
        ]
    }
}
