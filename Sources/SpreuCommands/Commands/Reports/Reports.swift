// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FeedbackReports
import MailFeatures
import MailMessage
import NightlyBatch
import ReportPages
import TextOutput

/// `spreu reports`: what others say of the site's mail, as it comes by mail.
struct Reports: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reports",
        abstract: "Sum up what others say of our mail: DMARC, TLS, complaints, bounces.",
        discussion: """
            Reads DMARC aggregate and failure reports, TLS reports, complaints of feedback loops and bounces from \
            Maildirs, mboxes, folders and files, recognised by their content. Asks no network. Each report is counted \
            once. No recipient's address and no message's text is in the summary.

            Example: spreu reports --own 192.0.2.0/24 ~/Maildir/.DMARC
            """)

    @Argument(help: ArgumentHelp("Mailboxes, folders and files with reports.", valueName: "source"))
    var sources: [String]

    @OptionGroup var configuration: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "Address range or name of our own servers, beside those of the configuration; may be repeated.",
            valueName: "cidr|name"))
    var own: [String] = []

    @Option(
        help: ArgumentHelp("Leave out what ended before this day (UTC), as 2026-11-01.", valueName: "date"))
    var since: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write the summary as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: ArgumentHelp("Rows of tables that may have any number, 1 to 1000.", valueName: "n"))
    var top = 10

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func validate() throws {
        guard (1...1_000).contains(top) else { throw ValidationError("--top takes 1 to 1000, not \(top)") }
        if let since, Day.begin(of: since) == nil {
            throw ValidationError("--since takes a day such as 2026-11-01, not \(since)")
        }
        for name in own where NetworkRange(name) == nil && !SiteSettings.isName(name) {
            throw ValidationError(
                "--own takes a range such as 192.0.2.0/24 or a name such as mx.example.com, not \(name)")
        }
    }

    func run() throws {
        try OutputPath.require([html], apartFrom: sources.filter { $0 != "-" })
        let settings = try configuration.path == nil ? SiteSettings() : configuration.read().site
        let identity = SiteIdentity(
            hosts: settings.hosts + own.filter { NetworkRange($0) == nil },
            networks: (settings.networks + own).compactMap { NetworkRange($0) })
        var warnings = Warnings()
        let input = FeedbackInput(site: identity, settings: settings, since: since.flatMap(Day.begin).map { Int($0) })
        let summary = try input.summary(of: sources, &warnings)
        let report = FeedbackReport(summary, language ?? .ofEnvironment, top: top)
        if let html { try TextFile.write(report.html, to: html) }
        try Console.write(
            json ? FeedbackReport(summary, .english, top: top, isForPrograms: true).json.text : report.text)
        try warnings.status.end()
    }
}
