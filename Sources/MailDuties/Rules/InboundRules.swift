// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import NightlyBatch
import SenderReputation

/// The second duty: spam is turned away early by lists that are used correctly, and by the filter behind them.
///
/// - red: a list that has ended, or whose every answer counts, also its errors: one day it refuses everybody, or lets everybody in;
///   lists whose answers have no effect; no model is served, it cannot be read, it calls nothing spam, or it is three times as old as
///   `stale-days` allows; the last night ended ``SiteStatus/missedHours`` hours ago or more, or needs a person; the last one that
///   began failed, or has not ended after ``SiteStatus/workHours`` hours; the filter was
///   asked and does not answer, or has no model; mail arrived and none of it has a verdict; surely more ham is called spam than
///   `ham-loss` allows; surely more than half of the spam is missed;
/// - amber: another fault in how lists are asked (a note is none), or none is asked; a model older than `stale-days`; a night that
///   ended ``SiteStatus/lateHours`` hours ago; more ham called spam than is allowed, but it may be chance; surely more than
///   ``missedPercent`` percent of the spam is missed;
/// - grey: no `main.cf`, or values in it that cannot be expanded; no night has ended, or the ledger of nights cannot be read; nothing shows that the filter is there.
///
/// "Surely" is by the 95 % interval of the night's figures.
enum InboundRules {
    /// Percentages of spam that is missed, from which on it is amber and red.
    static let missedPercent = (amber: 20.0, red: 50.0)
    /// Messages that have to arrive before the lack of verdicts says something; as the night has it for labels.
    static let minArrivals = 20

    /// Faults by which everybody's mail is refused, or let in.
    private static let harmful: Set<DNSListCheck.Kind> = [.dead, .unfiltered, .allowUnfiltered, .errorAnswers]
    /// Faults by which lists are asked for nothing.
    private static let idle: Set<DNSListCheck.Kind> = [.noEffect, .unreachable]

    static func judge(_ facts: InboundFacts) -> DutyJudgement {
        var judgement = DutyJudgement(.inbound)
        if let lists = judgement.take(facts.lists) { judge(lists, &judgement) }
        judge(facts.model, staleDays: facts.staleDays, &judgement)
        if let ended = judgement.take(facts.ended) { judge(ended, &judgement) }
        if let night = judgement.take(facts.night) { judge(night, &judgement) }
        if let filter = judgement.take(facts.filter) { judge(filter, &judgement) }
        return judgement
    }

    private static func judge(_ lists: DNSListCheck, _ judgement: inout DutyJudgement) {
        let unread = lists.faults.filter { $0.kind == .unread }
        if let first = unread.first {
            judgement.miss(DutyGap(.listsUnread, first.place?.description ?? ""))
        }
        let faults = lists.faults.filter { !$0.isNote && $0.kind != .unread }
        func find(_ kind: DutyFindingKind, _ lamp: DutyLamp, _ faults: [DNSListCheck.Fault]) {
            if faults.isEmpty { return }
            judgement.find(kind, lamp, [faults.count], evidence: faults.map { .fault($0) })
        }
        find(.harmfulLists, .red, faults.filter { harmful.contains($0.kind) })
        find(.idleLists, .red, faults.filter { idle.contains($0.kind) })
        find(.faultyLists, .amber, faults.filter { !harmful.contains($0.kind) && !idle.contains($0.kind) })
        if lists.lists == 0, unread.isEmpty { judgement.find(.noLists, .amber) }
    }

    private static func judge(_ model: ServedModel?, staleDays: Int, _ judgement: inout DutyJudgement) {
        guard let model else { return judgement.find(.noModel, .red) }
        if let problem = model.problem {
            return judgement.find(.damagedModel, .red, evidence: [.plain(problem)])
        }
        if model.callsNothingSpam { judgement.find(.callsNothingSpam, .red) }
        if let hours = model.ageHours, hours >= staleDays * 24 {
            judgement.find(.staleModel, hours >= 3 * staleDays * 24 ? .red : .amber, [hours / 24, staleDays])
        }
    }

    private static func judge(_ ended: NightEnd?, _ judgement: inout DutyJudgement) {
        switch ended {
        case .failed(let hours, let reason):
            judgement.find(.nightFailed, .red, [hours], evidence: reason.isEmpty ? [] : [.plain(reason)])
        case .unfinished(let hours): judgement.find(.nightUnfinished, .red, [hours])
        case .done, nil: break
        }
    }

    private static func judge(_ night: NightFacts, _ judgement: inout DutyJudgement) {
        if night.ageHours >= SiteStatus.lateHours {
            judgement.find(.lateNight, night.ageHours >= SiteStatus.missedHours ? .red : .amber, [night.ageHours])
        }
        if night.state == .needsYou { judgement.find(.nightNeedsYou, .red, evidence: [.plain(night.result)]) }
        guard let live = night.live else { return judgement.miss(DutyGap(.noFigures)) }
        let arrived = live.spam.arrived + live.ham.arrived
        guard live.judged > 0 else {
            if arrived >= minArrivals {
                judgement.find(.filterUnused, .red, [arrived, Int(FilterFigures.days)])
            } else {
                judgement.miss(DutyGap(.noFigures))
            }
            return
        }
        if live.ham.wrong > 0, let low = live.ham.low, let percent = live.ham.percent, percent > night.hamLossPercent {
            let lamp: DutyLamp = low > night.hamLossPercent ? .red : .amber
            judgement.find(.hamLost, lamp, [live.ham.wrong, live.ham.arrived])
        }
        if let low = live.spam.low, low > missedPercent.amber {
            let lamp: DutyLamp = low > missedPercent.red ? .red : .amber
            judgement.find(.spamMissed, lamp, [live.spam.wrong, live.spam.arrived])
        }
    }

    private static func judge(_ filter: FilterSighting, _ judgement: inout DutyJudgement) {
        switch filter {
        case .answers: break
        case .hasNoModel: judgement.find(.filterWithoutModel, .red)
        case .silent(let reason): judgement.find(.filterSilent, .red, evidence: [.plain(reason)])
        // Without mail nothing shows whether it is there.
        case .judged(let messages): if messages == 0 { judgement.miss(DutyGap(.filterNotAsked)) }
        }
    }
}
