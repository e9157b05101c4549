// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// How a week was, told on its first working morning even where nothing happened: silence must not look like health.
package enum WeekSummary {
    /// When it is told: Monday, so many hours after midnight.
    private static let hour = 6

    /// The week of a local time, as weeks since 1970 that begin on Monday at six.
    package static func week(local: Int) -> Int { (local + 3 * 86_400 - hour * 3_600) / (7 * 86_400) }

    /// The lines of a summary.
    ///
    /// - Parameter local: the local time, in seconds.
    package static func lines(_ history: SiteHistory, _ incidents: [Incident], local: Int) -> [String] {
        let today = local / 86_400
        func total(_ series: SiteSeries, _ days: Range<Int>) -> Int {
            days.reduce(0) { $0 + (history.site[series]?.count(ofDay: $1) ?? 0) }
        }
        let (week, before) = (today - 7..<today, today - 14..<today - 7)
        let opened = incidents.filter { $0.opened >= (today - 7) * 86_400 }.count
        let open = incidents.filter { $0.closed == nil }
        var lines = [
            opened == 0 && open.isEmpty
                ? "A quiet week: no alarm." : "\(counted(opened, "alarm")) this week, \(open.count) still open.",
            "", "                            this week    the week before",
        ]
        let rows: [(String, SiteSeries)] = [
            ("messages from outside", .received), ("external recipients", .recipients), ("bounced", .bounced),
            ("deferred", .deferred), ("refused by block lists", .blockListed),
        ]
        for (name, series) in rows {
            lines.append(
                name.rightPadded(24) + grouped(total(series, week)).leftPadded(13)
                    + grouped(total(series, before)).leftPadded(19))
        }
        lines += months(history.totals, MonthlyTotals.month(ofDay: today))
        if !open.isEmpty { lines.append("") }
        for incident in open { lines.append("open: \(incident.id)  \(incident.summary)") }
        return lines
    }

    /// The month so far, and the same month of last year where it was counted.
    private static func months(_ totals: MonthlyTotals, _ month: MonthlyTotals.Month) -> [String] {
        let shown = [month, month - 12].filter { totals.months.contains($0) }
        guard !shown.isEmpty else { return [] }
        return [""]
            + shown.map { month in
                "\(MonthlyTotals.name(month)): \(grouped(totals.count(.received, in: month))) from outside, "
                    + "\(counted(totals.count(.recipients, in: month), "external recipient"))"
            }
    }
}
