// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import ConfidentialityCheck
import MailServerLogs
import NightlyBatch
import ReportPages
import ServerAlarms
import TextOutput

/// `spreu confidentiality`: where mail, names and passwords are seen by others.
struct Confidentiality: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confidentiality",
        abstract: "Find where mail, names and passwords are seen by others.",
        discussion: """
            Reads the configuration of Postfix and Dovecot, aliases, users' forwards and rules, logs, and files' \
            permissions, and says of each finding where it is written and what mends it. Asks no network and changes \
            nothing; the only program it runs is 'doveconf -n'. What could not be looked at is listed. Exit code 14: \
            something critical, or a warning.

            sudo spreu confidentiality --logs /var/log/mail.log --dns-zone example.com.zone
            """)

    @OptionGroup var site: ConfigurationOptions

    @OptionGroup var server: ServerOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write the report as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func run() throws {
        try OutputPath.require([html], apartFrom: server.inputs)
        let configuration = try site.path == nil ? nil : site.read()
        var reading = ServerReading(server, configuration)
        let logs = server.logs.isEmpty ? configuration?.alarms?.logs ?? [] : server.logs
        reading.facts.log = Self.readLogs(logs, reading.transport, &reading.gaps)

        let report = reading.report
        let shown = ConfidentialityReport(
            report, language ?? .ofEnvironment, isThisMachine: reading.facts.isThisMachine)
        if let html { try TextFile.write(shown.html, to: html) }
        try Console.write(json ? shown.json.text : shown.text)
        if let worst = report.worst, worst > .notice { try ExitStatus.alarm.end() }
        if !report.gaps.isEmpty { try ExitStatus.doneWithWarnings.end() }
    }

    private static func readLogs(
        _ files: [String], _ transport: TransportWatch, _ gaps: inout [ExposureGap]
    ) -> LogFacts? {
        guard !files.isEmpty else {
            gaps.append(ExposureGap(.logs, .noneGiven))
            return nil
        }
        var options = LogAnalysis.Options()
        options.transport = transport
        var analysis = LogAnalysis(options, seed: .random(in: 1 ... .max))
        var reader = LogReader(LogReader.Options(now: Int(currentTime)))
        let progress = ProgressBar("reading logs")
        reader.read(files, into: &analysis) { progress.advance(to: $0.tables.lines.total) }
        progress.finish()
        analysis.finishAll()
        for problem in reader.problems { gaps.append(ExposureGap(.logs, .named(problem.description))) }
        let lines = analysis.tables.lines
        return lines.total == lines.unreadable ? nil : LogFacts(analysis)
    }
}
