// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu reputation self")
struct StandingTests {
    private let spreu = Program("spreu")

    private static let zone = """
        $ORIGIN example.com.
        @ 3600 IN SOA ns hostmaster 1 2 3 4 300
        @ MX 10 mail
        @ TXT "v=spf1 mx +all"
        mail A 198.51.100.25
        mail TXT "v=spf1 a -all"
        www A 203.0.113.80
        _dmarc TXT "v=DMARC1; p=none; rua=mailto:dmarc@example.com"
        _smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.com"
        """
    private static let reverse = """
        $ORIGIN 100.51.198.in-addr.arpa.
        @ SOA ns.example.com. h.example.com. 1 2 3 4 5
        25 PTR mail.example.com.
        """

    private func run(_ arguments: [String], _ folder: ScratchFolder) throws -> Program.Outcome {
        try spreu.run(
            ["reputation", "self", "--postfix", folder.path("main.cf")] + arguments,
            environment: ["XDG_STATE_HOME": folder.path("state"), "LC_ALL": "C"])
    }

    private func site() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        for (name, text) in [
            "example.com.zone": Self.zone, "reverse.zone": Self.reverse,
            "main.cf": "myhostname = mail.example.com\nmydestination = $myhostname, example.com, localhost\n",
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
        return folder
    }

    @Test("zones are judged in 80 columns, as JSON and as a page, in both languages", arguments: ["en", "de"])
    func zones(language: String) throws {
        let folder = try site()
        let arguments = ["--dns-zone", folder.path("example.com.zone"), "--dns-zone", folder.path("reverse.zone")]
        let page = folder.path("page.html")
        let outcome = try run(arguments + ["--language", language, "--html", page], folder)
        #expect(outcome.code == 14, "\(outcome.errors)")
        // What is copied has one line, however long.
        let lines = outcome.text.split(separator: "\n").filter { !$0.hasPrefix("    -> ") }
        #expect(lines.filter { $0.count > 80 } == [])
        let html = try String(contentsOfFile: page, encoding: .utf8)
        let flat = outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(flat.contains("example.com.zone:4: example.com TXT v=spf1 mx +all"), "\(flat)")
        for text in [flat, html] { #expect(text.contains("example.com TXT: ") && !text.contains("{}"), "\(text)") }
        let json = try #require(try run(arguments + ["--json"], folder).json)
        let kinds = (json["findings"] as? [[String: Any]])?.compactMap { $0["kind"] as? String }
        #expect(kinds == ["spfPassAll", "dmarcNone", "tlsNotRequired"])
        #expect(json["addresses"] as? [String] == ["198.51.100.25"])
        // No list was asked, no key is known: that is not fine.
        let fine = try #require(json["fine"] as? [String])
        #expect(!fine.contains("lists") && !fine.contains("signatures") && fine.contains("reverse"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("state")))
    }

    /// Answers as a resolver that knows the zone, its address' name, and a list.
    private static func answer(_ question: [UInt8]) -> [UInt8] {
        func name(_ text: String) -> [UInt8] {
            text.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
        }
        func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }
        let (asked, type, _) = NameServer.read(question)
        let records: [String: [(UInt8, [UInt8])]] = [
            "example.com": [(15, [0, 10] + name("mail.example.com")), (16, text("v=spf1 mx -all"))],
            "mail.example.com": [(1, [198, 51, 100, 25]), (16, text("v=spf1 a -all"))],
            "www.example.com": [(1, [203, 0, 113, 80])],
            "25.100.51.198.in-addr.arpa": [(12, name("mail.example.com"))],
            "_dmarc.example.com": [(16, text("v=DMARC1; p=reject; rua=mailto:d@example.com"))],
            "_smtp._tls.example.com": [(16, text("v=TLSRPTv1; rua=mailto:d@example.com"))],
            "_mta-sts.example.com": [(16, text("v=STSv1; id=1"))], "mta-sts.example.com": [(1, [203, 0, 113, 80])],
            "2.0.0.127.secretkey0123456789abcdef.zen.dq.spamhaus.net": [(1, [127, 0, 0, 2])],
            "25.100.51.198.secretkey0123456789abcdef.zen.dq.spamhaus.net": [(1, [127, 0, 0, 4])],
        ]
        guard let found = records[asked] else { return NameServer.reply(question, code: 3) }
        return NameServer.reply(question, found.filter { Int($0.0) == type })
    }

    @Test("a resolver is asked only when it is given; a list that names us is told without its key")
    func resolver() throws {
        let folder = try site()
        let server = try NameServer { Self.answer($0) }
        defer { server.stop() }
        #expect(try run([], folder).code != 64)
        #expect(server.questions == 0)
        let arguments = [
            "--resolver", "127.0.0.1@\(server.port)", "--list", "secretkey0123456789abcdef.zen.dq.spamhaus.net",
        ]
        let outcome = try run(arguments + ["--json"], folder)
        #expect(outcome.code == 14, "\(outcome.errors)")
        let findings = try #require(outcome.json?["findings"] as? [[String: Any]])
        #expect(findings.compactMap { $0["kind"] as? String } == ["listed"])
        #expect(findings.first?["names"] as? [String] == ["198.51.100.25", "KEY.zen.dq.spamhaus.net"])
        let gaps = (outcome.json?["notChecked"] as? [[String: Any]])?.compactMap { $0["reason"] as? String } ?? []
        #expect(gaps.contains { $0.contains("psbl.surriel.com") && $0.contains("not protected") }, "\(gaps)")
        let state = try String(contentsOfFile: folder.path("state/spreu/lists"), encoding: .utf8)
        #expect(state.contains("asked KEY.zen.dq.spamhaus.net"))
        for text in [outcome.text, outcome.errors, state] { #expect(!text.contains("secretkey")) }
        // What lists said is not asked again; own records are.
        let questions = server.questions
        _ = try run(arguments, folder)
        #expect(server.questions - questions < questions)
    }

    @Test("while another command asks lists, all but these is reported, and a domain may be written in any way")
    func lockedLists() throws {
        let folder = try site()
        let server = try NameServer { Self.answer($0) }
        defer { server.stop() }
        let held = open(folder.path("lists.lock"), O_RDWR | O_CREAT, 0o600)
        defer { close(held) }
        #expect(flock(held, LOCK_EX) == 0)
        let outcome = try run(
            [
                "--domain", "Example.com.", "--resolver", "127.0.0.1@\(server.port)", "--list-state",
                folder.path("lists"), "--json",
            ], folder)
        #expect(outcome.code == 4, "\(outcome.text)\(outcome.errors)")
        #expect(try outcome.value["domains"].elements.map { $0.string } == ["example.com"])
        #expect(try outcome.value["fine"].elements.contains { $0.string == "spf" }, "\(outcome.text)")
        let gaps = try outcome.value["notChecked"].elements
        #expect(gaps.contains { $0["area"].string == "lists" && $0["reason"].string?.contains("asking lists") == true })
        let check = try spreu.run(
            [
                "reputation", "check", folder.path("main.cf"), "--resolv-conf", "/dev/null", "--resolver",
                "127.0.0.1@\(server.port)", "--list-state", folder.path("lists"),
            ])
        #expect(check.code == 4 && check.text.contains("main.cf") && check.errors.contains("lists were not asked"))
    }

    @Test("lists that Postfix asks are tested; errors and silence are faults, keys stand nowhere")
    func check() throws {
        let folder = try site()
        let server = try NameServer { question in
            let name = NameServer.read(question).name
            if name.hasSuffix("good.example") {
                return name.hasPrefix("2.0.0.127.")
                    ? NameServer.reply(question, [(1, [127, 0, 0, 2])])
                    : NameServer.reply(question, code: 3)
            }
            return name.hasSuffix("err.example")
                ? NameServer.reply(question, [(1, [127, 255, 255, 254])])
                : NameServer.reply(question, code: 3)
        }
        defer { server.stop() }
        let text = """
            postscreen_dnsbl_action = enforce
            postscreen_dnsbl_sites = good.example=127.0.0.2, err.example=127.0.0.2,
                secretkey0123456789abcdef.zen.dq.spamhaus.net=127.0.0.[2..11]
            postscreen_dnsbl_reply_map = texthash:/etc/postfix/reply
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("main.cf")))
        let outcome = try spreu.run(
            [
                "reputation", "check", folder.path("main.cf"), "--resolv-conf", folder.path("none"), "--json",
                "--resolver", "127.0.0.1@\(server.port)", "--list-state", folder.path("lists"),
            ])
        #expect(outcome.code == 4, "\(outcome.errors)")
        let faults = try #require(outcome.json?["faults"] as? [[String: Any]])
        let found = faults.map { "\($0["list"] as? String ?? "") \($0["kind"] as? String ?? "")" }
        #expect(
            found
                == [
                    "good.example withoutVersion6", "err.example answersErrors", "KEY.zen.dq.spamhaus.net notProtected",
                ].map { $0 }, "\(found)")
        #expect(!outcome.text.contains("secretkey"))
    }

    @Test("what cannot be used is named")
    func wrong() throws {
        let folder = try site()
        for (arguments, code) in [
            (["--resolver", "example.com"], Int32(64)), (["--list", "bl.example"], 64), (["--address", "x"], 64),
            (["--domain", "x"], 64), (["--dns-zone", folder.path("none")], 66),
            (["--dns-zone", folder.path("main.cf")], 65), (["--certificate", folder.path("main.cf")], 65),
        ] {
            let outcome = try run(arguments, folder)
            #expect(outcome.code == code && outcome.errors.contains("error: "), "\(arguments) \(outcome.errors)")
        }
        let masked = try run(["--resolver", "127.0.0.1", "--list", "secretkey_!"], folder)
        #expect(masked.code == 64 && !masked.errors.contains("secretkey"))
    }
}
