// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import FeedbackReports
import MailDuties
import MailMessage
import MailServerConfiguration
import MailServerLogs
import NightlyBatch
import OutboundMail
import SenderReputation
import ServerAlarms

/// A company of which everything is known and nothing is wrong; tests change one thing at a time.
enum SiteFacts {
    /// 30 November 2026, noon.
    static let now = 1_796_040_000
    private static let safeMain = """
        compatibility_level = 3.6
        myhostname = mx.example.com
        mydestination = example.com
        smtpd_tls_security_level = may
        smtp_tls_security_level = may
        smtpd_tls_auth_only = yes

        """
    static let goodLists = """
        postscreen_dnsbl_sites = k7qbx4zzu2a5pln9.zen.dq.spamhaus.net=127.0.0.[2..11]*3
        postscreen_dnsbl_threshold = 3
        postscreen_dnsbl_action = enforce
        postscreen_dnsbl_reply_map = texthash:/etc/postfix/dnsbl_reply

        """

    static var good: DutyFacts {
        DutyFacts(
            reputation: ReputationFacts(
                names: .known(StandingReport()), standing: .known(ReceiverStanding(end: now - 60)),
                reports: .missing(DutyGap(.noReports, isNeeded: false))),
            inbound: InboundFacts(
                lists: lists(goodLists), model: model(ageHours: 10), staleDays: 3, night: .known(night()),
                filter: .known(.answers)),
            outbound: OutboundFacts(
                mail: .known(.init(findings: [], hasOutgoingMail: true, end: now - 60)), incidents: .known([]),
                held: .missing(DutyGap(.noBrake, isNeeded: false))),
            logs: WatchFacts(
                isConfigured: true, written: .known(now - 30),
                counters: .known(.init(lastLine: now - 90, firstDay: now / 86_400 - 60)), incidents: .known([]),
                delivery: .init(isNamed: true), linesLost: 0),
            confidentiality: ConfidentialityFacts(exposure: .known(exposure(""))))
    }

    /// What is judged of it after a change.
    static func judge(_ duty: Duty, _ change: (inout DutyFacts) -> Void) -> DutyJudgement {
        var facts = good
        change(&facts)
        return DutyReport(facts, now: now).judgements[duty.number - 1]
    }

    static func lists(_ main: String, resolver: String = "nameserver 127.0.0.1\n") -> Known<DNSListCheck> {
        .known(
            DNSListCheck(
                PostfixConfiguration(PostfixParameters(text: main, path: "main.cf"), nil, hostName: "mx"),
                resolvers: ResolverFile(text: resolver, path: "resolv.conf"), version: "3.7.11"))
    }

    static func model(ageHours: Int) -> ServedModel {
        var model = ServedModel(name: "20261130T020000Z-1f2e3d4c5b6a")
        (model.id, model.ageHours) = ("1f2e3d4c5b6a", ageHours)
        return model
    }

    /// A night with so many messages that the filter judged wrong, of 1,000 each.
    static func night(lost: Int = 0, missed: Int = 20, judged: Int = 2_000) -> NightFacts {
        func share(_ wrong: Int) -> NightFacts.Share {
            let percent = Double(wrong) / 10
            return .init(arrived: 1_000, wrong: wrong, percent: percent, low: percent * 0.7)
        }
        return NightFacts(
            ageHours: 10, state: .served, result: "served", hamLossPercent: 0.1,
            live: .init(judged: judged, spam: share(missed), ham: share(lost)))
    }

    /// What a check on names found.
    static func names(_ kind: StandingKind, _ severity: StandingSeverity) -> StandingReport {
        var report = StandingReport()
        report.findings = [StandingFinding(kind, severity, evidence: [], remedy: "")]
        return report
    }

    static func exposure(_ main: String) -> ExposureReport {
        var facts = MailServerFacts()
        facts.postfix = PostfixConfiguration(
            PostfixParameters(text: safeMain + main, path: "main.cf"), nil, hostName: "mx")
        return ConfidentialityCheck.report(facts)
    }

    /// What `spreu outbound` found, so many days before the end of the logs.
    static func outbound(_ kind: OutboundKind, daysAgo: Int) -> (finding: OutboundFinding, who: String) {
        let time = now - 60 - daysAgo * 86_400
        return (OutboundFinding(kind, source: 7, first: time, noticed: time, messages: 40), "login 1")
    }

    /// An incident that was opened so many days ago.
    static func incident(_ rule: AlarmRule, daysAgo: Int, isSite: Bool = false) -> [Incident] {
        var book = IncidentBook()
        let finding = Finding(
            rule: rule, subject: isSite ? .site("incoming") : .source(7), time: now - daysAgo * 86_400, count: 300,
            limit: 100,
            what: .ordinary)
        _ = book.take(finding) { _ in .init(kind: "login", pseudonym: "account 7", name: "annaberg") }
        return book.open
    }

    /// Ten messages of an own server of which so many fail DMARC.
    static func report(failed: Int, policy: String) -> ReportSummary {
        let site = SiteIdentity(hosts: [], networks: [NetworkRange("192.0.2.0/24")].compactMap(\.self))
        var summary = ReportSummary(site: site, now: now)
        let day = now / 86_400 * 86_400 - 86_400
        func row(_ count: Int, passes: Bool) -> AggregateReport.Row {
            .init(
                source: "192.0.2.7", count: count, disposition: passes ? "none" : policy, dkimIsAligned: passes,
                spfIsAligned: passes)
        }
        let report = AggregateReport(
            organisation: "receiver.example", id: "1", domain: "example.com", begin: day, end: day + 86_399,
            policy: policy, rows: [row(10 - failed, passes: true), row(failed, passes: false)].filter { $0.count > 0 })
        summary.take([.aggregate(report)], .passed)
        return summary
    }
}
