// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailDuties
import NightlyBatch
import OutgoingBrake
import ReportPages
import TextOutput

/// `spreu duties`: the five duties of a company that runs its own mail server, on one page.
struct Duties: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "duties",
        abstract: "Show how the five duties of a mail server stand, on one page.",
        discussion: """
            What is not given is taken from 'duties' in the configuration.

            A clean reputation; spam turned away early; no spam let out; logs watched; content kept in-house. Each is \
            green, amber or red with the reason, the evidence and the command that looks closer; what could not be judged is \
            grey, never green. Reads what the single commands read, once; changes nothing, and opens no connection but \
            to the filter at --filter and, for names and block lists, to --resolver. Exit code 14: something is red; \
            4: amber or grey.

            sudo spreu duties --reports /var/vmail/example.com/dmarc/Maildir --filter 127.0.0.1:783
            """)

    @OptionGroup var site: ConfigurationOptions
    @OptionGroup var server: ServerOptions

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Mailboxes with DMARC reports, complaints and bounces.", valueName: "source"))
    var reports: [String] = []

    @OptionGroup var resolving: ResolverOptions

    @Option(
        help: ArgumentHelp(
            "Also ask a running spreud: host:port or unix:/path of its spamd protocol.", valueName: "address"))
    var filter: String?

    @Option(name: .customLong("protocol"), help: "The protocol the filter speaks at that address. (default: spamd)")
    var filterProtocol: FilterProtocol?

    @Option(
        help: ArgumentHelp(
            "The folder in which the filter keeps its counts: 'folder' under 'brake' in spreud.yaml. (default: \(BrakeFolder.usual))",
            valueName: "folder"))
    var brake: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write it as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func run() throws {
        let configuration = try site.read()
        let settings = configuration.duties ?? DutySettings()
        let reports = reports.isEmpty ? settings.reports : reports
        var (server, resolving) = (server, resolving)
        server.take(settings)
        resolving.take(settings)
        try OutputPath.require([html, resolving.listState], apartFrom: server.inputs + reports.filter { $0 != "-" })
        let now = Int(currentTime)
        var warnings = Warnings()
        let places = DutyInput.Places(
            reports: reports,
            filter: (filter ?? settings.filter).map { ($0, filterProtocol ?? settings.filterProtocol) },
            resolving: resolving, brake: BrakeFolder(brake ?? settings.brake ?? BrakeFolder.usual))
        let facts = try DutyInput(configuration, now: now).facts(
            server, places, NightFiles(configuration, now: now), &warnings)
        let report = DutyReport(facts, now: now)
        let page = DutyPage(
            report, language ?? .ofEnvironment,
            commands: DutyCommands(configuration, logs: server.logs, reports: reports, zones: server.dnsZone))
        if let html { try TextFile.write(page.html, to: html) }
        try Console.write(json ? page.json.text : page.text)
        switch report.worst {
        case .red: try ExitStatus.alarm.end()
        case .amber, .grey: try ExitStatus.doneWithWarnings.end()
        case .green: try warnings.status.end()
        }
    }
}
