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

@Suite("Ingest")
struct IngestTests {
    /// A store and mail beside it.
    final class Site {
        let folder: ScratchFolder
        let key = SiteKey(bytes: Array(1...16)) ?? .random()
        var settings: [String: [String]] = [:]
        var now: Int64 = 1_700_000_000

        init() throws { folder = try ScratchFolder() }

        func ingest(
            _ sources: [IngestSource], rereading limit: Int? = nil, keptAgain: Int64? = nil
        ) throws -> IngestReport {
            let store = try open()
            var options = MessagePipeline.Options(threads: 2)
            options.features.trust = TrustBoundary(hosts: settings["own-host"] ?? [])
            var ingest = Ingest(store, key: key, pipeline: options, now: now)
            ingest.rereadLimit = limit
            ingest.keptAgain = keptAgain
            return try ingest.run(sources)
        }

        func ingest(_ label: MessageClass, _ paths: String..., excluding: [String] = []) throws -> IngestReport {
            try ingest([
                .labelled(
                    LabelledSource(
                        paths.map(folder.path), messageClass: label, excluding: excluding.map(folder.path)))
            ])
        }

        func open(_ access: TrainingStore.Access = .writing) throws -> TrainingStore {
            try TrainingStore(
                folder.path("store"), access, extraction: Extraction(key: key, settings: settings), who: "a test")
        }

        /// How many ham and spam there are; the store must be sound.
        func counts() throws -> [Int] {
            let store = try open(.reading)
            #expect(try store.check().problems.isEmpty)
            let messages = try store.labelled()
            return [messages.count { !$0.isSpam }, messages.count { $0.isSpam }]
        }

        func write(_ text: String, to name: String) throws {
            let path = folder.path(name)
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }

        func append(_ text: String, to name: String) throws {
            let file = try #require(FileHandle(forWritingAtPath: folder.path(name)))
            try file.seekToEnd()
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        }

        func move(_ from: String, _ to: String) throws {
            try FileManager.default.createDirectory(
                atPath: (folder.path(to) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try FileManager.default.moveItem(atPath: folder.path(from), toPath: folder.path(to))
        }

        /// A Maildir with so many messages in INBOX and Junk.
        func maildir(inbox: Range<Int>, junk: Range<Int>) throws {
            for part in ["cur", "new", "tmp", ".Junk/cur", ".Junk/new", ".Junk/tmp"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path("Maildir/" + part), withIntermediateDirectories: true)
            }
            for number in inbox { try write(IngestTests.mail(number), to: "Maildir/cur/\(number).M1P1.mx:2,S") }
            for number in junk { try write(IngestTests.mail(number), to: "Maildir/.Junk/cur/\(number).M1P1.mx:2,S") }
        }

        /// The Maildir with a rule by folder.
        var byFolder: IngestSource {
            IngestSource(LabelledSource([folder.path("Maildir")]), ruleName: "folders") { placement in
                .label(Opinion(isSpam: placement.folder == "Junk", origin: "folder"))
            }
        }
    }

    static func mail(_ number: Int, size: Int = 10) -> String {
        let text = (0..<size).map { "word\(number + $0)" }.joined(separator: " ")
        return """
            Received: from a.example.com ([192.0.2.1]) by mx.example.org; 3 Feb 2024 10:00:\(10 + number % 50) +0000
            From: sender\(number)@example.com
            Subject: number \(number)
            Message-ID: <\(number)@example.com>

            \(text)

            """
    }

    static func record(_ number: Int, size: Int = 10) -> String {
        "From sender@example.com Mon Jan  1 00:00:00 2024\n\(mail(number, size: size))\n"
    }

    @Test("a second run reads nothing, whatever flags changed")
    func unchanged() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<20, junk: 20..<30)
        try site.write((30..<40).map { Self.record($0) }.joined(), to: "more.mbox")
        for number in 40..<45 { try site.write(Self.mail(number), to: "eml/\(number).eml") }
        let more = IngestSource.labelled(.ham([site.folder.path("more.mbox"), site.folder.path("eml")]))
        let first = try site.ingest([site.byFolder, more])
        #expect(first.parsed == 45 && first.new == 45 && first.known == 0 && first.warnings.isEmpty)
        #expect(try site.counts() == [35, 10])
        try site.move("Maildir/cur/3.M1P1.mx:2,S", "Maildir/cur/3.M1P1.mx:2,RS")
        site.now += 60
        let second = try site.ingest([site.byFolder, more])
        #expect(second.parsed == 0 && second.new == 0 && second.known == 45, "\(second)")
        #expect(second.relabelled == 0 && second.removed == 0 && second.moved == 0)
        #expect(try site.counts() == [35, 10])
    }

    @Test("a message that the user moves gets the other label, and nothing is parsed")
    func moved() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        _ = try site.ingest([site.byFolder])
        try site.move("Maildir/.Junk/cur/7.M1P1.mx:2,S", "Maildir/cur/7.M1P1.mx:2,RS")
        let report = try site.ingest([site.byFolder])
        #expect(report.parsed == 0 && report.moved == 1 && report.relabelled == 1, "\(report)")
        #expect(try site.counts() == [6, 4])
        _ = try site.ingest([site.byFolder])
        #expect(try site.counts() == [6, 4])
    }

    @Test("also between sources that are labelled apart, in either order", arguments: [true, false])
    func movedBetweenSources(spamFirst: Bool) throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        func both() throws -> Int {
            let spam = spamFirst ? try site.ingest(.spam, "Maildir/.Junk") : nil
            let ham = try site.ingest(.ham, "Maildir", excluding: ["Maildir/.Junk"])
            let later = spamFirst ? nil : try site.ingest(.spam, "Maildir/.Junk")
            return ham.parsed + (spam ?? later ?? ham).parsed
        }
        #expect(try both() == 10)
        try site.move("Maildir/.Junk/cur/7.M1P1.mx:2,S", "Maildir/cur/7.M1P1.mx:2,RS")
        #expect(try both() == 0)
        #expect(try site.counts() == [6, 4])
        try site.move("Maildir/cur/7.M1P1.mx:2,RS", "Maildir/.Junk/cur/7.M1P1.mx:2,S")
        try site.move("Maildir/cur/1.M1P1.mx:2,S", "Maildir/.Junk/cur/1.M1P1.mx:2,S")
        #expect(try both() == 0)
        #expect(try site.counts() == [4, 6])
    }

    @Test("a file that is renamed or moved is known by its inode")
    func renamed() throws {
        let site = try Site()
        for number in 0..<4 { try site.write(Self.mail(number), to: "ham/\(number).eml") }
        for number in 4..<8 { try site.write(Self.mail(number), to: "spam/\(number).eml") }
        _ = try site.ingest(.ham, "ham")
        _ = try site.ingest(.spam, "spam")
        try site.move("ham/1.eml", "spam/rescued.eml")
        #expect(try site.ingest(.ham, "ham").removed == 1)
        let report = try site.ingest(.spam, "spam")
        #expect(report.parsed == 0 && report.relabelled == 1, "\(report)")
        #expect(try site.counts() == [3, 5])
    }

    @Test("copies are one message")
    func copies() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<3, junk: 0..<0)
        try site.write(Self.record(0) + Self.record(1) + Self.record(0), to: "copies.mbox")
        try site.write(Self.mail(2).replacing("\n", with: "\r\n"), to: "eml/crlf.eml")
        _ = try site.ingest([site.byFolder])
        let report = try site.ingest(.ham, "copies.mbox", "eml")
        #expect(report.new == 0 && report.duplicates == 4, "\(report)")
        #expect(try site.counts() == [3, 0])
    }

    @Test("a message that vanishes keeps its label; a source that vanishes says so and loses nothing")
    func removed() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        _ = try site.ingest([site.byFolder])
        try FileManager.default.removeItem(atPath: site.folder.path("Maildir/cur/3.M1P1.mx:2,S"))
        #expect(try site.ingest([site.byFolder]).removed == 1)
        #expect(try site.counts() == [5, 5])
        #expect(try site.ingest([site.byFolder]).removed == 0)
        try site.move("Maildir", "unmounted")
        let report = try site.ingest([site.byFolder])
        #expect(report.removed == 0 && report.warnings.count == 1)
        #expect(try site.counts() == [5, 5])
    }

    @Test("a message that was removed and comes back is known")
    func back() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        _ = try site.ingest([site.byFolder])
        try site.move("Maildir/cur/3.M1P1.mx:2,S", "elsewhere")
        _ = try site.ingest([site.byFolder])
        try site.move("elsewhere", "Maildir/.Junk/cur/3.M1P1.mx:2,S")
        let report = try site.ingest([site.byFolder])
        #expect(report.parsed == 0 && report.relabelled == 1)
        #expect(try site.counts() == [4, 6])
    }

    @Test("what is forgotten is not taken in again, not even as a copy")
    func forgotten() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        _ = try site.ingest([site.byFolder])
        let id = site.key.digest(of: "7@example.com".utf8, purpose: .messageID)
        #expect(try site.open().forget(.messageID(id), now: 1).messages == 1)
        try site.write(Self.mail(7), to: "Maildir/cur/copy:2,S")
        let report = try site.ingest([site.byFolder])
        #expect(report.parsed == 1 && report.new == 0 && report.forgotten == 2, "\(report)")
        #expect(try site.counts() == [5, 4])
        #expect(try site.ingest([site.byFolder]).parsed == 0)
    }

    @Test("a label by hand holds until the message is moved")
    func byHand() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        _ = try site.ingest([site.byFolder])
        let id = site.key.digest(of: "7@example.com".utf8, purpose: .messageID)
        #expect(try site.open().label(.messageID(id), isSpam: false, origin: "by hand", now: 1) == 1)
        _ = try site.ingest([site.byFolder])
        #expect(try site.counts() == [6, 4])
        try site.move("Maildir/.Junk/cur/7.M1P1.mx:2,S", "Maildir/cur/7.M1P1.mx:2,S")
        _ = try site.ingest([site.byFolder])
        try site.move("Maildir/cur/7.M1P1.mx:2,S", "Maildir/.Junk/cur/7.M1P1.mx:2,S")
        _ = try site.ingest([site.byFolder])
        #expect(try site.counts() == [5, 5])
    }

    @Test("a label by hand holds when the mail is read again with other settings")
    func byHandReread() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        for number in 10..<12 { try site.write(Self.mail(number), to: "spam/\(number).eml") }
        let more = IngestSource.labelled(.spam([site.folder.path("spam")]))
        _ = try site.ingest([site.byFolder, more])
        for number in [7, 10] {
            let id = site.key.digest(of: "\(number)@example.com".utf8, purpose: .messageID)
            #expect(try site.open().label(.messageID(id), isSpam: false, origin: "by hand", now: 1) == 1)
        }
        #expect(try site.counts() == [7, 5])
        site.settings = ["own-host": ["mx.example.org"]]
        #expect(try site.ingest([site.byFolder, more]).renewed == 12)
        #expect(try site.counts() == [7, 5])
    }

    @Test("files of one name in two accounts are two messages unless they are of one size, and one moved is known")
    func sameNames() throws {
        let site = try Site()
        for (account, size) in [("anna", 10), ("bert", 20), ("carl", 30)] {
            for part in ["cur", "new", "tmp"] {
                try FileManager.default.createDirectory(
                    atPath: site.folder.path("\(account)/\(part)"), withIntermediateDirectories: true)
            }
            try site.write(Self.mail(size, size: size), to: "\(account)/cur/1.eml:2,S")
        }
        #expect(try site.ingest(.ham, "anna").new == 1)
        #expect(try site.ingest(.spam, "bert", "carl").new == 2)
        #expect(try site.counts() == [1, 2])
        try site.move("carl/cur/1.eml:2,S", "dora/cur/1.eml:2,RS")
        for part in ["new", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: site.folder.path("dora/\(part)"), withIntermediateDirectories: true)
        }
        let report = try site.ingest(.ham, "dora")
        #expect(report.parsed == 1 || report.moved == 1, "\(report)")
        #expect(report.new == 0)
        #expect(try site.counts() == [2, 1])
    }

    @Test("a name that lies in two folders of a Maildir is two places, whose labels do not take turns")
    func twoFolders() throws {
        let site = try Site()
        try site.maildir(inbox: 1..<2, junk: 2..<3)
        try site.write(Self.mail(1), to: "Maildir/cur/same:2,S")
        try site.write(Self.mail(2), to: "Maildir/.Junk/cur/same:2,S")
        _ = try site.ingest([site.byFolder])
        #expect(try site.counts() == [1, 1])
        for _ in 0..<2 {
            let report = try site.ingest([site.byFolder])
            #expect(report.parsed == 0 && report.moved == 0 && report.relabelled == 0, "\(report)")
        }
        #expect(try site.counts() == [1, 1])
    }

    @Test("sources that have little share a segment, and so do messages that are handed over")
    func sharedSegments() throws {
        let site = try Site()
        for number in 0..<9 { try site.write(Self.mail(number), to: "\(number)/\(number).eml") }
        _ = try site.ingest((0..<9).map { .labelled(.ham([site.folder.path("\($0)")])) })
        func segments() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: site.folder.path("store/segments")).count
        }
        #expect(try segments() == 1)
        #expect(try site.counts() == [9, 0])
        let ingest = Ingest(try site.open(), key: site.key, pipeline: MessagePipeline.Options(), now: site.now)
        var report = IngestReport()
        let feedback = (20..<29).map { number in
            FeedbackMessage(
                ArchivedMessage(
                    bytes: Array(Self.mail(number).utf8), provenance: Provenance(archive: "drop", path: "\(number)")),
                name: "\(number)", opinion: Opinion(isSpam: true, origin: "drop"))
        }
        // The last says of the first that it was none of it.
        var taken = feedback[0]
        (taken.name, taken.opinion) = ("30", nil)
        try ingest.take(feedback + [taken], from: "drop", into: &report)
        try ingest.take(feedback, from: "drop", into: &report)
        #expect(report.new == 9 && report.relabelled == 1, "\(report)")
        #expect(try segments() == 2)
    }

    @Test("with other settings all is read again, and versions never mix")
    func otherSettings() throws {
        let site = try Site()
        try site.maildir(inbox: 0..<5, junk: 5..<10)
        try site.write((10..<14).map { Self.record($0) }.joined(), to: "in.mbox")
        let mbox = IngestSource.labelled(.ham([site.folder.path("in.mbox")]))
        _ = try site.ingest([site.byFolder, mbox])
        site.settings = ["own-host": ["mx.example.org"]]
        #expect(try site.open(.reading).labelled().isEmpty)
        let report = try site.ingest([site.byFolder, mbox])
        #expect(report.parsed == 14 && report.renewed == 14 && report.new == 0, "\(report)")
        #expect(try site.counts() == [9, 5])
        #expect(try site.ingest([site.byFolder, mbox]).parsed == 0)
    }

    @Test("segments made apart are the store that one ingest makes")
    func segments() throws {
        let site = try Site()
        try site.write((0..<20).map { Self.record($0) }.joined(), to: "ham.mbox")
        try site.write((15..<30).map { Self.record($0) }.joined(), to: "spam.mbox")
        for (name, label) in [("ham", MessageClass.ham), ("spam", .spam)] {
            let builder = SegmentBuilder(
                key: site.key, extraction: Extraction(key: site.key), pipeline: MessagePipeline.Options())
            _ = try builder.build(
                [LabelledSource([site.folder.path(name + ".mbox")], messageClass: label)],
                to: site.folder.path(name + ".segment"))
        }
        do {
            let ingest = Ingest(try site.open(), key: site.key, pipeline: MessagePipeline.Options(), now: 5)
            var report = IngestReport()
            for name in ["ham", "spam"] { try ingest.adopt(site.folder.path(name + ".segment"), into: &report) }
            #expect(report.new == 30 && report.duplicates == 5)
        }
        #expect(try site.counts() == [15, 15])
        let other = try Site()
        try other.write((0..<20).map { Self.record($0) }.joined(), to: "ham.mbox")
        try other.write((15..<30).map { Self.record($0) }.joined(), to: "spam.mbox")
        _ = try other.ingest(.ham, "ham.mbox")
        _ = try other.ingest(.spam, "spam.mbox")
        let (mine, theirs) = (try site.open(.reading).labelled(), try other.open(.reading).labelled())
        #expect(mine.map(\.digest) == theirs.map(\.digest) && mine.map(\.isSpam) == theirs.map(\.isSpam))
        #expect(mine.map(\.features.features) == theirs.map(\.features.features))
    }
}
