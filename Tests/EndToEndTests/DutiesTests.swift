// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu duties")
struct DutiesTests {
    private static let duties = ["reputation", "inbound", "outbound", "logs", "confidentiality"]

    /// Lines of a quarter of an hour ago: mail that leaves, and what the filter says of it.
    private static func log(verdict: String, answer: String, id prefix: String = "AAAAA") -> String {
        (0..<12).map { number in
            let stamp = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: Double(number - 900)))
            let id = "\(prefix)\(number % 10)\(number)"
            let status = answer.hasPrefix("250") ? "sent" : "bounced"
            return """
                \(stamp) mx postfix/smtpd[1]: \(id): client=x[198.51.100.7], sasl_method=PLAIN, sasl_username=annaberg
                \(stamp) mx spreud[1]: info message action=accept probability=0.99 queue=\(id) verdict=\(verdict)
                \(stamp) mx postfix/qmgr[1]: \(id): from=<annaberg@example.com>, size=900, nrcpt=1 (queue active)
                \(stamp) mx postfix/smtp[1]: \(id): to=<s\(number)@other.example>, relay=mx.other.example[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=\(answer.prefix(1)).0.0, status=\(status) (\(answer))
                \(stamp) mx postfix/qmgr[1]: \(id): removed

                """
        }.joined()
    }

    /// A server with a watch that has just looked, and whose alarms reach somebody.
    private static func site(log: String) throws -> ConfidentialityTree {
        let tree = try ConfidentialityTree()
        try tree.write("mail.log", log)
        try tree.add(
            """
            site:
              hosts: [mx.example.com]
              networks: [192.0.2.0/24]
              recipients: [example.com]
            alarms:
              folder: \(tree.folder.path("alarms"))
              logs: [\(tree.folder.path("mail.log"))]
              domains: [example.com]
              networks: [192.0.2.0/24]
              command: [/bin/true]

            """, to: "spreu.yaml")
        return tree
    }

    private static func watch(_ tree: ConfidentialityTree) throws {
        let outcome = try Program("spreu").run(["watch", "--once", "--config", tree.folder.path("spreu.yaml")])
        #expect([0, 4, 14].contains(outcome.code), "\(outcome.errors)")
    }

    private static func run(_ tree: ConfidentialityTree, _ arguments: String...) throws -> Program.Outcome {
        try Program("spreu").run(
            [
                "duties", "--root", tree.folder.root, "--config", tree.folder.path("spreu.yaml"), "--dovecot",
                tree.folder.path("doveconf"), "--dns-zone", tree.folder.path("zone"), "--brake",
                tree.folder.path("brake"), "--language", "en",
            ] + arguments)
    }

    private static func lamps(_ outcome: Program.Outcome) throws -> [String: String] {
        let duties = try outcome.value["duties"].elements
        return Dictionary(
            uniqueKeysWithValues: duties.map { ($0["duty"].string ?? "", $0["lamp"].string ?? "") })
    }

    @Test("where nothing is wrong, what was looked at is green, and the rest is grey and says what is missing")
    func quiet() throws {
        let tree = try Self.site(log: Self.log(verdict: "ham", answer: "250 Ok"))
        try Self.watch(tree)
        let outcome = try Self.run(tree, "--json")
        let lamps = try Self.lamps(outcome)
        #expect(lamps["outbound"] == "green" && lamps["logs"] == "green", "\(outcome.text)")
        // The zone only watches by DMARC, and no night has made a model.
        #expect(lamps["reputation"] == "amber" && lamps["inbound"] == "red")
        let duties = try outcome.value["duties"].elements
        #expect(duties.map { $0["duty"].string } == Self.duties)
        for duty in duties where duty["lamp"].string == "grey" {
            #expect(duty["notJudged"].elements.contains { $0["needed"].bool == true })
        }
        #expect(outcome.code == 14)
    }

    @Test("each duty turns red by what is wrong with it, in 80 columns, in both languages, and without a name")
    func red() throws {
        let log =
            Self.log(verdict: "spam", answer: "250 Ok")
            + Self.log(
                verdict: "spam",
                answer: "554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using list.example",
                id: "BBBBB")
        let tree = try Self.site(log: log)
        try tree.add(
            "smtpd_client_restrictions = reject_rbl_client dnsbl.sorbs.net\nalways_bcc = a@elsewhere.example\n",
            to: "etc/postfix/main.cf")
        // Nobody watches.
        let page = tree.folder.path("duties.html")
        let outcome = try Self.run(tree, "--html", page)
        #expect(outcome.code == 14, "\(outcome.errors)")
        let html = try String(contentsOfFile: page, encoding: .utf8)
        let german = try Self.run(tree, "--language", "de")
        for (number, title) in [
            "Host and domains", "Spam is turned away", "No spam is let out", "Logs are watched", "Content stays",
        ].enumerated() {
            #expect(outcome.text.contains("\(number + 1). RED: \(title)"), "\(outcome.text)")
            #expect(html.contains("\(number + 1). Red: \(title)"))
        }
        #expect(
            german.text.contains("3. ROT: Kein Spam geht hinaus") && german.text.contains("Gehacktes Konto: login 1"))
        #expect(outcome.text.contains("Hacked account: login 1") && outcome.text.contains("the list has ended"))
        for text in [outcome.text, german.text, html, outcome.errors] {
            #expect(!text.contains("annaberg") && !text.contains("other.example"))
        }
        // Commands are copied: they have one line. Nor is a path broken.
        for line in (outcome.text + german.text).split(separator: "\n")
        where !line.contains("$ ") && !line.contains(tree.folder.root) {
            #expect(line.count <= 80, "\(line)")
        }
        #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
    }

    @Test("files that may not be read are grey", .enabled(if: getuid() == 0))
    func closed() throws {
        let tree = try Self.site(log: Self.log(verdict: "ham", answer: "250 Ok"))
        try Self.watch(tree)
        for path in ["alarms", "mail.log"] { try tree.mode(path, 0) }
        try tree.mode("etc/postfix", 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tree.folder.root)
        let outcome = try Program(path: "/usr/bin/setpriv").run(
            [
                "--reuid=65534", "--regid=65534", "--clear-groups", Program("spreu").path, "duties", "--root",
                tree.folder.root,
                "--config", tree.folder.path("spreu.yaml"), "--json",
            ])
        let duties = try outcome.value["duties"].elements
        #expect(
            duties.map { $0["lamp"].string } == ["grey", "red", "grey", "grey", "grey"],
            "\(outcome.text)\(outcome.errors)")
        #expect(duties[1]["findings"].elements.map { $0["kind"].string } == ["noModel"])
    }

    @Test("a night that failed is told with when and why, though it left no report")
    func failedNight() throws {
        let site = try NightlyTests.Site()
        try site.night()
        // The next one cannot put its model anywhere.
        let models = site.folder.path("models/site")
        try FileManager.default.moveItem(atPath: models, toPath: site.folder.path("before"))
        try Data().write(to: URL(fileURLWithPath: models))
        let failed = try site.night()
        #expect(failed.code != 0 && failed.code != 4, "\(failed.text)")
        try FileManager.default.removeItem(atPath: models)
        try FileManager.default.moveItem(atPath: site.folder.path("before"), toPath: models)
        let outcome = try Program("spreu").run(
            ["duties", "--config", site.folder.path("spreu.yaml"), "--json", "--language", "en"],
            environment: ["SPREU_NOW": "\(NightlyTests.Site.nightTime + 86_400 + 5 * 3_600)"])
        let inbound = try outcome.value["duties"].elements[1]
        let finding = try #require(inbound["findings"].elements.first { $0["kind"].string == "nightFailed" })
        #expect(finding["lamp"].string == "red" && finding["numbers"].elements.first?.integer == 5, "\(finding)")
        #expect(finding["evidence"].elements.first?.string?.contains("models/site") == true, "\(finding)")
        // In the ledger's folder no file is left that its owner could not write.
        #expect(try site.night().code == NightlyTests.Site.undisturbed)
    }

    /// An hour ago, as mail has it.
    private static let date: String = {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss Z"
        return formatter.string(from: Date(timeIntervalSinceNow: -3_600))
    }()

    /// A complaint that came today.
    private static let complaint = """
        From: fbl@isp.example
        Date: \(date)
        Content-Type: multipart/report; report-type=feedback-report; boundary=b

        --b
        Content-Type: message/feedback-report

        Feedback-Type: abuse
        User-Agent: ISP/1
        Version: 1
        Source-IP: 192.0.2.1

        --b
        Content-Type: message/rfc822

        From: annaberg@example.com
        Message-ID: <1@example.com>

        --b--

        """

    @Test("the filter and reports are judged where options, or the configuration, name them")
    func filterAndReports() throws {
        let tree = try Self.site(log: Self.log(verdict: "ham", answer: "250 Ok"))
        try Self.watch(tree)
        try tree.write("reports/1.eml", Self.complaint)
        func kinds(_ outcome: Program.Outcome, _ number: Int) throws -> [String] {
            try outcome.value["duties"].elements[number]["findings"].elements.compactMap { $0["kind"].string }
        }
        let quiet = try Self.run(tree, "--json")
        #expect(try !kinds(quiet, 0).contains("complaints") && !kinds(quiet, 1).contains("filterSilent"))
        let filter = try FilterProcess(hasModel: false)
        let options = [
            "--json", "--reports", tree.folder.path("reports"), "--filter", "127.0.0.1:\(filter.spamdPort)",
        ]
        func given(_ more: String...) throws -> Program.Outcome {
            try Program("spreu").run(
                [
                    "duties", "--root", tree.folder.root, "--config", tree.folder.path("spreu.yaml"), "--language",
                    "en",
                ] + more)
        }
        let byOptions = try given(options[0], options[1], options[2], options[3], options[4])
        #expect(
            try kinds(byOptions, 0).contains("complaints") && kinds(byOptions, 1).contains("filterWithoutModel"),
            "\(byOptions.text)\(byOptions.errors)")
        try tree.add(
            """
            duties:
              dovecot: \(tree.folder.path("doveconf"))
              dns-zone: [\(tree.folder.path("zone"))]
              brake: \(tree.folder.path("brake"))
              reports: [\(tree.folder.path("reports"))]
              filter: 127.0.0.1:\(filter.spamdPort)
              protocol: spamd

            """, to: "spreu.yaml")
        let configured = try given("--json")
        #expect(
            try kinds(configured, 0).contains("complaints") && kinds(configured, 1).contains("filterWithoutModel"),
            "\(configured.text)\(configured.errors)")
        // Dovecot and the zone are read: what is missing of the fifth duty is none of them.
        let missing = try configured.value["duties"].elements[4]["notJudged"].elements.compactMap {
            $0["missing"].string
        }
        #expect(!missing.contains { $0.contains("ovecot") }, "\(missing)")
        // The command line comes before the configuration.
        filter.stop()
        #expect(try kinds(given("--json"), 1).contains("filterSilent"))
        let other = try FilterProcess()
        let answered = try given("--json", "--filter", "127.0.0.1:\(other.spamdPort)")
        #expect(try !kinds(answered, 1).contains("filterSilent") && !kinds(answered, 1).contains("filterWithoutModel"))
    }

    @Test("wrong settings of the duties name the line")
    func wrongSettings() throws {
        let tree = try Self.site(log: Self.log(verdict: "ham", answer: "250 Ok"))
        try tree.add("duties:\n  resolver: nowhere\n", to: "spreu.yaml")
        let outcome = try Self.run(tree)
        #expect(outcome.code == 78 && outcome.errors.contains("resolver"), "\(outcome.code) \(outcome.errors)")
    }

    @Test("a night whose configuration names logs, reports and the filter judges by them")
    func wholeNight() throws {
        let folder = try ScratchFolder()
        try Data(Self.log(verdict: "spam", answer: "250 Ok").utf8).write(
            to: URL(fileURLWithPath: folder.path("mail.log")))
        try Data(Self.complaint.utf8).write(to: URL(fileURLWithPath: folder.path("1.eml")))
        let filter = try FilterProcess()
        let site = try NightlyTests.Site(
            """
            site: {hosts: [mx.example.com], recipients: [example.com]}
            duties:
              logs: [\(folder.path("mail.log"))]
              reports: [\(folder.path("1.eml"))]
              filter: 127.0.0.1:\(filter.spamdPort)
            """)
        site.now = Int(Date().timeIntervalSince1970) - 86_400
        try site.night()
        let duties = try JSON(contentsOf: site.folder.path("models/site/report.json"))["duties"].elements
        // Somebody's login sends spam: only the logs say so, and only reports tell of complaints.
        #expect(
            duties[2]["lamp"].string == "red" && duties[2]["why"].string?.contains("Spam leaves") == true, "\(duties)")
        #expect(duties[0]["lamp"].string != "green")
        let page = try String(contentsOfFile: site.folder.path("models/site/report.html"), encoding: .utf8)
        #expect(page.contains("Spam leaves this server") && !page.contains("annaberg"))
    }

    @Test("the night shows the five duties, and never as green what it did not look at")
    func night() throws {
        let site = try NightlyTests.Site()
        try site.night()
        let folder = site.folder.path("models/site")
        let report = try JSON(contentsOf: folder + "/report.json")["duties"].elements
        #expect(report.map { $0["duty"].string } == Self.duties)
        // There are no alarms, and a night reads no logs.
        #expect(report[3]["lamp"].string == "red")
        for index in [0, 2, 4] { #expect(report[index]["lamp"].string == "grey") }
        let text = try String(contentsOfFile: folder + "/report.txt", encoding: .utf8)
        #expect(text.contains("duty     logs is red: Nobody watches the logs.\n"))
        let page = try String(contentsOfFile: folder + "/report.html", encoding: .utf8)
        #expect(page.contains("<h2 id=\"duties\">The five duties</h2>") && page.contains("spreu duties --config"))
    }
}
