// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What the filter did by hour and by day, as charts.
struct FilterCharts {
    private static let hours: Int64 = 48
    private static let days: Int64 = 30

    let texts: FilterPageTexts
    let numbers: LocalNumbers
    let state: FilterState

    /// The charts; nothing before the first message.
    var blocks: [PageBlock] {
        guard state.history.last(hours: FilterHistory.hours, at: state.now).messages > 0 else { return [] }
        let hour = state.now / 3_600
        let byHour = (0..<Self.hours).map { (ago: $0, counts: state.history.hour(hour - $0)) }
        let byDay = (0..<Self.days).map { day in
            (
                ago: day,
                counts: (0..<24).reduce(into: HistoryCounts()) { $0.add(state.history.hour(hour - 24 * day - $1)) }
            )
        }
        return [
            .charts([
                chart("by-hour", texts.byHour, texts.byHourSummary, axis: texts.hoursAgo, byHour, tick: 12),
                chart("by-day", texts.byDay, texts.byDaySummary, axis: texts.daysAgo, byDay, tick: 5),
            ])
        ]
    }

    private func chart(
        _ id: String, _ title: String, _ summary: String, axis: String, _ values: [(ago: Int64, counts: HistoryCounts)],
        tick: Int64
    ) -> (chart: Chart, table: PageTable) {
        func count(_ counts: HistoryCounts, _ verdict: String) -> Int { Int(counts.verdicts[verdict] ?? 0) }
        func line(_ verdict: String) -> [Chart.Point] {
            values.reversed().map { Chart.Point(-Double($0.ago), Double(count($0.counts, verdict))) }
        }
        func name(_ verdict: String) -> String { texts.verdicts[verdict, default: verdict] }
        let most = values.map { max(count($0.counts, "ham"), count($0.counts, "spam"), count($0.counts, "unfiltered")) }
        var marks: [Chart.Mark] = [
            .line(line("ham"), .ham, name: name("ham")), .line(line("spam"), .spam, name: name("spam")),
        ]
        if values.contains(where: { count($0.counts, "unfiltered") > 0 }) {
            marks.append(.line(line("unfiltered"), .before, name: name("unfiltered")))
        }
        let last = Int64(values.count)
        let ticks = stride(from: 0, to: last, by: Int64.Stride(tick)).reversed().map {
            (-Double($0), numbers.count(Int($0)))
        }
        let rows = values.filter { $0.counts.messages > 0 }.map { value -> [PageTable.Cell] in
            [.text(numbers.count(Int(value.ago)))]
                + ["ham", "spam", "unsure", "unfiltered"].map { .number(numbers.count(count(value.counts, $0))) }
        }
        return (
            Chart(
                id: id, title: title, summary: summary,
                x: ChartAxis(axis, from: -Double(last - 1), to: 0, ticks: ticks),
                y: .upwards(texts.messages, to: Double(max(4, most.max() ?? 0))) { numbers.count(Int($0)) }, marks),
            PageTable(
                title, columns: [axis] + ["ham", "spam", "unsure", "unfiltered"].map { name($0) }, rows: rows)
        )
    }
}
