// SPDX-License-Identifier: Apache-2.0
package import ReportPages
import TextOutput

/// How a week was, told on its first working morning even where nothing happened: silence must not look like health.
package struct WeekSummary: Sendable {
    /// When it is told: Monday, so many hours after midnight.
    private static let hour = 6

    private let history: SiteHistory
    private let incidents: [Incident]
    private let local: Int

    /// Sums up a week.
    ///
    /// - Parameter local: the local time, in seconds.
    package init(_ history: SiteHistory, _ incidents: [Incident], local: Int) {
        self.history = history
        self.incidents = incidents
        self.local = local
    }

    /// The week of a local time, as weeks since 1970 that begin on Monday at six.
    package static func week(local: Int) -> Int { (local + 3 * 86_400 - hour * 3_600) / (7 * 86_400) }

    private static let rows: [SiteSeries] = [.received, .recipients, .bounced, .deferred, .blockListed]

    /// The lines of the summary.
    package func lines(_ language: Language) -> [String] {
        let (texts, numbers) = (AlarmTexts.of(language), LocalNumbers(language))
        let today = local / 86_400
        func total(_ series: SiteSeries, _ days: Range<Int>) -> String {
            numbers.count(days.reduce(0) { $0 + (history.site[series]?.count(ofDay: $1) ?? 0) })
        }
        let opened = incidents.filter { $0.opened >= (today - 7) * 86_400 }.count
        let open = incidents.filter { $0.closed == nil }
        let alarms = numbers.count(opened, texts.alarm, texts.alarms)
        var lines = [
            opened == 0 && open.isEmpty ? texts.quiet : texts.ofWeek.placing(alarms, numbers.count(open.count)), "",
            String(repeating: " ", count: 24) + texts.thisWeek.leftPadded(13) + texts.weekBefore.leftPadded(19),
        ]
        for series in Self.rows {
            lines.append(
                (texts.weekRows[series] ?? "").rightPadded(24) + total(series, today - 7..<today).leftPadded(13)
                    + total(series, today - 14..<today - 7).leftPadded(19))
        }
        lines += months(MonthlyTotals.month(ofDay: today), texts, numbers)
        if !open.isEmpty { lines.append("") }
        for incident in open { lines.append(texts.stillOpen.placing(incident.id, texts.summary(incident))) }
        return lines
    }

    /// The month so far, and the same month of last year where it was counted.
    private func months(_ month: MonthlyTotals.Month, _ texts: AlarmTexts, _ numbers: LocalNumbers) -> [String] {
        let totals = history.totals
        let shown = [month, month - 12].filter { totals.months.contains($0) }
        guard !shown.isEmpty else { return [] }
        return [""]
            + shown.map { month in
                texts.ofMonth.placing(
                    MonthlyTotals.name(month), numbers.count(totals.count(.received, in: month)),
                    numbers.count(totals.count(.recipients, in: month)))
            }
    }
}
