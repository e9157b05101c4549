// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages

extension LogReport {
    /// The report for people: 80 columns.
    var text: String {
        var text = "\(texts.title), \(period ?? texts.noNews)\n"
        text += texts.read.placing(lineCount, numbers.size(ofBytes: tables.lines.bytes)) + "\n"
        for section in sections { text += "\n" + section.text(language) }
        return text.replacing("\u{A0}", with: " ")
    }
}
