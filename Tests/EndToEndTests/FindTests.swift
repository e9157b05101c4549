// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu find, label --list, forget --from; mistakes")
struct FindTests {
    private static let id = "<find-1@sender.example.net>"

    /// A site whose account has one letter beside the sample, after a night.
    private func site() throws -> NightlyTests.Site {
        let site = try NightlyTests.Site("gate:\n  label-days: 365")
        let letter = """
            From: Somebody <Somebody@sender.example.net>
            To: Anna <anna@musterhof.example.com>
            Date: Mon, 2 Mar 2026 10:00:00 +0000
            Message-ID: \(Self.id)
            Subject: secret words

            Nothing that anybody else should read.

            """
        let path = site.folder.path("vmail/example.org/anna/Maildir/cur/1772445600.M1P1.mx:2,S")
        try Data(letter.utf8).write(to: URL(fileURLWithPath: path))
        let night = try site.night()
        #expect(night.code == 0, "\(night.errors) \(night.text)")
        return site
    }

    @Test("a message is found by its id with labels, votes, verdicts and the file in which it lies, renamed or not")
    func found() throws {
        let site = try site()
        let folder = site.folder.path("vmail/example.org/anna/Maildir/cur/")
        try FileManager.default.moveItem(
            atPath: folder + "1772445600.M1P1.mx:2,S", toPath: folder + "1772445600.M1P1.mx:2,RS")
        #expect(try site.run(["label", "spam", Self.id]).code == 0)
        let outcome = try site.run(["find", "--json", Self.id])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let message = try #require(try outcome.value.elements.first)
        let digest = try #require(message["digest"].string)
        #expect(message["messageID"].string == "find-1@sender.example.net")
        #expect(message["account"].string == "example.org/anna" && message["filter"] == .null)
        #expect(message["labels"].elements.map { $0["label"].string } == ["ham", "spam"])
        #expect(message["labels"].elements.last?["origin"].string == "by hand")
        #expect(message["votes"].elements.first?["account"].string == "example.org/anna")
        #expect(["ham", "spam", "unsure"].contains(message["now"]["verdict"].string ?? ""))
        #expect(message["now"]["export"].string == site.current)
        #expect(message["files"].elements.first?["path"].string == folder + "1772445600.M1P1.mx:2,RS")
        #expect(message["files"].elements.first?["folder"].string == "INBOX")
        let explained = try site.run(["explain", "--json", "--id", Self.id]).value
        #expect(explained["verdict"] == message["now"]["verdict"] && explained["logOdds"] == message["now"]["logOdds"])
        let text = try site.run(["find", String(digest.prefix(12))]).text
        #expect(text.contains("label    spam (by hand), ") && text.contains("\nbefore   ham ("), "\(text)")
        #expect(text.contains("\nnow      ") && text.contains("\nfile     \(folder)"), "\(text)")
        #expect(!text.contains("secret") && !text.contains("Nothing"))
        try FileManager.default.removeItem(atPath: folder + "1772445600.M1P1.mx:2,RS")
        let gone = try site.run(["find", "--json", digest]).value.elements.first
        #expect(gone?["files"] == .array([]) && gone?["now"] == .null)
        #expect(try site.run(["explain", "--id", Self.id]).code == 66)
        #expect(try site.run(["find", "<nobody@example.net>"]).code == 66)
    }

    @Test("what was taught by hand is listed, the newest first, and whether it holds")
    func list() throws {
        let site = try site()
        #expect(try site.run(["label", "--list"]).text == "no labels were set by hand\n")
        for label in ["spam", "ham"] { #expect(try site.run(["label", label, Self.id]).code == 0) }
        let lines = try site.run(["label", "--list"]).text.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].contains("\tham \t") && lines[0].hasSuffix("\tby hand"), "\(lines)")
        #expect(lines[1].hasSuffix("\tby hand (another label holds)"), "\(lines)")
        let json = try site.run(["label", "--list", "--json"]).value.elements
        #expect(json.map { $0["holds"] } == [.bool(true), .bool(false)])
        #expect(try site.run(["label", "ham", "--list"]).code == 64)
        #expect(try site.run(["label"]).code == 64)
    }

    @Test("a sender is forgotten by the whole address; a domain cannot be, and an account that is none is told")
    func forget() throws {
        let site = try site()
        for domain in ["sender.example.net", "@sender.example.net"] {
            let outcome = try site.run(["forget", "--from", domain])
            #expect(outcome.code == 64 && outcome.errors.contains("cannot search for a domain"), "\(outcome.errors)")
        }
        #expect(try site.run(["forget", "--from", "nobody@sender.example.net"]).code == 66)
        let forgotten = try site.run(["forget", "--from", "somebody@SENDER.example.net"])
        #expect(forgotten.text.hasPrefix("forgot 1 message\nbeside   "), "\(forgotten.errors)")
        #expect(try site.run(["find", Self.id]).code == 66)
        let nobody = try site.run(["forget", "--account", "example.org/nobody"])
        #expect(nobody.code == 66 && nobody.errors.contains("no account 'example.org/nobody'"))
    }

    @Test("the night's report and evaluate name the messages that they got wrong, and never their text")
    func mistakes() throws {
        let site = try site()
        let night = try site.night("--json").value
        for mistake in night["mistakes"]["hamLost"].elements + night["mistakes"]["spamMissed"].elements {
            #expect(mistake["account"].string?.hasPrefix("account ") == true, "\(mistake)")
        }
        let figures = night["evaluate"]["all"]
        for (name, count) in [("hamLost", "hamMisclassified"), ("spamMissed", "spamMisclassified")] {
            #expect(night["mistakes"][name].elements.count == min(100, figures[count].integer ?? -1), "\(name)")
        }
        let path = site.folder.path("figures.json")
        let outcome = try site.run([
            "evaluate", "--protocol", "nightly", "--block", "100", "--learner", "naive-bayes", "--json", path,
            "--scores", site.folder.path("scores"),
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        for file in [path, site.folder.path("scores")] {
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
        }
        let written = try JSON(contentsOf: path)["mistakes"]
        let all = written["hamLost"].elements + written["spamMissed"].elements
        #expect(!all.isEmpty)
        for mistake in all {
            #expect(mistake["digest"].string?.count == 64 && mistake["account"].string == "example.org/anna")
            #expect(mistake["folder"].string != nil && mistake["label"].string != nil, "\(mistake)")
        }
        #expect(all.contains { $0["messageID"].string?.contains("@") == true })
    }
}
