// SPDX-License-Identifier: Apache-2.0
import ReportPages
import TextOutput

/// What a colleague needs to know of a site, as values; it holds no secret.
struct HandoverSheet {
    /// A cell of a table: words of ours, or what the machine is told.
    enum Cell {
        case text(String)
        case strange(String)
    }

    /// What a section says.
    enum Block {
        case paragraph(String)
        case table(columns: [String], rows: [[Cell]])
        /// Commands for a shell, each with what it is for; empty: it goes on.
        case commands([(why: String, command: String)])
    }

    /// A section.
    struct Section {
        var id: String
        var title: String
        var blocks: [Block]
    }

    var title: String
    var about: String
    /// What is open: it has to be filled in by a person.
    var open: [String]
    var lead: String
    var sections: [Section]
    var footer: String

    // MARK: text

    /// The sheet for a terminal or a printer: 80 columns, but for commands and paths.
    var text: String {
        var text = "\(title)\n\(about.wrapped(80))\n\n\(lead.wrapped(80))\n"
        for line in open { text += line.item("! ") }
        for (number, section) in sections.enumerated() {
            text += "\n\(number + 1). \(section.title)\n\n"
            text += section.blocks.map(Self.text).joined(separator: "\n")
        }
        return text + "\n" + footer.wrapped(80) + "\n"
    }

    private static func text(_ block: Block) -> String {
        switch block {
        case .paragraph(let words): words.wrapped(80) + "\n"
        case .table(let columns, let rows):
            rows.map { row in
                let rest = zip(columns, row).dropFirst().filter { !words($0.1).isEmpty }
                return (row.first.map(words) ?? "").item("- ")
                    + rest.map { "\($0.0): \(words($0.1))".item("    ", further: "      ") }.joined()
            }.joined()
        case .commands(let commands):
            // A command is copied: it has one line, however long.
            commands.map {
                ($0.why.isEmpty ? "" : $0.why.item("  # ", further: "  # ")) + "  \($0.command.forTerminal())\n"
            }
            .joined()
        }
    }

    private static func words(_ cell: Cell) -> String {
        switch cell {
        case .text(let text): text
        case .strange(let text): text.prefix(bytes: 300).forTerminal()
        }
    }

    // MARK: page

    /// The sheet as one file of HTML that loads nothing.
    func html(_ language: Language, commandColumns: (why: String, command: String)) -> String {
        let parts = sections.map { section in
            ReportPage.Section(
                id: section.id, title: section.title,
                section.blocks.map { Self.block($0, section.title, commandColumns) })
        }
        let openPart = ReportPage.Section(id: "open", title: lead, open.isEmpty ? [] : [.list(open, nil)])
        return ReportPage(
            language, title: title, about: about, lead: (open.isEmpty ? .good : .open, lead),
            sections: [openPart] + parts,
            footer: footer
        ).html
    }

    private static func block(
        _ block: Block, _ title: String, _ commandColumns: (why: String, command: String)
    ) -> PageBlock {
        switch block {
        case .paragraph(let words): .paragraph(words)
        case .table(let columns, let rows):
            .table(
                PageTable(
                    title, columns: columns,
                    rows: rows.map { row in
                        row.map { cell in
                            switch cell {
                            case .text(let text): .text(text)
                            case .strange(let text): .strange(text)
                            }
                        }
                    }))
        case .commands(let commands):
            .table(
                PageTable(
                    title, columns: [commandColumns.why, commandColumns.command],
                    rows: commands.map { [.text($0.why), .command($0.command)] }))
        }
    }
}
