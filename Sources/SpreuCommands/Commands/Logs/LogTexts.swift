// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages

/// What the report on logs says, in one language.
///
/// The names of rows and columns in JSON and CSV are the English ones; they are not looked up in a table.
struct LogTexts {
    var language: Language
    var title: String
    var period: String
    var noNews: String
    /// What was read: lines, and their size.
    var read: String
    var line: String
    var lines: String

    // Tables.
    /// Titles of tables by their names for programs.
    var titles: [String: String]
    /// Columns, by their names for programs; those that are not in it are called so for people, too.
    var columns: [String: String]
    /// Rows that are the same for every log, likewise.
    var rows: [String: String]
    /// What the verdicts of `spreud` are called.
    var verdicts: [String: String]
    var other: String
    var others: String
    /// What a table of the first rows leaves out.
    var more: String
    /// The same, where nobody knows how many there are.
    var beyond: String

    // How to be let in again.
    var toRelease: String
    /// The way to each receiver; `{}` stands for ``Receiver/contacts``, in order.
    var releases: [Receiver: String]
    var howToRelease: String

    // Warnings.
    var problem: @Sendable (LogReader.Problem) -> String
    var tooManyMessages: String
    var tooManyRecipients: String
    var recipient: String
    var recipients: String
    var unreadableLines: String
    var longLines: String
    var linesLeftOut: String
    var once: String
    var times: String
    var stateTooLarge: String

    // The page.
    var noNewLines: String
    var lead: String
    var chapters: [LogChapter: String]
    var notWhole: String
    var chart: String
    var messages: String
    var received: String
    var refused: String
    var footer: String

    static func of(_ language: Language) -> LogTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    /// Says once what is not complete, and what to do.
    func bounds(_ analysis: LogAnalysis) -> [String] {
        let lines = analysis.tables.lines
        let numbers = LocalNumbers(language)
        var told = analysis.wasFull ? [tooManyMessages] : []
        func tell(_ sentence: String, _ count: Int, _ one: String, _ many: String) {
            if count > 0 { told.append(sentence.placing(numbers.count(count, one, many))) }
        }
        tell(tooManyRecipients, analysis.recipientsLeftOut, recipient, recipients)
        tell(unreadableLines, lines.unreadable, line, self.lines)
        tell(longLines, lines.cut, line, self.lines)
        tell(linesLeftOut, lines.suppressions, once, times)
        return told
    }

    /// How to be let in again by a receiver.
    func release(_ receiver: Receiver) -> String {
        receiver.contacts.reduce(releases[receiver] ?? "") { $0.placing($1) }
    }
}

/// A part of the page, by the question that it answers, in order.
enum LogChapter: String, CaseIterable {
    case mail, when, why, outside, whom, how, inside, log
    /// What no other part has asked for.
    case rest

    /// The tables that it shows: charts first, side by side.
    var sections: [String] {
        switch self {
        case .mail: ["messages"]
        case .when: ["hours", "days", "weekdays"]
        case .why: ["refusals", "blockLists", "screening", "listings"]
        case .outside: ["receivers", "answers"]
        case .whom: ["recipientDomains", "senderDomains", "networks"]
        case .how: ["sizes", "delays", "stages", "tls"]
        case .inside: ["sessions", "verdicts"]
        case .log: ["lines", "warnings", "unknown", "otherDaemons"]
        case .rest: []
        }
    }
}
