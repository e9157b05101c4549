// SPDX-License-Identifier: Apache-2.0
package import FeedbackReports
package import MailServerLogs
package import ServerAlarms

/// Counts what leaves, and asks the rules with each message.
///
/// Time is that of the log's lines; a finding says when its evidence sufficed, as if somebody had looked on at the time.
package struct OutboundAnalysis: Sendable {
    /// What is known of the site's senders, by key of the logs' sources.
    package private(set) var senders: [UInt64: SenderRecord] = [:]
    /// What addresses of the site send on, by key and day.
    package private(set) var forwards: [UInt64: [Int: ForwardDay]] = [:]
    /// What leaves without a sender of the site's own, by day.
    package private(set) var site: [Int: SiteDay] = [:]
    /// What left in all.
    package internal(set) var totals = OutboundTotals()
    /// Where kinds of sources are remembered for the rules.
    private var kinds: [UInt64: ActivitySource.Kind] = [:]
    private let settings: OutboundSettings
    private let ownKeys: Set<UInt64>
    private let senderRules: SenderRules
    private let siteRules: SiteMailRules
    /// Complaints and bounces that came by mail, by queue id.
    private let reported: [String: [ReportSummary.Event]]
    private var watch: AlarmWatch
    private var sketch = RecipientSketch()
    private var firstDay: Int?
    private var offset: (hour: Int, seconds: Int) = (Int.min, 0)
    var book = FindingBook()

    /// The most sources, forwards, and days of the site.
    private static let (maxSources, maxDays) = (20_000, 400)

    /// - Parameters:
    ///   - seed: what the logs' names are hashed with.
    ///   - reports: complaints and bounces that came by mail.
    package init(_ settings: OutboundSettings, seed: UInt64, reports: [ReportSummary.Joined] = []) {
        self.settings = settings
        ownKeys = Set(settings.alarms.own.keys.map { $0.key(seed: seed) })
        senderRules = SenderRules(settings: settings)
        siteRules = SiteMailRules(settings: settings)
        reported = Dictionary(grouping: reports, by: \.queueID).mapValues { $0.map(\.event) }
        watch = AlarmWatch(settings.alarms, seed: seed)
    }

    /// What is wrong, the worst first by kind, then in order of time.
    package var findings: [OutboundFinding] {
        let order = OutboundKind.allCases
        func place(_ kind: OutboundKind) -> Int { order.firstIndex(of: kind) ?? order.count }
        return book.findings.sorted {
            (place($0.kind), $0.noticed, $0.source) < (place($1.kind), $1.noticed, $1.source)
        }
    }

    /// Findings for which there was no room.
    package var findingsLeftOut: Int { book.leftOut }

    /// What the alarms have counted of these logs.
    package var history: SiteHistory { watch.history }

    /// Whether a source has ceilings of its own.
    package func writesByTrade(_ source: UInt64) -> Bool { ownKeys.contains(source) }

    /// Takes up what happened, about in the order of the log.
    ///
    /// - Parameters:
    ///   - sources: who the keys are.
    ///   - isExcluded: whether a source is counted in totals only.
    package mutating func take(
        _ activity: [ServerActivity], _ departures: [Departure], sources: [UInt64: ActivitySource],
        isExcluded: (ActivitySource) -> Bool = { _ in false }
    ) {
        func excludes(_ key: UInt64) -> Bool { sources[key].map(isExcluded) ?? false }
        // Both in the order of time, so that a finding says when it could have been known.
        var rest = activity[...]
        for departure in departures.sorted(by: { ($0.time, $0.queueID) < ($1.time, $1.queueID) }) {
            let earlier = rest.prefix { $0.time <= departure.time }
            rest = rest.dropFirst(earlier.count)
            alarm(Array(earlier), sources, excludes)
            count(departure, sources, excludes)
        }
        alarm(Array(rest), sources, excludes)
    }

    // MARK: time

    /// The day in the machine's zone.
    mutating func day(of time: Int) -> Int {
        if time / 3_600 != offset.hour { offset = (time / 3_600, WallClock.offset(at: time)) }
        return (time + offset.seconds) / 86_400
    }

    private func isLearning(_ day: Int) -> Bool { firstDay.map { day - $0 < SiteHistory.learningDays } ?? true }

    // MARK: alarms

    private mutating func alarm(
        _ activity: [ServerActivity], _ sources: [UInt64: ActivitySource], _ excludes: (UInt64) -> Bool
    ) {
        if activity.isEmpty { return }
        for finding in watch.take(activity, waiting: 0, isExcluded: excludes) { note(finding, sources) }
    }

    private mutating func note(_ finding: Finding, _ sources: [UInt64: ActivitySource]) {
        guard case .source(let key) = finding.subject, finding.rule != .silence, let source = sources[key] else {
            return
        }
        let day = day(of: finding.time)
        let sign = AlarmSign(
            rule: finding.rule, count: finding.count, limit: finding.limit, time: finding.time)
        guard
            update(
                key, Self.judgedKind(source),
                { record in
                    record.note(sign, day)
                    // An alarm may come of a login alone.
                    if record.days[day] == nil, record.days.count < SenderRecord.maxDays {
                        record.days[day] = SenderDay()
                        record.days[day]?.note(time: finding.time)
                    }
                })
        else { return }
        reconsider(key, day: day, time: finding.time)
    }

    // MARK: counting

    /// What a source is judged as: what comes from the machine itself is a program's, as a script's is.
    private static func judgedKind(_ source: ActivitySource) -> ActivitySource.Kind {
        source.isLoopback ? .script : source.kind
    }

    private mutating func update(
        _ key: UInt64, _ kind: ActivitySource.Kind, _ change: (inout SenderRecord) -> Void
    ) -> Bool {
        if senders[key] == nil {
            guard senders.count < Self.maxSources else {
                totals.sourcesLeftOut += 1
                return false
            }
            kinds[key] = kind
        }
        change(&senders[key, default: SenderRecord()])
        return true
    }

    private mutating func count(
        _ departure: Departure, _ sources: [UInt64: ActivitySource], _ excludes: (UInt64) -> Bool
    ) {
        let day = day(of: departure.time)
        firstDay = min(firstDay ?? day, day)
        countTotals(departure, sources)
        countForwards(departure, day, excludes)
        switch departure.origin {
        case .own:
            if excludes(departure.source) {
                totals.excluded += 1
            } else if let source = sources[departure.source] {
                countSender(departure, Self.judgedKind(source), day)
            }
        case .outside, .notification, .vacation, .unknown: countSite(departure, day)
        }
    }

    private mutating func countSender(_ departure: Departure, _ kind: ActivitySource.Kind, _ day: Int) {
        let key = departure.source
        let direct = departure.copies.filter { !$0.isForwarded }
        var new = 0
        for copy in direct where sketch.insert(key &* 0x9e37_79b9_7f4a_7c15 ^ copy.recipient, day: day) { new += 1 }
        let events = reported[departure.queueID] ?? []
        let isKnown = update(key, kind) { record in
            guard record.days[day] != nil || record.days.count < SenderRecord.maxDays else { return }
            var today = record.days[day] ?? SenderDay()
            today.note(time: departure.time)
            today.messages += 1
            today.recipients += direct.count
            today.newRecipients += new
            for copy in direct { today.count(copy) }
            if let isSpam = departure.isSpam {
                today.judged += 1
                today.spam += isSpam ? 1 : 0
            }
            for event in events { today.count(event) }
            today.add(departure.network, to: \.networks)
            if departure.hasForeignSender { today.add(departure.sender, to: \.foreignSenders) }
            record.days[day] = today
            if !departure.script.isEmpty,
                record.scripts[departure.script] != nil || record.scripts.count < SenderRecord.maxScripts
            {
                record.scripts[departure.script, default: 0] += 1
            }
            if !direct.isEmpty { record.note(queueID: departure.queueID, day) }
        }
        if isKnown { reconsider(key, day: day, time: departure.time) }
    }

    /// Takes a judgement of the model on a message of a folder of sent mail.
    ///
    /// - Parameter source: whose it is, by the author's address.
    package mutating func judge(_ source: ActivitySource, key: UInt64, isSpam: Bool, time: Int) {
        let day = day(of: time)
        let isKnown = update(key, source.kind) { record in
            guard record.days[day] != nil || record.days.count < SenderRecord.maxDays else { return }
            record.days[day, default: SenderDay()].note(time: time)
            record.days[day]?.judged += 1
            record.days[day]?.spam += isSpam ? 1 : 0
        }
        if isKnown { reconsider(key, day: day, time: time) }
    }

    private mutating func reconsider(_ key: UInt64, day: Int, time: Int) {
        guard let record = senders[key], let kind = kinds[key], let today = record.days[day],
            let (found, signs) = senderRules.judge(
                record, on: day, kind: kind, writesByTrade: ownKeys.contains(key), isLearning: isLearning(day))
        else { return }
        let script = kind == .script ? record.scripts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key : nil
        book.take(
            FindingBook.Entry(
                kind: found, source: key, day: day, first: today.first, time: time, messages: today.messages,
                signs: signs, queueIDs: record.queueIDs[day] ?? [], script: script ?? ""), of: .sender(key))
    }

    private mutating func countForwards(_ departure: Departure, _ day: Int, _ excludes: (UInt64) -> Bool) {
        for copy in departure.copies where copy.isForwarded && copy.mailbox != 0 {
            // What a colleague sent is no stranger's.
            guard departure.origin != .own, !excludes(copy.mailbox) else { continue }
            guard forwards[copy.mailbox] != nil || forwards.count < Self.maxSources else {
                totals.sourcesLeftOut += 1
                continue
            }
            var days = forwards[copy.mailbox] ?? [:]
            guard days[day] != nil || days.count < SenderRecord.maxDays else { continue }
            days[day, default: ForwardDay()].count(copy, isSpam: departure.isSpam)
            forwards[copy.mailbox] = days
            if let signs = siteRules.forward(days, on: day) {
                book.take(
                    FindingBook.Entry(
                        kind: .forwardedSpam, source: copy.mailbox, day: day, first: departure.time,
                        time: departure.time, messages: days[day]?.copies ?? 0, signs: signs,
                        queueIDs: [departure.queueID]), of: .forward(copy.mailbox))
            }
        }
    }

    private mutating func countSite(_ departure: Departure, _ day: Int) {
        guard site[day] != nil || site.count < Self.maxDays else { return }
        var today = site[day] ?? SiteDay()
        today.count(departure)
        site[day] = today
        let time = departure.time
        if departure.origin == .outside, let signs = siteRules.relay(today) {
            book.take(
                FindingBook.Entry(
                    kind: .openRelay, day: day, first: time, time: time, messages: today.relayed, signs: signs,
                    queueIDs: today.queueIDs), of: .relay)
        }
        if departure.origin == .notification, let signs = siteRules.backscatter(today) {
            book.take(
                FindingBook.Entry(
                    kind: .backscatter, day: day, first: time, time: time, messages: today.notices, signs: signs,
                    queueIDs: departure.queueID.isEmpty ? [] : [departure.queueID]), of: .backscatter)
        }
    }

    private mutating func countTotals(_ departure: Departure, _ sources: [UInt64: ActivitySource]) {
        let direct = departure.copies.filter { !$0.isForwarded }
        let forwarded = departure.copies.filter(\.isForwarded)
        if !forwarded.isEmpty { totals.routes[.forward, default: .init()].count(forwarded, isSpam: departure.isSpam) }
        guard !direct.isEmpty else { return }
        let route: OutboundTotals.Route =
            switch departure.origin {
            case .own:
                switch sources[departure.source]?.kind {
                case .login: .login
                case .client: .client
                case .script: .script
                case nil: .unknown
                }
            case .outside: .relay
            case .notification: .notification
            case .vacation: .vacation
            case .unknown: .unknown
            }
        totals.routes[route, default: .init()].count(direct, isSpam: departure.isSpam)
    }
}
