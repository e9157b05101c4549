// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// Lines of at most 80 columns, in sections.
struct TextReport {
    static let columns = 80

    private(set) var text = ""

    /// Begins a section.
    mutating func section(_ title: String) {
        if !text.isEmpty { text += "\n" }
        text += title + "\n" + String(repeating: "-", count: title.count) + "\n"
    }

    /// A paragraph, wrapped.
    mutating func paragraph(_ sentence: String) { text += sentence.forTerminal().wrapped(Self.columns) + "\n" }

    /// One line, cut at the right edge.
    mutating func line(_ line: String) {
        let safe = line.forTerminal()
        text += (safe.count > Self.columns ? String(safe.prefix(Self.columns - 3)) + "..." : safe) + "\n"
    }

    /// A line with words behind a name, wrapped under each other.
    mutating func list(_ name: String, _ words: [String], width: Int = 12) {
        let lines = words.joined(separator: ", ").forTerminal().wrapped(Self.columns - width)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (number, words) in lines.enumerated() {
            text += (number == 0 ? name : "").rightPadded(width) + words + "\n"
        }
    }

    /// A text shortened at its beginning, where that says least: of a path the folders.
    static func shortened(_ text: String, to width: Int) -> String {
        let safe = text.forTerminal()
        return safe.count > width ? "..." + safe.suffix(width - 3) : safe
    }
}
