// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import OutgoingBrake

/// What is too old, by days on which there was mail: a clock that was wrong for a day shall cost nothing that is known.
extension SiteHistory {
    /// So many of the latest days with mail may be a wrong clock's: one around midnight has two.
    private static let doubtfulDays = 2
    /// Days without any mail that are believed: a long weekend.
    private static let quietDays = 4

    /// The days on which the site had mail, in order.
    private var countedDays: [Int] {
        let days = [SiteSeries.received, .recipients].flatMap { site[$0]?.days.map(\.number) ?? [] }
        return Set(days).sorted()
    }

    /// The day by which counts are old: today, unless the clock has leapt away from all mail but that of two days.
    ///
    /// - Returns: nil where there was no mail yet.
    package func trustedDay(_ today: Int) -> Int? {
        let days = countedDays.filter { $0 <= today }
        let known = days.count > Self.doubtfulDays ? days[days.count - 1 - Self.doubtfulDays] : days.first
        return known.map { min(today, $0 + Self.quietDays) }
    }

    /// The time, in seconds, by which incidents are old; never later than the given one.
    package func trustedTime(_ time: Int, local: Int) -> Int {
        guard let trusted = trustedDay(local / 86_400) else { return time }
        return min(time, (trusted + 1) * 86_400 - (local - time))
    }

    /// Forgets what is too old: once a day is enough.
    ///
    /// - Parameters:
    ///   - local: the local time, in seconds.
    ///   - time: the time, in seconds since 1970.
    ///   - totalMonths: for how many months the site's totals are kept.
    mutating func expire(local: Int, time: Int, totalMonths: Int) {
        let today = local / 86_400
        forgetFuture(today: today, time: time)
        let trusted = trustedDay(today) ?? today
        let trustedLocal = min(local, (trusted + 1) * 86_400 - 1)
        let oldest = trusted - CountSeries.dailyDays
        sources = sources.filter { entry in
            var record = entry.value
            return record.expire(local: trustedLocal)
        }
        for key in sources.keys { _ = sources[key]?.expire(local: trustedLocal) }
        for series in site.keys { site[series]?.expire(trustedLocal) }
        networks = networks.filter { $0.value.day >= oldest }
        failures = failures.filter { time - $0.value.time < 86_400 }
        sketch.expire(day: trusted)
        totals.expire(day: trusted, months: totalMonths)
        // A first day long before all mail is that of a clock that began in 1970.
        if let first = firstDay, let counted = countedDays.first, first < counted, counted > oldest {
            firstDay = counted
        }
    }

    /// Forgets what a clock that was ahead has counted, where there is more of the past than of the future: else it is today's
    /// clock that is wrong.
    private mutating func forgetFuture(today: Int, time: Int) {
        let days = countedDays
        let future = days.count { $0 > today + 1 }
        guard 2 * future <= days.count else { return }
        if let first = firstDay, first > today + 1 { firstDay = days.first.map { min($0, today) } ?? today }
        for series in site.keys { site[series]?.forgetFuture(today: today) }
        for key in sources.keys { sources[key]?.forgetFuture(today: today, time: time) }
        for (key, entry) in networks where entry.day > today + 1 { networks[key]?.day = today }
        failures = failures.filter { $0.value.time <= time + 86_400 }
        if let last = lastReceived, last > time + 86_400 { lastReceived = nil }
        sketch.forgetFuture(day: today + 1)
        totals.forgetFuture(day: today + 1)
    }
}

extension CountSeries {
    /// Forgets hours and days later than tomorrow.
    fileprivate mutating func forgetFuture(today: Int) {
        keep {
            $0 <= (today + 2) * 24
        } days: {
            $0 <= today + 1
        }
    }
}

extension SourceRecord {
    /// Forgets what is later than tomorrow.
    fileprivate mutating func forgetFuture(today: Int, time: Int) {
        firstDay = min(firstDay, today + 1)
        for path in [\Self.recipients, \.newRecipients, \.messages, \.failures] {
            self[keyPath: path].forgetFuture(today: today)
        }
        for (index, window) in BrakeWindow.allCases.enumerated() {
            windows[index].forget(after: Int64(time) + 86_400, in: window)
        }
        for (network, day) in networks where day > today + 1 { networks[network] = today }
        if let since = foreign?.since, since > time + 86_400 { foreign = nil }
    }
}
