// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import TextOutput

extension SiteHealth {
    /// Seconds that clocks may differ by.
    private static let clockSlack: Int64 = 300

    private var nightCommand: String { asUser("spreu nightly \(option)") }

    mutating func checkKeys() {
        let learning = facts.learning
        let path = learning.keyPath
        let hasLearned = learning.hasStore || learning.model != .missing && learning.model != .unknown
        // The key is in each backup, and nowhere else.
        let restore = [asUser("spreu store restore --from BACKUP \(option)")]
        switch learning.key {
        case .missing where hasLearned: find(.noKey, .critical, evidence: [path], restore)
        case .damaged(let problem): find(.keyDamaged, .critical, evidence: [problem], restore)
        case .id(let id):
            if let store = learning.storeKey, store != id {
                find(
                    .keyOfStore, .critical, [store.hexadecimal, id.hexadecimal], evidence: [path], restore)
            }
            if learning.model == .otherKey {
                find(.keyOfModel, .critical, [id.hexadecimal], evidence: [path], [nightCommand])
            }
        default: break
        }
        switch (learning.filterKey, learning.key) {
        case (.missing, _): find(.keyOfFilter, .critical, evidence: [facts.files.filter + ": key"])
        case (.damaged(let problem), _): find(.keyOfFilter, .critical, evidence: [problem])
        case (.id(let one), .id(let other)) where one != other:
            find(.keyOfFilter, .critical, evidence: [facts.files.filter + ": key", facts.files.site + ": key"])
        default: break
        }
        if learning.storeHasSettings == false {
            find(.settingsOfStore, .warning, evidence: [facts.files.site + ": site"], [nightCommand])
        }
    }

    mutating func checkModel() {
        let learning = facts.learning
        switch learning.model {
        case .unknown, .otherKey: break
        case .missing:
            if case .last(let night) = facts.night, night.outcome == .waiting {
                find(.modelWaiting, .warning)
            } else if case .none = facts.night {
                // What is missing first is a night.
                break
            } else {
                find(.noModel, .critical, evidence: [], [nightCommand])
            }
        case .damaged(let problem):
            find(.modelDamaged, .critical, evidence: [problem], [asUser("spreu models rollback \(option)")])
        case .otherExtractor(let model, let program):
            find(.modelExtractor, .critical, ["\(model)", "\(program)"], evidence: [], [nightCommand])
        case .unsigned(let problem):
            find(
                .modelUnsigned, .critical, evidence: [problem],
                [asUser("spreu models sign --key KEY MODEL")])
        case .served(let model):
            if model.callsNothingSpam { find(.modelCallsNothingSpam, .notice) }
            if model.hasFilterSettings == false {
                find(
                    .settingsOfFilter, .critical,
                    evidence: [facts.files.filter + ": site", facts.files.site + ": site"])
            }
        }
        if let path = learning.otherModelPath {
            find(.modelElsewhere, .warning, evidence: [facts.files.filter + ": model", path])
        }
        guard let time = learning.modelTime else { return }
        let hours = max(0, facts.now - time) / 3_600
        let stale = Int64(learning.staleDays) * 24
        if learning.isPinned {
            find(
                .modelPinned, hours >= stale ? .warning : .notice, [grouped(Int(hours / 24))], evidence: [],
                [asUser("spreu models unpin \(option)")])
        } else if hours >= stale {
            find(
                .modelStale, hours >= 3 * stale ? .critical : .warning, [grouped(Int(hours / 24))], evidence: [],
                [nightCommand])
        }
    }

    mutating func checkNight() {
        // Behind a closed door nobody knows how it is.
        let isClosed = facts.needs.contains { $0.role == .store && $0.obstacle != nil }
        if let problem = facts.learning.storeProblem, !isClosed {
            find(.storeUnusable, .critical, evidence: [problem], [asUser("spreu store check \(option)")])
        }
        for pattern in facts.emptyPatterns {
            find(
                .noAccounts, .critical, [pattern], evidence: [facts.files.site],
                [asUser("spreu config check \(option)")])
        }
        if case .none = facts.night {
            return find(
                .noNight, .critical, evidence: [], [nightCommand, "systemctl enable --now spreu-nightly.timer"])
        }
        guard case .last(let night) = facts.night else { return }
        let report = asUser("spreu status --report \(option)")
        let ahead = night.started - facts.now
        if ahead > Self.clockSlack {
            find(
                .clockBehind, .critical, [grouped(Int(ahead / 3_600))], evidence: [],
                facts.clockKeeper.commands + ["date"])
        }
        let hours = max(0, -ahead) / 3_600
        switch night.outcome {
        case .failed:
            find(.nightFailed, .critical, [grouped(Int(hours))], evidence: night.detail.map { [$0] } ?? [], [report])
        case .refused: find(.nightRefused, .warning, evidence: night.detail.map { [$0] } ?? [], [report])
        case .unfinished where hours >= SiteStatus.workHours:
            find(
                .nightUnfinished, .critical, [grouped(Int(hours))], evidence: [], ["journalctl -u spreu-nightly -n 50"])
        case .done where night.hasWarnings: find(.nightWarned, .notice, evidence: [], [report])
        default: break
        }
        if hours >= SiteStatus.lateHours {
            find(
                .nightLate, hours >= SiteStatus.missedHours ? .critical : .warning, [grouped(Int(hours))], evidence: [],
                ["systemctl list-timers spreu-nightly.timer"])
        }
        if let unread = night.unread, unread > 0 {
            find(.unreadMail, .warning, [grouped(unread)], evidence: [], [report])
        }
    }
}
