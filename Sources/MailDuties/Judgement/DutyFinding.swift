// SPDX-License-Identifier: Apache-2.0
package import ConfidentialityCheck
package import MailServerLogs
package import OutboundMail
package import SenderReputation
package import ServerAlarms

/// One thing that is wrong, as values; sentences are made of them elsewhere.
package struct DutyFinding: Sendable {
    /// What.
    package var kind: DutyFindingKind
    /// How bad it is: red or amber.
    package var lamp: DutyLamp
    /// The numbers of the kind's sentence, in its order.
    package var numbers: [Int]
    /// The names of the kind's sentence: domains, receivers, programs; never a person's.
    package var names: [String]
    /// By what it is known.
    package var evidence: [DutyEvidence]

    /// Makes a finding.
    package init(
        _ kind: DutyFindingKind, _ lamp: DutyLamp, _ numbers: [Int] = [], names: [String] = [],
        evidence: [DutyEvidence] = []
    ) {
        (self.kind, self.lamp, self.numbers, self.names, self.evidence) = (kind, lamp, numbers, names, evidence)
    }
}

/// What a finding is known by.
package enum DutyEvidence: Sendable {
    /// What a large receiver refused of the site's mail in the days that are judged, and what it took.
    case receiver(Receiver, refused: Int, taken: Int)
    /// What is wrong with names, addresses or records.
    case standing(StandingFinding)
    /// What is wrong with how lists are asked.
    case fault(DNSListCheck.Fault)
    /// What is wrong with outgoing mail, and what its sender is called in reports; empty: the site as a whole.
    case outbound(OutboundFinding, who: String)
    /// Where mail, names or passwords are seen by others.
    case exposure(ExposureFinding)
    /// An incident of the alarms.
    case incident(Incident)
    /// Mail of a domain's own servers that failed DMARC, the last in a period that ended then, in seconds since 1970.
    case failedDMARC(domain: String, messages: Int, last: Int)
    /// A path or a reason, in the words of what reads it.
    case plain(String)
}

/// What can be wrong, by duty; the rules say when it is red and when amber.
package enum DutyFindingKind: String, Sendable, CaseIterable {
    // Reputation.
    /// Because of names, addresses or records mail is refused, or others may send in our name: findings.
    case namesBroken
    /// Names, addresses or records make receivers mistrust our mail: findings.
    case namesDoubtful
    /// Others' servers refuse own mail because a block list names this one: copies, days.
    case blockListed
    /// A large receiver refuses own mail: copies, all copies to it, days; its name.
    case refusedByReceiver
    /// Bounces say that this server is blocked: recipients.
    case bouncedAsBlocked
    /// Mail of own servers fails DMARC: messages; the domain.
    case ownMailFails
    /// People complain about own mail: complaints.
    case complaints

    // Inbound.
    /// Lists that one day refuse everybody, or let everybody in: lists' faults.
    case harmfulLists
    /// Lists whose answers have no effect: faults.
    case idleLists
    /// Other faults in how lists are asked: faults.
    case faultyLists
    /// No list is asked.
    case noLists
    /// No model is served.
    case noModel
    /// The served model cannot be read; the reason.
    case damagedModel
    /// The served model calls nothing spam.
    case callsNothingSpam
    /// The served model is old: days, days that are allowed.
    case staleModel
    /// The last night was long ago: hours.
    case lateNight
    /// The last night that began failed: hours since then; the reason.
    case nightFailed
    /// The last night that began has not ended: hours since then.
    case nightUnfinished
    /// The last night needs a person; the reason.
    case nightNeedsYou
    /// The filter does not answer; the reason.
    case filterSilent
    /// The filter answers, and has no model.
    case filterWithoutModel
    /// Mail arrived, and no message has a verdict of the filter: messages, days.
    case filterUnused
    /// Wanted mail is called spam more often than is allowed: messages, all of them.
    case hamLost
    /// Spam is not called so: messages, all of them.
    case spamMissed

    // Outbound.
    /// Something sends spam, now: findings.
    case spamLeaves
    /// Something sent spam, and does not any more: findings.
    case spamLeft
    /// Mail leaves that others take for spam: findings.
    case riskyMail
    /// Incidents about senders are open: incidents.
    case senderIncidents
    /// The brake holds mail: senders.
    case onHold

    // Logs.
    /// Nobody watches the logs.
    case notWatched
    /// What watched has stopped: minutes.
    case watchStopped
    /// Somebody watches, and the log has no new line: hours.
    case logSilent
    /// Nobody would be told: neither a program nor an address is named.
    case nobodyTold
    /// The program that tells cannot be run; its path.
    case cannotTell
    /// Incidents are open: incidents, days since the oldest was opened.
    case openIncidents
    /// The log says that lines were left out: times.
    case linesLost

    // Confidentiality.
    /// Passwords or mail lie open, or all mail goes to others: findings.
    case exposed
    /// Mail, names or accounts are seen by others: findings.
    case seenByOthers
}
