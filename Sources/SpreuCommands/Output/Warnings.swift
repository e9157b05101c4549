// SPDX-License-Identifier: Apache-2.0
import MailArchive
import ReportPages
import SpamReports
import TextOutput

/// The warnings of a command: printed at once, one line each, and remembered for the exit code.
struct Warnings {
    private(set) var count = 0
    let language: Language
    /// Numbers as the lines write them.
    var numbers: LocalNumbers { LocalNumbers(language) }

    /// - Parameter language: in which the lines are told.
    init(_ language: Language = .english) { self.language = language }

    /// Tells what archives had.
    mutating func tell(_ warnings: [ArchiveWarning]) {
        for warning in warnings {
            tell(language == .german ? GermanArchiveProblems().text(warning) : warning.description)
        }
    }

    /// Tells one line.
    mutating func tell(_ line: String) {
        count += 1
        Console.warning(line, language)
    }

    /// The exit code of a command that has done its work.
    var status: ExitStatus { count == 0 ? .done : .doneWithWarnings }
}
