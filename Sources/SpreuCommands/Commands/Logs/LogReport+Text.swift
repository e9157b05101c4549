// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import TextOutput

extension LogReport {
    /// The report for people: 80 columns.
    var text: String {
        let times = period.map { "\(Self.time($0.first)) to \(Self.time($0.last))" } ?? "no new lines"
        var text = "Mail server logs, \(times)\n"
        text += "\(counted(lines.total, "line")), \(size(ofBytes: lines.bytes))\n"
        for section in sections { text += "\n" + section.text() }
        return text
    }

    private static func time(_ seconds: Int) -> String { MailDate(secondsSince1970: Int64(seconds)).rfc3339 }
}
