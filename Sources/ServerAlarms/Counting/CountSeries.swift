// SPDX-License-Identifier: Apache-2.0

/// Counts by hour for a week and by day for eight weeks; older ones are forgotten.
///
/// Times are the site's own: seconds since 1970 plus the zone's offset.
package struct CountSeries: Sendable, Equatable {
    /// For how many days hours are told apart.
    package static let hourlyDays = 7
    /// For how many days there are counts: the eight weeks that departures are measured against.
    package static let dailyDays = 56

    /// Hours since 1970 with their counts, oldest first; those without any are left out.
    package private(set) var hours: [Entry] = []
    /// Days since 1970 with their counts, likewise.
    package private(set) var days: [Entry] = []

    /// A count of an hour or a day.
    package struct Entry: Sendable, Equatable {
        /// The hour's or the day's number.
        package var number: Int
        /// How many.
        package var count: Int
    }

    /// The most entries, whatever the clock did: a day more than is told apart.
    private static let (maxHours, maxDays) = (hourlyDays * 24 + 24, dailyDays + 1)
    /// The hour that ends the year 9999: sums of such numbers stay far from overflowing.
    private static let maxNumber = 70_389_527
    /// The highest count of an hour or a day; it stops there.
    package static let maxCount = 1_000_000_000

    /// Begins with none.
    package init() {}

    /// Takes counts as they were kept; nil where they are in no order or no counts.
    package init?(hours: [Entry], days: [Entry]) {
        func areInOrder(_ entries: [Entry], _ limit: Int) -> Bool {
            entries.count <= limit
                && entries.allSatisfy { 1...Self.maxCount ~= $0.count && 0...Self.maxNumber ~= $0.number }
                && zip(entries, entries.dropFirst()).allSatisfy { $0.number < $1.number }
        }
        guard areInOrder(hours, Self.maxHours), areInOrder(days, Self.maxDays) else { return nil }
        (self.hours, self.days) = (hours, days)
    }

    /// Whether there is nothing at all.
    package var isEmpty: Bool { days.isEmpty }

    /// Adds to an hour and its day.
    package mutating func add(_ count: Int = 1, at local: Int) {
        Self.add(count, local / 3_600, &hours)
        Self.add(count, local / 86_400, &days)
        if hours.count > Self.maxHours { hours.removeFirst() }
        if days.count > Self.maxDays { days.removeFirst() }
    }

    /// Keeps some hours and days only.
    mutating func keep(hours isKeptHour: (Int) -> Bool, days isKeptDay: (Int) -> Bool) {
        hours.removeAll { !isKeptHour($0.number) }
        days.removeAll { !isKeptDay($0.number) }
    }

    private static func add(_ count: Int, _ number: Int, _ entries: inout [Entry]) {
        guard number >= 0, count > 0 else { return }
        // Lines of several hosts come nearly in order.
        if let index = entries.lastIndex(where: { $0.number <= number }) {
            if entries[index].number == number {
                entries[index].count = min(maxCount, entries[index].count + count)
            } else {
                entries.insert(Entry(number: number, count: count), at: index + 1)
            }
        } else {
            entries.insert(Entry(number: number, count: count), at: 0)
        }
    }

    /// Forgets what is too old.
    package mutating func expire(_ local: Int) {
        let hour = local / 3_600 - Self.hourlyDays * 24
        if let first = hours.first, first.number <= hour { hours.removeAll { $0.number <= hour } }
        let day = local / 86_400 - Self.dailyDays
        if let first = days.first, first.number < day { days.removeAll { $0.number < day } }
    }

    /// How many there were on a day.
    package func count(ofDay day: Int) -> Int { days.last { $0.number == day }?.count ?? 0 }

    /// How many there were in the last 24 hours, the one that has begun included.
    package func lastDay(at local: Int) -> Int {
        let hour = local / 3_600
        return hours.reduce(0) { $1.number > hour - 24 && $1.number <= hour ? $0 + $1.count : $0 }
    }

    /// The most on one of the days before this one.
    package func peak(before day: Int) -> Int { days.reduce(0) { $1.number < day ? max($0, $1.count) : $0 } }
}
