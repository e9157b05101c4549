// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SpamEvaluation
import TextOutput

extension ShownMessage {
    /// The message for a terminal; control characters are written out.
    var text: String {
        var lines: [String] = []
        lines.append("Subject  " + (subject ?? "(none)").forTerminal())
        for address in from { lines.append("From     " + address.shown) }
        for address in to { lines.append("To       " + address.shown) }
        lines.append("Date     " + (date?.rfc3339 ?? "(none)"))
        lines.append("")
        lines += root.lines(indent: 0)
        if !defects.isEmpty { lines += ["", "Defects  " + defects.names.joined(separator: ", ")] }
        for cut in cuts {
            lines.append(
                "Unread   \(grouped(cut.byteCount)) bytes from byte \(grouped(cut.offset)): limit of \(cut.limit)")
        }
        lines += section("Text", visibleText)
        lines += section("Hidden text", hiddenText)
        if !links.isEmpty {
            lines += ["", "--- Links"]
            for link in links {
                let shown = String(decoding: link.shown, as: UTF8.self).forTerminal()
                let target = String(decoding: link.target, as: UTF8.self).forTerminal()
                lines.append(shown.isEmpty || shown == target ? target : "\(shown)  ->  \(target)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ text: String) -> [String] {
        if text.isEmpty { return [] }
        return ["", "--- \(title)", text.forTerminal(keepingLines: true)]
    }
}

extension ShownPart {
    /// One line a part, indented by depth.
    fileprivate func lines(indent: Int) -> [String] {
        var line = String(repeating: "  ", count: indent) + type.forTerminal()
        if let charset { line += "; \(charset.forTerminal())" }
        line += "; \(encoding)"
        if let disposition { line += "; \(disposition.forTerminal())" }
        if let filename { line += "; \"\(filename.forTerminal())\"" }
        if let body { line += "; \(grouped(body.size)) bytes" }
        return [line] + children.flatMap { $0.lines(indent: indent + 1) }
    }
}

extension Address {
    /// The address as a header would show it.
    fileprivate var shown: String {
        guard let name = displayName ?? comment, !name.isEmpty else { return address.forTerminal() }
        return "\(name.forTerminal()) <\(address.forTerminal())>"
    }
}
