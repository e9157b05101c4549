// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerLogs
import OutboundMail
import ReportPages
import TextOutput

/// The report on outgoing mail as it is shown: findings in sentences, and tables.
struct OutboundReport {
    let content: OutboundContent
    let language: Language
    let texts: OutboundTexts
    let sections: [ReportSection]

    /// Makes the report.
    ///
    /// - Parameters:
    ///   - top: the most rows of tables that may have any number.
    ///   - isForPrograms: whether rows have the names that programs know.
    init(_ content: OutboundContent, _ language: Language, top: Int, isForPrograms: Bool = false) {
        self.content = content
        self.language = language
        texts = .of(language)
        sections = OutboundSections(
            content: content, language: language, texts: texts, top: top, isForPrograms: isForPrograms
        ).all.filter { !$0.rows.isEmpty }
    }

    private var numbers: LocalNumbers { LocalNumbers(language) }

    /// The findings that are told in sentences; the others are counted.
    private static let maxTold = 50

    // MARK: sentences

    /// What a finding is called: what it is, and whom it concerns.
    func heading(_ finding: OutboundFinding) -> String {
        let kind = texts.kinds[finding.kind] ?? finding.kind.rawValue
        return finding.source == 0 ? kind : "\(kind): \(content.people[finding.source])"
    }

    /// When, how much, and by what it is known.
    func evidence(_ finding: OutboundFinding) -> [String] {
        var lines = [times(finding)] + finding.signs.map(words)
        if !finding.script.isEmpty { lines.append(texts.script.placing(finding.script.forTerminal())) }
        if !finding.queueIDs.isEmpty {
            lines.append(texts.queueIDs.placing(finding.queueIDs.map { $0.forTerminal() }.joined(separator: ", ")))
        }
        return lines
    }

    private func times(_ finding: OutboundFinding) -> String {
        let (noticed, last) = (numbers.time(Int64(finding.noticed)), numbers.time(Int64(finding.last)))
        let messages = numbers.count(finding.messages)
        if finding.kind == .bulkWithoutUnsubscribe {
            return texts.campaign.placing(numbers.time(Int64(finding.first)), last, messages)
        }
        // A login alone may be enough.
        guard finding.messages > 0 else { return texts.noticedLogin.placing(noticed, last) }
        return texts.noticed.placing(noticed, numbers.count(finding.messageNoticed), messages, last)
    }

    /// What is to be done about a finding.
    func advice(_ finding: OutboundFinding) -> String {
        let isLoopback = content.sources[finding.source]?.isLoopback == true
        let advice = finding.kind == .hackedScript && isLoopback ? texts.loopbackAdvice : texts.advice[finding.kind]
        return texts.toDo + " " + (advice ?? "")
    }

    private func words(_ sign: OutboundSign) -> String {
        let template = texts.signs[sign.place] ?? ""
        switch sign {
        case .ceiling(let count, let limit), .newRecipients(let count, let limit):
            return template.placing(numbers.count(count), numbers.count(limit))
        case .unknownUsers(let count, let total), .refusedContent(let count, let total), .spam(let count, let total),
            .complaints(let count, let total), .foreignForwards(let count, let total):
            return template.placing(numbers.count(count), numbers.count(total))
        case .relayed(let count, let other), .notices(let count, let other):
            return template.placing(numbers.count(count), numbers.count(other))
        case .foreignNetwork(let count), .guessedPassword(let count), .networks(let count), .foreignSenders(let count),
            .noUnsubscribe(let count), .noOneClick(let count):
            return template.placing(numbers.count(count))
        case .oneDomain(let number): return template.placing(content.domainName(number).forTerminal())
        }
    }

    /// What is to be known first.
    var lead: String {
        if !content.findings.isEmpty { return texts.found.placing(numbers.count(content.findings.count)) }
        return content.hasNothing ? texts.noMail : texts.nothing
    }

    private var period: String {
        guard let period = content.period else { return texts.noLogs }
        return texts.period.placing(numbers.time(Int64(period.first)), numbers.time(Int64(period.last)))
    }

    /// The report for people: 80 columns.
    ///
    /// - Parameter isApplied: whether it is followed by who has been put on hold.
    func text(isApplied: Bool) -> String {
        var text = "\(texts.title), \(period)\n\(lead)\n"
        for finding in content.findings.prefix(Self.maxTold) {
            text += "\n" + Self.wrapped(heading(finding), first: "! ", others: "  ")
            for line in evidence(finding) { text += Self.wrapped(line, first: "  - ", others: "    ") }
            text += Self.wrapped(advice(finding), first: "  ", others: "  ")
        }
        if content.findings.count > Self.maxTold {
            text += "\n" + texts.more.placing(numbers.count(content.findings.count - Self.maxTold)) + "\n"
        }
        let held = content.toHold.map { content.people[$0.source] }
        if !held.isEmpty, !isApplied {
            text += "\n" + Self.wrapped(texts.wouldHold.placing(held.joined(separator: ", ")), first: "", others: "")
        }
        for section in sections where section.id != "days" { text += "\n" + section.text(language) }
        return text.replacing("\u{A0}", with: " ")
    }

    private static func wrapped(_ line: String, first: String, others: String) -> String {
        let lines = line.wrapped(80 - others.count).split(separator: "\n")
        return lines.enumerated().map { ($0 == 0 ? first : others) + $1 + "\n" }.joined()
    }

    // MARK: programs

    /// The report for programs: findings with their evidence, and tables by name.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "first": Self.time(content.period?.first), "last": Self.time(content.period?.last),
            "findings": .array(content.findings.map(json)),
            "wouldHold": .array(content.toHold.map { .string(content.people[$0.source]) }),
            "excludedMessages": .integer(content.analysis.totals.excluded),
            "sentMessages": .integer(content.sentMessages), "sentJudged": .integer(content.judged),
        ]
        for section in sections { members[section.id] = section.json }
        return .object(members)
    }

    private func json(_ finding: OutboundFinding) -> JSONValue {
        .object([
            "kind": .string(finding.kind.rawValue),
            "who": finding.source == 0 ? .null : .string(content.people[finding.source]),
            "first": Self.time(finding.first), "noticed": Self.time(finding.noticed), "last": Self.time(finding.last),
            "messages": .integer(finding.messages), "messagesUntilNoticed": .integer(finding.messageNoticed),
            "evidence": .array(finding.signs.map(json)), "queueIDs": .array(finding.queueIDs.map { .string($0) }),
            "script": finding.script.isEmpty ? .null : .string(finding.script),
        ])
    }

    private func json(_ sign: OutboundSign) -> JSONValue {
        func row(_ name: String, _ others: (String, Int)...) -> JSONValue {
            var members: [String: JSONValue] = ["sign": .string(name)]
            for (key, value) in others { members[key] = .integer(value) }
            return .object(members)
        }
        switch sign {
        case .ceiling(let count, let limit): return row("ceiling", ("count", count), ("limit", limit))
        case .newRecipients(let count, let limit): return row("newRecipients", ("count", count), ("limit", limit))
        case .foreignNetwork(let count): return row("foreignNetwork", ("count", count))
        case .guessedPassword(let count): return row("guessedPassword", ("count", count))
        case .networks(let count): return row("networks", ("count", count))
        case .unknownUsers(let count, let total): return row("unknownUsers", ("count", count), ("of", total))
        case .refusedContent(let count, let total): return row("refusedContent", ("count", count), ("of", total))
        case .spam(let count, let total): return row("spam", ("count", count), ("of", total))
        case .complaints(let count, let total): return row("complaints", ("count", count), ("of", total))
        case .foreignSenders(let count): return row("foreignSenders", ("count", count))
        case .relayed(let count, let clients): return row("relayed", ("count", count), ("clients", clients))
        case .oneDomain(let number):
            return .object(["sign": .string("oneDomain"), "domain": .string(content.domainName(number))])
        case .notices(let count, let lost): return row("notices", ("count", count), ("lost", lost))
        case .foreignForwards(let count, let total): return row("foreignForwards", ("count", count), ("of", total))
        case .noUnsubscribe(let count): return row("noUnsubscribe", ("count", count))
        case .noOneClick(let count): return row("noOneClick", ("count", count))
        }
    }

    private static func time(_ seconds: Int?) -> JSONValue {
        seconds.map { .string(MailDate(secondsSince1970: Int64($0)).rfc3339) } ?? .null
    }

    // MARK: the page

    /// The report as one file of HTML that loads nothing.
    var html: String {
        // Silence must not look like health.
        let tone: ReportPage.Tone = !content.findings.isEmpty ? .bad : content.hasNothing ? .open : .good
        let page = ReportPage(
            language, title: texts.title, about: period, lead: (tone, lead),
            sections: findingSections + checklist + tableSections,
            footer: texts.footer.placing(numbers.count(content.lines), numbers.count(content.sentMessages)))
        return page.html
    }

    private var findingSections: [ReportPage.Section] {
        let blocks = content.findings.prefix(Self.maxTold).flatMap { finding -> [PageBlock] in
            [
                .answer(finding.kind == .suddenVolume ? .open : .bad, heading(finding)),
                .list(evidence(finding), language),
                .paragraph(advice(finding)),
            ]
        }
        let more =
            content.findings.count > Self.maxTold
            ? [PageBlock.paragraph(texts.more.placing(numbers.count(content.findings.count - Self.maxTold)))] : []
        return [ReportPage.Section(id: "findings", title: texts.chapters["findings"] ?? "", blocks + more)]
    }

    /// What marketing has to prove, where a list is in doubt.
    private var checklist: [ReportPage.Section] {
        let isAsked = content.findings.contains { [.boughtList, .bulkWithoutUnsubscribe].contains($0.kind) }
        let blocks: [PageBlock] = isAsked ? [.list(texts.checklist, language)] : []
        return [ReportPage.Section(id: "proof", title: texts.chapters["proof"] ?? "", blocks)]
    }

    private static let chapters: [(id: String, sections: [String])] = [
        ("who", ["days", "routes", "logins"]), ("machines", ["clients", "scripts"]),
        ("others", ["forwards", "relays"]), ("bulk", ["campaigns"]),
    ]

    private var tableSections: [ReportPage.Section] {
        Self.chapters.map { chapter in
            let shown = chapter.sections.compactMap { id in sections.first { $0.id == id } }
            let blocks = shown.map { section -> PageBlock in
                guard section.id == "days", section.rows.count > 1 else { return .table(section.table(language)) }
                return .charts([(chart: chart(section), table: section.table(language))])
            }
            return ReportPage.Section(id: chapter.id, title: texts.chapters[chapter.id] ?? chapter.id, blocks)
        }
    }

    private func chart(_ section: ReportSection) -> Chart {
        let counts = content.days
        let most = counts.map { Double($0.recipients) }.max() ?? 1
        let step = max(1, counts.count / 8)
        let ticks = stride(from: 0, to: counts.count, by: step).map { index in
            (value: Double(index) + 0.5, name: numbers.shortDay(Int64(counts[index].day) * 86_400))
        }
        return Chart(
            id: "days", title: section.title, summary: section.title,
            x: ChartAxis(section.key, from: 0, to: Double(counts.count), ticks: ticks),
            y: .upwards(section.columns[0], to: max(1, most)) { numbers.count($0) },
            [
                .bars(
                    counts.enumerated().map { (Double($0), Double($0) + 0.9, Double($1.recipients)) }, .ham,
                    name: section.columns[0]),
                .line(
                    counts.enumerated().map { Chart.Point(Double($0) + 0.5, Double($1.unknown)) }, .spam,
                    name: section.columns[1]),
            ])
    }
}
