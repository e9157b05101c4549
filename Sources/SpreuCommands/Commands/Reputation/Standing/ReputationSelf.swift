// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailMessage
import MailServerConfiguration
import NameLookup
import ReportPages
import SenderReputation
import TextOutput

/// `spreu reputation self`: how others see the site.
struct ReputationSelf: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "self",
        abstract: "Check how others see this site: reverse DNS, HELO, MX, SPF, DKIM, DMARC, TLS, block lists.",
        discussion: """
            Reads zone files, main.cf and opendkim.conf; asks over the network only with --resolver, and then block lists, \
            too: those that main.cf asks and --list names, each within a tenth of what it gives freely. Fetches no page and \
            changes nothing. What could not be looked at is listed. Ends with 14 where something is critical, or a \
            warning, and with 4 where something could not be looked at.

            Example: spreu reputation self --dns-zone example.com.zone --resolver 127.0.0.1
            """)

    @Option(
        help: ArgumentHelp(
            "A zone file, or what 'dig' prints, with its domain in front where neither tells it; may be repeated.",
            valueName: "[domain=]file"))
    var dnsZone: [String] = []

    @Option(
        help: ArgumentHelp(
            "A domain that sends mail; may be repeated. (default: those of the zones, or of main.cf)",
            valueName: "domain"))
    var domain: [String] = []

    @Option(
        help: ArgumentHelp(
            "An address that mail leaves from; may be repeated. (default: smtp_bind_address, or those of HELO)",
            valueName: "address"))
    var address: [String] = []

    @Option(help: ArgumentHelp("What the server calls itself. (default: that of main.cf)", valueName: "name"))
    var hello: String?

    @Option(
        help: ArgumentHelp(
            "Postfix's folder, or a file with what 'postconf -n' prints. (default: /etc/postfix, if it is there)",
            valueName: "path"))
    var postfix: String?

    @Option(
        help: ArgumentHelp(
            "A key of DKIM, of all domains or of one; may be repeated. (default: those of opendkim.conf and the zones)",
            valueName: "name[@domain]"))
    var selector: [String] = []

    @Option(
        help: ArgumentHelp("OpenDKIM's configuration. (default: /etc/opendkim.conf, if it is there)", valueName: "file")
    )
    var opendkim: String?

    @Option(help: ArgumentHelp("The policy of MTA-STS, as it is served; may be repeated.", valueName: "[domain=]file"))
    var stsPolicy: [String] = []

    @Option(
        help: ArgumentHelp(
            "The certificate that port 25 shows, and those behind it, in PEM. (default: that of main.cf, if it can be read)",
            valueName: "file"))
    var certificate: String?

    @OptionGroup var resolving: ResolverOptions

    @Option(
        help: ArgumentHelp(
            "A block list to ask, with its answers where they are not known; may be repeated.",
            valueName: "zone[=answers]"))
    var list: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write the report as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func validate() throws {
        for text in address where NetworkRange.octets(of: text) == nil {
            throw ValidationError("--address takes an address such as 192.0.2.1, not \(text)")
        }
        for text in domain where DNSName.canonical(text)?.contains(".") != true {
            throw ValidationError("--domain takes a domain such as example.com, not \(text)")
        }
        // What is wrong may be a key: it is not shown.
        for text in list where AskedList(text) == nil {
            throw ValidationError(
                "--list takes a zone, or ZONE=ANSWERS such as bl.example=127.0.0.[2..11]; number \((list.firstIndex(of: text) ?? 0) + 1) is none"
            )
        }
        if !list.isEmpty, resolving.resolver == nil {
            throw ValidationError("--list is asked over the network: give --resolver ADDRESS, too")
        }
    }

    func run() throws {
        try OutputPath.require(
            [html, resolving.listState],
            apartFrom: dnsZone.map { StandingFiles.named($0).path } + stsPolicy.map { StandingFiles.named($0).path }
                + [postfix, opendkim, certificate].compactMap { $0 })
        var files = StandingFiles()
        try files.readZones(dnsZone)
        try files.readPostfix(postfix)
        files.take(domains: domain, addresses: address, hello: hello)
        guard !files.facts.domains.isEmpty else {
            throw Failure(.usage, "which domains? Give --domain NAME, or --dns-zone FILE")
        }
        try files.readSigner(opendkim)
        files.take(selectors: selector)
        try files.readPolicies(stsPolicy)
        try files.readCertificate(certificate)

        var warnings = Warnings()
        var survey = StandingSurvey(files.facts)
        if let resolver = resolving.open() {
            let progress = ProgressBar("asking")
            var asked = 0
            var asker = PatientAsker { question throws(DNSFailure) in try resolver.ask(question) }
            survey.complete { question throws(DNSFailure) in
                asked += 1
                progress.advance(to: asked)
                return try asker.ask(question)
            }
            var session = try ListSession(resolving, resolver, &warnings)
            let lists = Self.lists(list, files.postfix)
            survey.take(
                session.asker.presences(lists, addresses: survey.report.addresses, domains: survey.report.domains))
            try session.finish()
            progress.finish()
        }
        var report = survey.report
        for gap in files.gaps { report.note(gap.area, gap.reason) }
        let page = StandingPage(report, language ?? .ofEnvironment)
        if let html { try TextFile.write(page.html, to: html) }
        try Console.write(json ? page.json.text : page.text)
        if let worst = report.worst, worst > .notice { try ExitStatus.alarm.end() }
        if !report.gaps.isEmpty || warnings.count > 0 { try ExitStatus.doneWithWarnings.end() }
    }

    /// Those that were named, those of Postfix, and some that anybody may ask; of each kind that lets nobody in by it.
    private static func lists(_ named: [String], _ postfix: PostfixConfiguration?) -> [AskedList] {
        var lists: [AskedList] = []
        for list in named.compactMap({ AskedList($0) }) + (postfix.map { AskedList.all($0) } ?? []) + AskedList.free {
            if list.known?.kind == .allowed || lists.contains(where: { $0.name == list.name }) { continue }
            lists.append(list)
        }
        return lists
    }
}
