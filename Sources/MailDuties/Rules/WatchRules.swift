// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import ServerAlarms

/// The fourth duty: programs that count mail watch the logs, and tell somebody.
///
/// - red: nobody watches, or stopped ``stoppedHours`` hours ago; the log that is watched has had no line for so long; neither a
///   program nor an address is named to tell, or the program cannot be run; an incident has been open for more than ``openDays`` days;
/// - amber: what watches has written nothing for ``SiteStatus/watchMinutes`` minutes (it does so each minute); an incident is open;
///   the log says that lines were left out, so that counts are too low;
/// - grey: counters or incidents cannot be read. That the first two weeks teach what is usual is said, and hinders nothing.
enum WatchRules {
    /// Hours without a watch, or without a line, after which it is no pause any more.
    static let stoppedHours = 24
    /// Days for which an incident may be open: then nobody looks.
    static let openDays = 7

    static func judge(_ facts: WatchFacts, now: Int) -> DutyJudgement {
        var judgement = DutyJudgement(.logs)
        guard facts.isConfigured else {
            judgement.find(.notWatched, .red)
            return judgement
        }
        if let written = judgement.take(facts.written) {
            guard let written else {
                judgement.find(.notWatched, .red)
                return judgement
            }
            let minutes = max(0, now - written) / 60
            if minutes >= SiteStatus.watchMinutes {
                judgement.find(.watchStopped, minutes >= stoppedHours * 60 ? .red : .amber, [minutes])
            }
            if let counters = judgement.take(facts.counters) { judge(counters, written: written, now, &judgement) }
        }
        judge(facts.delivery, &judgement)
        if let incidents = judgement.take(facts.incidents) { judge(incidents, now, &judgement) }
        if let lost = facts.linesLost, lost > 0 { judgement.find(.linesLost, .amber, [lost]) }
        return judgement
    }

    private static func judge(
        _ counters: WatchFacts.Counters, written: Int, _ now: Int, _ judgement: inout DutyJudgement
    ) {
        // Where nobody has watched since, that is said already.
        if let last = counters.lastLine, written - last >= stoppedHours * 3_600 {
            judgement.find(.logSilent, .red, [(written - last) / 3_600])
        }
        guard let first = counters.firstDay else { return judgement.miss(DutyGap(.watchUnread)) }
        let days = now / 86_400 - first
        if days < SiteHistory.learningDays {
            judgement.miss(DutyGap(.stillLearning, String(max(1, SiteHistory.learningDays - days)), isNeeded: false))
        }
    }

    private static func judge(_ delivery: WatchFacts.Delivery, _ judgement: inout DutyJudgement) {
        if !delivery.isNamed { judgement.find(.nobodyTold, .red) }
        for path in delivery.broken { judgement.find(.cannotTell, .red, names: [path]) }
    }

    private static func judge(_ incidents: [Incident], _ now: Int, _ judgement: inout DutyJudgement) {
        let open = incidents.filter { $0.closed == nil }.sorted { ($0.opened, $0.id) < ($1.opened, $1.id) }
        guard let oldest = open.first else { return }
        let days = max(0, now - oldest.opened) / 86_400
        judgement.find(
            .openIncidents, days > openDays ? .red : .amber, [open.count, days], evidence: open.map { .incident($0) })
    }
}
