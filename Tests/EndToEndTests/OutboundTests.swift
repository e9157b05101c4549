// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu outbound")
struct OutboundTests {
    private let spreu = Program("spreu")
    private static let python = path("python3", ["/usr/bin", "/usr/local/bin"])
    private static let postmap = path("postmap", ["/usr/sbin", "/usr/bin"])
    private static let generator = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("scripts/generate-site-logs")
        .path

    private static func path(_ name: String, _ folders: [String]) -> String? {
        folders.map { $0 + "/" + name }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// Messages of a login, of which the filter calls most spam, today.
    private static func spam(of login: String, count: Int = 12) -> String {
        (0..<count).map { number in
            let stamp = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: Double(number - 600)))
            let id = "AAAAA\(number % 10)\(number)"
            return """
                \(stamp) mx postfix/smtpd[1]: \(id): client=x[198.51.100.7], sasl_method=PLAIN, sasl_username=\(login)
                \(stamp) mx spreud[1]: info message action=accept probability=0.99 queue=\(id) verdict=spam
                \(stamp) mx postfix/qmgr[1]: \(id): from=<x@example.com>, size=900, nrcpt=1 (queue active)
                \(stamp) mx postfix/smtp[1]: \(id): to=<s\(number)@other.example>, relay=mx.other.example[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)
                \(stamp) mx postfix/qmgr[1]: \(id): removed

                """
        }.joined()
    }

    @Test("a hacked account is found under a pseudonym, and nothing is changed without --apply")
    func pseudonym() throws {
        let folder = try ScratchFolder()
        let log = folder.path("mail.log")
        try Self.spam(of: "annaberg").write(toFile: log, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["outbound", "--domain", "example.com", "--language", "en", log])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("! Hacked account: login 1"))
        #expect(outcome.text.contains("spam by the model: 12 of 12 messages"))
        #expect(outcome.text.contains("--apply"))
        #expect(!outcome.text.contains("annaberg") && !outcome.text.contains("other.example"))
        for line in outcome.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        let german = try spreu.run(["outbound", "--domain", "example.com", "--language", "de", log])
        #expect(german.text.contains("! Gehacktes Konto: login 1"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.root) == ["mail.log"])
    }

    @Test("--apply writes a table that postmap takes, and a second run adds nothing", .enabled(if: postmap != nil))
    func apply() throws {
        let folder = try ScratchFolder()
        let (log, table) = (folder.path("mail.log"), folder.path("hold"))
        try (Self.spam(of: "annaberg") + Self.spam(of: "two words"))
            .write(toFile: log, atomically: true, encoding: .utf8)
        try "# ours\n192.0.2.9 REJECT\n".write(toFile: table, atomically: true, encoding: .utf8)
        let arguments = ["outbound", "--domain", "example.com", "--language", "en", "--apply", table, log]
        let outcome = try spreu.run(arguments)
        #expect(outcome.code == 0 || outcome.code == 4, "\(outcome.errors)")
        #expect(outcome.text.contains("check_sasl_access hash:"))
        let text = try String(contentsOfFile: table, encoding: .utf8)
        #expect(text.hasPrefix("# ours\n192.0.2.9 REJECT\n# spreu until 20"))
        let program = Program(path: try #require(Self.postmap))
        // Not the machine's own main.cf, which may not be there.
        try "compatibility_level = 3.6\n".write(toFile: folder.path("main.cf"), atomically: true, encoding: .utf8)
        func postmap(_ arguments: [String]) throws -> Program.Outcome {
            try program.run(["-c", folder.root] + arguments + ["hash:" + table])
        }
        #expect(try postmap([]).code == 0)
        #expect(try postmap(["-q", "annaberg"]).text == "HOLD spreu outbound: hackedAccount\n")
        #expect(try postmap(["-q", "192.0.2.9"]).text == "REJECT\n")
        // Names of logins and of clients are never asked of one table.
        #expect(outcome.text.contains("check_client_access hash:\(table).clients"))
        #expect(outcome.text.contains("-o smtpd_sender_restrictions=check_sasl_access,hash:\(table)"))
        #expect(try String(contentsOfFile: table + ".clients", encoding: .utf8).isEmpty)
        #expect(!outcome.text.contains("Nothing has been changed") && !text.contains("two"))
        #expect(outcome.errors.contains("cannot stand in an access table"))
        _ = try spreu.run(arguments)
        #expect(try String(contentsOfFile: table, encoding: .utf8) == text)
    }

    @Test("an old log puts nobody on hold")
    func oldLog() throws {
        let folder = try ScratchFolder()
        let log = folder.path("mail.log")
        try "2026-03-02T10:00:00+00:00 mx postfix/qmgr[1]: AAAAA1: removed\n"
            .write(toFile: log, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["outbound", "--domain", "example.com", "--apply", folder.path("hold"), log])
        #expect(outcome.code == 64 && outcome.errors.contains("the logs end on 2026-03-02"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("hold")))
    }

    @Test("a table that main.cf could not name, or a link to nothing, is refused")
    func paths() throws {
        let folder = try ScratchFolder()
        let log = folder.path("mail.log")
        try Self.spam(of: "annaberg").write(toFile: log, atomically: true, encoding: .utf8)
        let blank = try spreu.run(["outbound", "--domain", "example.com", "--apply", folder.path("a b"), log])
        #expect(blank.code == 64 && blank.errors.contains("main.cf cannot name"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("hold"), withDestinationPath: folder.path("gone"))
        let link = try spreu.run(["outbound", "--domain", "example.com", "--apply", folder.path("hold"), log])
        #expect(link.code == 73 && link.errors.contains("a link to a file that is not there"))
    }

    @Test("--since after the end of the logs is wrong usage")
    func sinceLater() throws {
        let folder = try ScratchFolder()
        let log = folder.path("mail.log")
        try Self.spam(of: "annaberg").write(toFile: log, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["outbound", "--domain", "example.com", "--since", "2199-01-01", log])
        #expect(outcome.code == 64 && outcome.errors.contains("--since"))
    }

    @Test("a line that is dated ahead makes no finding old")
    func ahead() throws {
        let folder = try ScratchFolder()
        let log = folder.path("mail.log")
        try (Self.spam(of: "annaberg") + "2199-01-01T00:00:00Z mx postfix/qmgr[1]: AAAAA1: removed\n")
            .write(toFile: log, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(
            ["outbound", "--domain", "example.com", "--language", "en", "--days", "2", log])
        #expect(outcome.code == 4 && outcome.errors.contains("check the clocks"))
        #expect(outcome.text.contains("! Hacked account: login 1"))
    }

    @Test("without the site's domains nothing can be told")
    func noDomains() throws {
        let folder = try ScratchFolder()
        let outcome = try spreu.run(["outbound", folder.path("none")])
        #expect(outcome.code == 64 && outcome.errors.contains("--domain"))
        let missing = try spreu.run(["outbound", "--domain", "example.com", folder.path("none")])
        #expect(missing.code == 66)
    }

    @Test("a log without outgoing mail is told, and is not called healthy in silence")
    func silence() throws {
        let folder = try ScratchFolder()
        try "".write(toFile: folder.path("mail.log"), atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["outbound", "--domain", "example.com", folder.path("mail.log")])
        #expect(outcome.code == 4 && outcome.errors.contains("no outgoing mail in these logs"))
        #expect(!outcome.text.contains("Nothing suspicious"))
    }

    @Test("bulk mail without one-click unsubscribe is found in sent mail alone")
    func sent() throws {
        let folder = try ScratchFolder()
        let mbox = folder.path("sent.mbox")
        try (0..<60).map {
            "From a Mon Jan  1 00:00:00 2026\nFrom: news@example.com\nTo: r\($0)@other.example\n"
                + "Date: Mon, 2 Mar 2026 10:00:00 +0000\nSubject: Secret \($0)\n\nHello\n\n"
        }.joined().write(toFile: mbox, atomically: true, encoding: .utf8)
        let outcome = try spreu.run(["outbound", "--domain", "example.com", "--json", "--sent", mbox])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let finding = try JSON(Array(outcome.output))["findings"].elements.first
        #expect(finding?["kind"].string == "bulkWithoutUnsubscribe")
        #expect(finding?["noticed"].string == "2026-03-02T10:00:00Z")
        #expect(!outcome.text.contains("Secret") && !outcome.text.contains("other.example"))
    }

    @Test("an account whose sent mail the served model calls spam is found, be it one message a day")
    func sentSpam() throws {
        let site = try NightlyTests.Site()
        #expect(try site.night().code == NightlyTests.Site.undisturbed)
        let config = site.folder.path("spreu.yaml")
        let text = try String(contentsOfFile: config, encoding: .utf8)
        try (text + "alarms: {folder: \(site.folder.path("alarms")), domains: [example.org]}\n")
            .write(toFile: config, atomically: true, encoding: .utf8)
        // The account's own Junk and inbox, as if others had written them here, a day apart.
        func sent(_ folder: String, as author: String) throws -> String {
            let mail = site.folder.path("vmail/example.org/anna/Maildir") + folder
            var text = ""
            for (day, name) in try FileManager.default.contentsOfDirectory(atPath: mail).sorted().prefix(20)
                .enumerated()
            {
                let message = try String(decoding: Spreu.data(mail + "/" + name), as: UTF8.self)
                let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                    line.hasPrefix("From: ")
                        ? "From: \(author)@example.org"
                        : line.hasPrefix("Date: ") ? "Date: \(day % 28 + 1) Feb 2026 10:00:00 +0000" : String(line)
                }
                text += "From x Mon Jan  1 00:00:00 2026\n" + lines.joined(separator: "\n") + "\n"
            }
            let mbox = site.folder.path(author + ".mbox")
            try text.write(toFile: mbox, atomically: true, encoding: .utf8)
            return mbox
        }
        let mboxes = try [sent("/.Junk/cur", as: "bertram"), sent("/cur", as: "carla")]
        let outcome = try site.run(["outbound", "--json", "--sent"] + mboxes)
        #expect(outcome.code == 0, "\(outcome.errors)")
        let findings = try JSON(Array(outcome.output))["findings"].elements.filter {
            $0["kind"].string == "hackedAccount"
        }
        #expect(findings.count == 1, "\(outcome.text)")
        #expect(!outcome.text.contains("bertram"))
    }

    @Test("garbage costs a warning, and the rest is read")
    func garbage() throws {
        let folder = try ScratchFolder()
        let (log, page) = (folder.path("mail.log"), folder.path("page.html"))
        var bytes = Array(Self.spam(of: "anna\u{202E}\u{7}<b>").utf8)
        bytes += (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 7 ^ $0 >> 3) } + [0x0A]
        try Data(bytes).write(to: URL(fileURLWithPath: log))
        let outcome = try spreu.run(["outbound", "--domain", "example.com", "--html", page, log])
        #expect(outcome.code == 4, "\(outcome.errors)")
        let isSafe = outcome.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x202E }
        #expect(isSafe)
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(!html.contains("<b>") && !html.contains("\u{202E}"))
    }

    @Test(
        "in a generated month each kind of abuse is found, and the devices are left alone", .enabled(if: python != nil))
    func month() throws {
        let folder = try ScratchFolder()
        let (log, config) = (folder.path("mail.log"), folder.path("spreu.yaml"))
        try FileManager.default.createDirectory(atPath: folder.path("reports"), withIntermediateDirectories: true)
        let generated = try Program(path: try #require(Self.python)).run(
            [
                Self.generator, "--seed", "11", "--days", "32", "--users", "30", "--outbound", "--truth",
                folder.path("truth"), "--config", config, "--folder", folder.path("alarms"), "--sent",
                folder.path("sent.mbox"), "--reports", folder.path("reports"),
            ])
        try Data(generated.output).write(to: URL(fileURLWithPath: log))
        let outcome = try spreu.run(
            [
                "outbound", "--json", "--config", config, log, "--sent", folder.path("sent.mbox"), "--reports",
                folder.path("reports"),
            ])
        #expect(outcome.code == 0 || outcome.code == 4, "\(outcome.errors)")
        let findings = try JSON(Array(outcome.output))["findings"].elements
        let kinds = Set(findings.compactMap { $0["kind"].string })
        for kind in [
            "hackedAccount", "hackedScript", "trojan", "openRelay", "backscatter", "forwardedSpam", "boughtList",
            "bulkWithoutUnsubscribe",
        ] {
            #expect(kinds.contains(kind), "\(kind)")
        }
        for device in ["client 192.0.2.31", "client 192.0.2.40"] {
            #expect(!findings.contains { $0["who"].string == device })
        }
    }
}
