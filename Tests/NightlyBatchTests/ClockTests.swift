// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import TestSupport
import Testing
import TrainingStore

/// What a wrong clock or a mistake in the configuration must not destroy; each night is given its time.
@Suite("Nights with a wrong clock, or with other limits")
struct ClockTests {
    private static let day: Int64 = 86_400

    private func night(_ site: MailSite, days: Int64 = 1, at clock: Int64? = nil, _ more: String = "keep: 365d") throws
        -> BatchReport
    {
        site.now += days * Self.day
        let configuration = try NightlyConfiguration(site.configuration + "\n    settle: 0\n\(more)\n", path: "x")
        return try NightlyRun(configuration, key: site.key, options: .init(now: clock ?? site.now)).run().close(code: 0)
    }

    private func model(_ site: MailSite) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: site.folder.path("models/site/current/model.spreu")))
    }

    @Test("a clock two years ahead for one night removes nothing, and says so", arguments: [30, 125])
    func future(count: Int) throws {
        let site = try MailSite.ofTwo(count)
        _ = try night(site)
        #expect(try site.labels(0..<count).count == count)
        let wrong = try night(site, at: site.now + 730 * Self.day)
        #expect(
            wrong.warnings.map(\.description).contains {
                $0.contains("the clock does not continue from the last run (2024-02-04T")
            })
        #expect(wrong.export == nil, "\(wrong.text)")
        let right = try night(site)
        #expect(try site.labels(0..<count).count == count && right.export != nil, "\(right.text)")
        #expect(!right.warnings.map(\.description).contains { $0.contains("clock") } && right.ingested?.parsed == 0)
    }

    @Test("mail that came in a night of the year 2000 is learned, then and later")
    func past() throws {
        let site = try MailSite.ofTwo(30)
        _ = try night(site)
        for number in 30..<70 { try site.deliver(number, to: "example.org/anna") }
        let wrong = try night(site, at: 946_684_800)
        #expect(
            wrong.ingested?.new == 40 && wrong.warnings.map(\.description).contains { $0.contains("clock") },
            "\(wrong.text)")
        for _ in 0..<3 {
            let right = try night(site)
            #expect(try site.labels(0..<70).count == 70 && !right.text.contains("compact"), "\(right.text)")
        }
    }

    @Test("after two months without a night the first one removes nothing, and the second goes on")
    func offForLong() throws {
        let site = try MailSite.ofTwo(20)
        let limits = "keep: 30d"
        #expect(try night(site, limits).learned?.ham == 20)
        try site.deliver(500, to: "example.org/anna", text: "Date: none")
        let first = try night(site, days: 60, limits)
        #expect(
            first.warnings.map(\.description).contains { $0.contains("clock") } && !first.text.contains("compact"),
            "\(first.text)")
        let second = try night(site, limits)
        #expect(!second.warnings.map(\.description).contains { $0.contains("clock") }, "\(second.text)")
    }

    @Test("what a smaller keep or max-messages removed is read again when it is kept again")
    func keptAgain() throws {
        let site = try MailSite.ofTwo(24)
        for number in 24..<48 { try site.deliver(number, to: "example.org/carl") }
        for limits in ["keep: 3d", "max-messages: 40"] {
            #expect(try night(site).learned?.ham == 48)
            let all = try model(site)
            let small = try night(site, days: 4, limits + "\ngate:\n  volume-factor: 100\n  share-factor: 100")
            #expect(small.learned.map { $0.ham + $0.spam } ?? 0 <= 40, "\(small.text)")
            #expect(try night(site, "keep: 3d\nmax-messages: 1").refusal != nil)
            let again = try night(site)
            #expect(again.learned?.ham == 48 && again.learned?.spam == 24, "\(again.text)")
            #expect(try model(site).count == all.count, "the same messages and labels")
            #expect(try night(site).ingested?.parsed == 0)
        }
    }

    @Test("most of the mail is not removed at once: the line names the command for whoever means it")
    func mostOfIt() throws {
        let site = try MailSite.ofTwo(130)
        _ = try night(site)
        let report = try night(site, "max-messages: 100\ngate:\n  volume-factor: 100")
        #expect(report.learned.map { $0.ham + $0.spam } == 100)
        let command = "spreu store compact --config x --keep 8760h --max-messages 100"
        let warning = report.warnings.map(\.description).first { $0.contains(/would remove \d+ of 130 (ham|spam)/) }
        #expect(warning?.hasSuffix("if that is intended: " + command) == true, "\(report.text)")
        #expect(try site.labels(0..<130).count == 130)
    }

    @Test("a model is the same whether old mail was removed before, or is about to be")
    func aboutToBeRemoved() throws {
        let site = try MailSite.ofTwo(20)
        for number in 20..<40 {
            let path = try site.deliver(number, to: "example.org/carl")
            let text = try String(contentsOfFile: path, encoding: .utf8).replacing("3 Feb 2024", with: "3 Jan 2024")
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
        let limits = "keep: 33d"
        #expect(try night(site, limits).learned?.ham == 40)
        let first = try night(site, days: 5, limits)
        #expect(first.learned?.ham == 20 && first.text.contains("20 messages past their retention"), "\(first.text)")
        let model = try model(site)
        let second = try night(site, days: 0, limits)
        #expect(second.learned?.ham == 20 && !second.text.contains("compact"), "\(second.text)")
        #expect(try self.model(site) == model)
    }
}
