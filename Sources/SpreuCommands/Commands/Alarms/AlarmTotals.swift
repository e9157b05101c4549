// SPDX-License-Identifier: Apache-2.0
import ReportPages
import ServerAlarms
import TextOutput

/// What `spreu watch --totals` prints: what was counted of the site by month.
struct AlarmTotals {
    private let totals: MonthlyTotals
    /// The columns of the table; JSON has all series.
    private static let columns: [SiteSeries] = [.received, .recipients, .bounced, .deferred, .blockListed]
    private static let width = 14

    init(_ settings: AlarmSettings) throws {
        totals = try WatchState.read(folder: settings.folder)?.history.totals ?? MonthlyTotals()
    }

    func write(_ language: Language, asJSON: Bool) throws {
        if asJSON { return try Console.write(json.text) }
        let (texts, numbers) = (AlarmTexts.of(language), LocalNumbers(language))
        guard !totals.months.isEmpty else { return try Console.write(texts.nothingCounted + "\n") }
        var text = texts.month.rightPadded(7)
        text += Self.columns.map { (texts.monthColumns[$0] ?? $0.word).leftPadded(Self.width) }.joined() + "\n"
        for month in totals.months {
            text += MonthlyTotals.name(month)
            text += Self.columns.map { numbers.count(totals.count($0, in: month)).leftPadded(Self.width) }.joined()
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
