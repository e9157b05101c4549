// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import TextOutput

extension Explanation {
    /// How marks look on a terminal.
    public enum Marks: Sendable {
        /// Red for spam, blue for ham, the heavier the bolder.
        case coloured
        /// Brackets with what a word adds, where there are no colours.
        case bracketed
    }

    /// The message's texts as the model read them, for a person: each with its sum, and its heavier words marked.
    ///
    /// Together with what is said to lie elsewhere the sums are those of the views.
    public func markedText(_ language: Language, _ marks: Marks) -> String {
        let names = ExplanationTexts.of(language)
        let heaviest = texts.heaviest
        var output = (marks == .coloured ? names.marksColoured : names.marksBracketed).wrapped(Self.columns) + "\n"
        for text in texts {
            let (shown, rest) = text.cut(toBytes: Self.maxShownBytes)
            output += "\n" + Self.signed(text.logOdds).leftPadded(8) + "  " + names.sections[text.section, default: ""]
            output += "\n\n" + shown.map { $0.marked(marks, heaviest: heaviest) }.joined().withoutTrailingSpace + "\n"
            if let rest { output += rest.sentence(names).wrapped(Self.columns) + "\n" }
        }
        return output + "\n" + Self.signed(elsewhere).leftPadded(8) + "  " + names.elsewhere + "\n"
    }

    /// A person reads so much of a text on a terminal.
    private static let maxShownBytes = 6_000
}

extension [MarkedText] {
    /// What the heaviest word adds, without its sign.
    var heaviest: Double { reduce(0) { $1.words.reduce($0) { Swift.max($0, abs($1.logOdds)) } } }
}

extension MarkedText {
    /// What of a text is not shown.
    struct Rest {
        var bytes: Int
        var logOdds: Double

        func sentence(_ texts: ExplanationTexts) -> String {
            texts.moreBytes.filled(grouped(bytes), Explanation.signed(logOdds))
        }
    }

    /// The words that begin within so many bytes, and what is left.
    func cut(toBytes most: Int) -> (words: ArraySlice<Word>, rest: Rest?) {
        var bytes = 0
        guard
            let end = words.firstIndex(where: { word in
                defer { bytes += word.text.utf8.count + word.space.utf8.count }
                return bytes >= most
            })
        else { return (words[...], nil) }
        let left = words[end...]
        return (
            words[..<end],
            Rest(
                bytes: left.reduce(0) { $0 + $1.text.utf8.count + $1.space.utf8.count },
                logOdds: left.reduce(0) { $0 + $1.logOdds })
        )
    }

    /// The text for programs, whole.
    var json: JSONValue {
        .object([
            "section": .string(section.rawValue), "logOdds": .number(logOdds),
            "words": .array(
                words.map { word in
                    .object(["text": .string(word.text + word.space), "logOdds": .number(word.logOdds)])
                }),
        ])
    }
}

extension MarkedText.Word {
    /// How many line ends the space is shown as: one, or an empty line between two paragraphs.
    var lineEnds: Int { Swift.min(space.utf8.count { $0 == 0x0a }, 2) }

    func marked(_ marks: Explanation.Marks, heaviest: Double) -> String {
        let strength = MarkedText.Strength(of: logOdds, heaviest: heaviest)
        let space = lineEnds > 0 ? String(repeating: "\n", count: lineEnds) : space.isEmpty ? "" : " "
        let text = text.forTerminal()
        guard strength > .none, !text.isEmpty else { return text + space }
        switch marks {
        case .coloured:
            let colour = logOdds > 0 ? "31" : "34"
            let weight = [MarkedText.Strength.clear: "1;", .strong: "1;7;"][strength] ?? ""
            return "\u{1B}[\(weight)\(colour)m\(text)\u{1B}[0m" + space
        case .bracketed:
            return strength == .slight ? text + space : "[\(text) \(Explanation.signed(logOdds))]" + space
        }
    }
}

extension String {
    fileprivate var withoutTrailingSpace: Substring {
        var text = self[...]
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
