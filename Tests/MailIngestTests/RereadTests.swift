// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import SpamTraining
import TestSupport
import Testing
import TrainingStore

@Suite("Ingest after an upgrade, over several runs")
struct RereadTests {
    @Test(
        "with a bound the mail is read again over several runs; what waits is known, and what is new is taken at once")
    func boundedReread() throws {
        let site = try IngestTests.Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        try site.write((10..<14).map { IngestTests.record($0) }.joined(), to: "in.mbox")
        let sources = [site.byFolder, IngestSource.labelled(.ham([site.folder.path("in.mbox")]))]
        _ = try site.ingest(sources)
        site.settings = ["own-host": ["mx.example.org"]]
        let first = try site.ingest(sources, rereading: 4)
        #expect(first.reread == 4 && first.renewed == 4 && first.waiting == 10 && first.new == 0, "\(first)")
        #expect(first.known == 10 && first.relabelled == 0 && first.removed == 0)
        #expect(try site.counts().reduce(0, +) == 4)
        // Mail comes, is moved, and follows an mbox that waits.
        try site.move("Maildir/cur/4.M1P1.mx:2,S", "Maildir/.Junk/cur/4.M1P1.mx:2,S")
        try site.append(IngestTests.record(14), to: "in.mbox")
        let second = try site.ingest(sources, rereading: 4)
        #expect(second.reread == 4 && second.renewed == 4 && second.new == 1 && second.parsed == 5, "\(second)")
        // Two of the Maildir are left: the mbox of five is too large for tonight.
        let third = try site.ingest(sources, rereading: 4)
        #expect(third.reread == 2 && third.renewed == 2 && third.waiting == 4, "\(third)")
        // An mbox beyond the bound is read when it is the first, and whole.
        let fourth = try site.ingest(sources, rereading: 4)
        #expect(fourth.parsed == 5 && fourth.renewed == 4 && fourth.duplicates == 1 && fourth.waiting == 0, "\(fourth)")
        #expect(try site.counts() == [9, 6])
        #expect(try site.ingest(sources, rereading: 4).parsed == 0)
    }

    @Test("an mbox that is compressed, or was rewritten, counts as the others do")
    func boundedWholeMailboxes() throws {
        let site = try IngestTests.Site()
        for number in 0..<3 {
            let records = (0..<4).map { IngestTests.record(4 * number + $0) }.joined()
            try site.write(records, to: "\(number).mbox")
            let path = site.folder.path("\(number).mbox")
            let gzip = try Process.run(URL(fileURLWithPath: "/usr/bin/env"), arguments: ["gzip", path])
            gzip.waitUntilExit()
        }
        let source = IngestSource.labelled(.ham((0..<3).map { site.folder.path("\($0).mbox.gz") }))
        #expect(try site.ingest([source]).new == 12)
        site.settings = ["own-host": ["mx.example.org"]]
        for waiting in [8, 4, 0] {
            let report = try site.ingest([source], rereading: 4)
            #expect(report.renewed == 4 && report.reread == 4 && report.waiting == waiting, "\(report)")
        }
        #expect(try site.ingest([source], rereading: 4).parsed == 0)
    }

    @Test("mail whose digest is another with other settings is the same mail, with the labels that were given by hand")
    func otherDigests() throws {
        let site = try IngestTests.Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        try site.write((10..<14).map { IngestTests.record($0) }.joined(), to: "in.mbox")
        // Without a Message-ID it cannot be known again in an mbox.
        let nameless = IngestTests.record(14).replacing(/Message-ID: .*\n/, with: "")
        try site.append(nameless, to: "in.mbox")
        let sources = [site.byFolder, IngestSource.labelled(.ham([site.folder.path("in.mbox")]))]
        _ = try site.ingest(sources)
        for number in [7, 11] {
            let id = site.key.digest(of: "\(number)@example.com".utf8, purpose: .messageID)
            #expect(try site.open().label(.messageID(id), isSpam: number == 11, origin: "by hand", now: 1) == 1)
        }
        #expect(try site.counts() == [10, 5])
        let before = Set(try site.open(.reading).labelled().map(\.digest))
        site.settings = ["own-host": ["mx.example.org"]]
        let report = try site.ingest(sources)
        #expect(report.renewed == 14 && report.new == 1 && report.removed == 1, "\(report)")
        #expect(try site.counts() == [10, 5])
        #expect(try before.isDisjoint(with: site.open(.reading).labelled().map(\.digest)), "or this tests nothing")
        let outdated = try site.open(.reading).outdatedCount()
        #expect(outdated.waiting == 0 && outdated.stranded == 1)
        #expect(try site.ingest(sources).parsed == 0, "an mbox is not read for ever")
        #expect(try site.counts() == [10, 5], "what was renamed in an mbox says nothing more")
    }

    @Test("what was removed from an mbox says nothing more, and keeps the label that was given by hand")
    func goneFromMbox() throws {
        let site = try IngestTests.Site()
        try site.write((0..<4).map { IngestTests.record($0) }.joined(), to: "in.mbox")
        let source = IngestSource.labelled(.ham([site.folder.path("in.mbox")]))
        _ = try site.ingest([source])
        try site.write((1..<4).map { IngestTests.record($0) }.joined(), to: "in.mbox")
        #expect(try site.ingest([source]).removed == 1)
        let id = site.key.digest(of: "0@example.com".utf8, purpose: .messageID)
        #expect(try site.open().label(.messageID(id), isSpam: true, origin: "by hand", now: 1) == 1)
        let report = try site.ingest([source])
        #expect(report.parsed == 0 && report.known == 3 && report.relabelled == 0, "\(report)")
        #expect(try site.counts() == [3, 1])
    }

    @Test(
        "copies whose digests differ with other settings stay one message, wherever a commit falls between them",
        arguments: ["eml", "mbox"])
    func partedCopies(_ kind: String) throws {
        func digests(ingestedAtOnce: Bool) throws -> [[UInt8]] {
            let site = try IngestTests.Site()
            for (folder, host) in [("a", "old.example.net"), ("b", "mx.example.org")] {
                let text = IngestTests.mail(1).replacing("by mx.example.org", with: "by \(host)")
                let head = kind == "mbox" ? "From x Mon Jan  1 00:00:00 2024\n" : ""
                try site.write("\(head)Delivered-To: \(folder)@example.org\n\(text)\n", to: "\(folder)/1.\(kind)")
            }
            let sources = ["a", "b"].map { IngestSource.labelled(.ham([site.folder.path($0)])) }
            let first = try site.ingest(sources)
            #expect(first.new == 1 && first.duplicates == 1, "or this tests nothing")
            let before = try site.open(.reading).labelled().map(\.digest)
            site.settings = ["own-host": ["mx.example.org"]]
            for part in ingestedAtOnce ? [sources] : sources.map({ [$0] }) { _ = try site.ingest(part) }
            #expect(try site.counts() == [1, 0])
            let after = try site.open(.reading).labelled().map(\.digest)
            #expect(before != after, "or this tests nothing")
            return after
        }
        #expect(try digests(ingestedAtOnce: true) == digests(ingestedAtOnce: false))
    }

    @Test("a name in an mbox that one copy leaves and another keeps is not gone")
    func sharedName() throws {
        let site = try IngestTests.Site()
        let records = ["old.example.net", "mx.example.org"].map { host in
            IngestTests.record(1).replacing("by mx.example.org", with: "by \(host)")
                .replacing("\nReceived", with: "\nDelivered-To: a@example.org\nReceived")
        }
        try site.write(records.joined(), to: "in.mbox")
        let source = IngestSource.labelled(.ham([site.folder.path("in.mbox")]))
        let first = try site.ingest([source])
        #expect(first.new == 1 && first.duplicates == 1, "or this tests nothing")
        site.settings = ["own-host": ["mx.example.org"]]
        for parsed in [2, 0] { #expect(try site.ingest([source]).parsed == parsed) }
        let last = try site.ingest([source])
        #expect(last.known == 2 && last.relabelled == 0, "\(last)")
        #expect(try site.counts() == [1, 0])
    }

    @Test("files that cannot be read do not keep others from being read again")
    func unreadable() throws {
        let site = try IngestTests.Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        _ = try site.ingest([site.byFolder])
        site.settings = ["own-host": ["mx.example.org"]]
        for number in 0..<3 { try site.move("Maildir/cur/\(number).M1P1.mx:2,S", "kept/\(number)") }
        for number in 0..<3 {
            try FileManager.default.createSymbolicLink(
                atPath: site.folder.path("Maildir/cur/\(number).M1P1.mx:2,S"), withDestinationPath: "nowhere")
        }
        let report = try site.ingest([site.byFolder], rereading: 3)
        #expect(report.renewed == 3 && report.waiting == 4, "\(report)")
    }

    @Test("what was handed over lies nowhere to be read again, and is not waited for")
    func handedOver() throws {
        let site = try IngestTests.Site()
        let message = ArchivedMessage(
            bytes: Array(IngestTests.mail(1).utf8), provenance: Provenance(archive: "drop", path: "1"))
        do {
            let ingest = Ingest(try site.open(), key: site.key, pipeline: MessagePipeline.Options(), now: site.now)
            var report = IngestReport()
            let feedback = FeedbackMessage(message, name: "1", opinion: Opinion(isSpam: true, origin: "drop"))
            try ingest.take([feedback], from: "drop", into: &report)
        }
        site.settings = ["own-host": ["mx.example.org"]]
        let outdated = try site.open(.reading).outdatedCount()
        #expect(outdated.waiting == 0 && outdated.stranded == 1)
    }
}
