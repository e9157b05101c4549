// SPDX-License-Identifier: Apache-2.0
import MailArchive
import ReportPages

/// The warnings of a command: printed at once, one line each, and remembered for the exit code.
struct Warnings {
    private(set) var count = 0
    private let language: Language

    /// - Parameter language: in which the lines are told.
    init(_ language: Language = .english) { self.language = language }

    /// Tells what archives had.
    mutating func tell(_ warnings: [ArchiveWarning]) {
        for warning in warnings { tell(warning.description) }
    }

    /// Tells one line.
    mutating func tell(_ line: String) {
        count += 1
        Console.warning(line, language)
    }

    /// The exit code of a command that has done its work.
    var status: ExitStatus { count == 0 ? .done : .doneWithWarnings }
}
