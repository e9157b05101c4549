// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu allow and spreu deny") struct ListTests {
    private let folder: ScratchFolder
    private var path: String { folder.path("lists") }

    init() throws { folder = try ScratchFolder() }

    private func run(_ arguments: [String]) throws -> Program.Outcome {
        try Program("spreu").run(arguments, environment: ["SUDO_USER": "hans", "SPREU_NOW": "1795910400"])
    }

    /// A spam of the sample corpus whose sender the site's server has authenticated.
    private func spam(_ results: String = "dmarc=pass header.from=customer.example") throws -> [UInt8] {
        let own = """
            Return-Path: <x@customer.example>
            Received: from mail.customer.example (mail.customer.example [198.51.100.7])
            \tby mx.site.example (Postfix) with ESMTPS id 4ABC; Sun, 29 Nov 2026 10:00:00 +0100
            Authentication-Results: mx.site.example; \(results)

            """
        let message = String(decoding: try SampleCorpus.data("new/spam.eml"), as: UTF8.self)
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            line.hasPrefix("From: ") ? "From: Anna <anna@customer.example>" : String(line)
        }
        return Array((own + lines.joined(separator: "\n")).utf8)
    }

    @Test("an entry has who, when, until when and why; it is listed, replaced and taken out again")
    func entries() throws {
        let added = try run(
            [
                "allow", "Anna@Customer.Example", "--for", "sales.example.com", "--until", "30d", "--note", "offer",
                "--file", path,
            ])
        #expect(added.code == 0, "\(added.errors)")
        let line =
            "allow anna@customer.example for=sales.example.com until=2026-12-29 by=hans added=2026-11-29  # offer\n"
        #expect(added.text == "added to \(path): \(line)")
        #expect(try run(["deny", ".pills.example", "--file", path]).code == 0)
        #expect(try run(["allow", "--list", "--file", path]).text == line)
        let json = try run(["deny", "--list", "--json", "--file", path]).value.elements
        #expect(json.count == 1 && json[0]["sender"].string == ".pills.example" && json[0]["by"].string == "hans")
        let replaced = try run(["allow", ".pills.example", "--file", path])
        #expect(replaced.text.contains("in place of: deny .pills.example by=hans added=2026-11-29"))
        #expect(try run(["allow", ".pills.example", "--remove", "--file", path]).code == 0)
        #expect(try run(["allow", ".pills.example", "--remove", "--file", path]).code == 66)
        #expect(try run(["deny", "--list", "--file", path]).text == "")
    }

    @Test(
        "what cannot be an entry is refused with what to write",
        arguments: [
            ["allow"], ["allow", "nobody"], ["allow", "a@b.example", "--until", "soon"],
            ["allow", "a@b.example", "--until", "2020-01-01"], ["deny", "a@b.example", "--for", "x y"],
            ["allow", ".co.uk"], ["deny", "a@b.example", "--note", "two\nlines"], ["deny", "a@b.example", "--list"],
            ["allow", "a@b.example", "--json"],
        ])
    func refused(arguments: [String]) throws {
        let outcome = try run(arguments + ["--file", path])
        #expect(outcome.code == 64 && outcome.errors.hasPrefix("spreu: error: "), "\(outcome.errors)")
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test(
        "the configuration names the list; without a server's name that writes results, a warning says what is missing")
    func configured() throws {
        let yaml = folder.path("spreu.yaml")
        func write(_ site: String) throws {
            let text = "store: /s\nkey: /k\nmodels: /m\nsources: []\nsite: \(site)\n"
            try Data(text.utf8).write(to: URL(fileURLWithPath: yaml))
        }
        try write("{hosts: [mx.site.example]}")
        let none = try run(["allow", "a@b.example", "--config", yaml])
        #expect(none.code == 78 && none.errors.contains("lists: "), "\(none.errors)")
        try write("{lists: \(path)}")
        let unproven = try run(["allow", "a@b.example", "--config", yaml])
        #expect(unproven.code == 4 && unproven.errors.contains("authserv-id"), "\(unproven.errors)")
        #expect(try run(["deny", "a@b.example", "--config", yaml]).code == 0)
        try write("{lists: \(path), authserv-id: mx.site.example}")
        #expect(try run(["allow", "a@b.example", "--config", yaml]).code == 0)
    }

    @Test("a running filter takes up an entry within seconds, over spamd and HTTP")
    func running() throws {
        let filter = try FilterProcess(
            "site: {hosts: [mx.site.example], authserv-id: mx.site.example, lists: \"\(path)\"}\nallow-other-settings: true"
        )
        defer { filter.stop() }
        let (proven, forged) = (try spam(), try spam("dmarc=fail header.from=customer.example"))
        func verdict(_ message: [UInt8]) throws -> JSON { try filter.request("POST", "/v1/classify", message).json }
        let before = try verdict(proven)
        #expect(before["verdict"].string == "spam" && before["list"].string == nil)
        #expect(try run(["allow", "anna@customer.example", "--file", path]).code == 0)
        #expect(try eventually { try verdict(proven)["list"].string == "allow" })
        let after = try verdict(proven)
        #expect(after["verdict"].string == "ham" && after["modelVerdict"].string == "spam")
        #expect(after["logOdds"].number == before["logOdds"].number)
        #expect(try verdict(forged)["verdict"].string == "spam")

        let head = "SYMBOLS SPAMC/1.5\r\nContent-length: \(proven.count)\r\n\r\n"
        let reply = try filter.spamd(head, proven)
        #expect(reply.contains("Spam: False ; 4.9 / 5.0") && reply.contains("SPREU_HAM,SPREU_ALLOWED"), "\(reply)")
        let processed = try filter.spamd("PROCESS SPAMC/1.5\r\nContent-length: \(proven.count)\r\n\r\n", proven)
        #expect(processed.contains("X-Spreu: ham, ") && processed.contains(", list=allow\n"), "\(processed)")
        let check = try filter.request("POST", "/checkv2", proven).json
        #expect(
            check["action"].string == "no action" && check["symbols"]["SPREU_ALLOWED"]["name"].string == "SPREU_ALLOWED"
        )

        // Before the server has written its own field, its client's address counts as it says.
        #expect(try run(["deny", "203.0.113.0/24", "--file", path]).code == 0)
        let fields = ["MTA-Name: mx.site.example", "IP: 203.0.113.9"]
        let ham = [UInt8](try SampleCorpus.data("new/ham.eml"))
        #expect(
            try eventually {
                try filter.request("POST", "/v1/classify", ham, fields: fields).json["list"].string == "deny"
            })
        #expect(try filter.request("POST", "/checkv2", ham, fields: fields).json["action"].string == "add header")
        #expect(filter.log.contains(" list=allow ") && filter.log.contains(" list-ignored=unauthenticated "))
        #expect(!filter.log.contains("customer.example"))
        #expect(
            try #require(try filter.metric(#"spreu_listed_total{protocol="http",list="deny",model_verdict="ham"}"#))
                >= 1)
    }

    @Test("SIGHUP makes the filter look at the list at once")
    func hangup() throws {
        let filter = try FilterProcess("site: {lists: \"\(path)\"}\nmodel-check-seconds: 3600")
        defer { filter.stop() }
        #expect(try run(["deny", "203.0.113.0/24", "--file", path]).code == 0)
        kill(filter.process.processIdentifier, SIGHUP)
        #expect(eventually { filter.log.contains("list loaded entries=1") })
        let ham = [UInt8](try SampleCorpus.data("new/ham.eml"))
        let answer = try filter.request("POST", "/v1/classify", ham, fields: ["IP: 203.0.113.9"])
        #expect(answer.json["list"].string == "deny")
    }

    @Test("classify and explain say what the list decides, and keep the score")
    func commands() throws {
        let (mail, yaml) = (folder.path("mail"), folder.path("site.yaml"))
        try Data(spam()).write(to: URL(fileURLWithPath: mail))
        try Data("{hosts: [mx.site.example], authserv-id: mx.site.example, lists: \(path)}".utf8).write(
            to: URL(fileURLWithPath: yaml))
        func classify(_ more: [String] = []) throws -> Program.Outcome {
            try Spreu.run(["classify", "--model", Spreu.model(), "--site", yaml] + more + [mail])
        }
        let before = try classify(["--json"])
        #expect(before.code == 0)
        #expect(try run(["allow", "customer.example", "--file", path]).code == 0)
        let after = try classify(["--json"])
        #expect(try after.code == 1 && after.value["list"].string == "allow")
        #expect(try after.value["logOdds"].number == before.value["logOdds"].number)
        let passed = try classify(["--passthrough"])
        #expect(passed.code == 1 && passed.text.hasPrefix("X-Spreu: ham, ") && passed.text.contains(", list=allow\n"))
        func explain(_ language: String) throws -> String {
            try Spreu.run(["explain", "--model", Spreu.model(), "--site", yaml, "--language", language, mail]).text
        }
        let english = try explain("en").replacing("\n", with: " ")
        #expect(english.hasPrefix("ham  ") && english.contains("The site's list allows the sender, and decides: ham."))
        #expect(try explain("de").contains("Die eigene Liste erlaubt den Absender"))
        // A list that cannot be read takes nobody the model's verdict.
        try Data([0xFF]).write(to: URL(fileURLWithPath: path))
        let broken = try classify(["--passthrough"])
        #expect(
            broken.code == 0 && broken.text.hasPrefix("X-Spreu: spam, ") && broken.errors.contains("does not count"))
        try Data("allow customer.example\n".utf8).write(to: URL(fileURLWithPath: path))
        try Data(spam("none")).write(to: URL(fileURLWithPath: mail))
        #expect(try explain("en").hasPrefix("spam  ") && explain("en").contains("does not count"))
    }
}
