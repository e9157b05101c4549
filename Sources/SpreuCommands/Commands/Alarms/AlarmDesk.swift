// SPDX-License-Identifier: Apache-2.0
import MailIngest
import MailServerLogs
import NightlyBatch
import ReportPages
import ServerAlarms
import TextOutput

/// Takes up what happened, keeps the incidents, and has the administrator told.
///
/// An object, since the reader of the logs calls it while it has the logs' analysis.
final class AlarmDesk {
    private var watch: AlarmWatch
    private let incidents: IncidentFile
    private let names: WatchedNames
    /// Sources that the configuration names, whom no line need name.
    private let named: [UInt64: ActivitySource]
    private let evidenceSeconds: Int
    private let language: Language
    private var notifier: AlarmNotifier
    private var lastSummary: Int?
    /// The hour in which incidents were last looked through for those that are over.
    private var lastLook = 0
    private(set) var hasOpenIncidents: Bool
    private var hasToldAhead = false

    /// Seconds by which a line may be ahead of this machine's clock.
    private static let maxAhead = 86_400

    init(
        _ configuration: NightlyConfiguration, _ settings: AlarmSettings, _ state: WatchState, _ language: Language,
        asJSON: Bool
    ) throws {
        self.language = language
        var settings = settings
        settings.totalMonths = configuration.retention.totalMonths
        watch = AlarmWatch(settings, history: state.history, seed: state.logs.seed)
        incidents = IncidentFile(folder: settings.folder)
        names = WatchedNames(configuration)
        named = Dictionary(
            settings.own.keys.map { ($0.key(seed: state.logs.seed), $0) }, uniquingKeysWith: { first, _ in first })
        evidenceSeconds = Int(configuration.retention.evidence.seconds)
        notifier = AlarmNotifier(settings, language, asJSON: asJSON)
        // One of a week to come was written by a clock that was wrong: it would keep all others from being told.
        let latest = WeekSummary.week(local: Int(currentTime) + Self.maxAhead)
        lastSummary = state.lastSummary.flatMap { $0 <= latest ? $0 : nil }
        hasOpenIncidents = try !incidents.read().open.isEmpty
    }

    /// The counters, without the logs' places.
    var state: WatchState {
        var state = WatchState()
        state.history = watch.history
        state.lastSummary = lastSummary
        return state
    }

    /// Takes up what the lines read since the last time say.
    func take(_ analysis: inout LogAnalysis) throws {
        var entries = analysis.takeActivity()
        // A clock that is years ahead would make all that is known too old; one that is years behind would have today's lines dropped.
        let known = (watch.history.trustedDay(.max) ?? 0) * 86_400
        let limit = max(Int(currentTime), known) + Self.maxAhead
        let before = entries.count
        entries.removeAll { $0.time > limit }
        if entries.count < before, !hasToldAhead {
            hasToldAhead = true
            let texts = AlarmTexts.of(language)
            let lines = LocalNumbers(language).count(before - entries.count, texts.line, texts.lines)
            Console.warning(texts.ahead.placing(lines), language)
        }
        let sources = analysis.sources
        let found = watch.take(entries, waiting: analysis.waiting) { key in
            // Over a restart the log has named nobody yet: it may be one whom no rule may look at.
            (sources[key] ?? named[key]).map(names.isExcluded) ?? true
        }
        try record(found, sources)
    }

    /// Lets time go on, where the log has become silent.
    func advance(to now: Int, waiting: Int) throws {
        try record(watch.advance(to: now, waiting: waiting), [:])
    }

    private func record(_ found: [Finding], _ sources: [UInt64: ActivitySource]) throws {
        let time = watch.time
        if !found.isEmpty || time / 3_600 != lastLook {
            lastLook = time / 3_600
            var changes: [IncidentBook.Change] = []
            // Told even where the file cannot be written: a full disk is no time to be silent.
            defer { for change in changes { notifier.tell(AlarmAnnouncement(change, language), at: time) } }
            let trusted = watch.trustedTime
            try incidents.change { book in
                // An incident that is over by the time of a finding is not the one that it belongs to.
                for finding in found {
                    book.expire(at: min(finding.time, trusted), evidenceSeconds: self.evidenceSeconds)
                    let change = book.take(finding) { self.names.identity(of: $0, sources[$0] ?? self.named[$0]) }
                    if let change { changes.append(change) }
                }
                book.expire(at: trusted, evidenceSeconds: self.evidenceSeconds)
                self.hasOpenIncidents = !book.open.isEmpty
            }
        }
        try tellWeek(at: time)
    }

    private func tellWeek(at time: Int) throws {
        guard time > 0 else { return }
        let week = WeekSummary.week(local: watch.local)
        // Told by a clock that was ahead, and has been set right.
        if let last = lastSummary, last > week + 1 { lastSummary = week }
        defer { lastSummary = max(week, lastSummary ?? week) }
        guard let lastSummary, week > lastSummary else { return }
        let all = try incidents.read().incidents.values.sorted { ($0.opened, $0.id) < ($1.opened, $1.id) }
        let summary = WeekSummary(watch.history, all, local: watch.local)
        notifier.tell(AlarmAnnouncement(summary, language), at: time)
    }
}
