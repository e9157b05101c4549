// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailServerLogs
import ReportPages
import TextOutput

/// `spreu logs`: what a mail server's logs say.
struct Logs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Report what a mail server's logs say: volume, delays, refusals, TLS, verdicts.",
        discussion: """
            Reads logs of Postfix, Dovecot, Exim and spreud: syslog, RFC 3339, the journal (journalctl -o json or \
            -o short-iso) and Exim's main log, compressed or not, of several hosts, in any order. Each message is \
            counted once. No account and no address is in the report.

            journalctl -o json -u 'postfix*' -u dovecot | spreu logs
            spreu logs /var/log/mail.log /var/log/mail.log.*.gz
            """)

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print CSV: section, row, column, value.")
    var csv = false

    @Option(help: ArgumentHelp("Also write the report as a page.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Rows of tables of domains, networks, lists and the like, 1 to 1000.", valueName: "n"))
    var top = 10

    @Option(help: ArgumentHelp("The year of first lines without one. (default: by when the file was written)"))
    var year: Int?

    @Option(
        help: ArgumentHelp(
            "An address that gets a copy of all mail (always_bcc): its copies are counted apart; may be repeated.",
            valueName: "address"))
    var archiveAddress: [String] = []

    @Option(
        help: ArgumentHelp(
            "Remember in this file how far logs were read, and report only what is new.", valueName: "file"))
    var state: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Argument(help: ArgumentHelp("The logs, or - for standard input.", valueName: "file"))
    var files = ["-"]

    func validate() throws {
        guard (1...1_000).contains(top) else { throw ValidationError("--top takes 1 to 1000, not \(top)") }
        if let year, !(1971...9998).contains(year) { throw ValidationError("--year takes a year, not \(year)") }
        if json && csv { throw ValidationError("--json and --csv cannot be combined: give one of them") }
    }

    func run() throws {
        try OutputPath.require([state, html], apartFrom: files.filter { $0 != "-" })
        let earlier = try state.flatMap { try LogState.read($0) }
        let start = earlier ?? LogState()
        var options = LogAnalysis.Options()
        options.archiveAddresses = archiveAddress
        var analysis = LogAnalysis(options, seed: start.seed)
        analysis.resume(start)
        var reading = LogReader.Options(now: Int(time(nil)))
        reading.year = year
        reading.isIncremental = state != nil
        var reader = LogReader(reading, places: start.places)
        let progress = ProgressBar("reading logs")
        reader.read(files, into: &analysis) { progress.advance(to: $0.tables.totals.messages.reduce(0, +)) }
        progress.finish()
        analysis.finishAll(keepsRecent: state != nil)

        let tables = analysis.tables
        if tables.lines.total == tables.lines.unreadable, let first = reader.problems.first {
            throw Failure(first.isUnreadable ? .noInput : .badData, first.description)
        }
        let language = language ?? .ofEnvironment
        let texts = LogTexts.of(language)
        let notices = reader.problems.map(texts.problem) + texts.bounds(analysis)
        var warnings = Warnings(language)
        for notice in notices { warnings.tell(notice) }
        let report = LogReport(tables, language, top: top, notices: notices)
        let pageFailure = html.flatMap { writePage(report, to: $0) }
        // Programs know the English names.
        let data = LogReport(tables, .english, top: top)
        try Console.write(json ? data.json.text : csv ? data.csv : report.text)
        // What was printed is not printed again, whatever became of the page.
        if let state, try save(state, start.seed, reader, analysis) > 0 { warnings.tell(texts.stateTooLarge) }
        if let pageFailure { throw pageFailure }
        try warnings.status.end()
    }

    private func writePage(_ report: LogReport, to path: String) -> Failure? {
        do throws(Failure) {
            try TextFile.write(report.html, to: path)
            return nil
        } catch {
            return error
        }
    }

    /// Saves the state; returns how many messages it has no room for.
    private func save(_ path: String, _ seed: UInt64, _ reader: LogReader, _ analysis: LogAnalysis) throws -> Int {
        do throws(DurableFileError) {
            return try LogState(seed: seed, places: reader.places, unfinished: analysis).write(to: path)
        } catch {
            throw Failure(error.call == "open" ? .cannotCreate : .ioFailed, error.description)
        }
    }
}

extension LogReader.Problem {
    /// Whether the file could not be read at all.
    var isUnreadable: Bool {
        if case .unreadable = kind { true } else { false }
    }
}
