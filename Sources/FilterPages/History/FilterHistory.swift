// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// What the filter did: counts by minute for an hour and by hour for 30 days, and the verdicts of the last day; all bounded.
///
/// Times are those of the wall clock. What lies ahead of it, because the clock was set back, is not shown until it is there again.
package struct FilterHistory: Sendable {
    /// Minutes that are kept.
    package static let minutes: Int64 = 60
    /// Hours that are kept: 30 days.
    package static let hours: Int64 = 720
    /// Verdicts that are kept one by one: of a site with more mail a day, the last ones.
    package static let maxVerdicts = 10_000
    private static let secondsPerDay: Int64 = 86_400

    /// By minute since 1970.
    private(set) var byMinute: [Int64: HistoryCounts] = [:]
    /// By hour since 1970.
    private(set) var byHour: [Int64: HistoryCounts] = [:]
    /// The verdicts, a ring: behind ``next`` the oldest.
    private var verdicts: [RecentVerdict] = []
    private var next = 0

    /// Creates a history of nothing.
    package init() {}

    init(byMinute: [Int64: HistoryCounts], byHour: [Int64: HistoryCounts]) {
        self.byMinute = byMinute
        self.byHour = byHour
    }

    /// Notes a verdict.
    package mutating func note(_ verdict: RecentVerdict) {
        let (minute, hour) = (verdict.time / 60, verdict.time / 3_600)
        if byMinute[minute] == nil { Self.makeRoom(&byMinute, for: minute, keeping: Self.minutes) }
        byMinute[minute, default: HistoryCounts()].add(verdict)
        if byHour[hour] == nil { Self.makeRoom(&byHour, for: hour, keeping: Self.hours) }
        byHour[hour, default: HistoryCounts()].add(verdict)
        if verdicts.count < Self.maxVerdicts {
            verdicts.append(verdict)
        } else {
            verdicts[next] = verdict
            next = (next + 1) % Self.maxVerdicts
        }
    }

    /// Forgets what lies farthest away, once there is twice as much as is shown: a clock that is wrong for a moment erases nothing.
    private static func makeRoom(_ counts: inout [Int64: HistoryCounts], for newest: Int64, keeping count: Int64) {
        guard counts.count >= 2 * count else { return }
        let far = counts.keys.sorted { abs($0 - newest) > abs($1 - newest) }.prefix(counts.count - Int(count))
        for key in far { counts[key] = nil }
    }

    /// All that was done in the last hour, by minutes.
    package func lastHour(at now: Int64) -> HistoryCounts { Self.sum(byMinute, now / 60, Self.minutes) }

    /// All that was done in the last hours, this one included.
    ///
    /// - Parameter hours: at most ``hours``.
    package func last(hours: Int64, at now: Int64) -> HistoryCounts { Self.sum(byHour, now / 3_600, hours) }

    private static func sum(_ counts: [Int64: HistoryCounts], _ newest: Int64, _ count: Int64) -> HistoryCounts {
        counts.reduce(into: HistoryCounts()) { sum, entry in
            if entry.key > newest - count, entry.key <= newest { sum.add(entry.value) }
        }
    }

    /// What was done in an hour, as hours since 1970.
    package func hour(_ hour: Int64) -> HistoryCounts { byHour[hour] ?? HistoryCounts() }

    /// The last verdicts of the last day, the newest first.
    ///
    /// - Parameter id: only those of the message with this queue id or Message-ID, if it is given.
    package func recent(at now: Int64, limit: Int, id: String? = nil) -> [RecentVerdict] {
        let queueID = id?.prefix(bytes: RecentVerdict.maxQueueIDBytes)
        let messageID = id.flatMap { MessageIDDigest($0) }
        let ordered = verdicts[..<next].reversed() + verdicts[next...].reversed()
        return Array(
            ordered.lazy.filter { verdict in
                verdict.time > now - Self.secondsPerDay && verdict.time <= now
                    && (id == nil || verdict.queueID == queueID
                        || messageID != nil && verdict.messageID == messageID)
            }.prefix(limit))
    }
}
