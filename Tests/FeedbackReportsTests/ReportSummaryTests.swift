// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import MailMessage
import Testing

@Suite("What reports together say")
struct ReportSummaryTests {
    private static let site = SiteIdentity(
        hosts: ["example.com"], networks: ["192.0.2.0/24"].compactMap { NetworkRange($0) })
    private static let now = Sample.begin + 400 * Sample.day

    private func summary(_ reports: [String], proof: ReportProof = .passed, since: Int? = nil) throws -> ReportSummary {
        var summary = ReportSummary(site: Self.site, since: since, now: Self.now)
        for report in reports { summary.take(try ReadFile(report, site: Self.site).feedback, proof) }
        return summary
    }

    @Test("a report counts once, by organisation, number and domain, and by its rows' counts")
    func repeated() throws {
        let report = Sample.report([Sample.row("192.0.2.1", "40", dkim: true), Sample.row("198.51.100.1", "2")])
        let other = Sample.report([Sample.row("192.0.2.1", "5", dkim: true)], organisation: "other.example")
        let summary = try summary([report, report, other])
        #expect(summary.aggregate.counted == 2 && summary.aggregate.repeated == 1)
        #expect(summary.domains["example.com"]?.all.messages == 47)
        #expect(summary.reporters == ["mail.example": 42, "other.example": 5])
    }

    @Test("a forged report counts nowhere, and keeps the true one from nothing")
    func forged() throws {
        var summary = ReportSummary(site: Self.site, now: Self.now)
        let forged = try ReadFile(Sample.report([Sample.row("192.0.2.1", "1000000")])).feedback
        let genuine = try ReadFile(Sample.report([Sample.row("192.0.2.1", "3", spf: true)])).feedback
        summary.take(forged, .failed)
        summary.take(forged, .otherSender)
        summary.take(genuine, .passed)
        #expect(summary.aggregate.unproven == 2 && summary.aggregate.counted == 1)
        #expect(summary.domains["example.com"]?.own.failed == 0)
    }

    @Test("who sends: our servers, services by what passes, others with our signature, strangers")
    func sources() throws {
        let rows = [
            Sample.row("192.0.2.7", "1", spf: true), Sample.row("203.0.113.9", "2", service: "bounce.crsend.com"),
            Sample.row("198.51.100.3", "3", dkim: true), Sample.row("198.51.100.4", "4"),
            Sample.row("2001:db8:1:2::5", "5"),
        ]
        let sources = try summary([Sample.report(rows)]).sources
        let named = Dictionary(
            uniqueKeysWithValues: sources.map { ("\($0.key.name)", $0.value.messages) }.filter { $0.1 != 3 })
        #expect(named == ["192.0.2.7": 1, "CleverReach": 2, "198.51.100.0/24": 4, "2001:db8:1::/48": 5])
        #expect(sources[.signed(network: "198.51.100.0/24")]?.messages == 3)
    }

    @Test("what ended before the day that was asked for is left out; what is about days to come, too")
    func time() throws {
        let reports = [
            Sample.report([Sample.row("192.0.2.1")], id: "a"),
            Sample.report([Sample.row("192.0.2.1")], id: "b", begin: Sample.begin + 9 * Sample.day),
            Sample.report([Sample.row("192.0.2.1")], id: "c", begin: Self.now + 30 * Sample.day),
        ]
        let summary = try summary(reports, since: Sample.begin + 5 * Sample.day)
        #expect(summary.aggregate.counted == 1 && summary.aggregate.earlier == 1 && summary.fromFuture == 1)
        #expect(summary.period?.lowerBound == Sample.begin + 9 * Sample.day)
    }

    @Test("a source is new if only the last week has it; of one week alone nothing can be told")
    func new() throws {
        let week = (0..<7).map {
            Sample.report([Sample.row("192.0.2.1")], id: "\($0)", begin: Sample.begin + $0 * Sample.day)
        }
        #expect(try summary(week).newSources == nil)
        let later = Sample.report(
            [Sample.row("192.0.2.1"), Sample.row("203.0.113.1")], id: "x", begin: Sample.begin + 10 * Sample.day)
        #expect(try summary(week + [later]).newSources == [.stranger(network: "203.0.113.0/24")])
    }

    // MARK: Readiness

    private func readiness(_ reports: [String]) throws -> Readiness? {
        try summary(reports).domains["example.com"]?.readiness
    }

    private func days(_ range: Range<Int>, _ rows: [String]) -> [String] {
        range.map { Sample.report(rows, id: "\($0)", begin: Sample.begin + $0 * Sample.day) }
    }

    @Test("a policy is not ready while an own server fails, and says when it did last")
    func ownFails() throws {
        let reports =
            days(0..<5, [Sample.row("192.0.2.1", "10", dkim: true)]) + days(5..<6, [Sample.row("192.0.2.2", "3")])
        #expect(try readiness(reports) == .ownFails(messages: 3, last: Sample.begin + 6 * Sample.day - 1))
    }

    @Test("days without failure count from the last failure, or from the first report")
    func noFailure() throws {
        let passing = [Sample.row("192.0.2.1", "10", dkim: true)]
        // 2026-03-02 to 2026-03-21.
        #expect(
            try readiness(days(0..<20, passing))
                == .noFailure(days: 20, unseen: [.monthEnd, .newsletter, .scanner, .payroll]))
        let after = days(0..<1, [Sample.row("192.0.2.1", "1")]) + days(1..<20, passing)
        #expect(try readiness(after) == .noFailure(days: 19, unseen: [.monthEnd, .newsletter, .scanner, .payroll]))
    }

    @Test(
        "the end of a month and a newsletter that passed are no longer unseen; scanner and payroll only a person knows")
    func seen() throws {
        let rows = [
            Sample.row("192.0.2.1", "10", dkim: true),
            Sample.row("203.0.113.9", "2", dkim: true, service: "crsend.com"),
        ]
        #expect(try readiness(days(0..<31, rows)) == .noFailure(days: 31, unseen: [.scanner, .payroll]))
    }

    @Test("while rows of damaged reports are lost nothing is promised, until two weeks later")
    func rowsLost() throws {
        let passing = [Sample.row("192.0.2.1", "10", dkim: true)]
        let damaged = days(3..<4, passing + [Sample.row("192.0.2.1", "many")])
        #expect(try readiness(days(0..<3, passing) + damaged + days(4..<10, passing)) == .rowsLost(1))
        let later = try readiness(days(0..<3, passing) + damaged + days(4..<20, passing))
        #expect(later == .noFailure(days: 20, unseen: [.monthEnd, .newsletter, .scanner, .payroll]))
    }

    @Test("without a known server of ours nothing is promised")
    func ownUnknown() throws {
        #expect(try readiness(days(0..<20, [Sample.row("198.51.100.1", "10", dkim: true)])) == .ownUnknown)
    }

    @Test("the days of a period that no report has are not remembered without end")
    func endlessPeriod() throws {
        let report = Sample.report([Sample.row("192.0.2.1", "1", spf: true)], begin: 0, days: 20_000)
        #expect((try summary([report]).domains["example.com"]?.ownDays.count ?? 0) <= 8)
    }
}
