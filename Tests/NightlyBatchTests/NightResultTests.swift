// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import TestSupport
import Testing
import TextOutput

@Suite("How a night ends")
struct NightResultTests {
    private let site: MailSite

    init() throws {
        site = try MailSite()
        // The days that the messages say they came in.
        site.now = 1_706_950_000
        for number in 0..<24 {
            try site.deliver(number, to: "example.org/anna")
            try site.deliver(100 + number, to: "example.org/bert", ".Junk")
        }
    }

    private func night(_ more: String = "", hours: Int64 = 24) throws -> BatchReport {
        site.now += hours * 3_600
        let configuration = try NightlyConfiguration(site.configuration + more, path: "x")
        return try NightlyRun(configuration, key: site.key, options: .init(now: site.now)).run().close(code: 0)
    }

    @Test("a duty that is not met is something to look at, whatever became of the model")
    func duties() throws {
        _ = try night()
        var report = try night()
        #expect(report.result.action == nil)
        report.duties = [
            .init(duty: "logs", lamp: "red", why: "Nobody watches.", command: "spreu watch"),
            .init(duty: "content", lamp: "grey", why: "Not judged.", command: "spreu duties"),
        ]
        #expect(report.result.state == .served && report.result.action == "see the red duty")
        report.duties[1].lamp = "red"
        report.warnings = [.noDropFolder("/srv/drop")]
        #expect(report.result.line.hasSuffix("; see the warning; see the red duties"))
    }

    private func lastLine(_ report: BatchReport) -> String {
        String(report.text.split(separator: "\n").last ?? "")
    }

    @Test("the first night waits, which is no reason to look at anything, and the next one serves")
    func firstNight() throws {
        let first = try night()
        #expect(
            first.result.state == .waiting && first.warnings.map(\.description) == [] && !first.isStale, "\(first.text)"
        )
        #expect(
            lastLine(first)
                == "result   2 accounts, 48 messages read; nothing counts before 2024-02-05T08:46:40Z (settle: 24h); "
                + "to start sooner, write 'settle: 0' for one night")
        let second = try night()
        #expect(
            second.result.state == .served && lastLine(second).hasPrefix("result   served 20240205T"), "\(second.text)")
        let json = try JSON(Array(second.json.text.utf8))["result"]
        #expect(json["state"].string == "served" && json["reason"].string == second.result.reason)
        let kept = try String(contentsOfFile: site.folder.path("models/site/report.txt"), encoding: .utf8)
        #expect(kept == second.text)
    }

    @Test("a site where one class is missing needs somebody, and is told what for")
    func oneClass() throws {
        try FileManager.default.removeItem(atPath: site.folder.path("vmail/example.org/bert"))
        let report = try night("\n    settle: 0\n")
        #expect(report.result.state == .needsYou && report.result.action?.contains("spam") == true, "\(report.text)")
        #expect(
            lastLine(report).hasPrefix("result   needs you: no model to serve, because there is no ham or no spam")
        )
    }

    @Test("a refused model leaves the one before, of which the date and the reason are told")
    func kept() throws {
        _ = try night("\n    settle: 0\n")
        try FileManager.default.removeItem(atPath: site.folder.path("vmail"))
        try FileManager.default.removeItem(atPath: site.folder.path("store"))
        for number in 0..<9 {
            try site.deliver(number, to: "example.org/anna")
            try site.deliver(100 + number, to: "example.org/bert", ".Junk")
        }
        let report = try night("\n    settle: 0\n", hours: 1)
        #expect(report.result.state == .kept, "\(report.text)")
        #expect(lastLine(report).hasPrefix("result   kept the model of 2024-02-04 because "), "\(lastLine(report))")
    }

    @Test("thousands of messages that cannot be read are one line, with their number and one of them")
    func flood() throws {
        let folder = site.folder.path("vmail/example.org/anna/Maildir/cur/")
        for number in 0..<3_000 {
            try Data("LZIP\u{1}\u{2}".utf8).write(
                to: URL(fileURLWithPath: folder + "17069\(10_000 + number).M1P1.mx:2,S"))
        }
        let report = try night("\n    settle: 0\n")
        let lines = report.warnings.map(\.description).filter { $0.contains("lzip") }
        #expect(lines.count == 1 && report.text.split(separator: "\n").count < 30, "\(report.text.prefix(3_000))")
        #expect(
            lines.first?.hasPrefix("3,000 like this one in \(site.folder.path("vmail"))/*/*/Maildir: \(folder)") == true
        )
        let unread = try JSON(Array(report.json.text.utf8))["unread"]
        #expect(unread["count"].integer == 3_000 && unread["first"].elements.count == 100)
        #expect(lastLine(report).hasSuffix("; see the warning"))
    }
}
