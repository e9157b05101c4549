// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import NightlyBatch
import ReportPages
import SpamModel

/// How a night ended, and what that asks of a person.
struct NightOutcome {
    /// At most this many notices are listed.
    private static let maxNotices = 50

    let texts: ReportTexts
    let numbers: LocalNumbers
    let report: BatchReport
    /// Whether the filter is good enough; nil: not known.
    let goodness: ReportPage.Tone?

    /// The news.
    var lead: (tone: ReportPage.Tone, text: String) {
        let state = report.result.state
        if state == .waiting { return (.open, texts.waitingLead) }
        if let first = report.stale.first { return (.bad, texts.needsYou.placing(text(first))) }
        guard let refusal = report.refusal else {
            return report.isPinned ? (.open, texts.pinnedLead) : (.good, texts.servedLead)
        }
        if report.wasForced { return (.open, texts.forcedLead.placing(text(refusal))) }
        if case .rereading = refusal { return (.open, texts.keptLead.placing(text(refusal))) }
        return state == .needsYou
            ? (.bad, texts.noModelLead.placing(text(refusal))) : (.open, texts.keptLead.placing(text(refusal)))
    }

    /// What to do, and the notices of the run in its own words.
    var advice: [PageBlock] {
        let actions = actions
        var blocks: [PageBlock] = actions.prefix(1).map { .answer($0.tone, $0.text) }
        if !report.warnings.isEmpty {
            let notices = report.warnings.prefix(Self.maxNotices).map(texts.notice)
            blocks += [.paragraph(texts.notices), .list(notices, nil)]
            let more = report.warnings.count - Self.maxNotices
            if more > 0 { blocks.append(.paragraph(texts.moreRows.placing(numbers.count(more)))) }
        }
        blocks += actions.dropFirst().map { .answer($0.tone, $0.text) }
        return blocks
    }

    /// What made the models, and which.
    var settings: PageTable {
        var rows: [[PageTable.Cell]] = []
        if let export = report.export { rows.append([.text(texts.modelName), .strange(export)]) }
        if report.refusal != nil, let served = report.served {
            rows.append([.text(texts.modelServed), .strange(served)])
        }
        if let thresholds = report.thresholds, report.export != nil {
            rows.append([.text(texts.spamThreshold), .text(numbers.decimal(thresholds.spam, digits: 2))])
            rows.append([.text(texts.hamThreshold), .text(numbers.decimal(thresholds.ham, digits: 2))])
        }
        rows.append([.text(texts.lossLimit), .text(numbers.limit(report.hamLossPercent))])
        if let days = report.evaluation?.days { rows.append([.text(texts.days), .text(numbers.count(days))]) }
        return PageTable(texts.settings, columns: [texts.setting, texts.settingValue], rows: rows)
    }

    /// What to do: about the model first, then about red duties, whatever became of it.
    var actions: [(tone: ReportPage.Tone, text: String)] {
        guard report.hasRedDuty else { return [action] }
        return (action.text == texts.doNothing ? [] : [action]) + [(.bad, texts.doDuties)]
    }

    private var action: (tone: ReportPage.Tone, text: String) {
        if report.result.state == .waiting { return (.good, texts.doWait) }
        if report.isPinned { return (.open, texts.doUnpin) }
        if let refusal = report.refusal, !report.wasForced {
            return switch refusal {
            case .rereading: (.good, texts.doWait)
            case .oneClass: (.bad, texts.doOneClass)
            case .callsNothingSpam: (.bad, texts.doCallsNothing)
            case .collapsed: (.bad, texts.doCollapsed)
            case .hamLoss, .worse: (.bad, texts.doLabels)
            case .noComparison: (.bad, texts.doNoComparison)
            }
        }
        if report.isStale { return (.bad, texts.doStale) }
        if goodness == .bad { return (.bad, texts.doMistakes) }
        return report.warnings.isEmpty ? (.good, texts.doNothing) : (.open, texts.doNotices)
    }

    private func text(_ refusal: GateRefusal) -> String { texts.text(refusal, numbers) }

    private func text(_ staleness: Staleness) -> String { texts.text(staleness, numbers) }
}
