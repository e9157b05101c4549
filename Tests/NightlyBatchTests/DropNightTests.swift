// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import MailFeatures
import NightlyBatch
import TestSupport
import Testing
import TrainingStore

@Suite("The drop folder at night")
struct DropNightTests {
    private let site: MailSite
    private var drop: String { site.folder.path("drop") }

    init() throws {
        site = try MailSite()
        try FileManager.default.createDirectory(
            atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for number in 0..<24 {
            try site.deliver(number, to: "example.org/anna")
            try site.deliver(1_000 + number, to: "example.org/bert", ".Junk")
        }
    }

    @discardableResult
    private func night() throws -> BatchReport {
        site.now += 86_400
        let text = site.configuration + "\n    settle: 0\ndrop: \(drop)\n"
        let configuration = try NightlyConfiguration(text, path: "x")
        return try NightlyRun(configuration, key: site.key, options: .init(now: site.now)).run().close(code: 0)
    }

    private func hand(_ number: Int, account: String = "anna") throws {
        let head = "From: a@example.com\nMessage-ID: <handed\(number)@example.com>\nSubject: n\n\n"
        let mail = head + "Words of number \(number).\n"
        try DropWriter(drop).append(
            DropRecord(.spam, message: Array(mail.utf8), account: account, origin: "test", time: DropWriter.now))
    }

    private func votes(_ messageID: String) throws -> [Vote] {
        let store = try TrainingStore(
            site.folder.path("store"), .reading, extraction: Extraction(key: site.key), who: "a test")
        let id = site.key.digest(of: messageID.utf8, purpose: .messageID)
        let digests = try store.digests(.messageID(id))
        return try store.observed().filter { digests.contains($0.digest) }.flatMap(\.votes)
    }

    @Test("what is no record ends no night: it is told by reason, with a count, and hides no feedback")
    func noRecords() throws {
        try hand(1)
        for number in 10..<30 {
            try FileManager.default.createDirectory(
                atPath: drop + "/18ec6482acb30881-0000000000000003-\(number).mail", withIntermediateDirectories: false)
        }
        try Data("half".utf8).write(to: URL(fileURLWithPath: drop + "/18ec6482acb30881-0000000000000004-4.mail"))
        let first = try night()
        #expect(first.ingested?.new == 49 && first.export != nil, "\(first.text)")
        #expect(first.warnings.map(\.description).count { $0.contains(drop) } == 3, "\(first.text)")
        let line = "18ec6482acb30881-0000000000000003-10.mail (and 19 more): it is not a regular file; it is left"
        #expect(first.text.contains(line), "\(first.text)")
        #expect(first.text.contains("\(drop)/.quarantine: 1 files that are not records were moved there"))
        let second = try night()
        #expect(second.ingested?.new == 0 && second.export != nil, "\(second.text)")
        #expect(second.warnings.map(\.description).count { $0.contains(drop) } == 2, "\(second.text)")
    }

    @Test("feedback that are no mail are not learned but kept aside, told once; what can be expanded is")
    func noMail() throws {
        func hand(_ bytes: [UInt8], _ feedback: DropRecord.Feedback = .spam) throws {
            try DropWriter(drop).append(
                DropRecord(feedback, message: bytes, account: "anna", origin: "test", time: DropWriter.now))
        }
        try hand([UInt8](repeating: 0, count: 5_000))
        try hand(Array("x".utf8))
        try hand([0x0A], .forget)
        try hand(Array("LZIP\u{1}\u{2}\u{3}".utf8))
        let gzip = Program(path: "/usr/bin/gzip")
        let mail = Data("From: a@example.com\nMessage-ID: <zipped@example.com>\n\nWords.\n".utf8)
        try hand(Array(gzip.run(["-c"], input: mail).output))
        let report = try night()
        #expect(report.ingested?.new == 49, "\(report.text)")
        let lines = report.warnings.map(\.description).filter { $0.contains("the feedback is not learned") }
        #expect(lines.count == 2, "\(report.text)")
        #expect(lines.contains { $0.contains("(and 1 more)") && $0.hasSuffix("it does not look like mail") })
        #expect(lines.contains { $0.contains("it is lzip") })
        #expect(try FileManager.default.contentsOfDirectory(atPath: drop) == [".quarantine"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: drop + "/.quarantine").count == 3)
    }

    @Test(
        "who hands a message over has one vote, by the account that they are known by, however often and by whatever way"
    )
    func voices() throws {
        for account in ["anna", "anna", "bert@example.org", "EXAMPLE.ORG/Bert", "carla\n", "", ""] {
            try hand(1, account: account)
        }
        try night()
        let votes = try votes("handed1@example.com")
        // Of those who do not say who they are nobody knows whether they are one.
        #expect(votes.map(\.account) == [nil, nil, "carla", "example.org/anna", "example.org/bert"])
        #expect(votes.allSatisfy { $0.evidence == .reportedSpam })
        // Their names are no accounts that lie somewhere.
        #expect(try night().warnings.allSatisfy { !$0.description.contains("carla") })
    }

    @Test("what somebody reported is not taken back by deleting it, but by filing it elsewhere later")
    func reportedThenDeleted() throws {
        let path = try site.deliver(0, to: "example.org/anna")
        try night()
        #expect(try votes("0@example.com") == [Vote(account: "example.org/anna", .kept)])
        let mail = try Data(contentsOf: URL(fileURLWithPath: path))
        try DropWriter(drop).append(
            DropRecord(.spam, message: Array(mail), account: "anna", origin: "test", time: DropWriter.now))
        try night()
        #expect(try votes("0@example.com") == [Vote(account: "example.org/anna", .reportedSpam)])
        try site.move(path, to: ".Trash")
        try night()
        #expect(try votes("0@example.com") == [Vote(account: "example.org/anna", .reportedSpam)])
        let name = (path as NSString).lastPathComponent
        try site.move(site.folder.path("vmail/example.org/anna/Maildir/.Trash/cur/\(name)"), to: ".Archive")
        try night()
        #expect(try votes("0@example.com") == [Vote(account: "example.org/anna", .filed)])
    }

    @Test("a drop folder that cannot be listed is a warning, and the rest is learned")
    func noFolder() throws {
        try FileManager.default.removeItem(atPath: drop)
        try Data().write(to: URL(fileURLWithPath: drop))
        let report = try night()
        #expect(
            report.export != nil && report.warnings.map(\.description).contains { $0.contains(drop) }, "\(report.text)")
    }

    @Test("names and accounts that hold line ends or turn the text around forge no line of a report")
    func forgedLines() throws {
        for number in 0..<12 { try hand(number, account: "evil\nwarning  forged\u{1B}[2J\u{202E}\u{2028}\u{85}") }
        try Data().write(to: URL(fileURLWithPath: drop + "/x\nwarning  forged: 0 ham\u{2066}.mail"))
        let report = try night()
        let lines = report.text.split(separator: "\n")
        // The last one is the result.
        #expect(lines.count == report.stages.count + report.warnings.count + 1, "\(report.text)")
        #expect(!lines.contains { $0.hasPrefix("warning  forged") })
        let unseen: Set<Unicode.Scalar> = ["\u{1B}", "\u{85}", "\u{202E}", "\u{2028}", "\u{2066}"]
        #expect(unseen.isDisjoint(with: report.text.unicodeScalars), "\(report.text)")

        var record = RunRecord(started: 0)
        (record.outcome, record.detail) = (.failed, "a file\nforged\u{202E}")
        let table = RunRecord.table([record])
        #expect(table.split(separator: "\n").count == 2 && !table.unicodeScalars.contains("\u{202E}"), "\(table)")
    }
}
