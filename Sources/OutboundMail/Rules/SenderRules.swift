// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ServerAlarms
import SpamEvaluation

/// What a source's day says: counters and settings in, a kind and its evidence out.
///
/// One sentence a rule:
/// - an account is hacked where it writes to new people from a new network, after guessed passwords or from many networks; where it
///   suddenly writes to many, and the mail is bad or it is new that it does; and where the model calls most of it spam;
/// - a program or a client without a login is hacked where it suddenly writes to many and the mail is bad, or where the model calls
///   most of it spam;
/// - a list is bought where too many of its recipients do not exist, or complain;
/// - a sudden volume without any of these is to be asked about.
struct SenderRules {
    let settings: OutboundSettings

    /// The day's kind and evidence; nil: nothing is wrong.
    ///
    /// - Parameters:
    ///   - kind: what the source is.
    ///   - writesByTrade: whether it has ceilings of its own.
    ///   - isLearning: whether the logs began so recently that nobody's usual mail is known.
    func judge(
        _ record: SenderRecord, on day: Int, kind: ActivitySource.Kind, writesByTrade: Bool, isLearning: Bool
    ) -> (kind: OutboundKind, signs: [OutboundSign])? {
        guard let today = record.days[day] else { return nil }
        let alarms = record.alarms[day] ?? []
        let volume = volumeSigns(alarms)
        let bad = badSigns(record, today)
        let access = kind == .login ? accessSigns(record, today, alarms, day) : []
        let isSpam = bad.contains { if case .spam = $0 { true } else { false } }
        let isUnwanted = bad.contains {
            switch $0 {
            case .unknownUsers, .complaints: true
            default: false
            }
        }
        var signs = access + bad + volume
        if kind == .client, today.foreignSenders.count >= settings.foreignSenders {
            signs.append(.foreignSenders(count: today.foreignSenders.count))
        }
        let hacked: OutboundKind =
            switch kind {
            case .login: .hackedAccount
            case .client: .trojan
            case .script: .hackedScript
            }
        let isSudden = !volume.isEmpty
        // A mailbox that many share has many networks from the first day on: they say something only once it is known.
        let isNew = isLearning || !record.days.keys.contains { $0 < day }
        let isByNetworksAlone = access.allSatisfy { if case .networks = $0 { true } else { false } }
        if isSpam || !access.isEmpty && !(isNew && isByNetworksAlone) { return (hacked, signs) }
        if kind != .login, !writesByTrade, isSudden, !bad.isEmpty || signs.count > bad.count + volume.count {
            return (hacked, signs)
        }
        // A person may send a bought list themselves: then they sit where they always sit.
        if kind == .login, !writesByTrade, isSudden, !bad.isEmpty, isLearning { return (.hackedAccount, signs) }
        if isUnwanted { return (.boughtList, signs) }
        if kind == .script, !writesByTrade, isSudden, isFarBeyond(record, today, day) { return (.hackedScript, signs) }
        return isSudden ? (.suddenVolume, signs) : nil
    }

    private func volumeSigns(_ alarms: [AlarmSign]) -> [OutboundSign] {
        alarms.compactMap { alarm in
            switch alarm.rule {
            case .ceiling: .ceiling(count: alarm.count, limit: alarm.limit)
            case .newRecipients: .newRecipients(count: alarm.count, limit: alarm.limit)
            default: nil
            }
        }
    }

    private func accessSigns(
        _ record: SenderRecord, _ today: SenderDay, _ alarms: [AlarmSign], _ day: Int
    ) -> [OutboundSign] {
        var signs: [OutboundSign] = alarms.compactMap { alarm in
            switch alarm.rule {
            case .foreignLogin: .foreignNetwork(count: alarm.count)
            case .guessedPassword: .guessedPassword(count: alarm.count)
            default: nil
            }
        }
        let usual = record.days.reduce(0) { $1.key < day ? max($0, $1.value.networks.count) : $0 }
        if today.networks.count >= max(settings.networks, 2 * usual + 1) {
            signs.append(.networks(count: today.networks.count))
        }
        return signs
    }

    /// What the day's mail is, whoever sent it.
    private func badSigns(_ record: SenderRecord, _ today: SenderDay) -> [OutboundSign] {
        var signs: [OutboundSign] = []
        if isRate(today.spam, of: today.judged, settings.spam, settings.spamPercent) {
            signs.append(.spam(count: today.spam, of: today.judged))
        } else if today.spam > 0 {
            // One a day is spam, too; twice as much of it, since there was more time for chance.
            let (spam, judged) = record.days.values.reduce((0, 0)) { ($0.0 + $1.spam, $0.1 + $1.judged) }
            if isRate(spam, of: judged, 2 * settings.spam, settings.spamPercent) {
                signs.append(.spam(count: spam, of: judged))
            }
        }
        if isRate(today.unknownUsers, of: today.recipients, settings.unknownUsers, settings.unknownPercent) {
            signs.append(.unknownUsers(count: today.unknownUsers, of: today.recipients))
        }
        if isRate(today.complaints, of: today.recipients, settings.complaints, settings.complaintPercent) {
            signs.append(.complaints(count: today.complaints, of: today.recipients))
        }
        if isRate(today.refusedContent, of: today.recipients, settings.refusedContent, settings.refusedPercent) {
            signs.append(.refusedContent(count: today.refusedContent, of: today.recipients))
        }
        return signs
    }

    /// Whether a rate is at least a percentage with 95 % confidence, and of enough cases.
    func isRate(_ count: Int, of total: Int, _ minimum: Int, _ percent: Double) -> Bool {
        // More may go back than is known to have been sent, where the log begins in between.
        guard count >= minimum, let interval = Interval.rate(count, of: max(total, count)) else { return false }
        return interval.lower >= percent
    }

    /// Whether a program that has long been known sends ten times what it ever sent.
    private func isFarBeyond(_ record: SenderRecord, _ today: SenderDay, _ day: Int) -> Bool {
        let earlier = record.days.count { $0.key < day }
        return earlier >= 7 && today.recipients >= 10 * record.peak(\.recipients, before: day)
    }
}
