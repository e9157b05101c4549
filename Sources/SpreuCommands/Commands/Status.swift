// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import NightlyBatch
import SiteConfiguration
import TextOutput

/// `spreu status`: how a site fares, for monitoring.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Say in one line how a site fares, for monitoring.",
        discussion: """
            The exit codes are those of Nagios: 0 fine, 1 warning, 2 critical, 3 unknown. Run it as the user of the night. \
            Nothing is changed.

            Example: spreu status --config /etc/spreu/spreu.yaml --filter 127.0.0.1:783
            """)

    @OptionGroup var site: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "Ask a running spreud, too: host:port or unix:/path of its spamd protocol.", valueName: "address"))
    var filter: String?

    @Option(name: .customLong("protocol"), help: "What the filter speaks at that address.")
    var filterProtocol = FilterProtocol.spamd

    @Flag(help: "Print it as JSON.")
    var json = false

    @Flag(help: "Print the report of the last night behind the line.")
    var report = false

    func validate() throws {
        if json && report {
            throw ValidationError("give --json or --report: the night's report as JSON lies beside the models")
        }
    }

    func run() throws {
        var text = ""
        let status: SiteStatus
        do {
            let configuration = try site.read()
            var found = SiteStatus(configuration, key: try SiteKey.load(path: configuration.key), now: currentTime)
            if let filter { askFilter(filter, &found) }
            status = found
            if report {
                text = "\n" + ((try? SmallFile.text(configuration.latestReportPath)) ?? "no night has ended yet\n")
            }
        } catch {
            status = SiteStatus(unknown: Failure(error)?.description ?? "\(error)")
        }
        try Console.write(
            json ? status.json.text : status.line.forTerminal() + "\n" + text.forTerminal(keepingLines: true))
        if status.level != .ok { throw ExitCode(status.level.rawValue) }
    }

    private func askFilter(_ address: String, _ status: inout SiteStatus) {
        do throws(Failure) {
            switch try FilterAnswer.ask(address, filterProtocol, seconds: 5) {
            case .noModel: status.add(.critical, "the filter has no model: mail goes unfiltered")
            case .alive: status.add(.ok, "the filter answers")
            case .model(let id, _): status.noteFilter(model: id)
            }
        } catch {
            status.add(.critical, "the filter: \(error)")
        }
    }
}
