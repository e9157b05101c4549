// SPDX-License-Identifier: Apache-2.0
import ServerAlarms
import TextOutput

/// What `spreu watch --totals` prints: what was counted of the site by month.
struct AlarmTotals {
    private let totals: MonthlyTotals
    /// The columns of the table; JSON has all series.
    private static let columns: [(name: String, series: SiteSeries)] = [
        ("from outside", .received), ("to outside", .recipients), ("bounced", .bounced), ("deferred", .deferred),
        ("block lists", .blockListed),
    ]
    private static let width = 14

    init(_ settings: AlarmSettings) throws {
        totals = try WatchState.read(folder: settings.folder)?.history.totals ?? MonthlyTotals()
    }

    func write(asJSON: Bool) throws {
        if asJSON { return try Console.write(json.text) }
        guard !totals.months.isEmpty else { return try Console.write("Nothing was counted yet.\n") }
        var text = "month  " + Self.columns.map { $0.name.leftPadded(Self.width) }.joined() + "\n"
        for month in totals.months {
            text += MonthlyTotals.name(month)
            text += Self.columns.map { grouped(totals.count($0.series, in: month)).leftPadded(Self.width) }.joined()
            text += "\n"
        }
        try Console.write(text)
    }

    private var json: JSONValue {
        .array(
            totals.months.map { month in
                let counts = SiteSeries.all.map { ($0.word, JSONValue.integer(totals.count($0, in: month))) }
                return .object([
                    "month": .string(MonthlyTotals.name(month)),
                    "counts": .object(Dictionary(uniqueKeysWithValues: counts)),
                ])
            })
    }
}
