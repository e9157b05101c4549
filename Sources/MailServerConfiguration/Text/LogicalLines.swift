// SPDX-License-Identifier: Apache-2.0
import SiteConfiguration

/// A line of Postfix's files with those that continue it.
struct LogicalLine: Equatable {
    /// The text, without line ends.
    var text: String
    /// Where it begins.
    var place: ConfigurationPlace
}

/// The lines of a text as Postfix reads all its files: a line that begins with a blank continues the one before; empty
/// lines and comments end nothing (postconf(5)).
struct LogicalLines {
    private(set) var lines: [LogicalLine] = []
    private(set) var problems: [ConfigurationError] = []

    init(_ text: String, path: String) {
        var current: LogicalLine?
        for (index, line) in text.physicalLines.enumerated() {
            guard let first = line.first(where: { !$0.isBlank }), first != "#" else { continue }
            if line.first?.isBlank == true {
                if current == nil {
                    problems.append(
                        ConfigurationError(
                            path: path, line: index + 1, problem: "a line that continues nothing is not read"))
                } else {
                    current?.text += line
                }
            } else {
                if let current { lines.append(current) }
                current = LogicalLine(text: String(line), place: ConfigurationPlace(path: path, line: index + 1))
            }
        }
        if let current { lines.append(current) }
    }
}

extension Unicode.Scalar {
    /// Whether C's `isspace` holds.
    var isBlank: Bool { self == " " || ("\t"..."\r").contains(self) }
}

extension Character {
    /// Whether it is a blank of ASCII, or a line end.
    var isBlank: Bool { unicodeScalars.allSatisfy { $0.isBlank } }
}

extension StringProtocol {
    /// The text without blanks around it.
    package var withoutBlanks: String {
        var rest = self[...]
        while rest.first?.isBlank == true { rest.removeFirst() }
        while rest.last?.isBlank == true { rest.removeLast() }
        return String(rest)
    }

    /// The lines, without their ends; one that ends with CR and LF too.
    var physicalLines: [SubSequence] {
        split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    }

    /// The words between blanks.
    var words: [SubSequence] { split { $0.isBlank } }
}
