// SPDX-License-Identifier: Apache-2.0

/// A piece of a message's text.
///
/// The scenes write each in one line:
///
///     # heading      - list item      > quoted line      => shown text | target      | cell | cell
///     !img alternative text | address      ~ text that only the HTML holds, and hides      -- signature line
///
/// Any other line is a paragraph.
enum Block {
    case paragraph(String)
    case heading(String)
    case item(String)
    case quote(String)
    case link(shown: String, target: String)
    case row([String])
    case image(alternative: String, address: String)
    case hidden(String)
    case signature(String)

    static func parse(_ text: String) -> [Block] {
        text.split(separator: "\n", omittingEmptySubsequences: true).map { line in
            func rest(_ prefix: String) -> String { String(line.dropFirst(prefix.count)) }
            func cells(_ prefix: String) -> [String] { rest(prefix).split(separator: "|").map(trimmed) }
            if line.hasPrefix("# ") { return .heading(rest("# ")) }
            if line.hasPrefix("-- ") { return .signature(rest("-- ")) }
            if line.hasPrefix("- ") { return .item(rest("- ")) }
            if line.hasPrefix(">") { return .quote(rest(line.hasPrefix("> ") ? "> " : ">")) }
            if line.hasPrefix("~ ") { return .hidden(rest("~ ")) }
            if line.hasPrefix("| ") { return .row(cells("| ")) }
            if line.hasPrefix("=> ") {
                let parts = cells("=> ")
                return .link(shown: parts.first ?? "", target: parts.last ?? "")
            }
            if line.hasPrefix("!img ") {
                let parts = cells("!img ")
                return .image(alternative: parts.first ?? "", address: parts.last ?? "")
            }
            return .paragraph(String(line))
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// Blocks as plain text.
struct PlainText {
    var language: Language
    /// 0 leaves paragraphs unbroken.
    var width = 72
    /// Marks soft line ends with a trailing space (RFC 3676).
    var isFlowed = false

    func render(_ blocks: [Block]) -> String {
        var lines: [String] = []
        var previous: Block?
        for block in blocks {
            if let previous, !belongTogether(previous, block) { lines.append("") }
            switch block {
            case .paragraph(let text): lines += wrap(text, prefix: "")
            case .heading(let text): lines += [text, String(repeating: "=", count: min(72, text.count))]
            case .item(let text): lines += wrap("* " + text, prefix: "")
            case .quote(let text): lines += wrap(text, prefix: text.hasPrefix(">") || text.isEmpty ? ">" : "> ")
            case .link(let shown, let target): lines.append(shown == target ? target : "\(shown): \(target)")
            case .row(let cells): lines.append(cells.joined(separator: "   "))
            case .image(let alternative, _): if !alternative.isEmpty { lines.append("[\(alternative)]") }
            case .hidden: continue
            case .signature(let text):
                if case .signature? = previous {} else { lines.append("-- ") }
                lines.append(text)
            }
            previous = block
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func belongTogether(_ a: Block, _ b: Block) -> Bool {
        switch (a, b) {
        case (.item, .item), (.quote, .quote), (.row, .row), (.signature, .signature), (_, .hidden), (.hidden, _): true
        default: false
        }
    }

    private func wrap(_ text: String, prefix: String) -> [String] {
        let room = width - prefix.count
        guard width > 0, text.count > room else { return [prefix + text] }
        if language.hasNoSpaces && !text.prefix(20).contains(" ") {
            let characters = Array(text)
            return stride(from: 0, to: characters.count, by: room / 2).map {
                prefix + String(characters[$0..<min($0 + room / 2, characters.count)])
            }
        }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty && line.count + 1 + word.count > room {
                lines.append(prefix + line + (isFlowed ? " " : ""))
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [prefix + line]
    }
}
