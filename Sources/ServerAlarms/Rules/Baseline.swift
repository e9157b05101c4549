// SPDX-License-Identifier: Apache-2.0

/// What is usual for a count on one day, from the site's own last eight weeks.
///
/// Medians, so that an incident of last week is not tomorrow's measure. Eight same weekdays are few: their median is drawn
/// towards that of all days of the kind, the more the fewer there are.
package struct Baseline: Sendable, Equatable {
    /// What is to be expected.
    package var expected: Double
    /// How far days of this kind usually are from it.
    package var spread: Double
    /// The most on a day of this kind.
    package var peak: Int

    /// Days of the same weekday that weigh as much as all days of the kind together.
    private static let shrinkage = 4.0

    /// Takes the measure of a day; nil where there were fewer than two days of its kind.
    ///
    /// - Parameter first: the first day of the logs.
    package init?(_ series: CountSeries, day: Int, since first: Int, calendar: SiteCalendar) {
        let start = max(first + 1, day - CountSeries.dailyDays)
        guard start < day else { return nil }
        let kind = calendar.kind(day)
        let alike = (start..<day).filter { calendar.kind($0) == kind }
        guard alike.count >= 2 else { return nil }
        let counts = alike.map { Double(series.count(ofDay: $0)) }
        let whole = Self.median(counts)
        let same = alike.filter { SiteCalendar.weekday($0) == SiteCalendar.weekday(day) }
            .map { Double(series.count(ofDay: $0)) }
        let weight = Double(same.count) / (Double(same.count) + Self.shrinkage)
        expected = kind == .monthEnd || same.isEmpty ? whole : weight * Self.median(same) + (1 - weight) * whole
        // Of counts that vary by chance alone the spread is the root; of few days the median says too little.
        let deviation = 1.4826 * Self.median(counts.map { abs($0 - whole) })
        spread = max(deviation, expected.squareRoot(), expected / 10, 1)
        peak = Int(counts.max() ?? 0)
    }

    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// The count from which a day is a departure: six spreads and twice what is expected, a quarter above the most so far.
    package func limit(minimum: Int) -> Int {
        max(minimum, Int((expected + 6 * spread).rounded(.up)), Int((2 * expected).rounded(.up)), peak * 5 / 4 + 1)
    }
}
