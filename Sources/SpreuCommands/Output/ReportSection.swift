// SPDX-License-Identifier: Apache-2.0
import ReportPages
import TextOutput

/// A table of a report, the same in text, JSON, CSV and on a page.
struct ReportSection {
    /// One value of a row.
    enum Cell: Equatable {
        case count(Int)
        case bytes(Int)
        /// Seconds.
        case seconds(Double)
        case text(String)
    }

    /// Its name for programs, in lower camel case.
    var id: String
    /// Its title for people.
    var title: String
    /// What the rows' names are.
    var key: String
    /// Names of the columns; as titles, in words.
    var columns: [String]
    var rows: [(name: String, cells: [Cell])]
    /// A line below the table.
    var note: String?

    // MARK: For people

    /// The columns of a terminal.
    private static let width = 80
    /// No cell of text takes more of them, and the names of rows never less than so many: either may be a stranger's.
    private static let (maxTextWidth, minKeyWidth) = (30, 20)

    /// The table for a terminal: 80 columns.
    func text(_ language: Language) -> String {
        let numbers = LocalNumbers(language)
        var widths = columns.map(\.count)
        let cells = rows.map { $0.cells.map { Self.shortened(Self.words($0, numbers)) } }
        for row in cells {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        let keyWidth = max(Self.minKeyWidth, Self.width - widths.reduce(0) { $0 + $1 + 2 })
        var text = title + "\n"
        if columns.count > 1 { text += Self.row("", columns, widths, keyWidth) }
        for (row, cells) in zip(rows, cells) { text += Self.row(row.name, cells, widths, keyWidth) }
        if let note {
            for line in note.wrapped(Self.width - 2).split(separator: "\n") { text += "  \(line)\n" }
        }
        return text
    }

    private static func shortened(_ cell: String) -> String {
        cell.count > maxTextWidth ? cell.prefix(maxTextWidth - 1) + "\u{2026}" : cell
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
    private static func words(_ cell: Cell, _ numbers: LocalNumbers) -> String {
        switch cell {
        case .count(let count): count == 0 ? "-" : numbers.count(count)
        case .bytes(let bytes): numbers.size(ofBytes: bytes)
        case .seconds(let seconds): numbers.duration(seconds: seconds)
        case .text(let text): text.forTerminal()
        }
    }

    /// The table for a page.
    func table(_ language: Language) -> PageTable {
        let numbers = LocalNumbers(language)
        return PageTable(
            title, columns: [key] + columns,
            rows: rows.map { row in
                // Names of domains, networks and the like are strangers' words.
                [.strange(row.name)]
                    + row.cells.map { cell in
                        let words = Self.words(cell, numbers)
                        return if case .text = cell { .text(words) } else { .number(words) }
                    }
            }, cut: note)
    }

    // MARK: For programs

    /// The rows, each an object.
    var json: JSONValue {
        .array(
            rows.map { row in
                var values: [String: JSONValue] = [Self.key(key): .string(row.name)]
                for (column, cell) in zip(columns, row.cells) { values[Self.key(column)] = Self.value(cell) }
                return .object(values)
            })
    }

    /// A column's title in lower camel case: `mean delay` is `meanDelay`.
    static func key(_ column: String) -> String {
        let words = column.split(separator: " ")
        return words.enumerated().map { $0 == 0 ? String($1) : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
    }

    private static func value(_ cell: Cell) -> JSONValue {
        switch cell {
        case .count(let count), .bytes(let count): .integer(count)
        case .seconds(let seconds): .number((seconds * 1_000).rounded() / 1_000)
        case .text(let text): text.isEmpty ? .null : .string(text)
        }
    }
}
