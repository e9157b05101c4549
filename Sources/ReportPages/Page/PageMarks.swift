// SPDX-License-Identifier: Apache-2.0

/// A stranger's text with some of its words marked, line by line.
package struct PageMarks: Sendable {
    /// A piece of a line.
    enum Run: Sendable, Equatable {
        /// Words that are not marked, with their spaces.
        case plain(String)
        /// A word that is: its style's name, and what it adds.
        case mark(String, style: String, sum: String)
        /// The line's end.
        case lineEnd
    }

    let runs: [Run]

    /// Marks the words that weigh something beside the heaviest of the message.
    init(_ words: ArraySlice<MarkedText.Word>, heaviest: Double, _ numbers: LocalNumbers) {
        var runs: [Run] = []
        var plain = ""
        func endPlain() {
            if !plain.isEmpty { runs.append(.plain(plain)) }
            plain = ""
        }
        for word in words {
            let strength = MarkedText.Strength(of: word.logOdds, heaviest: heaviest)
            if strength > .none, !word.text.isEmpty {
                endPlain()
                let style = "\(word.logOdds > 0 ? "spam" : "ham") \(strength)"
                runs.append(.mark(word.text, style: style, sum: numbers.signed(word.logOdds)))
            } else {
                plain += word.text
            }
            if word.lineEnds > 0 {
                endPlain()
                runs += repeatElement(.lineEnd, count: word.lineEnds)
            } else if !word.space.isEmpty {
                plain += " "
            }
        }
        endPlain()
        while runs.last == .lineEnd { runs.removeLast() }
        self.runs = runs
    }

    var values: [[String: Any]] {
        runs.map { run in
            switch run {
            case .plain(let text): ["plain": text]
            case .mark(let text, let style, let sum): ["mark": ["style": style, "sum": sum, "word": text]]
            case .lineEnd: ["lineEnd": true]
            }
        }
    }
}
