// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import MailServerLogs
import SenderReputation

/// The first duty: a host and domains with a clean reputation.
///
/// By the site's names and addresses, the last ``ReceiverStanding/days`` days of the logs, and the reports that are given:
/// - red: what the check on names calls critical: mail is refused because of it, or others may send in our name; at least ``fewRefusals`` copies refused because a block list names this server; a large receiver refuses at least so many
///   and one in ten (the alarms' border); at least so many recipients whose bounce says that the server is blocked; own servers'
///   mail fails DMARC where the domain's policy puts it aside;
/// - amber: a warning of the check on names; fewer of the refusals: one copy because of a list, one bounce, of a large receiver ``notableRefusals`` and one in
///   twenty; own mail fails DMARC and the policy is `none`; complaints;
/// - grey: no logs, or they ended more than ``logDays`` days ago; whatever the check on names could not look at, but what only a person
///   or a connection can tell. Reports are not needed: not everybody gets any.
enum ReputationRules {
    /// Copies, from which on refusals are no accident; the default of the alarms (`refusals`).
    static let fewRefusals = 10
    /// Copies that a large receiver may refuse without a word.
    static let notableRefusals = 3
    /// Days after which the end of the logs says nothing of today.
    static let logDays = 2

    static func judge(_ facts: ReputationFacts, now: Int) -> DutyJudgement {
        var judgement = DutyJudgement(.reputation)
        if let names = judgement.take(facts.names) { judge(names, &judgement) }
        if let standing = judgement.take(facts.standing) { judge(standing, now, &judgement) }
        if let reports = judgement.take(facts.reports) { judge(reports, &judgement) }
        return judgement
    }

    private static func judge(_ names: StandingReport, _ judgement: inout DutyJudgement) {
        for (severity, kind, lamp) in [
            (StandingSeverity.critical, DutyFindingKind.namesBroken, DutyLamp.red), (.warning, .namesDoubtful, .amber),
        ] {
            let found = names.findings.filter { $0.severity == severity }
            if found.isEmpty { continue }
            judgement.find(kind, lamp, [found.count], evidence: found.map { .standing($0) })
        }
        for gap in names.gaps { judgement.miss(DutyGap(gap)) }
    }

    private static func judge(_ standing: ReceiverStanding, _ now: Int, _ judgement: inout DutyJudgement) {
        judgement.missIfOld(end: standing.end, now: now)
        if standing.blockListed > 0 {
            judgement.find(
                .blockListed, standing.blockListed >= fewRefusals ? .red : .amber,
                [standing.blockListed, ReceiverStanding.days])
        }
        for receiver in Receiver.allCases {
            guard let counts = standing.receivers[receiver] else { continue }
            let all = counts.refused + counts.taken
            // Some is always refused: what forwards send on, what one recipient does not want.
            guard counts.refused >= notableRefusals, counts.refused * 20 >= all else { continue }
            let isMuch = counts.refused >= fewRefusals && counts.refused * 10 >= all
            judgement.find(
                .refusedByReceiver, isMuch ? .red : .amber, [counts.refused, all, ReceiverStanding.days],
                names: [receiver.name],
                evidence: [.receiver(receiver, refused: counts.refused, taken: counts.taken)])
        }
    }

    private static func judge(_ reports: ReportSummary, _ judgement: inout DutyJudgement) {
        let blocked = reports.bounceReasons[.blocked].map { $0.final + $0.delayed } ?? 0
        if blocked > 0 { judgement.find(.bouncedAsBlocked, blocked >= fewRefusals ? .red : .amber, [blocked]) }
        for (domain, totals) in reports.domains.sorted(by: { $0.key < $1.key }) {
            guard case .ownFails(let messages, let last) = totals.readiness else { continue }
            let isStrict = totals.policy == "quarantine" || totals.policy == "reject"
            judgement.find(
                .ownMailFails, isStrict ? .red : .amber, [messages], names: [domain],
                evidence: [.failedDMARC(domain: domain, messages: messages, last: last)])
        }
        if reports.complaints.counted > 0 { judgement.find(.complaints, .amber, [reports.complaints.counted]) }
    }
}

extension DutyJudgement {
    /// Notes logs that ended too long ago to say anything of today.
    mutating func missIfOld(end: Int, now: Int) {
        if now - end > ReputationRules.logDays * 86_400 { miss(DutyGap(.oldLogs, String(end))) }
    }
}
