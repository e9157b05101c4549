// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Counts of the site as a whole by month, for two years: nobody's, so kept for longer than the counts of days.
package struct MonthlyTotals: Sendable, Equatable {
    /// A month, counted from the year 0: twelve times the year, plus 0 for January.
    package typealias Month = Int

    /// What was counted, by month.
    package private(set) var counts: [SiteSeries: [Month: Int]] = [:]
    /// The day that was counted last, and its month: asked for each message.
    private var latest = (day: Int.min, month: 0)

    /// The most months of a series, whatever the clock did.
    static let maxMonths = 240

    package static func == (one: Self, other: Self) -> Bool { one.counts == other.counts }

    /// Begins with none.
    package init() {}

    /// The month of a day since 1970.
    package static func month(ofDay day: Int) -> Month {
        let date = CivilDate(day: Int64(day))
        return date.year * 12 + date.month - 1
    }

    /// A month as `2026-11`.
    package static func name(_ month: Month) -> String {
        let number = month % 12 + 1
        return "\(month / 12)-\(number < 10 ? "0" : "")\(number)"
    }

    /// The months of which there are counts, oldest first.
    package var months: [Month] { Set(counts.values.flatMap(\.keys)).sorted() }

    /// How many there were in a month.
    package func count(_ series: SiteSeries, in month: Month) -> Int { counts[series]?[month] ?? 0 }

    /// Counts one more.
    mutating func add(_ series: SiteSeries, day: Int) {
        if day != latest.day { latest = (day, Self.month(ofDay: day)) }
        let count = counts[series]?[latest.month] ?? 0
        // Never more than is read back.
        guard count > 0 || counts[series, default: [:]].count < Self.maxMonths else { return }
        counts[series, default: [:]][latest.month] = min(count + 1, CountSeries.maxCount)
    }

    /// Takes counts as they were kept; false where they are none.
    mutating func restore(_ series: SiteSeries, _ entries: [(Month, Int)]) -> Bool {
        guard entries.count <= Self.maxMonths, counts[series] == nil,
            entries.allSatisfy({ 1_970 * 12..<10_000 * 12 ~= $0.0 && 1...CountSeries.maxCount ~= $0.1 })
        else { return false }
        counts[series] = Dictionary(entries, uniquingKeysWith: { first, _ in first })
        return true
    }

    /// Forgets months that are too old.
    mutating func expire(day: Int, months: Int) {
        let oldest = Self.month(ofDay: day) - min(months, Self.maxMonths - 2)
        for series in counts.keys { counts[series] = counts[series]?.filter { $0.key >= oldest } }
    }

    /// Forgets months later than a day's.
    mutating func forgetFuture(day: Int) {
        let newest = Self.month(ofDay: day)
        for series in counts.keys { counts[series] = counts[series]?.filter { $0.key <= newest } }
    }
}
