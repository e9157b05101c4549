// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("Known senders and what the site's servers found of them")
struct KnownSenderTests {
    private static func message(_ results: String?) -> String {
        let field = results.map { "Authentication-Results: mx.musterhof.example.com; \($0)\n" } ?? ""
        return """
            Received: from mail.customer.example (mail.customer.example [198.51.100.7])
            \tby mx.musterhof.example.com (Postfix) with ESMTPS id 4ABC;
            \tSun, 29 Nov 2026 10:00:00 +0100
            \(field)From: Vera <vera@customer.example>
            To: anna.muster@musterhof.example.com
            Subject: Angebot
            Date: Sun, 29 Nov 2026 09:59:00 +0100
            Message-ID: <5@customer.example>

            Hallo, anbei das Angebot.

            """
    }

    @Test("one counts unless they looked and could not show that the mail is his; classify and explain say so")
    func doubted() throws {
        let folder = try ScratchFolder()
        func run(_ arguments: [String]) throws -> Program.Outcome {
            let outcome = try Spreu.run(arguments)
            #expect([0, 1, 2].contains(outcome.code), "\(arguments): \(outcome.errors)")
            return outcome
        }
        func write(_ name: String, _ text: String) throws -> String {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
            return folder.path(name)
        }
        let (store, model) = (folder.path("store"), folder.path("model"))
        for label in ["ham", "spam"] {
            _ = try run(["ingest", "--store", store, "--label", label, SampleCorpus.path("\(label).mbox")])
        }
        let sent =
            "From: anna@musterhof.example.com\nTo: vera@customer.example\nSubject: Anfrage\n"
            + "Date: Sat, 28 Nov 2026 10:00:00 +0100\n\nHallo\n"
        _ = try run(["ingest", "--store", store, "--sent", write("sent.eml", sent)])
        _ = try run(["train", "--store", store, "--output", model])
        let site = ["--site", try write("site.yaml", "authserv-id: mx.musterhof.example.com\n")]
        func json(_ results: String?, _ options: [String] = site, command: String = "classify") throws -> JSON {
            let file = try write("message.eml", Self.message(results))
            return try run([command, "--json", "--model", model] + options + [file]).value
        }
        let plain = try json(nil)
        let bonus = try #require(plain["knownSender"].number)
        #expect(bonus < 0 && plain["knownSenderDoubted"].bool == nil)
        let pass = "dmarc=pass header.from=customer.example"
        let passed = try json(pass)
        #expect(try passed["logOdds"] == json(pass, [])["logOdds"] && passed["knownSender"].number == bonus)
        let failure = "spf=fail smtp.mailfrom=vera@customer.example; dkim=none"
        let failed = try json(failure)
        #expect(failed["knownSender"].number == nil && failed["knownSenderDoubted"].bool == true)
        let (without, with) = (failed["logOdds"].number, try json(failure, [])["logOdds"].number)
        #expect(abs(try #require(without) - #require(with) + bonus) < 1e-9)
        // Of many messages at once the same, and lines that add up.
        let folderOfTwo = folder.path("two")
        try FileManager.default.createDirectory(atPath: folderOfTwo, withIntermediateDirectories: true)
        _ = try write("two/a.eml", Self.message(failure))
        _ = try write("two/b.eml", Self.message(nil))
        let lines = try run(["classify", "--json", "--model", model] + site + [folderOfTwo]).text
            .split(separator: "\n").map { try JSON(Array($0.utf8)) }
        #expect(lines.map { $0["logOdds"] } == [failed["logOdds"], plain["logOdds"]])
        let explained = try json(failure, command: "explain")
        #expect(explained["logOdds"] == failed["logOdds"] && explained["knownSenderDoubted"].bool == true)
        #expect(!explained["reasons"].elements.contains { $0["kind"].string == "knownSender" })
        let file = folder.path("message.eml")
        let english = try run(["explain", "--language", "en", "--model", model] + site + [file]).text
        #expect(english.contains("You have written to this sender, which does not count"), "\(english)")
        let german = try run(["explain", "--language", "de", "--model", model] + site + [file]).text
        #expect(german.contains("doch das zählt nicht"), "\(german)")
        #expect((english + german).split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
