// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailIngest
import NightlyBatch
import ReportPages
import SpamEvaluation
import SpamModel
import SpamReports
import TextOutput

/// `spreu nightly`: what runs unattended, every night.
struct Nightly: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "nightly",
        abstract: "Ingest, train, evaluate, and serve the new model if it passes the gate.",
        discussion: """
            Only one run at a time can use a store. A run that was killed can simply be repeated; whatever fails, \
            the current model stays in service.

            Example: spreu nightly --config /etc/spreu/spreu.yaml
            """)

    @OptionGroup var site: ConfigurationOptions

    @Flag(help: "Serve the new model even if the gate refuses it.")
    var force = false

    @Option(
        help: ArgumentHelp(
            "Accept an account whose mail changed all at once; may be repeated.",
            valueName: "account"))
    var accept: [String] = []

    @Option(
        help: ArgumentHelp(
            "Count mail that has been in its folder for so long, in this run: 0 for a first night, which learns at once.",
            valueName: "span"),
        transform: {
            guard let span = TimeSpan($0) else {
                throw ValidationError("--settle takes a span such as 12h, 1d or 0, not '\($0)'")
            }
            return span
        })
    var settle: TimeSpan?

    @Flag(help: "Print the report as JSON.")
    var json = false

    @Option(
        help: "The language of the report and its pages: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Option(help: "Number of threads that parse. (default: all cores)")
    var threads: Int?

    @Option(help: ArgumentHelp("How far to yield to other programs, 0 to 19, as nice(1).", valueName: "number"))
    var nice = 10

    @Option(
        name: .customLong("max-memory"),
        help: ArgumentHelp("Stop if more memory than this is in use: 2G, 800M.", valueName: "bytes"),
        transform: { try ByteCount($0) })
    var maxMemory: ByteCount?

    func validate() throws {
        if !(0...19).contains(nice) { throw ValidationError("--nice takes a number from 0 to 19, not \(nice)") }
        if let threads, !(1...1_024).contains(threads) {
            throw ValidationError("--threads takes a number from 1 to 1024, not \(threads)")
        }
    }

    func run() throws {
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Int32(nice))
        if let maxMemory { try MemoryLimit(bytes: maxMemory.bytes).watch() }
        var configuration = try site.read()
        if let settle { configuration.settle(for: settle) }
        // Not the drop folder: root leaves nothing there, and those who submit mail may own it.
        for path in [configuration.store, configuration.key, configuration.repository.path] {
            try FileOwner.requireOwn(path)
        }
        let key = try KeyOptions.loadOrCreate(configuration.key)
        var options = NightlyRun.Options(now: currentTime)
        options.threads = threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        options.isForced = force
        options.accepted = Set(accept)
        let language = language ?? .ofEnvironment
        let duties = NightDuties(configuration: configuration)
        let commands = DutyCommands(configuration)
        options.duties = { DutyPage(duties.report($0, now: Int(currentTime)), .english, commands: commands).lines }
        // A file beside the models, and a mail to an administrator, are read like a page.
        let sentences: @Sendable (BatchReport) -> [String] = { night in
            night.duties.isEmpty || language == .english
                ? [] : DutyPage(duties.report(night, now: Int(currentTime)), language, commands: commands).sentences
        }
        let text: @Sendable (BatchReport) -> String = { NightLines($0, language, duties: sentences($0)).text }
        options.text = text
        options.pages = { night in
            // An export's page is written before the night has ended: how the duties stand then is not known yet.
            let section =
                night.duties.isEmpty
                ? nil : DutyPage(duties.report(night, now: Int(currentTime)), language, commands: commands).section
            return [ModelRepository.reportPage: Array(NightPage(night, language, duties: section).html.utf8)]
        }
        options.trend = { [ModelRepository.trendPage: Array(TrendPage($0, language).html.utf8)] }
        options.createdBy = Spreu.version
        let bars = StageBars()
        let night = try NightlyRun(configuration, key: key, options: options) { stage, messages in
            bars.show(stage, messages)
        }.run()
        bars.finish()
        let report = try night.close(code: Self.status(night).rawValue)
        let notice = ReportTexts.of(language).notice
        for warning in report.warnings { Console.warning(notice(warning), language) }
        try Console.write(json ? report.json.text : text(report))
        try Self.status(report).end()
    }

    private static func status(_ night: EndedNight) -> ExitStatus {
        night.failure.map { Failure($0)?.status ?? .usage } ?? status(night.report)
    }

    private static func status(_ report: BatchReport) -> ExitStatus {
        // Nothing is wrong, and there is nothing to do but wait.
        if report.result.state == .waiting { return report.warnings.isEmpty ? .done : .doneWithWarnings }
        if let refusal = report.refusal, !report.wasForced {
            return switch refusal {
            case .worse, .noComparison, .callsNothingSpam: .worseModel
            case .hamLoss: .hamLoss
            case .collapsed, .oneClass: .collapsedCorpus
            // Expected, and told as a warning.
            case .rereading: .doneWithWarnings
            }
        }
        if report.isStale { return .stale }
        return report.warnings.isEmpty ? .done : .doneWithWarnings
    }
}

extension NightlyConfiguration {
    /// Has mail of all accounts count once it has been in its folder for so long.
    fileprivate mutating func settle(for span: TimeSpan) {
        for index in sources.indices {
            guard case .accounts(let pattern, var rule) = sources[index] else { continue }
            rule.settle = span
            sources[index] = .accounts(pattern: pattern, rule)
        }
    }
}
