// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// Text in which every character that means something to HTML or XML is written out: a type of its own, so that no string of
/// a stranger's comes where only markup may stand.
package struct Markup: Sendable, Equatable {
    /// The markup.
    package private(set) var text: String

    /// Markup that this module wrote.
    init(trusted text: String) { self.text = text }

    /// A text as markup; terminals' controls and what turns the order of letters are written out, too.
    package init(_ text: String) { self.text = Self.escaped(text.forTerminal()) }

    /// Escapes scalar by scalar: by characters, a quotation mark with a combining accent would be none, and stay.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
