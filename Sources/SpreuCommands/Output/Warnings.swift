// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailIngest
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
        var groups: [WarningGroup] = []
        for warning in warnings {
            // Whole accounts are of a format that is not read: that is one thing to fix.
            if case .unsupported = warning.problem {
                let rule = language == .german ? "diesen Archiven" : "these archives"
                WarningGroup.add(warning, of: rule, to: &groups)
            } else {
                tell(language == .german ? GermanArchiveProblems().text(warning) : warning.description)
            }
        }
        for group in groups {
            tell(language == .german ? GermanArchiveProblems().text(group) : group.description)
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
