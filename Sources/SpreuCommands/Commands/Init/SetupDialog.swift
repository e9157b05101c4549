// SPDX-License-Identifier: Apache-2.0
import Glibc
import ReportPages
import TextOutput

/// Questions at a terminal, and the lines that answer them.
struct SetupDialog {
    /// The most that are asked of one administrator.
    static let maxQuestions = 6

    private let texts: InitTexts
    /// Whether anybody is asked; if not, each answer is what it would be without one.
    let isAsking: Bool
    private(set) var asked = 0

    init(_ texts: InitTexts, isAsking: Bool) { (self.texts, self.isAsking) = (texts, isAsking) }

    /// Asks for words between commas, beside those that are given already: none of these is taken back by an answer.
    mutating func words(_ question: String, beside given: [String]) throws -> [String] {
        guard isAsking, asked < Self.maxQuestions else { return given }
        let hint =
            given.isEmpty
            ? texts.enterKeeps.placing(texts.nothing)
            : texts.enterKeepsThese.placing(given.joined(separator: ", ").forTerminal())
        guard let line = try answer(question, hint), !line.isEmpty else { return given }
        let more = line.split(separator: ",").map { word in
            let trimmed = word.drop { $0 == " " || $0 == "\t" }
            return String(trimmed.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
        }
        return given + more.filter { !$0.isEmpty && !given.contains($0) }
    }

    /// Asks for yes or no.
    mutating func agrees(_ question: String, unless usual: Bool) throws -> Bool {
        guard isAsking, asked < Self.maxQuestions else { return usual }
        let text = texts.enterKeeps.placing(usual ? texts.yes : texts.no)
        guard let letter = try answer(question, text)?.lowercased().first else { return usual }
        return letter == "y" || letter == "j"
    }

    private mutating func answer(_ question: String, _ hint: String) throws -> String? {
        asked += 1
        try Console.write("\n\(asked). " + question.wrapped(76).replacing("\n", with: "\n   ") + "\n")
        try Console.write("   (\(hint)) > ")
        // The end of the input is no answer to anything.
        guard let line = readLine() else {
            throw Failure(.usage, "the input ended at a question: nothing was changed")
        }
        return line
    }
}
