// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import MailDuties
import MailServerConfiguration
import MailServerLogs
import OutboundMail
import ReportPages
import SenderReputation
import ServerAlarms
import TextOutput

/// What judgements mean, in sentences of one language.
struct DutyWords {
    let texts: DutyTexts
    let numbers: LocalNumbers
    private let confidentiality: ConfidentialityTexts
    private let outbound: OutboundTexts
    private let standing: StandingTexts
    private let commands: DutyCommands

    /// The most pieces of evidence that are shown of one finding; the others are counted.
    private static let maxEvidence = 5
    /// The most bytes of a path or a reason.
    private static let maxBytes = 240

    init(_ language: Language, commands: DutyCommands) {
        texts = .of(language)
        numbers = LocalNumbers(language)
        confidentiality = .of(language)
        outbound = .of(language)
        standing = .of(language)
        self.commands = commands
    }

    /// The one sentence why.
    func why(_ judgement: DutyJudgement) -> String {
        switch judgement.lamp {
        case .green: texts.duties[judgement.duty]?.good ?? ""
        case .grey:
            texts.notJudged.placing(judgement.gaps.filter(\.isNeeded).map(missing).unique.joined(separator: ", "))
        case .amber, .red: judgement.findings.first.map(why) ?? ""
        }
    }

    func lamp(_ lamp: DutyLamp) -> String { texts.lamps[lamp] ?? lamp.rawValue }

    func title(_ duty: Duty) -> String { texts.duties[duty]?.title ?? duty.rawValue }

    /// What is known first: the colours of all.
    func lead(_ report: DutyReport) -> String {
        let counts = [DutyLamp.red, .amber, .green, .grey].map { numbers.count(report.count($0)) }
        return (texts.leads[report.worst] ?? "") + " "
            + texts.counts.placing(counts[0], counts[1], counts[2], counts[3])
    }

    // MARK: findings

    /// What is wrong, in a sentence.
    func why(_ finding: DutyFinding) -> String {
        let template = texts.kinds[finding.kind] ?? finding.kind.rawValue
        var values = finding.names.map { $0.prefix(bytes: Self.maxBytes).forTerminal() }
        if finding.kind == .watchStopped, let minutes = finding.numbers.first {
            values.append(minutes >= 120 ? "\(numbers.count(minutes / 60)) h" : "\(numbers.count(minutes)) min")
        } else {
            values += finding.numbers.map { numbers.count($0) }
        }
        return values.reduce(template) { $0.placing($1) }
    }

    /// By what it is known, and how much more there is.
    func evidence(_ finding: DutyFinding) -> [String] {
        let rest = finding.evidence.count - Self.maxEvidence
        return finding.evidence.prefix(Self.maxEvidence).map(words)
            + (rest > 0 ? [texts.more.placing(numbers.count(rest))] : [])
    }

    private func words(_ evidence: DutyEvidence) -> String {
        switch evidence {
        case .receiver(let receiver, let refused, let taken):
            return texts.receiver.placing(receiver.name, numbers.count(refused), numbers.count(taken))
        case .standing(let finding):
            let title = standing.kinds[finding.kind]?.title ?? finding.kind.rawValue
            let record = finding.evidence.first.map { ": " + $0.prefix(bytes: Self.maxBytes).forTerminal() } ?? ""
            return title + record
        case .fault(let fault):
            let subject = [fault.place?.description, fault.list].compactMap { $0 }.joined(separator: ": ")
            return "\(subject.forTerminal()): \(texts.fault[fault.kind] ?? fault.kind.rawValue)"
        case .outbound(let finding, let who):
            let kind = outbound.kinds[finding.kind] ?? finding.kind.rawValue
            let name = who.isEmpty ? kind : "\(kind): \(who.forTerminal())"
            return "\(name), " + texts.last.placing(numbers.day(Int64(finding.last)))
        case .exposure(let finding):
            let title = confidentiality.kinds[finding.kind]?.title ?? finding.kind.rawValue
            let places = finding.evidence.prefix(2).map { $0.prefix(bytes: Self.maxBytes).forTerminal() }
            return places.isEmpty ? title : "\(title): " + places.joined(separator: "; ")
        case .incident(let incident):
            let rules = incident.evidence.map { texts.rules[$0.rule] ?? $0.rule.rawValue }.unique
            return texts.incident.placing(
                incident.id, incident.pseudonym.forTerminal(), numbers.day(Int64(incident.opened)),
                rules.joined(separator: ", "))
        case .failedDMARC(let domain, let messages, let last):
            return texts.failedDMARC.placing(
                domain.forTerminal(), numbers.count(messages), numbers.day(Int64(last - 1)))
        case .plain(let text): return text.prefix(bytes: Self.maxBytes).forTerminal()
        }
    }

    // MARK: gaps

    /// What is missing.
    func missing(_ gap: DutyGap) -> String {
        let template = texts.gaps[gap.kind]?.missing ?? gap.kind.rawValue
        switch gap.kind {
        case .names:
            return gap.standing.flatMap { standing.areas[$0.area]?.name }
                ?? template.placing(texts.duties[.reputation]?.title ?? "")
        case .exposure: return gap.exposure.flatMap { confidentiality.areas[$0.area]?.missing } ?? gap.kind.rawValue
        case .oldLogs: return template.placing(Int64(gap.detail).map(numbers.day) ?? gap.detail)
        case .stillLearning: return template.placing(gap.detail)
        case .listsUnread: return template.placing(gap.detail.forTerminal())
        default: return template
        }
    }

    /// Why it is missing; empty: nothing more is known.
    func reason(_ gap: DutyGap) -> String {
        if let names = gap.standing { return standing.reasons(names.reason, numbers).forTerminal() }
        if let exposure = gap.exposure { return confidentiality.reasons(exposure.reason, numbers).forTerminal() }
        return [.oldLogs, .stillLearning, .listsUnread].contains(gap.kind)
            ? "" : gap.detail.prefix(bytes: Self.maxBytes).forTerminal()
    }

    /// What provides it.
    func remedy(_ gap: DutyGap) -> String { texts.gaps[gap.kind]?.remedy ?? "" }

    // MARK: commands

    /// The command that looks closer at a duty.
    func command(_ duty: Duty) -> String { commands.command(duty) }

    /// The command that looks closer at what is wrong.
    func command(_ finding: DutyFinding) -> String { commands.command(finding.kind) }
}

extension Array where Element: Hashable {
    /// Each once, where it came first.
    fileprivate var unique: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
