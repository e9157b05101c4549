// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailIngest
import NightlyBatch
import SiteConfiguration
import TestSupport
import Testing

/// What a night removes for its age beside mail; each night is given its time.
@Suite("Retention")
struct RetentionTests {
    private let site: MailSite
    private var drop: String { site.folder.path("drop") }

    init() throws {
        site = try MailSite.ofTwo(40)
        try FileManager.default.createDirectory(
            atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    @discardableResult
    private func night(days: Int64 = 1, at clock: Int64? = nil) throws -> BatchReport {
        site.now += days * 86_400
        let text = site.configuration + "\n    settle: 0\ndrop: \(drop)\n"
        var options = NightlyRun.Options(now: clock ?? site.now)
        options.pages = { ["report.html": Array($0.text.utf8)] }
        return try NightlyRun(NightlyConfiguration(text, path: "x"), key: site.key, options: options).run()
            .close(code: 0)
    }

    /// Leaves a file in the drop folder, with the name of a record that is written now.
    private func leave(_ content: String) throws -> String {
        let time = String(site.now * 1_000_000_000, radix: 16)
        let name = String(repeating: "0", count: 16 - time.count) + time + "-0000000000000001-10.mail"
        try Data(content.utf8).write(to: URL(fileURLWithPath: drop + "/" + name))
        return name
    }

    private func files(_ folder: String) -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        return names?.filter { !$0.hasPrefix(".") } ?? []
    }

    private func scores(of export: String) throws -> [Substring] {
        try String(contentsOfFile: site.folder.path("models/site/\(export)/scores"), encoding: .utf8)
            .split(separator: "\n")
    }

    @Test("after 30 days reports and scores name no messages any more; the figures stay")
    func reports() throws {
        try site.deliver(500, to: "example.org/anna", text: "half a word")
        let path = site.folder.path("vmail/example.org/anna/Maildir/cur/1700000999.M1P1.mx:2,S")
        try Data([0x04, 0x22, 0x4D, 0x18, 1, 2]).write(to: URL(fileURLWithPath: path))
        let first = try #require(try night().export)
        let folder = site.folder.path("models/site/\(first)/")
        let (before, figures) = try (scores(of: first), JSON(contentsOf: folder + "report.json"))
        try night(days: 20)
        #expect(try scores(of: first) == before && before.contains { !$0.hasPrefix("- ") })
        #expect(FileManager.default.fileExists(atPath: folder + "report.html"))
        let report = try night(days: 20)
        #expect(!FileManager.default.fileExists(atPath: folder + "report.html"), "a page is not rewritten but removed")
        #expect(report.text.contains("removed message names from"), "\(report.text)")
        let after = try scores(of: first)
        #expect(after.count == before.count && after.allSatisfy { $0.hasPrefix("- judge=") })
        let json = try JSON(contentsOf: folder + "report.json")
        #expect(json["evaluate"] == figures["evaluate"] && json["unread"]["count"].integer == 1)
        for name in ["report.json", "report.txt"] {
            let text = try String(contentsOfFile: folder + name, encoding: .utf8)
            #expect(!text.contains("1700000999") && text.contains("no longer kept"), "\(name): \(text)")
        }
        #expect(try !night().text.contains("old reports"), "it is done")
    }

    @Test(
        "what could not be read for 14 days is moved aside, and goes when it has lain there for as long, with a count")
    func unread() throws {
        let name = try leave("spreu-drop 2 00000000 10\nof a Spreu to come\n")
        try night(days: 13)
        #expect(files(drop) == [name])
        let second = try night(days: 2)
        #expect(files(drop) == [] && files(drop + "/.quarantine").count == 1, "\(second.text)")
        #expect(second.text.contains("check what they are; each is removed after 14 days there"))
        try night(days: 14)
        #expect(files(drop + "/.quarantine").count == 1)
        let last = try night()
        #expect(files(drop + "/.quarantine") == [])
        #expect(last.text.contains("1 old files removed from the quarantine"), "\(last.text)")
    }

    @Test("a night whose clock is in doubt removes none of it")
    func clock() throws {
        _ = try leave("half")
        let first = try #require(try night().export)
        let before = try scores(of: first)
        let unread = try leave("spreu-drop 2 00000000 10\n")
        let wrong = try night(at: site.now + 730 * 86_400)
        #expect(
            wrong.warnings.map(\.description).contains { $0.contains("the clock does not continue") }, "\(wrong.text)")
        #expect(files(drop + "/.quarantine").count == 1 && files(drop) == [unread])
        #expect(try scores(of: first) == before)
        try night(days: 15)
        #expect(files(drop + "/.quarantine").count == 1 && files(drop) == [], "the one went, the other came")
    }

    @Test("the periods are in one place of the configuration, and the names of before still hold")
    func configuration() throws {
        func periods(_ more: String) throws -> RetentionPeriods {
            try NightlyConfiguration(site.configuration + "\n" + more, path: "x").retention
        }
        var expected = RetentionPeriods()
        #expect(try periods("") == expected && expected.mail?.seconds == 365 * 86_400)
        (expected.mail, expected.models) = (.init(days: 90), 3)
        #expect(try periods("keep: 90d\nkeep-models: 3") == expected)
        (expected.drop, expected.reports) = (.init(days: 7), .init(days: 20))
        #expect(try periods("retention:\n  mail: 90d\n  models: 3\n  drop: 7d\n  reports: 20d") == expected)
        #expect(try periods("evaluate-days: 60").reports == .init(days: 60), "as long as models are compared")
        for wrong in ["keep: 9d\nretention: {mail: 9d}", "retention: {drop: 0}", "retention: {dorp: 9d}"] {
            #expect(throws: ConfigurationError.self, "\(wrong)") { try periods(wrong) }
        }
    }
}
