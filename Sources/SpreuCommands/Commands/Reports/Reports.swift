// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FeedbackReports
import Glibc
import MailArchive
import MailFeatures
import MailMessage
import NightlyBatch
import ReportPages
import SenderLists
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
        let summary = try read(identity, settings, &warnings)
        let report = FeedbackReport(summary, language ?? .ofEnvironment, top: top)
        if let html { try TextFile.write(report.html, to: html) }
        try Console.write(
            json ? FeedbackReport(summary, .english, top: top, isForPrograms: true).json.text : report.text)
        try warnings.status.end()
    }

    // MARK: Reading

    private func read(
        _ identity: SiteIdentity, _ settings: SiteSettings, _ warnings: inout Warnings
    ) throws -> ReportSummary {
        var summary = ReportSummary(
            site: identity, since: since.flatMap(Day.begin).map { Int($0) }, now: Int(time(nil)))
        var reader = FeedbackReader(sources, site: identity, authentication: Self.authentication(settings))
        var refusals = Refusals()
        var isAnythingRead = false
        let progress = ProgressBar("reading reports")
        var count = 0
        while let event = reader.next() {
            count += 1
            progress.advance(to: count)
            switch event {
            case .feedback(let feedback, let proof):
                summary.take(feedback, proof)
                isAnythingRead = true
            case .otherMail:
                summary.otherMail += 1
                isAnythingRead = true
            case .refused(let refusal): refusals.take(refusal)
            case .warning(let warning): warnings.tell(warning.description)
            }
        }
        progress.finish()
        if !isAnythingRead {
            throw Failure(
                refusals.first == nil ? .noInput : .badData,
                refusals.first.map { "\($0); nothing else is there" }
                    ?? "no mail and no report in the sources: check the paths")
        }
        summary.refused = refusals.count
        refusals.tell(&warnings)
        tellDoubts(summary, settings, &warnings)
        return summary
    }

    /// What cannot be read, said once for each reason.
    private struct Refusals {
        private(set) var first: RefusedReport?
        private(set) var count = 0
        /// By the kind of reason: the words of a parser differ from file to file.
        private var byReason: [(kind: Substring, example: RefusedReport, count: Int)] = []

        mutating func take(_ refusal: RefusedReport) {
            first = first ?? refusal
            count += 1
            let kind = "\(refusal.reason)".prefix { $0 != "(" }
            if let index = byReason.firstIndex(where: { $0.kind == kind }) {
                byReason[index].count += 1
            } else {
                byReason.append((kind, refusal, 1))
            }
        }

        func tell(_ warnings: inout Warnings) {
            for (_, example, count) in byReason {
                let others = count > 1 ? " (and \(counted(count - 1, "other") ) alike)" : ""
                warnings.tell("not read: \(example)\(others)")
            }
        }
    }

    /// Says once what is not certain, and what to do.
    private func tellDoubts(_ summary: ReportSummary, _ settings: SiteSettings, _ warnings: inout Warnings) {
        if summary.salvaged > 0, let problem = summary.firstProblem {
            warnings.tell(
                "\(counted(summary.salvaged, "report")) \(summary.salvaged == 1 ? "is" : "are") damaged; \(counted(summary.lostRows, "row")) lost, "
                    + "the others count; the first: \(problem)")
        }
        if summary.fromFuture > 0 {
            warnings.tell(
                "\(counted(summary.fromFuture, "report")) about days to come: not counted; is this machine's clock right?"
            )
        }
        let unproven = summary.unproven
        if unproven > 0 {
            warnings.tell(
                "\(counted(unproven, "report")) not proven to be from whom \(unproven == 1 ? "it says" : "they say"), counted apart: our own servers' "
                    + "Authentication-Results do not pass, or name another sender")
        }
    }

    /// What our own servers found of a message's sender.
    private static func authentication(_ settings: SiteSettings) -> (Message) -> FeedbackReader.Authentication {
        let servers = SiteServers(trust: settings.trust, authservIDs: settings.authservIDs, areDelivered: true)
        return { message in
            let arrival = Arrival(message, envelope: nil, at: servers)
            if arrival.authentication.grounds == .noServerNamed { return .notChecked }
            guard arrival.hasOneAuthor, let domain = arrival.authors.first?.domain else { return .failed }
            return arrival.authentication.vouches(forAuthorOf: domain) ? .passed : .failed
        }
    }
}
