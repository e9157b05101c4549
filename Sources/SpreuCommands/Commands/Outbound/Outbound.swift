// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import MailMessage
import MailServerLogs
import NightlyBatch
import OutboundMail
import ReportPages
import ServerAlarms
import TextOutput

/// `spreu outbound`: what leaves this server, by whom, and what of it is wrong.
struct Outbound: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbound",
        abstract: "Find out what leaves this server, by whom, and what of it is wrong.",
        discussion: """
            Reads logs of Postfix, Dovecot, Exim and spreud, a day to months of them, and with them folders of sent mail \
            and what others report. Finds hacked accounts and scripts, trojans, an open relay, backscatter, forwarded \
            spam, bought lists, and bulk mail without one-click unsubscribe. Changes nothing without --apply.

            spreu outbound /var/log/mail.log /var/log/mail.log.*.gz
            spreu outbound --sent /var/vmail/example.com/news/Maildir/.Sent -- /var/log/mail.log
            """)

    @Argument(
        help: ArgumentHelp("The logs, or - for standard input. (default: 'logs' under 'alarms')", valueName: "log"))
    var files: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Folders of sent mail: bulk mail, and what the model says.", valueName: "source"))
    var sent: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Mailboxes with complaints and bounces, as for 'spreu reports'.", valueName: "source"))
    var reports: [String] = []

    @OptionGroup var site: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "Domain of the site, beside those under 'alarms'; may be repeated.", valueName: "domain"))
    var domain: [String] = []

    @Option(
        help: ArgumentHelp(
            "Network whose clients may send without a login, beside those under 'alarms'; may be repeated.",
            valueName: "cidr"))
    var network: [String] = []

    @Option(
        help: ArgumentHelp(
            "Show what is from this day (UTC) on, as 2026-11-01; what is before tells what is usual.",
            valueName: "date"))
    var since: String?

    @Option(help: ArgumentHelp("Show the last so many days of the logs, 1 to 400.", valueName: "n"))
    var days: Int?

    @Option(help: ArgumentHelp("The year of first lines without one. (default: by when the file was written)"))
    var year: Int?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write the report as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Rows of tables that may have any number, 1 to 1000.", valueName: "n"))
    var top = 10

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Option(
        help: ArgumentHelp(
            "Put hacked accounts on hold for three days, in this Postfix access table, and trojans in FILE.clients.",
            valueName: "file"))
    var apply: String?

    func validate() throws {
        guard (1...1_000).contains(top) else { throw ValidationError("--top takes 1 to 1000, not \(top)") }
        if let year, !(1971...9998).contains(year) { throw ValidationError("--year takes a year, not \(year)") }
        if let days, !(1...400).contains(days) { throw ValidationError("--days takes 1 to 400, not \(days)") }
        if let since, Day.begin(of: since) == nil {
            throw ValidationError("--since takes a day such as 2026-11-01, not \(since)")
        }
        if since != nil, days != nil { throw ValidationError("give one of --since and --days") }
        if let wrong = network.first(where: { NetworkRange($0) == nil }) {
            throw ValidationError("--network takes a range such as 192.0.2.0/24, not \(wrong)")
        }
        if files.contains("-"), files.count > 1 {
            throw ValidationError("give either - for standard input, or files")
        }
    }

    func run() throws {
        let configuration = try site.path == nil ? nil : site.read()
        var alarms = configuration?.alarms ?? AlarmSettings()
        alarms.site.domains += domain
        alarms.site.networks += network
        if configuration?.alarms == nil { alarms.site.networks += configuration?.site.networks ?? [] }
        guard !alarms.site.domains.isEmpty else {
            throw Failure(
                .usage, "which domains are the site's own? Give --domain, or 'domains' under 'alarms' in spreu.yaml")
        }
        let logs = files.isEmpty ? alarms.logs : files
        guard !logs.isEmpty || !sent.isEmpty else {
            throw Failure(.usage, "no logs: give files, - for standard input, or 'logs' under 'alarms'")
        }
        try OutputPath.require(
            [html, apply, apply.map(HoldFiles.clientsPath)], apartFrom: (logs + sent + reports).filter { $0 != "-" })
        var warnings = Warnings()
        var input = OutboundInput(OutboundSettings(alarms: alarms), configuration)
        if !reports.isEmpty { try input.readReports(reports, &warnings) }
        if !logs.isEmpty { try input.readLogs(logs, year: year, &warnings) }
        if !sent.isEmpty { try input.readSent(sent, &warnings) }
        let content = try input.content(since: since.flatMap(Day.begin).map { Int($0) }, days: days)
        let report = OutboundReport(content, language ?? .ofEnvironment, top: top)
        let hold = try apply.map { try HoldFiles($0, content, &warnings) }
        if let html { try TextFile.write(report.html, to: html) }
        try hold?.write()
        try Console.write(
            json
                ? OutboundReport(content, .english, top: top, isForPrograms: true).json.text
                : report.text(isApplied: hold != nil) + (hold?.words(report.texts) ?? ""))
        if json, let hold { Console.note(hold.summary) }
        try warnings.status.end()
    }
}
