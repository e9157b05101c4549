// SPDX-License-Identifier: Apache-2.0
import Announcements
import ArgumentParser
import DurableFiles
import Glibc
import JunkDigest
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import TextOutput
import TrainingStore

/// `spreu digest`: tells each person what lies new in their own Junk.
struct Digest: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Mail each user a list of what is new in their own Junk folder.",
        discussion: """
            Off until 'digest' in spreu.yaml says 'every: daily' or 'weekly'. The list goes to the user's own address \
            through the machine's sendmail, has no links, and is learned by no night. What was told is never told \
            again; a run that was killed can simply be repeated.

            Example: spreu digest --config /etc/spreu/spreu.yaml --dry-run
            """)

    @OptionGroup var site: ConfigurationOptions

    @Flag(name: .customLong("dry-run"), help: "Send nothing: print how many messages each account would be told of.")
    var isDry = false

    @Option(
        help: ArgumentHelp(
            "Only these accounts, by name, address or pattern; may be repeated. (default: all)", valueName: "account"))
    var account: [String] = []

    @Option(
        help: """
            The language of digests for accounts whose language spreu.yaml does not say: en or de. (default: that of \
            LC_ALL, LC_MESSAGES or LANG)
            """)
    var language: Language?

    @Flag(help: "Print the report as JSON.")
    var json = false

    func run() throws {
        let configuration = try site.read()
        let settings = configuration.digest
        guard settings.every != .off else {
            throw Failure(
                .badConfiguration,
                "\(configuration.file ?? "the configuration"): digests are off: set 'every: daily' or 'weekly' and "
                    + "'from' under 'digest'; /usr/share/doc/spreu/commands/digest.md has an example")
        }
        let key = try SiteKey.load(path: configuration.key)
        let found = configuration.findSources()
        let mailboxes = try chosen(configuration.digestMailboxes(found))
        var warnings = Warnings()
        for problem in found.problems { warnings.tell(problem.description) }
        for name in configuration.idleDigestNames(found) where account.isEmpty {
            warnings.tell(SourceProblem.noAccount(name, key: "digest").description)
        }
        let run = DigestRun(
            settings,
            DigestMail.Site(
                sender: settings.sender, host: MachineName.own, maxMessages: settings.maxMessages,
                mark: DigestMark(key: key)),
            trust: configuration.site.trust, language: language ?? .ofEnvironment, now: currentTime,
            shown: Self.names(configuration, key)
        ) { $0.program(settings.sendmail).run() }
        let report: DigestReport
        if isDry {
            report = run.rehearse(mailboxes, told: try DigestState.times(inFolder: settings.folder, key: key))
        } else {
            try FileOwner.requireOwn(settings.folder)
            report = try run.tell(
                mailboxes, DigestState(folder: settings.folder, key: key), isWhole: account.isEmpty)
        }
        for line in report.warnings { warnings.tell(line) }
        try Console.write(json ? report.json.text : report.text.forTerminal(keepingLines: true))
        try (report.hasFailed ? ExitStatus.tryLater : warnings.status).end()
    }

    /// The accounts that are asked for.
    private func chosen(_ mailboxes: [DigestMailbox]) throws(Failure) -> [DigestMailbox] {
        if account.isEmpty { return mailboxes }
        let patterns = account.map { AccountPatterns([$0]) }
        for (name, pattern) in zip(account, patterns) where !mailboxes.contains(where: { pattern.cover($0) }) {
            throw Failure(
                .noInput, "no account '\(name)' gets a digest: it is not there, excluded, or not named under 'digest'")
        }
        return mailboxes.filter { mailbox in patterns.contains { $0.cover(mailbox) } }
    }

    /// What reports call accounts: pseudonyms, unless the configuration says names.
    private static func names(_ configuration: NightlyConfiguration, _ key: SiteKey) -> (String) -> String {
        if configuration.people == .names { return { $0 } }
        let names = (try? StoreLocation.open(configuration.store, .watching, key: key, who: "digest")).flatMap {
            try? AccountNames($0)
        }
        return { account in
            // An account of which no night knows yet.
            let digest = key.digest(of: account.utf8, purpose: .account).hexadecimal.prefix(6)
            return names?.pseudonym(of: account) ?? "account \(digest)"
        }
    }
}
