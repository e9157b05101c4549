// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import MailServerLogs
import ServerAlarms

extension Departure.Copy {
    /// Why it went back; nil: it did not.
    var bounce: BounceClass? {
        guard outcome == .bounced else { return nil }
        return reason.flatMap(BounceClass.init(number:)) ?? .undetermined
    }
}

extension BounceClass {
    /// Its number for the logs' analysis.
    package var number: UInt8 { UInt8(Self.allCases.firstIndex(of: self) ?? 0) }

    init?(number: UInt8) {
        guard Int(number) < Self.allCases.count else { return nil }
        self = Self.allCases[Int(number)]
    }

    /// Whether the recipient does not exist, or no longer.
    var isUnknownUser: Bool { self == .userUnknown || self == .domainUnknown || self == .mailboxDisabled }
}

extension SenderDay {
    mutating func count(_ copy: Departure.Copy) {
        if copy.outcome == .deferred { deferred += 1 }
        guard let bounce = copy.bounce else { return }
        count(bounce)
    }

    private mutating func count(_ bounce: BounceClass) {
        if bounce.isUnknownUser {
            unknownUsers += 1
        } else if bounce == .content {
            refusedContent += 1
        } else {
            otherBounces += 1
        }
    }

    mutating func count(_ event: ReportSummary.Event) {
        switch event {
        case .complaint: complaints += 1
        case .bounce(let reason): count(reason)
        }
    }
}

extension SenderRecord {
    /// Notes what a rule of the alarms found: of one rule the most of a day.
    mutating func note(_ sign: AlarmSign, _ day: Int) {
        var signs = alarms[day] ?? []
        if let index = signs.firstIndex(where: { $0.rule == sign.rule }) {
            if sign.count > signs[index].count { (signs[index].count, signs[index].limit) = (sign.count, sign.limit) }
        } else {
            signs.append(sign)
        }
        if alarms[day] != nil || alarms.count < Self.maxDays { alarms[day] = signs }
    }

    mutating func note(queueID: String, _ day: Int) {
        guard !queueID.isEmpty, queueIDs[day] != nil || queueIDs.count < Self.maxDays else { return }
        var ids = queueIDs[day] ?? []
        if ids.count >= Self.maxQueueIDs { ids.removeFirst() }
        queueIDs[day] = ids + [queueID]
    }
}

extension ForwardDay {
    mutating func count(_ copy: Departure.Copy, isSpam: Bool?) {
        copies += 1
        if let isSpam {
            judged += 1
            spam += isSpam ? 1 : 0
        }
        if let bounce = copy.bounce, bounce == .content || bounce == .policy { refused += 1 }
        if copy.hasForeignSender { foreignSenders += 1 }
    }
}

extension SiteDay {
    mutating func count(_ departure: Departure) {
        let direct = departure.copies.filter { !$0.isForwarded }
        guard !direct.isEmpty else { return }
        switch departure.origin {
        case .outside:
            relayed += direct.count
            relayedAndTaken += direct.count { $0.outcome == .sent }
            if clients[departure.source] != nil || clients.count < Self.maxNames {
                clients[departure.source, default: 0] += direct.count
            }
            for copy in direct where domains[copy.domain] != nil || domains.count < Self.maxNames {
                domains[copy.domain, default: 0] += 1
            }
            note(departure.queueID)
        case .notification where departure.about == .outside:
            notices += direct.count
            lostNotices += direct.count { $0.outcome != .sent }
        case .vacation: vacations += direct.count
        default: break
        }
    }

    private mutating func note(_ queueID: String) {
        if queueIDs.count >= Self.maxQueueIDs { queueIDs.removeFirst() }
        queueIDs.append(queueID)
    }
}

extension OutboundTotals.Counts {
    mutating func count(_ copies: [Departure.Copy], isSpam: Bool?) {
        messages += 1
        recipients += copies.count
        for copy in copies {
            guard let bounce = copy.bounce else { continue }
            bounced += 1
            unknownUsers += bounce.isUnknownUser ? 1 : 0
        }
        if let isSpam {
            judged += 1
            spam += isSpam ? 1 : 0
        }
    }
}
