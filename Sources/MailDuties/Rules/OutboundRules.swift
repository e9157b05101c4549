// SPDX-License-Identifier: Apache-2.0
import OutboundMail
import ServerAlarms

/// The third duty: no spam is let out.
///
/// - red: a hacked account or script, a trojan or an open relay, seen in the last ``currentDays`` days of the logs; an open incident
///   of a guessed password or of a login from a foreign network;
/// - amber: the same, over for longer; backscatter, forwarded spam, bought lists, bulk mail without one-click unsubscribe, a sudden
///   volume; an open incident of a ceiling or of many new recipients; senders whose mail the brake holds;
/// - grey: no logs, no outgoing mail in them, or they ended more than two days ago; own domains or the incidents are not known. The
///   brake is not needed: not every site has one.
enum OutboundRules {
    /// Days for which something that sent spam is taken to go on; as long as `spreu outbound --apply` puts it on hold.
    static let currentDays = 3

    private static let spam: Set<OutboundKind> = [.hackedAccount, .hackedScript, .trojan, .openRelay]
    /// Rules about senders; the others are on the site, or on mail that does not come.
    private static let access: Set<AlarmRule> = [.foreignLogin, .guessedPassword]
    private static let volume: Set<AlarmRule> = [.ceiling, .newRecipients]

    static func judge(_ facts: OutboundFacts, now: Int) -> DutyJudgement {
        var judgement = DutyJudgement(.outbound)
        if let mail = judgement.take(facts.mail) { judge(mail, now, &judgement) }
        if let incidents = judgement.take(facts.incidents) { judge(incidents, &judgement) }
        if let held = judgement.take(facts.held), held > 0 { judgement.find(.onHold, .amber, [held]) }
        return judgement
    }

    private static func judge(_ mail: OutboundFacts.Mail, _ now: Int, _ judgement: inout DutyJudgement) {
        judgement.missIfOld(end: mail.end, now: now)
        if !mail.hasOutgoingMail { judgement.miss(DutyGap(.noOutgoingMail)) }
        func find(
            _ kind: DutyFindingKind, _ lamp: DutyLamp, _ found: [(finding: OutboundFinding, who: String)]
        ) {
            if found.isEmpty { return }
            judgement.find(kind, lamp, [found.count], evidence: found.map { .outbound($0.finding, who: $0.who) })
        }
        let bad = mail.findings.filter { spam.contains($0.finding.kind) }
        let current = { (finding: OutboundFinding) in mail.end - finding.last < currentDays * 86_400 }
        find(.spamLeaves, .red, bad.filter { current($0.finding) })
        find(.spamLeft, .amber, bad.filter { !current($0.finding) })
        find(.riskyMail, .amber, mail.findings.filter { !spam.contains($0.finding.kind) })
    }

    private static func judge(_ incidents: [Incident], _ judgement: inout DutyJudgement) {
        func about(_ rules: Set<AlarmRule>, _ incident: Incident) -> Bool {
            incident.kind != "site" && incident.evidence.contains { rules.contains($0.rule) }
        }
        let open = incidents.filter { $0.closed == nil }
        let hacked = open.filter { about(access, $0) }
        let many = open.filter { about(volume, $0) && !about(access, $0) }
        for (found, lamp) in [(hacked, DutyLamp.red), (many, .amber)] where !found.isEmpty {
            judgement.find(.senderIncidents, lamp, [found.count], evidence: found.map { .incident($0) })
        }
    }
}
