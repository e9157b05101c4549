// SPDX-License-Identifier: Apache-2.0
public import NightlyBatch
public import ReportPages
import TextOutput

/// The page of one night of many sites: those that stand out first.
public struct FleetPage: Sendable {
    private let table: FleetTable
    private let language: Language
    private let texts: FleetTexts
    private let numbers: LocalNumbers

    /// Makes the page of a table.
    public init(_ table: FleetTable, _ language: Language) {
        self.table = table
        self.language = language
        texts = FleetTexts.of(language)
        numbers = LocalNumbers(language)
    }

    /// The page: HTML in UTF-8, one file that loads nothing.
    public var html: String {
        let outliers = table.outliers
        return ReportPage(
            language, title: texts.title, about: texts.about.placing(numbers.count(table.rows.count)), lead: lead,
            sections: [
                .init(
                    id: "outliers", title: texts.outliers,
                    outliers.isEmpty ? [] : [.table(rows(outliers, texts.outliers))]),
                .init(id: "all", title: texts.all, [.table(rows(table.rows, texts.all))]),
            ], footer: texts.footer
        ).html
    }

    /// The outliers as lines for a terminal, 80 columns, and what they add up to.
    public var text: String {
        table.outliers.map { row in
            let words = "\(row.night.site.forTerminal()): \(findings(row))"
            return words.wrapped(78).split(separator: "\n").joined(separator: "\n  ") + "\n"
        }.joined() + lead.text.wrapped(80) + "\n"
    }

    private var lead: (tone: ReportPage.Tone, text: String) {
        let counts = table.counts
        let (sites, outliers) = (numbers.count(counts.sites), numbers.count(counts.outliers))
        if counts.failed > 0 { return (.bad, texts.leadFailed.placing(numbers.count(counts.failed), sites, outliers)) }
        if counts.outliers > 0 { return (.bad, texts.leadOutliers.placing(outliers, sites)) }
        return (.good, texts.leadGood.placing(sites))
    }

    private func findings(_ row: FleetTable.Row) -> String {
        var words = row.findings.map { texts.findings[$0] ?? $0.rawValue }
        if let code = row.night.code, row.findings.first == .failed { words[0] += " (\(code))" }
        return words.isEmpty ? "\u{2013}" : words.joined(separator: ", ")
    }

    private func rows(_ rows: [FleetTable.Row], _ caption: String) -> PageTable {
        func count(_ value: Int?) -> PageTable.Cell { .number(value.map { numbers.count($0) } ?? "\u{2013}") }
        func percent(_ value: Double?) -> PageTable.Cell { .number(value.map { numbers.percent($0) } ?? "\u{2013}") }
        return PageTable(
            caption, columns: texts.columns,
            rows: rows.map { row in
                let night = row.night
                return [
                    .strange(night.site), .text(findings(row)), count(night.new), count(night.ham), count(night.spam),
                    percent(night[.hamLost]), percent(night[.spamMissed]), count(night.unread),
                    .number(night.seconds.map { numbers.decimal($0, digits: 1) } ?? "\u{2013}"),
                ]
            })
    }
}
