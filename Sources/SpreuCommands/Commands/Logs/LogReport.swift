// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages

/// The tables of a report on logs, as they are shown: named sections of rows.
///
/// In English it has the names that JSON and CSV have.
struct LogReport {
    typealias Section = ReportSection
    typealias Cell = ReportSection.Cell

    let tables: LogTables
    let language: Language
    let texts: LogTexts
    let sections: [Section]
    /// What was not read or not counted, in sentences.
    let notices: [String]

    /// Makes the report.
    ///
    /// - Parameters:
    ///   - top: the most rows of tables that may have any number.
    ///   - notices: what was not read or not counted, in the report's language.
    init(_ tables: LogTables, _ language: Language, top: Int, notices: [String] = []) {
        self.tables = tables
        self.language = language
        self.notices = notices
        texts = .of(language)
        sections = LogSections(tables: tables, language: language, texts: texts, top: top).all
            .filter { !$0.rows.isEmpty }
    }

    /// Numbers and dates, as the reader writes them.
    var numbers: LocalNumbers { LocalNumbers(language) }

    /// When the first and the last line were written; nil: there was none.
    var period: String? {
        guard let first = tables.first else { return nil }
        return texts.period.placing(numbers.time(Int64(first)), numbers.time(Int64(tables.last ?? first)))
    }

    /// How many lines there were.
    var lineCount: String { numbers.count(tables.lines.total, texts.line, texts.lines) }
}
