// SPDX-License-Identifier: Apache-2.0
import MailServerLogs

/// The tables of a report on logs, as they are shown: named sections of rows, the same in text, JSON and CSV.
struct LogReport {
    typealias Section = ReportSection
    typealias Cell = ReportSection.Cell

    /// When the first and the last line were written, in seconds since 1970; nil: there was none.
    let period: (first: Int, last: Int)?
    /// What was read.
    let lines: LineCounts
    private(set) var sections: [Section] = []

    /// Makes the report.
    ///
    /// - Parameter top: the most rows of tables that may have any number.
    init(_ tables: LogTables, top: Int) {
        period = tables.first.map { ($0, tables.last ?? $0) }
        lines = tables.lines
        let builder = LogSections(tables: tables, top: top)
        sections = builder.all.filter { !$0.rows.isEmpty }
    }
}
