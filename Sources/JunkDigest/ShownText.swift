// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// What strangers wrote, as one short line of a plain text: nothing in it steers a terminal, turns the order of letters, or becomes a
/// link in a mail program.
package enum ShownText {
    /// A base letter may carry so many marks; what has more is to cover other lines.
    private static let maxMarks = 3
    /// What programs take for the point of a domain (UTS 46, and what NFKC makes of small and leading points).
    private static let points: Set<Unicode.Scalar> = [".", "\u{2024}", "\u{3002}", "\u{FE52}", "\u{FF0E}", "\u{FF61}"]
    /// What NFKC makes a colon of.
    private static let colons: Set<Unicode.Scalar> = [":", "\u{FE13}", "\u{FE55}", "\u{FF1A}"]
    /// A scheme's name is looked for so far before a colon.
    private static let maxScheme = 40
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

    /// The text with points and colons that could make a link in brackets, as ASCII has them: `www[.]example[.]com`, `http[:]//`.
    ///
    /// A colon could within or behind any word: programs bring schemes of their own (`ms-word:`, `slack:`). One before a blank, or in
    /// a time, could not.
    package static func defanged(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var shown = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let before = index > 0 ? scalars[index - 1] : " "
            let after = index + 1 < scalars.count ? scalars[index + 1] : " "
            let linking: Unicode.Scalar?
            if points.contains(scalar) {
                let isOfDomain = isOfName(before) && (isLetter(after) || isLetter(before) && isOfName(after))
                linking = isOfDomain ? "." : nil
            } else if colons.contains(scalar) {
                linking = after != " " && (after == "/" || isWord(before: index, scalars)) ? ":" : nil
            } else {
                linking = nil
            }
            if let linking {
                shown.append(contentsOf: "[\(linking)]".unicodeScalars)
            } else {
                shown.append(scalar)
            }
        }
        return String(shown)
    }

    /// Whether a word that may be a scheme's name, or look like one, ends before a place.
    private static func isWord(before index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        scalars[max(0, index - maxScheme)..<index].reversed()
            .prefix { isOfName($0) || $0 == "+" || points.contains($0) }.contains { isLetter($0) }
    }

    /// Whether it is a letter, or a mark on one.
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        // Domains may be of pictures.
        case .otherSymbol: true
        default: scalar.properties.isAlphabetic
        }
    }

    private static func isOfName(_ scalar: Unicode.Scalar) -> Bool {
        isLetter(scalar) || scalar.properties.numericType != nil || scalar == "-" || scalar == "_"
    }

    /// The end of a text on one line: what of a domain says whose it is.
    ///
    /// - Parameter characters: more are cut off in front; a point of three stands in their place.
    package static func end(of text: String, characters: Int) -> String {
        let line = defanged(visible(text))
        let bounded = String(decoding: line.utf8.suffix(characters * 4), as: UTF8.self)
        if bounded.utf8.count == line.utf8.count, line.count <= characters { return line }
        return "\u{2026}" + String(bounded.suffix(characters - 1).drop { "[].".contains($0) })
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
