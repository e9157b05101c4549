// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import TextOutput

extension LogReport {
    /// The columns of a terminal.
    private static let width = 80

    /// The report for people: 80 columns.
    var text: String {
        let times = period.map { "\(Self.time($0.first)) to \(Self.time($0.last))" } ?? "no new lines"
        var text = "Mail server logs, \(times)\n"
        text += "\(counted(lines.total, "line")), \(size(ofBytes: lines.bytes))\n"
        for section in sections { text += "\n" + Self.text(section) }
        return text
    }

    private static func text(_ section: Section) -> String {
        var widths = section.columns.map(\.count)
        let cells = section.rows.map { $0.cells.map(words) }
        for row in cells {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        let keyWidth = width - widths.reduce(0) { $0 + $1 + 2 }
        var text = section.title + "\n"
        if section.columns.count > 1 {
            text += row("", section.columns, widths, keyWidth)
        }
        for (row, cells) in zip(section.rows, cells) { text += Self.row(row.name, cells, widths, keyWidth) }
        if let note = section.note { text += "  \(note)\n" }
        return text
    }

    /// A row; a name that is too long goes on in the next lines.
    private static func row(_ name: String, _ cells: [String], _ widths: [Int], _ keyWidth: Int) -> String {
        let columns = zip(cells, widths).map { "  " + $0.leftPadded($1) }.joined()
        var lines = name.forTerminal().wrapped(keyWidth - 2).split(separator: "\n").map(String.init)
        if lines.isEmpty { lines = [""] }
        for index in lines.indices where lines[index].count > keyWidth - 2 {
            lines[index] = lines[index].prefix(keyWidth - 3) + "…"
        }
        var text = ("  " + lines[0]).rightPadded(keyWidth) + columns
        while text.last == " " { text.removeLast() }
        text += "\n"
        for line in lines.dropFirst() { text += "    \(line)\n" }
        return text
    }

    /// A cell as people read it.
    static func words(_ cell: Cell) -> String {
        switch cell {
        case .count(let count): count == 0 ? "-" : grouped(count)
        case .bytes(let bytes): size(ofBytes: bytes)
        case .seconds(let seconds): duration(seconds)
        case .text(let text): text.forTerminal()
        }
    }

    private static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<60: fixedPoint(seconds, digits: 1) + " s"
        case ..<3_600: fixedPoint(seconds / 60, digits: 1) + " min"
        case ..<172_800: fixedPoint(seconds / 3_600, digits: 1) + " h"
        default: fixedPoint(seconds / 86_400, digits: 1) + " d"
        }
    }

    private static func time(_ seconds: Int) -> String { MailDate(secondsSince1970: Int64(seconds)).rfc3339 }
}
