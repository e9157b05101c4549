// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import SpamModel
import SpamTraining
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("Sent mail")
struct SentMailTests {
    /// A store and mail beside it.
    private final class Site {
        let folder: ScratchFolder
        let key = SiteKey(bytes: Array(1...16)) ?? .random()
        var options = FeatureOptions.standard
        var settings: [String: [String]] = [:]
        var now: Int64 = 1_700_000_000

        init() throws { folder = try ScratchFolder() }

        func write(_ text: String, to name: String) throws {
            let path = folder.path(name)
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }

        func open(_ access: TrainingStore.Access = .writing) throws -> TrainingStore {
            try TrainingStore(
                folder.path("store"), access, extraction: Extraction(key: key, settings: settings), who: "a test")
        }

        func ingest(_ sources: [IngestSource]) throws -> IngestReport {
            let pipeline = MessagePipeline.Options(threads: 2, features: options)
            return try Ingest(open(), key: key, pipeline: pipeline, now: now).run(sources)
        }

        func sent(_ paths: String...) -> IngestSource { .sent(LabelledSource(paths.map(folder.path))) }

        /// The Maildir, all of whose folder Sent was written here.
        var maildir: IngestSource {
            IngestSource(LabelledSource([folder.path("Maildir")]), account: "anna", ruleName: "folders") { placement in
                placement.folder == "Sent" ? .sent : .label(Opinion(isSpam: false, origin: "folder"))
            }
        }

        func digest(_ address: String) throws -> UInt64 {
            try #require(AddressDigests(key: key).digest(of: Address(address: address)))
        }

        func knows(_ address: String, before date: Int64 = .max) throws -> Bool {
            try open(.reading).knownSenders().include(digest(address), before: date)
        }
    }

    /// A message from here; the Date is `1_700_000_000` plus some seconds.
    private static func letter(_ recipients: String, from: String = "Anna <anna@example.org>", at second: Int = 0)
        -> String
    {
        "From: \(from)\n\(recipients)\nDate: Tue, 14 Nov 2023 22:13:\(20 + second) +0000\nSubject: Hello\n\nAs agreed.\n"
    }

    @Test("recipients are those of To, Cc and Bcc, however they are written, but no colleagues")
    func recipients() throws {
        let site = try Site()
        let text = Self.letter(
            """
            To: "Zwei, Bert (the second)" <Bert@Example.COM>, =?utf-8?q?Zo=C3=AB=2C?= <zoe@example.net> (a friend),
             Friends: carl@example.com, "d\\"d" <dora@example.com>;, undisclosed-recipients:;
            Cc: emil@example.com (comment with @ and , in it), colleague@example.org, other@mail.example.org
            Bcc: "fritz paul"@example.com, not an address, <>
            """)
        try site.write(text, to: "sent/1.eml")
        let report = try site.ingest([site.sent("sent")])
        #expect(report.sent == 1 && report.parsed == 1 && report.new == 0, "\(report)")
        let expected = [
            "bert@example.com", "zoe@example.net", "carl@example.com", "dora@example.com", "emil@example.com",
            "\"fritz paul\"@example.com",
        ]
        try site.write(
            Self.letter("To: colleague@example.org, boss@EXAMPLE.ORG.", from: "anna@Example.org."), to: "sent/2.eml")
        _ = try site.ingest([site.sent("sent")])
        let known = try site.open(.reading).knownSenders()
        #expect(known.digests == (try expected.map(site.digest)).sorted())
        #expect(try site.open(.reading).labelled().isEmpty)
    }

    @Test("what the site calls its own is no known sender, and nobody is where the writer cannot be told")
    func own() throws {
        let site = try Site()
        site.options.recipients = ["Anna@Private.example", "branch.example"]
        site.options.trust = TrustBoundary(hosts: ["mx.subsidiary.example", "subsidiary.example"])
        try site.write(
            Self.letter("To: anna@private.example, x@branch.example, x@subsidiary.example, x@private.example"),
            to: "sent/1.eml")
        for (number, from) in ["", "a@example.org, b@example.org", "Anna"].enumerated() {
            try site.write(Self.letter("To: bert@example.com", from: from), to: "sent/\(number + 2).eml")
        }
        let report = try site.ingest([site.sent("sent")])
        #expect(report.sent == 4)
        #expect(try site.open(.reading).knownSenders().digests == [site.digest("x@private.example")])
    }

    @Test("of a message no more than a thousand recipients are taken")
    func bounded() throws {
        let site = try Site()
        let many = (0..<1_500).map { "r\($0)@example.com" }.joined(separator: ",\n ")
        try site.write(Self.letter("To: \(many)"), to: "sent/1.eml")
        _ = try site.ingest([site.sent("sent")])
        #expect(try site.open(.reading).knownSenders().count == 1_000)
    }

    @Test("the time is the message's, unless it says none or one to come")
    func times() throws {
        let site = try Site()
        let dates = [
            "a": "Date: Tue, 14 Nov 2023 22:13:20 +0000", "b": "Date: Tue, 14 Nov 2023 23:13:20 +0000",
            "c": "Date: Mon, 1 Jan 2035 00:00:00 +0000", "d": "X-Date: none", "e": "Date: 1 Jan 1970 00:00:00 +0000",
        ]
        for (name, date) in dates {
            try site.write(
                "From: anna@example.org\nTo: \(name)@example.com\n\(date)\n\nHello\n", to: "sent/\(name).eml")
        }
        _ = try site.ingest([site.sent("sent")])
        for (name, time) in [("a", 0), ("b", 3_600), ("c", 0), ("d", 0), ("e", 0)] as [(String, Int64)] {
            let address = name + "@example.com"
            #expect(try !site.knows(address, before: site.now + time), "\(name)")
            #expect(try site.knows(address, before: site.now + time + 1), "\(name)")
        }
    }

    @Test("what was read once is never read again, in folders, files and mboxes, and an mbox goes on where it ended")
    func again() throws {
        let site = try Site()
        for part in ["cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"] {
            try FileManager.default.createDirectory(
                atPath: site.folder.path("Maildir/" + part), withIntermediateDirectories: true)
        }
        for number in 0..<4 {
            try site.write(Self.letter("To: m\(number)@example.com"), to: "Maildir/.Sent/cur/\(number).M1P1.mx:2,S")
            try site.write(Self.letter("To: anna@example.org"), to: "Maildir/cur/1\(number).M1P1.mx:2,S")
            try site.write(Self.letter("To: e\(number)@example.com"), to: "eml/\(number).eml")
        }
        func record(_ number: Int) -> String {
            "From x Mon Jan  1 00:00:00 2024\n\(Self.letter("To: b\(number)@example.com"))\n"
        }
        try site.write((0..<4).map(record).joined(), to: "sent.mbox")
        let sources = [site.maildir, site.sent("eml", "sent.mbox")]
        let first = try site.ingest(sources)
        #expect(first.parsed == 16 && first.sent == 12 && first.new == 1 && first.forgotten == 0, "\(first)")
        let before = try site.open(.reading).knownSenders()
        #expect(before.count == 12)
        try FileManager.default.moveItem(
            atPath: site.folder.path("Maildir/.Sent/cur/0.M1P1.mx:2,S"),
            toPath: site.folder.path("Maildir/.Sent/cur/0.M1P1.mx:2,RS"))
        site.now += 86_400
        let second = try site.ingest(sources)
        #expect(second.parsed == 0 && second.known == 16 && second.sent == 12 && second.forgotten == 0, "\(second)")
        #expect(second.relabelled == 0 && second.removed == 0 && second.moved == 0)
        #expect(try site.open(.reading).knownSenders() == before)
        try site.write((0..<5).map(record).joined(), to: "sent.mbox")
        let third = try site.ingest(sources)
        #expect(third.parsed <= 5 && third.sent == 13, "\(third)")
        #expect(try site.open(.reading).knownSenders().count == 13)
        #expect(try site.open(.reading).check().problems.isEmpty)
    }

    @Test("sent mail that an older Spreu took for mail is read once more; what was dragged to Sent is not")
    func upgrade() throws {
        let site = try Site()
        for part in ["cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"] {
            try FileManager.default.createDirectory(
                atPath: site.folder.path("Maildir/" + part), withIntermediateDirectories: true)
        }
        try site.write(Self.letter("To: bert@example.com"), to: "Maildir/.Sent/cur/1.M1P1.mx:2,S")
        try site.write(
            Self.letter("To: anna@example.org", from: "carl@example.com"), to: "Maildir/cur/2.M1P1.mx:2,S")
        let older = IngestSource(LabelledSource([site.folder.path("Maildir")]), account: "anna", ruleName: "old") {
            $0.folder == "Sent" ? .unlabelled("sent") : .label(Opinion(isSpam: false, origin: "folder"))
        }
        #expect(try site.ingest([older]).new == 2)
        try FileManager.default.moveItem(
            atPath: site.folder.path("Maildir/cur/2.M1P1.mx:2,S"),
            toPath: site.folder.path("Maildir/.Sent/cur/2.M1P1.mx:2,S"))
        let report = try site.ingest([site.maildir])
        #expect(report.parsed == 1 && report.moved == 1, "\(report)")
        #expect(try site.knows("bert@example.com") && !site.knows("anna@example.org"))
        #expect(try site.open(.reading).labelled().count == 1, "it keeps its label")
        #expect(try site.ingest([site.maildir]).parsed == 0)
    }

    @Test("archives that were taken for mail that came in are read once more when they are said to be sent")
    func saidLater() throws {
        let site = try Site()
        try site.write(Self.letter("To: e@example.com"), to: "eml/1.eml")
        try site.write("From x Mon Jan  1 00:00:00 2024\n\(Self.letter("To: b@example.com"))\n", to: "sent.mbox")
        let paths = ["eml", "sent.mbox"].map(site.folder.path)
        // A copy of the first came in, too: that stays ham.
        try site.write(Self.letter("To: e@example.com"), to: "in/1.eml")
        #expect(try site.ingest([.labelled(.ham(paths + [site.folder.path("in")]))]).new == 2)
        #expect(try site.open(.reading).knownSenders().count == 0)
        #expect(try site.ingest([site.sent("eml", "sent.mbox")]).parsed == 2)
        #expect(try site.open(.reading).labelled().count == 1, "sent mail is no ham")
        #expect(try site.knows("e@example.com") && site.knows("b@example.com"))
        #expect(try site.ingest([site.sent("eml", "sent.mbox")]).parsed == 0)
    }

    @Test("with other settings sent mail is read again: colleagues may be others")
    func otherSettings() throws {
        let site = try Site()
        for part in ["cur", "new", "tmp", ".Sent/cur", ".Sent/new", ".Sent/tmp"] {
            try FileManager.default.createDirectory(
                atPath: site.folder.path("Maildir/" + part), withIntermediateDirectories: true)
        }
        try site.write(Self.letter("To: a@branch.example, m@example.com"), to: "Maildir/.Sent/cur/1.M1P1.mx:2,S")
        try site.write(Self.letter("To: b@branch.example"), to: "mail/1.eml")
        let record = "From x Mon Jan  1 00:00:00 2024\n\(Self.letter("To: c@branch.example, b@example.com"))\n"
        try site.write(record, to: "mail/sent.mbox")
        try site.write(
            Self.letter("To: anna@example.org", from: "Carl <carl@example.com>") + "Forget it.\n",
            to: "Maildir/cur/2.M1P1.mx:2,S")
        let sources = [site.maildir, site.sent("mail")]
        _ = try site.ingest(sources)
        let all = try site.open(.reading).knownSenders()
        #expect(all.count == 5)
        let forgotten = try site.open(.reading).labelled().map(\.digest.hexadecimal)
        #expect(try site.open().forget(.digest(#require(forgotten.first)), now: 1).messages == 1)
        site.options.trust = TrustBoundary(hosts: ["branch.example"])
        site.settings = ["own-host": ["branch.example"]]
        // Of another source than those that are read now nothing is lost.
        _ = try site.ingest([])
        #expect(try site.open(.reading).knownSenders() == all)
        #expect(try site.ingest(sources).parsed == 3, "and not what is forgotten")
        #expect(
            try site.open(.reading).knownSenders().digests
                == ["m@example.com", "b@example.com"].map(site.digest).sorted())
        let again = try site.ingest(sources)
        #expect(again.parsed == 0 && again.sent == 3 && again.removed == 0, "\(again)")
        #expect(try site.open(.reading).knownSenders().count == 2)
        #expect(try site.open(.reading).check().problems.isEmpty)
    }

    @Test("an answer counts for what comes after it, not for what it answers")
    func leak() throws {
        let site = try Site()
        // Bert writes at :20, is answered at :30, writes again at :40.
        for (number, second) in [0, 20].enumerated() {
            let received = "Received: from a.example.com by mx.example.org; 14 Nov 2023 22:13:\(20 + second) +0000\n"
            try site.write(
                received + Self.letter("To: anna@example.org\nX-Number: \(number)", from: "Bert <bert@example.com>"),
                to: "ham/\(number).eml")
        }
        try site.write(Self.letter("To: bert@example.com", at: 10), to: "sent/1.eml")
        let ham = IngestSource.labelled(.ham([site.folder.path("ham")]))
        for sources in [[ham, site.sent("sent")], []] {
            _ = try site.ingest(sources)
            let known = try site.open(.reading).labelled().sorted { $0.date ?? 0 < $1.date ?? 0 }
            #expect(known.map(\.date) == [1_700_000_000, 1_700_000_020])
            #expect(known.map(\.isSenderKnown) == [false, true])
            #expect(known.map { $0.example.isSenderKnown } == [false, true])
        }
    }

    @Test("the model is the same in whatever order mail is read, and without sent mail what it was")
    func order() throws {
        func model(_ orders: [[Int]]) throws -> Data {
            let site = try Site()
            try site.write(MailSamples.mbox(60, isSpam: false), to: "ham.mbox")
            try site.write(MailSamples.mbox(40, isSpam: true), to: "spam.mbox")
            for number in 0..<4 {
                try site.write(
                    Self.letter("To: sender\(number)@example.com, sender\(number + 10)@example.com", at: number),
                    to: "sent\(number)/1.eml")
            }
            let sources: [IngestSource] =
                [
                    .labelled(.ham([site.folder.path("ham.mbox")])), .labelled(.spam([site.folder.path("spam.mbox")])),
                ] + (0..<4).map { site.sent("sent\($0)") }
            for order in orders { _ = try site.ingest(order.map { sources[$0] }) }
            let store = try site.open(.reading)
            let messages = try store.labelled()
            #expect(messages.contains(where: \.isSenderKnown) == (orders.joined().max() ?? 0 > 1))
            var trainer = Trainer(FusionLearner.self, origin: ModelOrigin(key: site.key))
            trainer.take(messages.map(\.example))
            let result = try trainer.finish(knownSenders: store.knownSenders().digests)
            let path = site.folder.path("model")
            try ModelFile.write(result.model, to: path)
            return try Data(contentsOf: URL(fileURLWithPath: path))
        }
        let first = try model([[0, 1, 2, 3, 4, 5]])
        #expect(try model([[5, 4], [3, 2, 1], [0]]) == first)
        let none = try model([[0, 1]])
        #expect(none != first && none.count < first.count)
    }
}
