// SPDX-License-Identifier: Apache-2.0
import ServerAlarms

/// What leaves without a sender of the site's own: relayed mail, notifications, and what mailboxes send on.
struct SiteMailRules {
    let settings: OutboundSettings
    private let senderRules: SenderRules

    init(settings: OutboundSettings) {
        self.settings = settings
        senderRules = SenderRules(settings: settings)
    }

    /// The share of one domain from which on it may be one of the site's own that nobody has named.
    private static let oneDomainPercent = 80

    /// Whether strangers send through the server: mail from outside, without a login, that others took.
    func relay(_ today: SiteDay) -> [OutboundSign]? {
        guard today.relayedAndTaken >= settings.relayed else { return nil }
        var signs: [OutboundSign] = [.relayed(count: today.relayed, clients: today.clients.count)]
        let most = today.domains.max { ($0.value, $1.key) < ($1.value, $0.key) }
        if let most, 100 * most.value >= Self.oneDomainPercent * today.relayed {
            signs.append(.oneDomain(number: most.key))
        }
        return signs
    }

    /// Whether strangers get notifications about mail that they did not send.
    func backscatter(_ today: SiteDay) -> [OutboundSign]? {
        today.notices >= settings.notices ? [.notices(count: today.notices, lost: today.lostNotices)] : nil
    }

    /// Whether a mailbox sends on spam, by the last seven days.
    func forward(_ days: [Int: ForwardDay], on day: Int) -> [OutboundSign]? {
        var week = ForwardDay()
        for (number, counts) in days where number > day - 7 && number <= day {
            week.copies += counts.copies
            week.judged += counts.judged
            week.spam += counts.spam
            week.refused += counts.refused
            week.foreignSenders += counts.foreignSenders
        }
        var signs: [OutboundSign] = []
        if week.spam >= settings.forwardedSpam { signs.append(.spam(count: week.spam, of: week.judged)) }
        if senderRules.isRate(week.refused, of: week.copies, settings.forwardedSpam, settings.forwardedPercent) {
            signs.append(.refusedContent(count: week.refused, of: week.copies))
        }
        guard !signs.isEmpty else { return nil }
        if week.foreignSenders > 0 { signs.append(.foreignForwards(count: week.foreignSenders, of: week.copies)) }
        return signs
    }
}
