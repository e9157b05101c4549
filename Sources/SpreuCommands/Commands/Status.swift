// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import NightlyBatch
import ReportPages
import SiteConfiguration
import SpamReports
import TextOutput
import TrainingStore

/// `spreu status`: the state of a site, for monitoring.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Print the state of a site in one line, for monitoring.",
        discussion: """
            The exit codes are those of Nagios: 0 OK, 1 warning, 2 critical, 3 unknown. Run it as the user of the \
            nightly run. Changes nothing.

            Example: spreu status --config /etc/spreu/spreu.yaml --filter 127.0.0.1:783
            """)

    @OptionGroup var site: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "Also ask a running spreud: host:port or unix:/path of its spamd protocol.", valueName: "address"))
    var filter: String?

    @Option(name: .customLong("protocol"), help: "The protocol the filter speaks at that address.")
    var filterProtocol = FilterProtocol.spamd

    @Option(help: "The format: text, json, nagios (also Icinga), checkmk (a local check) or zabbix.")
    var format: StatusFormat?

    @Flag(help: "Print it as JSON: the same as --format json.")
    var json = false

    @Flag(help: "Print the report of the last nightly run after the line.")
    var report = false

    @Option(help: "The language of the line: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Flag(help: "Only list what accounts are called in reports, with their real names.")
    var accounts = false

    func validate() throws {
        if accounts && (report || filter != nil) {
            throw ValidationError("--accounts can be combined with --json only")
        }
        if language != nil, json || accounts || format.map({ $0 != .text }) ?? false {
            throw ValidationError("--language goes with the text: what programs read is the same in all languages")
        }
        if let format, json || report || accounts {
            throw ValidationError("--format \(format.rawValue) cannot be combined with --json, --report or --accounts")
        }
        if json && report {
            throw ValidationError("give either --json or --report: the report as JSON is stored beside the models")
        }
    }

    /// Characters of a line of a mail.
    private static let mailColumns = 76

    func run() throws {
        if accounts { return try listAccounts() }
        var text = ""
        let status: SiteStatus
        let language = language ?? .ofEnvironment
        do {
            let configuration = try site.read()
            var found = SiteStatus(configuration, key: try SiteKey.load(path: configuration.key), now: currentTime)
            if let filter { askFilter(filter, &found) }
            status = found
            if report {
                text =
                    "\n"
                    + ((try? SmallFile.text(configuration.latestReportPath))
                        ?? StatusLine.noReport(language) + "\n")
            }
        } catch {
            status = SiteStatus(unknown: Failure(error)?.description ?? "\(error)")
        }
        let format = format ?? (json ? .json : .text)
        // With a report it is for people, and mailed to them each night.
        let line = format.text(status, language)
        try Console.write(
            (report ? line.item("", further: "  ", columns: Self.mailColumns) : line)
                + text.forTerminal(keepingLines: true))
        if format.tellsByExitCode, status.level != .ok { throw ExitCode(status.level.rawValue) }
    }

    private func listAccounts() throws {
        let configuration = try site.read()
        let store = try StoreLocation.open(
            configuration.store, .watching, key: try SiteKey.load(path: configuration.key), who: "status")
        let all = try AccountNames(store).all
        let members = all.map { ($0.pseudonym, JSONValue.string($0.account)) }
        try Console.write(
            json
                ? JSONValue.object(Dictionary(members, uniquingKeysWith: { first, _ in first })).text
                : all.map { "\($0.pseudonym)\t\($0.account.forTerminal())\n" }.joined())
    }

    private func askFilter(_ address: String, _ status: inout SiteStatus) {
        do throws(Failure) {
            switch try FilterAnswer.ask(address, filterProtocol, seconds: 5) {
            case .noModel: status.add(.critical, .filterWithoutModel, of: .filter)
            case .alive: status.add(.ok, .filterAnswers, of: .filter)
            case .model(let id, _): status.noteFilter(model: id)
            }
        } catch {
            status.add(.critical, .filterProblem("\(error)"), of: .filter)
        }
    }
}

/// How a status is printed.
enum StatusFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json, nagios, checkmk, zabbix

    /// Whether the exit code is the level: Checkmk and Zabbix have it in what they read, and take another code for a fault.
    var tellsByExitCode: Bool { self != .checkmk && self != .zabbix }

    /// The status in this format.
    ///
    /// - Parameter language: of the text; what programs read is English.
    func text(_ status: SiteStatus, _ language: Language) -> String {
        switch self {
        case .text: StatusLine(status, language).text.forTerminal() + "\n"
        case .json: status.json.text
        case .nagios: status.nagiosText
        case .checkmk: status.checkmkText
        case .zabbix: status.zabbixText
        }
    }
}
