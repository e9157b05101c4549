// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import SpamTraining
import TestSupport
import Testing
import TrainingStore

// What is particular to an mbox: many messages in one file, that grows at its end.
extension IngestTests {
    @Test("the last message of an mbox stays, with its label, when no more than a blank line comes behind it")
    func blankLine() throws {
        let site = try Site()
        try site.write(Self.record(1) + String(Self.record(2).dropLast()), to: "in.mbox")
        let source = IngestSource.labelled(.ham([site.folder.path("in.mbox")]))
        #expect(try site.ingest([source]).new == 2)
        let id = site.key.digest(of: "2@example.com".utf8, purpose: .messageID)
        #expect(try site.open().label(.messageID(id), isSpam: true, origin: "by hand", now: 1) == 1)
        try site.append("\n" + Self.record(3), to: "in.mbox")
        _ = try site.ingest([source])
        #expect(try site.counts() == [2, 1])
        #expect(try site.ingest([source]).parsed == 0)
        #expect(try site.counts() == [2, 1])
    }

    @Test("what was removed from an mbox or a folder for its age is read again when it is kept again, and once")
    func keptAgain() throws {
        let site = try Site()
        try site.write((0..<10).map { Self.record($0) }.joined(), to: "in.mbox")
        let mail = Self.record(20).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)[1]
        try site.write(String(mail), to: "folder/20.eml")
        let sources = ["in.mbox", "folder"].map { IngestSource.labelled(.ham([site.folder.path($0)])) }
        _ = try site.ingest(sources)
        #expect(try site.open().compact(Retention(age: 1), now: site.now + 200_000_000).expired == 11)
        #expect(try site.ingest(sources).parsed == 0 && site.counts() == [0, 0])
        #expect(try site.ingest(sources, keptAgain: .max).parsed == 0)
        #expect(try site.ingest(sources, keptAgain: 0).new == 11 && site.counts() == [11, 0])
        #expect(try site.ingest(sources, keptAgain: 0).parsed == 0)
    }

    @Test("of an mbox that grows, only what is new is read")
    func growingMbox() throws {
        let site = try Site()
        try site.write((0..<10).map { Self.record($0) }.joined(), to: "in.mbox")
        _ = try site.ingest(.ham, "in.mbox")
        for round in 0..<3 {
            try site.append(Self.record(20 + round), to: "in.mbox")
            let report = try site.ingest(.ham, "in.mbox")
            #expect(report.parsed == 1 && report.new == 1 && report.warnings.isEmpty, "\(report)")
        }
        #expect(try site.ingest(.ham, "in.mbox").parsed == 0)
        #expect(try site.counts() == [13, 0])
        // The same file under the other label: nothing to read.
        #expect(try site.ingest(.spam, "in.mbox").parsed == 0)
        #expect(try site.counts() == [0, 13])
    }

    @Test("an mbox that was touched, or whose last commit was cut off, is not said to be empty")
    func touchedMbox() throws {
        let site = try Site()
        try site.write((0..<10).map { Self.record($0) }.joined(), to: "in.mbox")
        _ = try site.ingest(.ham, "in.mbox")
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_600_000_000)], ofItemAtPath: site.folder.path("in.mbox"))
        let report = try site.ingest(.ham, "in.mbox")
        #expect(report.parsed == 0 && report.known == 10 && report.warnings.isEmpty, "\(report)")
    }

    @Test("an mbox that is rewritten is read again, and nothing counts twice")
    func rewrittenMbox() throws {
        let site = try Site()
        try site.write((0..<10).map { Self.record($0) }.joined(), to: "in.mbox")
        _ = try site.ingest(.spam, "in.mbox")
        let status = (0..<10).filter { $0 != 4 }.map { number in
            Self.record(number).replacing("\nSubject:", with: "\nStatus: RO\nSubject:")
        }
        try site.write(status.joined() + Self.record(11), to: "in.mbox")
        let report = try site.ingest(.spam, "in.mbox")
        #expect(report.parsed == 10 && report.new == 1 && report.duplicates == 9, "\(report)")
        #expect(try site.counts() == [0, 11], "the deleted message keeps its label")
    }

    @Test("a message that was half delivered when it was read is replaced by the whole")
    func halfMessage() throws {
        let site = try Site()
        let last = Self.record(9, size: 200)
        try site.write((0..<9).map { Self.record($0) }.joined() + last.prefix(500), to: "in.mbox")
        _ = try site.ingest(.ham, "in.mbox")
        #expect(try site.counts() == [10, 0])
        try site.append(String(last.dropFirst(500)) + Self.record(10), to: "in.mbox")
        let report = try site.ingest(.ham, "in.mbox")
        #expect(report.parsed == 2, "\(report)")
        #expect(try site.counts() == [11, 0])
        let whole = try Site()
        try whole.write((0..<9).map { Self.record($0) }.joined() + last + Self.record(10), to: "in.mbox")
        _ = try whole.ingest(.ham, "in.mbox")
        #expect(try whole.open(.reading).labelled().map(\.digest) == site.open(.reading).labelled().map(\.digest))
    }

    @Test("an outdated message that lies nowhere any more makes no mbox be read again")
    func strandedMessage() throws {
        let site = try Site()
        try site.write((0..<9).map { Self.record($0) }.joined(), to: "in.mbox")
        try site.write(Self.mail(20), to: "eml/20.eml")
        _ = try site.ingest(.ham, "in.mbox", "eml")
        try FileManager.default.removeItem(atPath: site.folder.path("eml/20.eml"))
        site.settings = ["own-host": ["mx.example.org"]]
        #expect(try site.ingest(.ham, "in.mbox", "eml").parsed == 9)
        #expect(try site.ingest(.ham, "in.mbox", "eml").parsed == 0)
        let outdated = try site.open(.reading).outdatedCount()
        #expect(outdated.waiting == 0 && outdated.stranded == 1)
    }
}
