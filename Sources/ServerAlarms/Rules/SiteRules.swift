// SPDX-License-Identifier: Apache-2.0
import MailServerLogs

/// Rules on the site as a whole, asked every ten minutes of log time: counters and settings in, findings out.
struct SiteRules {
    let settings: AlarmSettings

    /// What is wrong now.
    func findings(_ history: SiteHistory, waiting: Int, time: Int, local: Int) -> [Finding] {
        let day = local / 86_400
        var found: [Finding] = []
        func add(_ rule: AlarmRule, _ subject: String, _ count: Int, _ limit: Int, _ what: CountedThing) {
            found.append(
                Finding(rule: rule, subject: .site(subject), time: time, count: count, limit: limit, what: what))
        }
        if waiting >= settings.queue { add(.queue, "queue", waiting, settings.queue, .waiting) }
        shares(history, day, add)
        guard history.knowsUsual(day: day), let first = history.firstDay else { return found }
        func departure(_ series: SiteSeries, minimum: Int) -> (count: Int, limit: Int)? {
            let counts = history.site[series] ?? CountSeries()
            let count = counts.count(ofDay: day)
            guard count >= minimum,
                let usual = Baseline(counts, day: day, since: first, calendar: settings.calendar)
            else { return nil }
            let limit = usual.limit(minimum: minimum)
            return count >= limit ? (count, limit) : nil
        }
        if let found = departure(.received, minimum: settings.minimumVolume) {
            add(.volume, "received", found.count, found.limit, .received)
        }
        if let found = departure(.ordinary, minimum: settings.minimumVolume) {
            add(.volume, "sent", found.count, found.limit, .ordinary)
        }
        if let found = departure(.bounced, minimum: settings.minimumBounces) {
            add(.bounces, "bounces", found.count, found.limit, .bounced(of: nil))
        }
        if let found = departure(.blockListed, minimum: settings.minimumRefusals) {
            add(.blockListed, "block-lists", found.count, found.limit, .blockListed)
        }
        for receiver in Receiver.allCases {
            guard let found = departure(.refused(receiver), minimum: settings.minimumRefusals) else { continue }
            let taken = history.site[.taken(receiver)]?.count(ofDay: day) ?? 0
            // One in ten of a receiver's own is no matter of reputation.
            guard found.count * 10 >= taken else { continue }
            add(
                .refusedByReceiver, "receiver-\(receiver)", found.count, found.limit,
                .refused(receiver, taken: taken))
        }
        if let expected = silence(history, time: time, local: local) {
            add(.silence, "incoming", 0, expected, .silence)
        }
        return found
    }

    /// Bounces and deferrals as shares of the day's external recipients.
    private func shares(_ history: SiteHistory, _ day: Int, _ add: (AlarmRule, String, Int, Int, CountedThing) -> Void)
    {
        func today(_ series: SiteSeries) -> Int { history.site[series]?.count(ofDay: day) ?? 0 }
        let recipients = today(.recipients)
        let bounceLimit = max(settings.minimumBounces, recipients * settings.bouncePercent / 100)
        if today(.bounced) >= bounceLimit {
            add(.bounces, "bounces", today(.bounced), bounceLimit, .bounced(of: recipients))
        }
        let deferralLimit = max(settings.minimumDeferrals, recipients * settings.deferralPercent / 100)
        if today(.deferred) >= deferralLimit {
            add(.deferrals, "deferrals", today(.deferred), deferralLimit, .deferred(of: recipients))
        }
    }

    /// How many messages should have come since the last one did, where none did and there should have been many.
    private func silence(_ history: SiteHistory, time: Int, local: Int) -> Int? {
        guard let last = history.lastReceived, time - last >= 1_800, let received = history.site[.received] else {
            return nil
        }
        let offset = local - time
        let (from, to) = ((last + offset) / 3_600 + 1, local / 3_600)
        guard from < to else { return nil }
        let counts = Dictionary(received.hours.map { ($0.number, $0.count) }, uniquingKeysWith: { $1 })
        var expected = 0
        for hour in max(from, to - 72)..<to {
            let day = hour / 24
            let kind = settings.calendar.isOff(day)
            var earlier = (1..<CountSeries.hourlyDays).filter { settings.calendar.isOff(day - $0) == kind }
            if earlier.count < 2 { earlier = Array(1..<CountSeries.hourlyDays) }
            // Days that were silent already say nothing.
            expected += earlier.map { counts[hour - 24 * $0] ?? 0 }.min() ?? 0
        }
        return expected >= settings.silentMessages ? expected : nil
    }

    /// Sources with ceilings of their own that have not sent for much longer than they ever paused.
    func silentSources(_ history: SiteHistory, time: Int, local: Int) -> [Finding] {
        let day = local / 86_400
        guard history.knowsUsual(day: day) else { return [] }
        return settings.ownKeys.keys.sorted().compactMap { key in
            let days = history.sources[key]?.messages.days.map(\.number) ?? []
            guard days.count >= 4, let last = days.last else { return nil }
            let pauses = zip(days, days.dropFirst()).map { settings.calendar.workingDays(after: $0, through: $1) }
            let limit = 2 * max(1, pauses.max() ?? 1) + 1
            let pause = settings.calendar.workingDays(after: last, through: day)
            guard pause >= limit else { return nil }
            return Finding(
                rule: .silence, subject: .source(key), time: time, count: pause, limit: limit,
                what: .silentDays)
        }
    }
}
