// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// A table of a page; the first cell of a row is its heading.
package struct PageTable: Sendable {
    /// What a cell holds.
    package enum Cell: Sendable {
        /// Words of the report.
        case text(String)
        /// A number, or numbers: they stand at the right.
        case number(String)
        /// A stranger's words, such as the name of a folder: cut, and kept apart in the order of letters.
        case strange(String)
        /// A command to copy.
        case command(String)
        /// How a figure went.
        case line(Sparkline)
    }

    /// No name of a stranger's takes more bytes than this.
    static let maxStrangeBytes = 120

    /// What the table is about.
    package var caption: String
    /// The headings of its columns.
    package var columns: [String]
    /// Its rows.
    package var rows: [[Cell]]
    /// What is not in it: how many rows were cut.
    package var cut: String?

    /// Creates a table.
    package init(_ caption: String, columns: [String], rows: [[Cell]], cut: String? = nil) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.cut = cut
    }

    var values: [String: Any] {
        let areNumbers = (rows.first ?? []).map { if case .number = $0 { true } else { false } }
        var values: [String: Any] = [
            "caption": caption,
            "columns": columns.enumerated().map { index, name in
                ["column": name, "isNumber": areNumbers.indices.contains(index) && areNumbers[index]] as [String: Any]
            },
            "rows": rows.map { row in
                ["cells": row.enumerated().map { Self.values($1, isHeading: $0 == 0) }]
            },
        ]
        if let cut { values["cut"] = cut }
        return values
    }

    private static func values(_ cell: Cell, isHeading: Bool) -> [String: Any] {
        let value: [String: Any] =
            switch cell {
            case .text(let text): ["plain": text]
            case .number(let text): ["figure": text]
            case .strange(let text):
                ["strange": text.cut(toBytes: maxStrangeBytes)]
            case .command(let text): ["command": text]
            case .line(let line): ["line": line.svg.text]
            }
        return [isHeading ? "head" : "body": value]
    }
}

extension String {
    /// As much of its beginning as fits, and an ellipsis for the rest.
    func cut(toBytes most: Int) -> String { utf8.count > most ? prefix(bytes: most) + "\u{2026}" : self }
}
