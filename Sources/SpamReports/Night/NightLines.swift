// SPDX-License-Identifier: Apache-2.0
package import NightlyBatch
package import ReportPages
import TextOutput

/// A night's report as text, in a reader's language: a line a stage, then the notices, and the result last.
///
/// The lines are not wrapped, for they are looked up by their first word.
package struct NightLines {
    private let report: BatchReport
    private let language: Language
    private let duties: [String]

    /// Renders a report.
    ///
    /// - Parameter duties: how the duties stand, a sentence each in the same language; English ones are in the report.
    package init(_ report: BatchReport, _ language: Language, duties: [String] = []) {
        self.report = report
        self.language = language
        self.duties = duties
    }

    /// The report.
    ///
    /// Accounts and names of files are strangers' words: a line of theirs stays one line, and moves no terminal.
    package var text: String {
        if language == .english { return report.text }
        return GermanNight(report, duties: duties).lines.map { name, line in
            "\(name.rightPadded(GermanNight.nameColumns)) \(line)".forTerminal() + "\n"
        }.joined()
    }
}
