// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import NightlyBatch
import TestSupport
import Testing

@Suite("When labels stop")
struct LabelAlarmTests {
    private let site: MailSite

    init() throws {
        site = try MailSite.ofTwo(40)
        #expect(try !night().isStale)
    }

    private func night(days: Int64 = 1) throws -> BatchReport {
        site.now += days * 86_400
        let text = site.configuration + "\n    settle: 0\ngate:\n  stale-days: 365\n"
        return try NightlyRun(NightlyConfiguration(text, path: "x"), key: site.key, options: .init(now: site.now)).run()
            .close(code: 0)
    }

    private func status() throws -> SiteStatus {
        let text = site.configuration + "\ngate:\n  stale-days: 365\n"
        return SiteStatus(try NightlyConfiguration(text, path: "x"), key: site.key, now: site.now)
    }

    /// Delivers mail of yesterday.
    private func deliver(_ numbers: Range<Int>, _ mailbox: String = "", flags: String = "S") throws {
        let date = MailDate(secondsSince1970: site.now).rfc3339.split(separator: "T")[0].split(separator: "-")
        for number in numbers {
            let path = try site.deliver(number, to: "example.org/bert", mailbox, flags: flags)
            let text = try String(contentsOfFile: path, encoding: .utf8)
                .replacing("3 Feb 2024", with: "\(date[2]) \(date[1] == "02" ? "Feb" : "Mar") 2024")
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        }
    }

    @Test("a month without ham, in which spam goes on coming, alarms nobody")
    func christmas() throws {
        for week in 0..<4 {
            try deliver((2_000 + 100 * week)..<(2_030 + 100 * week), ".Junk")
            let report = try night(days: 7)
            #expect(!report.isStale, "\(report.text)")
            #expect(try !status().line.contains("though"))
        }
    }

    @Test("a month in which hardly anything comes does not, either")
    func quiet() throws {
        for week in 0..<4 {
            try deliver((2_000 + 10 * week)..<(2_003 + 10 * week), flags: "")
            let report = try night(days: 7)
            #expect(!report.isStale, "\(report.text)")
            #expect(try !status().line.contains("though"))
        }
    }

    @Test("that labels stopped while mail went on arriving does")
    func stopped() throws {
        _ = try night(days: 7)
        try deliver(2_000..<2_040, flags: "")
        let report = try night()
        #expect(report.isStale && report.result.state == .needsYou, "\(report.text)")
        #expect(
            report.warnings.map(\.description).contains(
                "no new label in the last 7 days, although 40 messages arrived"),
            "\(report.text)")
        #expect(try status().line.contains("0 ham and 0 spam labelled in 7 days, although 40 messages arrived"))
    }

    @Test("that nothing at all has come for six times as long does")
    func silence() throws {
        #expect(try !night(days: 30).isStale)
        let report = try night(days: 14)
        #expect(
            report.warnings.map(\.description).contains("no mail arrived in the last 42 days") && report.isStale,
            "\(report.text)")
    }
}
