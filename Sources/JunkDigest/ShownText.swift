// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// What strangers wrote, as one short line of a plain text: nothing in it steers a terminal, turns the order of letters, or becomes a
/// link in a mail program.
package enum ShownText {
    /// A base letter may carry so many marks; what has more is to cover other lines.
    private static let maxMarks = 3
    /// What a mail program makes a link of with no point in it.
    private static let schemes: Set = [
        "http", "https", "ftp", "mailto", "tel", "sms", "file", "data", "javascript", "sip", "skype", "callto", "xmpp",
    ]
    /// What domains are written with, beside the full stop (UTS 46).
    private static let points: Set<Unicode.Scalar> = [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"]
    /// Letters and signs that look like blanks.
    private static let blanks: Set<Unicode.Scalar> = ["\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}", "\u{2800}"]

    /// A text on one line.
    ///
    /// - Parameter characters: more are cut off; a point of three stands in their place.
    package static func line(_ text: String, characters: Int) -> String {
        shortened(defanged(visible(text)), to: characters)
    }

    /// The text without what is not seen, its blanks single.
    private static func visible(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        var marks = 0
        var isBlank = true
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .format, .surrogate: continue
            case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator:
                if !isBlank { shown.append(" ") }
                (isBlank, marks) = (true, 0)
                continue
            case .nonspacingMark, .enclosingMark, .spacingMark:
                marks += 1
                if marks > maxMarks || isBlank { continue }
            case .privateUse, .unassigned:
                shown.append("\u{FFFD}")
                (isBlank, marks) = (false, 0)
                continue
            default: marks = 0
            }
            if blanks.contains(scalar) {
                if !isBlank { shown.append(" ") }
                isBlank = true
            } else {
                shown.append(scalar)
                isBlank = false
            }
        }
        if shown.last == " " { shown.removeLast() }
        return String(shown)
    }

    /// The text with points and colons that could make a link in brackets: `www[.]example[.]com`, `http[:]//`.
    package static func defanged(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var shown = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : " "
            let after = index + 1 < scalars.count ? scalars[index + 1] : " "
            let isLinking: Bool
            if points.contains(scalar) {
                isLinking = isOfName(before) && (isLetter(after) || isLetter(before) && isOfName(after))
            } else if scalar == ":" {
                let isOfScheme = after == "/" || schemes.contains(word(before: index, scalars))
                isLinking = after != " " && isOfScheme
            } else {
                isLinking = false
            }
            if isLinking {
                shown.append(contentsOf: "[\(scalar)]".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// The ASCII letters before a place, as far as a scheme's name goes.
    private static func word(before index: Int, _ scalars: [Unicode.Scalar]) -> String {
        let letters = scalars[max(0, index - 10)..<index].reversed().prefix { $0.isASCII && isLetter($0) }
        return String(String.UnicodeScalarView(letters.reversed())).lowercased()
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || scalar.properties.numericType != nil || scalar == "-" || scalar == "_"
    }

    /// At most so many characters, and no more bytes than they should have.
    private static func shortened(_ text: String, to characters: Int) -> String {
        let bounded = text.prefix(bytes: characters * 4)
        if bounded.utf8.count == text.utf8.count, text.count <= characters { return text }
        var short = String(bounded.prefix(characters - 1))
        while short.last == " " { short.removeLast() }
        return short + "\u{2026}"
    }
}
