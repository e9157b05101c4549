// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import TextOutput

extension LogReport {
    /// The report for programs: an object of sections, each an array of rows.
    var json: JSONValue {
        let lines = tables.lines
        var members: [String: JSONValue] = [
            "first": Self.time(tables.first), "last": Self.time(tables.last ?? tables.first),
            "lineCounts": .object([
                "total": .integer(lines.total), "bytes": .integer(lines.bytes),
                "unreadable": .integer(lines.unreadable),
                "cut": .integer(lines.cut), "unknown": .integer(lines.unknown),
                "suppressions": .integer(lines.suppressions),
            ]),
        ]
        for section in sections {
            members[section.id] = section.json
        }
        return .object(members)
    }

    /// The report for spreadsheets: section, row, column, value.
    var csv: String {
        var text = "section,row,column,value\n"
        for section in sections {
            for row in section.rows {
                for (column, cell) in zip(section.columns, row.cells) {
                    let value = Self.plain(cell)
                    if value.isEmpty { continue }
                    text +=
                        [section.id, row.name, Section.key(column), value].map(Self.quoted).joined(separator: ",")
                        + "\n"
                }
            }
        }
        return text
    }

    private static func time(_ seconds: Int?) -> JSONValue {
        seconds.map { .string(MailDate(secondsSince1970: Int64($0)).rfc3339) } ?? .null
    }

    private static func plain(_ cell: Cell) -> String {
        switch cell {
        case .count(let count), .bytes(let count): String(count)
        case .seconds(let seconds): fixedPoint(seconds, digits: 3)
        case .text(let text): text
        }
    }

    /// A field as RFC 4180 has it; one that a spreadsheet would take for a formula begins with an apostrophe.
    private static func quoted(_ field: String) -> String {
        let isFormula = field.first.map { "=+-@\t\r".contains($0) } ?? false && Double(field) == nil
        let safe = (isFormula ? "'" : "") + field.forTerminal()
        guard safe.unicodeScalars.contains(where: { ",\"\n'".unicodeScalars.contains($0) }) else { return safe }
        return "\"" + safe.replacing(scalar: "\"", with: "\"\"") + "\""
    }
}
