// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import ReportPages
import SpamEvaluation

/// What the live filter did, day by day.
struct LiveFilter {
    private static let secondsPerDay: Int64 = 86_400

    let texts: ReportTexts
    let numbers: LocalNumbers
    let report: BatchReport

    /// The charts; nothing if the filter judged nothing.
    var blocks: [PageBlock] {
        guard let filter = report.filter, filter.judged > 0, !filter.byDay.isEmpty else { return [] }
        return [
            .charts([
                chart(
                    filter, id: "spam-by-day", texts.spamByDay, texts.spamByDaySummary, wrong: texts.missedOfThem,
                    \.spam),
                chart(filter, id: "ham-by-day", texts.hamByDay, texts.hamByDaySummary, wrong: texts.lostOfThem, \.ham),
            ])
        ]
    }

    private func chart(
        _ filter: FilterFigures, id: String, _ title: String, _ summary: String, wrong: String,
        _ share: (FilterFigures.Day) -> FilterFigures.Share
    ) -> (chart: Chart, table: PageTable) {
        let days = filter.byDay.sorted { $0.key < $1.key }.map { (day: $0.key, mail: share($0.value)) }
        let (first, last) = (days.first?.day ?? 0, days.last?.day ?? 0)
        func bars(_ count: (FilterFigures.Share) -> Double) -> [(from: Double, to: Double, height: Double)] {
            days.map { (Double($0.day) - 0.35, Double($0.day) + 0.35, count($0.mail).rounded()) }
        }
        let most = days.map(\.mail.arrived).max() ?? 0
        let ticks = (first...last).map { (Double($0), numbers.shortDay($0 * Self.secondsPerDay)) }
        let rows = days.map { entry -> [PageTable.Cell] in
            let interval = entry.mail.interval
            return [
                .text(numbers.day(entry.day * Self.secondsPerDay)), .number(numbers.count(entry.mail.arrived)),
                .number(numbers.count(entry.mail.wrong)),
                .number(interval.map { numbers.interval($0.lower, $0.upper) } ?? ""),
                .number(numbers.count(entry.mail.confirmed)),
            ]
        }
        return (
            Chart(
                id: id, title: title, summary: summary,
                x: ChartAxis(texts.dayAxis, from: Double(first) - 0.5, to: Double(last) + 0.5, ticks: ticks),
                y: .upwards(texts.messagesAxis, to: most) { numbers.count(Int($0)) },
                [.bars(bars(\.arrived), .before, name: texts.arrived), .bars(bars(\.wrong), .spam, name: wrong)]),
            PageTable(
                title, columns: [texts.dayAxis, texts.arrived, wrong, texts.ofThem, texts.confirmed], rows: rows)
        )
    }
}
