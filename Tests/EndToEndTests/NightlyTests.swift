// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

@Suite("spreu nightly, models")
struct NightlyTests {
    /// A site with the sample corpus as one account's Maildir, and a clock.
    final class Site {
        let folder: ScratchFolder
        /// The last day of the sample's mail.
        var now = Site.start
        private static let start = 1_772_800_000
        /// When the first night of a site begins.
        static let nightTime = start + 86_400

        init(_ more: String = "", copying: Bool = true) throws {
            folder = try ScratchFolder()
            let account = folder.path("vmail/example.org/anna")
            try FileManager.default.createDirectory(atPath: account, withIntermediateDirectories: true)
            if copying {
                try FileManager.default.copyItem(atPath: SampleCorpus.path("Maildir"), toPath: account + "/Maildir")
            }
            try configure(more)
        }

        func configure(_ more: String = "", settling: Bool = false) throws {
            let text = """
                store: \(folder.path("store"))
                key: \(folder.path("key"))
                models: \(folder.path("models"))
                keep: 0
                evaluate-days: 60
                sources:
                  - maildirs: \(folder.path("vmail"))/*/*/Maildir
                    settle: \(settling ? "24h" : "0")
                \(more)
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("spreu.yaml")))
        }

        func run(_ arguments: [String]) throws -> Program.Outcome {
            try Program("spreu").run(
                arguments + ["--config", folder.path("spreu.yaml")], environment: ["SPREU_NOW": "\(now)"])
        }

        /// The exit code of an undisturbed night, though the sample's last week has no spam.
        static let undisturbed: Int32 = 0

        /// One night, a day later.
        @discardableResult
        func night(_ arguments: String...) throws -> Program.Outcome {
            now += 86_400
            return try run(["nightly"] + arguments)
        }

        var current: String? {
            try? FileManager.default.destinationOfSymbolicLink(atPath: folder.path("models/site/current"))
        }
        func model() throws -> Data { try Spreu.data(folder.path("models/site/current/model.spreu")) }
    }

    @Test("a night exports a model with its reports, and the next night serves the next")
    func twoNights() throws {
        let site = try Site()
        let first = try site.night()
        #expect(first.code == Site.undisturbed, "\(first.errors) \(first.text)")
        let name = try #require(site.current)
        let files = try FileManager.default.contentsOfDirectory(atPath: site.folder.path("models/site/" + name))
        let reports = ["report.html", "report.json", "report.txt"]
        #expect(files.sorted() == ["manifest.json", "model.spreu"] + reports + ["scores"])
        #expect(name.contains(/^\d{8}T\d{6}Z-[0-9a-f]{12}$/))
        // The manifest states the report's figures, in percent.
        let folder = site.folder.path("models/site/" + name)
        let manifest = try JSON(contentsOf: folder + "/manifest.json")["evaluation"]
        let report = try JSON(contentsOf: folder + "/report.json")["evaluate"]["all"]
        let error = try #require(report["calibration"]["expectedError"].number)
        #expect(abs(try #require(manifest["calibrationErrorPercent"].number) - 100 * error) < 1e-6 && error > 0)
        #expect(manifest["oneMinusROCAPercent"].number == report["oneMinusROCAPercent"].number)
        let second = try site.night("--json")
        #expect(try second.value["ingest"]["parsed"].integer == 0)
        #expect(site.current != name && site.current != nil)
        #expect(try site.run(["models", "list"]).text.split(separator: "\n").count == 2)
        let classified = try Program("spreu").run([
            "classify", "--model", site.folder.path("models/site/current/model.spreu"), "--key",
            site.folder.path("key"), SampleCorpus.path("new/ham.eml"),
        ])
        // The model is whole, and of the site's key, whatever it says.
        #expect(classified.code != 3, "\(classified.errors)")
    }

    @Test("whoever is written to is known the next night, and forgotten with the account")
    func sentMail() throws {
        let site = try Site()
        try site.night()
        func classify() throws -> JSON {
            try Program("spreu").run([
                "classify", "--json", "--model", site.folder.path("models/site/current/model.spreu"), "--key",
                site.folder.path("key"), SampleCorpus.path("new/ham.eml"),
            ]).value
        }
        #expect(try classify()["knownSender"] == .null)
        let shown = try Program("spreu").run(["show", "--json", SampleCorpus.path("new/ham.eml")]).value
        guard case .array(let from) = shown["from"], let sender = from.first?["address"].string else {
            Issue.record("\(shown["from"])")
            return
        }
        for part in ["cur", "new", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: site.folder.path("vmail/example.org/anna/Maildir/.Sent/" + part),
                withIntermediateDirectories: true)
        }
        let letter = """
            From: Anna <anna@musterhof.example.com>
            To: "One, Some" <\(sender.uppercased())>, Friends: friend@example.net;
            Date: Mon, 2 Mar 2026 10:00:00 +0000
            Subject: as agreed

            Hello.

            """
        let path = site.folder.path("vmail/example.org/anna/Maildir/.Sent/cur/1.M1P1.mx:2,S")
        try Data(letter.utf8).write(to: URL(fileURLWithPath: path))
        let night = try site.night("--force")
        #expect(night.text.contains("sent     1 message, 2 known senders"), "\(night.text)")
        let contribution = try #require(try classify()["knownSender"].number)
        #expect(contribution < 0)
        let manifest = try site.run(["models", "show"]).value
        #expect(manifest["knownSenders"].integer == 2)
        #expect(manifest["knownSenderLogOdds"].number == contribution)
        let again = try site.night("--force", "--json").value
        #expect(again["ingest"]["parsed"].integer == 0 && again["ingest"]["sent"].integer == 1)
        #expect(again["knownSenders"].integer == 2)
        let store = ["--store", site.folder.path("store"), "--key", site.folder.path("key")]
        #expect(try Program("spreu").run(["forget", "--account", "example.org/anna"] + store).code == 0)
        try FileManager.default.removeItem(atPath: site.folder.path("vmail/example.org/anna"))
        let sent = try ScratchFolder()
        try Data(letter.utf8).write(to: URL(fileURLWithPath: sent.path("letter.eml")))
        let ingested = try Program("spreu").run(["ingest", "--sent", sent.path("letter.eml"), "--json"] + store)
        #expect(try ingested.value["sent"].integer == 1, "\(ingested.errors)")
        let last = try site.night("--json").value
        #expect(last["knownSenders"].integer == 2, "those of the archive alone")
    }

    @Test("after an upgrade the model of an older format gives way, and is named where models are listed")
    func olderFormat() throws {
        let site = try Site()
        try site.night()
        let first = try #require(site.current)
        let path = site.folder.path("models/site/\(first)/model.spreu")
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seek(toOffset: 8)
        try file.write(contentsOf: Data([2]))
        try file.close()
        let night = try site.night()
        #expect(site.current != first && site.current != nil, "\(night.text)")
        let listed = try site.run(["models", "list"])
        #expect(listed.code == 4 && listed.errors.contains("format 2"), "\(listed.errors)")
    }

    @Test("a model rolls back to the one before, and forward by name; what is no model is refused")
    func rollback() throws {
        let site = try Site()
        try site.night()
        let first = try #require(site.current)
        try site.night()
        let second = try #require(site.current)
        #expect(try site.run(["models", "rollback"]).code == 0 && site.current == first)
        #expect(try site.run(["models", "rollback"]).code == 66)
        #expect(try site.run(["models", "rollback", second]).code == 0 && site.current == second)
        #expect(try site.run(["models", "rollback", "../x"]).code == 66 && site.current == second)
        #expect(try site.run(["models", "show"]).value["sha256"].string?.count == 64)
        #expect(try site.run(["models", "diff", first]).text.contains(second))
        let out = try ScratchFolder()
        #expect(try site.run(["models", "export", "--to", out.root]).code == 0)
        #expect(try Spreu.data(out.path("model.spreu")) == site.model())
    }

    @Test("only the last models are kept, and never is the one that is served removed")
    func kept() throws {
        let site = try Site("keep-models: 2")
        var names: [String] = []
        for _ in 0..<4 {
            try site.night()
            names.append(try #require(site.current))
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: site.folder.path("models/site")).sorted()
        #expect(left == names.suffix(2) + ["current", "nights.html", "report.html", "report.json", "report.txt"])
    }

    @Test("mail that says it comes from the future is taken in, but neither recent nor a sign of fresh labels")
    func future() throws {
        let site = try Site()
        let before = try site.night("--json").value
        let mail = "From: a@example.com\nDate: Mon, 2 Jan 2090 10:00:00 +0000\nSubject: later\n\nlater mail\n"
        let path = site.folder.path("vmail/example.org/anna/Maildir/.Junk/cur/3000000000.M1.mx:2,S")
        try Data(mail.utf8).write(to: URL(fileURLWithPath: path))
        let after = try site.night("--json").value
        #expect(try #require(after["ingest"]["new"].integer) == 1)
        #expect(
            try #require(after["evaluate"]["all"]["spam"].integer) <= #require(
                before["evaluate"]["all"]["spam"].integer))
        site.now += 43 * 86_400
        #expect(try site.night().errors.contains("no mail arrived in the last 42 days"))
    }

    @Test("a drop folder that is not there is a warning, and the night goes on")
    func noDrop() throws {
        let site = try Site("drop: /nowhere/drop")
        let outcome = try site.night()
        #expect(outcome.code == 4 && outcome.errors.contains("/nowhere/drop"), "\(outcome.errors)")
        #expect(site.current != nil)
        let check = try site.run(["config", "check"])
        #expect(check.code == 4 && check.errors.contains("/nowhere/drop"), "\(check.errors)")
    }

    @Test("a second start says who runs, and ends")
    func locked() throws {
        let site = try Site()
        try site.night()
        // Another process that has the lock as a nightly run has it.
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        holder.arguments = [site.folder.path("store/lock"), "/bin/sleep", "60"]
        try holder.run()
        defer { holder.terminate() }
        let deadline = Date.now.addingTimeInterval(60)
        var outcome = try site.night()
        while outcome.code != 75, Date.now < deadline { outcome = try site.night() }
        #expect(
            outcome.code == 75 && outcome.errors.contains("is in use by spreu nightly (process "), "\(outcome.errors)")
    }

    @Test("what users hand over is learned as the message that was delivered, and removed when it is stored")
    func drop() throws {
        let site = try Site(copying: true)
        let drop = site.folder.path("drop")
        try FileManager.default.createDirectory(
            atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try site.configure("drop: \(drop)")
        try site.night()
        let spam = try #require(try SampleCorpus.index().first { $0.label == "spam" })
        // As IMAPSieve pipes it: with CR LF.
        let text = String(decoding: try SampleCorpus.data(spam.path), as: UTF8.self)
        let piped = text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
        let learned = try Program("spreu").run(
            ["learn", "ham", "--drop", drop, "--account", "anna", "--origin", "imapsieve"], input: Data(piped.utf8))
        #expect(learned.code == 0, "\(learned.errors)")
        try Data("not a record".utf8).write(to: URL(fileURLWithPath: drop + "/other"))
        let outcome = try site.night("--json")
        #expect(try outcome.value["ingest"]["new"].integer == 0, "the same message, by its digest")
        #expect(try outcome.value["drop"]["unknown"].integer == 1, "one message, of which the filter had said nothing")
        #expect(try FileManager.default.contentsOfDirectory(atPath: drop) == ["other"])
        #expect(try site.night("--json").value["drop"].isNull == true)
    }

    @Test("the report says how the live filter had done on what users handed over, by their word or by the header's")
    func verdicts() throws {
        let site = try Site(copying: true)
        let drop = site.folder.path("drop")
        try FileManager.default.createDirectory(
            atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try site.configure("drop: \(drop)")
        func mail(_ number: Int, top: String = "", bottom: String = "") -> Data {
            Data(
                """
                \(top)Received: from a.example.com ([192.0.2.1]) by mx.example.org; 3 Mar 2026 10:00:00 +0000
                \(bottom)From: a@example.com
                Message-ID: <handed\(number)@example.com>
                Subject: handed over \(number)

                These are some words of number \(number).

                """.utf8)
        }
        let delivered = "Return-Path: <a@example.com>\nX-Spreu: "
        let handed: [(feedback: String, verdict: String?, mail: Data)] = [
            ("spam", "ham", mail(1)), ("spam", nil, mail(2, top: delivered + "ham, probability=0.01\n")),
            ("ham", "spam, probability=0.99", mail(3)),
            ("spam", nil, mail(4, top: "X-Spreu: unsure, probability=0.5\n")),
            // What was said when it came counts more than what stands in the header now.
            ("ham", "ham", mail(5, top: delivered + "spam, probability=0.99\n")),
            ("ham", nil, mail(6, top: delivered + "unfiltered, reason=no-model\n")),
            // Below a hop of others anybody may have put it there.
            ("spam", nil, mail(7, bottom: "X-Spreu: ham, probability=0.01\n")),
        ]
        for (feedback, verdict, mail) in handed {
            let said = verdict.map { ["--verdict", $0] } ?? []
            let outcome = try Program("spreu").run(["learn", feedback, "--drop", drop] + said, input: mail)
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        let night = try site.night()
        let line =
            "drop     2 spam the filter had passed, 1 ham it had called spam, 1 unsure, 1 as it had judged, "
        #expect(night.text.contains(line + "2 without a verdict\n"), "\(night.text)")
        let name = try #require(site.current)
        let report = try JSON(contentsOf: site.folder.path("models/site/\(name)/report.json"))["drop"]
        let figures = ["spamPassed", "hamCaught", "unsure", "agreed", "unknown"].map { report[$0].integer }
        #expect(figures == [2, 1, 1, 1, 2])
        // Once: the next night has nothing of it.
        #expect(try site.night("--json").value["drop"].isNull)
    }

    @Test("recent mail is told by account, source and origin of label, in few lines")
    func groups() throws {
        let site = try Site()
        let night = try site.night()
        let lines = night.text.split(separator: "\n").filter { $0.hasPrefix("group ") }
        #expect((3...10).contains(lines.count), "\(night.text)")
        let pattern = site.folder.path("vmail") + "/*/*/Maildir"
        let name = try #require(site.current)
        let evaluation = try JSON(contentsOf: site.folder.path("models/site/\(name)/report.json"))["evaluate"]
        let (ham, spam) = (evaluation["all"]["ham"].integer, evaluation["all"]["spam"].integer)
        for group in [evaluation["groups"]["source"][pattern], evaluation["groups"]["account"]["account 1"]] {
            #expect(group["ham"].integer == ham && group["spam"].integer == spam && (ham ?? 0) > 0)
        }
        guard case .object(let origins) = evaluation["groups"]["origin"] else { throw CancellationError() }
        #expect(origins.count > 1 && origins.values.reduce(0) { $0 + ($1["ham"].integer ?? 0) } == ham)
        #expect(lines.contains { $0.hasPrefix("group    rule \(pattern): ") }, "\(night.text)")
        for grouping in ["folder", "body", "size"] {
            guard case .object(let groups) = evaluation["groups"][grouping] else { throw CancellationError() }
            let messages = groups.values.reduce(0) { $0 + ($1["ham"].integer ?? 0) + ($1["spam"].integer ?? 0) }
            #expect(messages == (ham ?? 0) + (spam ?? 0), "\(grouping): \(groups)")
        }
        #expect((evaluation["groups"]["folder"]["spam"]["spam"].integer ?? 0) > 0)
        #expect(evaluation["groups"]["folder"]["inbox"]["spam"].integer != nil)
        #expect((evaluation["groups"]["language"]["German"]["ham"].integer ?? 0) > 0)
    }

    @Test("a night that changes nothing makes the same model again, and a bad configuration makes nothing")
    func same() throws {
        let site = try Site()
        let outcome = try site.night()
        #expect(outcome.code == 0)
        let model = try site.model()
        let again = try site.run(["nightly"])
        #expect(again.code == 0)
        #expect(try site.model() == model)
        try site.configure("keeep: 3d")
        let bad = try site.night()
        #expect(bad.code == 78 && bad.errors.contains("spreu.yaml:"), "\(bad.errors)")
        #expect(try site.model() == model)
    }

    @Test(
        "no network: it runs in a network namespace without any",
        .enabled(if: getuid() == 0, "needs root, to make a network namespace"))
    func offline() throws {
        let site = try Site()
        let outcome = try Program(path: "/usr/bin/unshare").run(
            ["-n", Program("spreu").path, "nightly", "--config", site.folder.path("spreu.yaml")],
            environment: ["SPREU_NOW": "\(site.now)"])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(site.current != nil)
    }
}
