// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import TestSupport

/// A case of html5lib's suite of tree builders: a page, and the text that is shown of the tree that is to come of it.
struct TreeCase: Sendable {
    let name: String
    let input: String
    let expected: String
    /// Whether it is a piece of a page, to be read within some element; parts of mail are whole pages.
    let isFragment: Bool

    /// The cases of a file that are meant for readers without scripts.
    static func all(in file: String) throws -> [TreeCase] {
        let text = try String(contentsOfFile: SharedFiles.path("html5/tree-construction/" + file), encoding: .utf8)
        var cases: [TreeCase] = []
        for (number, test) in ("\n" + text).components(separatedBy: "\n#data\n").dropFirst().enumerated() {
            var sections: [String: [String]] = [:]
            var section = "#data"
            for line in test.components(separatedBy: "\n") {
                if ["#errors", "#new-errors", "#document-fragment", "#script-on", "#script-off", "#document"]
                    .contains(line)
                {
                    section = line
                    sections[section] = []
                } else {
                    sections[section, default: []].append(line)
                }
            }
            guard sections["#script-on"] == nil else { continue }
            cases.append(
                TreeCase(
                    name: "\(file) #\(number + 1)", input: (sections["#data"] ?? []).joined(separator: "\n"),
                    expected: compact(shown(sections["#document"] ?? [])),
                    isFragment: sections["#document-fragment"] != nil))
        }
        return cases
    }

    var actual: String {
        Self.compact(String(decoding: HTMLReader.read(Array(input.utf8)).visible, as: UTF8.self))
    }

    /// Without white space and control characters.
    private static func compact(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0xa0 }))
    }

    private static let unshown: Set<String> = [
        "<script>", "<style>", "<title>", "<template>", "<noframes>", "<noembed>", "<iframe>", "<datalist>",
        "<svg style>", "<svg script>", "<svg title>", "<svg desc>", "<svg metadata>", "<svg defs>",
    ]

    /// The text of the nodes of a tree that are shown.
    private static func shown(_ lines: [String]) -> String {
        var text = ""
        /// Whether each open element shows its text.
        var isShown: [Bool] = []
        var openText: (isShown: Bool, text: String)?
        func end(_ line: String) -> Bool { line.hasSuffix("\"") }
        for line in lines {
            if let open = openText, !line.hasPrefix("| ") {
                openText = (open.isShown, open.text + "\n" + line)
                continue
            }
            if let open = openText {
                if open.isShown { text += String(open.text.dropLast()) }
                openText = nil
            }
            guard line.hasPrefix("| ") else { continue }
            let node = line.dropFirst(2).drop { $0 == " " }
            let depth = (line.count - 2 - node.count) / 2
            isShown.removeLast(max(0, isShown.count - depth))
            if node.hasPrefix("\"") {
                openText = (isShown.last ?? true, String(node.dropFirst()))
            } else if node == "content" || (node.hasPrefix("<") && !node.hasPrefix("<!")) {
                let isOpen = isShown.last ?? true
                while isShown.count < depth { isShown.append(isOpen) }
                isShown.append(isOpen && !unshown.contains(String(node)))
            }
        }
        if let open = openText, open.isShown {
            text += String(open.text.trimmingCharacters(in: .newlines).dropLast())
        }
        return text
    }
}
