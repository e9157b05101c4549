// SPDX-License-Identifier: Apache-2.0
import Glibc
import LearningDrop
public import MailFeatures
import MailMessage
import SpamModel
import TextOutput
import TrainingStore

extension SiteStatus {
    /// Hours after which a night is late, and after which it is missed.
    package static let lateHours = 30
    package static let missedHours = 54
    /// Hours that a night may take.
    package static let workHours: Int64 = 12
    /// Hours for which a record may wait in the drop folder: a night takes it.
    private static let dropHours: Int64 = 48

    /// Looks at a site.
    ///
    /// - Parameter now: seconds since 1970.
    public init(_ configuration: NightlyConfiguration, key: SiteKey, now: Int64) {
        self.init()
        let found = configuration.findSources()
        var last: RunRecord?
        do throws(StoreError) {
            try TrainingStore.requireStore(configuration.store)
            let store = try TrainingStore(
                configuration.store, .watching, extraction: Extraction(key: key), adoptsSettings: true,
                who: "spreu status")
            last = try store.runs(last: 1).last
            let since = now - configuration.labelSeconds
            // Where nothing counts yet, nothing can be labelled.
            lookAtLabels(
                try store.labelCounts(since: since),
                arrived: last?.outcome == .waiting ? 0 : try store.arrivedCount(since: since), configuration)
            let gone = try GoneAccounts(store, found, command: configuration.commandOption)
            if gone.warning != nil { add(.warning, .gone(gone), of: .accounts) }
        } catch {
            if case .missing = error {
                add(.critical, .noNight, of: .night)
            } else {
                add(.unknown, .problem("\(error)"), of: .site)
            }
        }
        lookAtModel(configuration, waits: last?.outcome == .waiting, now: now)
        if let last { lookAt(last, now: now) }
        lookAt(found, as: NightUser(ofStore: configuration.store))
        if let drop = configuration.drop { lookAtDrop(drop, now: now) }
        if let alarms = configuration.alarms { lookAtAlarms(alarms, now: now) }
        set("retention", configuration.retention.json)
        add(.ok, .retention(configuration.retention), of: .site)
    }

    private mutating func lookAtModel(_ configuration: NightlyConfiguration, waits: Bool, now: Int64) {
        let repository = configuration.repository
        guard let model = ServedModel(repository, now: now) else {
            set("model", .null)
            return add(waits ? .warning : .critical, .noModel, of: .model)
        }
        set("model", .string(model.name))
        if let id = model.id { set("modelID", .string(id)) }
        if model.callsNothingSpam { add(.warning, .callsNothingSpam, of: .model) }
        if let problem = model.problem { add(.critical, .problem(problem), of: .model) }
        guard let hours = model.ageHours else { return }
        let stale = configuration.gate.staleDays * 24
        count("modelAgeHours", hours, of: .model, warning: stale, critical: 3 * stale)
        let level: Level = hours >= 3 * stale ? .critical : hours >= stale ? .warning : .ok
        add(level, .modelAge(hours: Int64(hours)), of: .model)
        set("pinned", .bool(repository.isPinned))
        if repository.isPinned {
            add(level, .pinned(command: configuration.commandOption), of: .model)
        }
    }

    private mutating func lookAt(_ night: RunRecord, now: Int64) {
        let hours = max(0, now - night.started) / 3_600
        set("night", night.json)
        count("nightAgeHours", Int(hours), of: .night, warning: Self.lateHours, critical: Self.missedHours)
        let late: Level = hours >= Int64(Self.missedHours) ? .critical : hours >= Int64(Self.lateHours) ? .warning : .ok
        func tell(_ level: Level, _ ending: SiteFact.Night) {
            add(max(late, level), .night(ending, hours: hours, detail: night.detail), of: .night)
        }
        switch night.outcome {
        case nil: tell(hours >= Self.workHours ? .critical : .ok, .unended)
        case .failed: tell(.critical, .failed)
        case .refused: tell(.warning, .refused)
        case .kept: tell(.ok, .kept)
        case .waiting: tell(.ok, .waiting)
        case .served: tell(night.code == 0 ? .ok : .warning, .served(hasWarnings: night.code != 0))
        }
    }

    /// Missing labels are worth a warning only if mail kept arriving; the night says of which class.
    private mutating func lookAtLabels(
        _ counts: (ham: Int, spam: Int), arrived: Int, _ configuration: NightlyConfiguration
    ) {
        count("ham", counts.ham, of: .labels)
        count("spam", counts.spam, of: .labels)
        let isSilent = counts == (0, 0) && arrived >= NightlyRun.minArrivals
        add(
            isSilent ? .warning : .ok,
            .labelled(
                ham: counts.ham, spam: counts.spam, days: configuration.gate.labelDays,
                arrived: isSilent ? arrived : nil), of: .labels)
    }

    private mutating func lookAt(_ found: FoundSources, as user: NightUser) {
        // Checks each Maildir itself: 'spreu config check' and the night report what lies below.
        let closed = found.groups.flatMap(\.accounts).filter { account in
            user.isKeptOut(of: account.path) || user.isKeptOut(of: account.path + "/cur")
        }
        count("accounts", found.accountCount, of: .accounts)
        count("accountsUnread", found.unlisted.count + closed.count, of: .accounts, warning: 1)
        for problem in found.problems { add(.warning, .source(problem), of: .accounts) }
        if let first = closed.first {
            add(.warning, .closed(count: closed.count, example: first.path), of: .accounts)
        }
        add(.ok, .accounts(found.accountCount), of: .accounts)
    }

    private mutating func lookAtDrop(_ path: String, now: Int64) {
        let waiting: Int
        let since: Int64?
        do throws(DropError) {
            (waiting, since) = try DropReader(path).waiting
        } catch {
            return add(.warning, .dropUnread("\(error)"), of: .drop)
        }
        let hours = max(0, now - (since ?? now)) / 3_600
        count("dropWaiting", waiting, of: .drop)
        count("dropOldestHours", Int(hours), of: .drop, warning: Int(Self.dropHours))
        guard waiting > 0 else { return }
        add(
            hours >= Self.dropHours ? .warning : .ok, .dropWaiting(messages: waiting, hours: hours), of: .drop)
    }
}

extension NightlyConfiguration {
    fileprivate var labelSeconds: Int64 { Int64(gate.labelDays) * 86_400 }

    /// The report of the last night as text: its file, which is there once a night has ended.
    public var latestReportPath: String { "\(repository.path)/\(ModelRepository.latestReportText)" }
}
