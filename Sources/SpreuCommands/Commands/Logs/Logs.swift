// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailServerLogs
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
        var warnings = Warnings()
        for problem in reader.problems { warnings.tell(problem.description) }
        tellBounds(analysis, &warnings)
        let report = LogReport(tables, top: top)
        let pageFailure = html.flatMap { writePage(report, to: $0) }
        try Console.write(json ? report.json.text : csv ? report.csv : report.text)
        // What was printed is not printed again, whatever became of the page.
        if let state, try save(state, start.seed, reader, analysis) > 0 {
            warnings.tell("the state would be too large: the latest messages in queues are not in it")
        }
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

    /// Says once what is not complete, and what to do.
    private func tellBounds(_ analysis: LogAnalysis, _ warnings: inout Warnings) {
        let lines = analysis.tables.lines
        if analysis.wasFull {
            warnings.tell(
                "too many messages were in queues at once: the oldest were counted as they were; give logs of fewer hosts"
            )
        }
        if analysis.recipientsLeftOut > 0 {
            warnings.tell(
                "\(counted(analysis.recipientsLeftOut, "recipient")) beyond the first 10,000 of a message: they are not counted"
            )
        }
        if lines.unreadable > 0 {
            warnings.tell("\(counted(lines.unreadable, "line")) could not be read as log lines; they are not counted")
        }
        if lines.cut > 0 {
            warnings.tell("\(counted(lines.cut, "line")) longer than 64 KiB; what is beyond was left out")
        }
        if lines.suppressions > 0 {
            warnings.tell(
                "the log says \(counted(lines.suppressions, "time")) that lines were left out: totals are too low; "
                    + "raise RateLimitBurst of journald, or rsyslog's imjournal and imuxsock limits")
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
