// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import ConfidentialityCheck
import MailFeatures
import MailMessage
import MailServerConfiguration
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

    @Option(
        help: ArgumentHelp(
            "Postfix's folder, or a file with what 'postconf -n' prints. (default: /etc/postfix)",
            valueName: "path"))
    var postfix: String?

    @Option(
        help: ArgumentHelp(
            "A file with what 'doveconf -n' prints. (default: it is run, where Dovecot is installed)",
            valueName: "file"))
    var dovecot: String?

    @Option(
        help: ArgumentHelp(
            "A file of aliases; may be repeated. (default: those of alias_maps, or /etc/aliases)", valueName: "file"))
    var aliases: [String] = []

    @Option(
        help: ArgumentHelp(
            "A log; may be repeated. (default: 'logs' under 'alarms' in the configuration)", valueName: "file"))
    var logs: [String] = []

    @Option(
        help: ArgumentHelp(
            "A zone, or what 'dig' prints of one; may be repeated: who gets reports.", valueName: "file"))
    var dnsZone: [String] = []

    @Option(
        help: ArgumentHelp(
            "A folder of backups, whose permissions are looked at; may be repeated.", valueName: "folder"))
    var backup: [String] = []

    @Option(
        help: ArgumentHelp(
            "The server's files lie in this folder: a mounted backup, a container. Nothing is run.",
            valueName: "folder"))
    var root: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write the report as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func run() throws {
        try OutputPath.require(
            [html], apartFrom: aliases + logs + dnsZone + [postfix, dovecot].compactMap { $0 })
        let configuration = try site.path == nil ? nil : site.read()
        var server = ServerFiles(root: root)
        var facts = MailServerFacts()
        facts.isThisMachine = server.isThisMachine
        facts.site = Self.site(configuration)
        server.readPostfix(postfix, into: &facts)
        server.readDovecot(dovecot, into: &facts)
        server.readAliases(aliases, into: &facts)
        server.readNames(zones: dnsZone, into: &facts)
        var people = PersonalFiles(configuration, server)
        people.read(into: &facts)
        let modes = FileModes(configuration, server, people)
        modes.read(backups: backup, into: &facts)
        var gaps = server.gaps + people.gaps + modes.gaps
        facts.log = readLogs(logs.isEmpty ? configuration?.alarms?.logs ?? [] : logs, facts, &gaps)

        var report = ConfidentialityCheck.report(facts)
        for gap in gaps { report.note(gap) }
        let shown = ConfidentialityReport(
            report, language ?? .ofEnvironment, isThisMachine: server.isThisMachine)
        if let html { try TextFile.write(shown.html, to: html) }
        try Console.write(json ? shown.json.text : shown.text)
        if let worst = report.worst, worst > .notice { try ExitStatus.alarm.end() }
        if !report.gaps.isEmpty { try ExitStatus.doneWithWarnings.end() }
    }

    private static func site(_ configuration: NightlyConfiguration?) -> OwnSite {
        guard let configuration else { return OwnSite() }
        let settings = configuration.site
        // An address among the recipients may be one at a provider.
        let domains = settings.recipients.filter { !$0.contains("@") } + (configuration.alarms?.site.domains ?? [])
        let networks = settings.networks + (configuration.alarms?.site.networks ?? [])
        return OwnSite(
            domains: domains, hosts: settings.hosts, networks: networks.compactMap { NetworkRange($0) })
    }

    private func readLogs(_ files: [String], _ facts: MailServerFacts, _ gaps: inout [ExposureGap]) -> LogFacts? {
        guard !files.isEmpty else {
            gaps.append(ExposureGap(.logs, .noneGiven))
            return nil
        }
        let own = facts.ownSite
        var options = LogAnalysis.Options()
        options.transport = TransportWatch(
            site: WatchedSite(domains: Array(own.domains), networks: []),
            networks: own.networks + OwnSite.privateNetworks,
            clouds: MailCloud.all.map(\.networks))
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
