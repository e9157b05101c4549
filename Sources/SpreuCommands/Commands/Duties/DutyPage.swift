// SPDX-License-Identifier: Apache-2.0
import MailDuties
import NightlyBatch
import ReportPages
import TextOutput

/// The five duties as they are shown: in 80 columns, as JSON, as a page, and in the report of a night.
struct DutyPage {
    let report: DutyReport
    private let language: Language
    private let words: DutyWords
    private let commands: DutyCommands
    private var texts: DutyTexts { words.texts }

    /// Makes the page.
    init(_ report: DutyReport, _ language: Language, commands: DutyCommands) {
        (self.report, self.language, self.commands) = (report, language, commands)
        words = DutyWords(language, commands: commands)
    }

    private var time: String { words.numbers.time(Int64(report.time)) }

    // MARK: for people

    /// The page for a terminal: 80 columns; a command has one line, however long, for it is copied.
    var text: String {
        var text = "\(texts.title), \(time)\n" + words.lead(report).wrapped(80) + "\n"
        for judgement in report.judgements {
            text += "\n"
            let title = "\(words.lamp(judgement.lamp).uppercased()): \(words.title(judgement.duty))"
            text += title.item("\(judgement.duty.number). ")
            text += words.why(judgement).item("   ")
            for (index, finding) in judgement.findings.enumerated() {
                if index > 0 { text += "\(words.lamp(finding.lamp)): \(words.why(finding))".item("   ") }
                for line in words.evidence(finding) { text += line.item("   - ") }
                // Several may have the same.
                let command = words.command(finding)
                let next = judgement.findings.dropFirst(index + 1).first.map(words.command)
                if next != command { text += "   $ \(command)\n" }
            }
            if !judgement.gaps.isEmpty { text += (texts.gapTitle + ":").item("   ") }
            for gap in judgement.gaps { text += line(gap).item("   - ") }
            if judgement.findings.isEmpty { text += "   $ \(words.command(judgement.duty))\n" }
        }
        return text.replacing("\u{A0}", with: " ")
    }

    private func line(_ gap: DutyGap) -> String {
        let reason = words.reason(gap)
        let note = gap.isNeeded ? "" : " (\(texts.optional))"
        return words.missing(gap) + note + (reason.isEmpty ? "" : ": \(reason)") + " -> " + words.remedy(gap)
    }

    // MARK: for programs

    /// The page for programs; docs/commands/duties.md has its members.
    var json: JSONValue {
        let english = DutyWords(.english, commands: commands)
        return .object([
            "time": .integer(report.time), "worst": .string(report.worst.rawValue),
            "duties": .array(
                report.judgements.map { judgement in
                    .object([
                        "number": .integer(judgement.duty.number), "duty": .string(judgement.duty.rawValue),
                        "lamp": .string(judgement.lamp.rawValue), "why": .string(english.why(judgement)),
                        "command": .string(english.command(judgement.duty)),
                        "findings": .array(judgement.findings.map { Self.json($0, english) }),
                        "notJudged": .array(judgement.gaps.map { Self.json($0, english) }),
                    ])
                }),
        ])
    }

    private static func json(_ finding: DutyFinding, _ english: DutyWords) -> JSONValue {
        .object([
            "kind": .string(finding.kind.rawValue), "lamp": .string(finding.lamp.rawValue),
            "why": .string(english.why(finding)), "numbers": .array(finding.numbers.map { .integer($0) }),
            "names": .array(finding.names.map { .string($0) }),
            "evidence": .array(english.evidence(finding).map { .string($0) }),
            "command": .string(english.command(finding)),
        ])
    }

    private static func json(_ gap: DutyGap, _ english: DutyWords) -> JSONValue {
        .object([
            "kind": .string(gap.kind.rawValue), "needed": .bool(gap.isNeeded),
            "missing": .string(english.missing(gap)), "reason": .string(english.reason(gap)),
            "remedy": .string(english.remedy(gap)),
        ])
    }

    // MARK: the page

    /// The page as one file of HTML that loads nothing.
    var html: String {
        let page = ReportPage(
            language, title: texts.title, about: texts.about.placing(time),
            lead: (Self.tone(report.worst), words.lead(report)),
            sections: [ReportPage.Section(id: "overview", title: texts.overview, report.judgements.map(answer))]
                + report.judgements.map { judgement in
                    ReportPage.Section(
                        id: judgement.duty.rawValue, title: "\(judgement.duty.number). \(words.title(judgement.duty))",
                        blocks(judgement))
                },
            footer: texts.footer)
        return page.html
    }

    private static func tone(_ lamp: DutyLamp) -> ReportPage.Tone {
        switch lamp {
        case .green: .good
        case .amber: .open
        case .red: .bad
        case .grey: .unknown
        }
    }

    /// A duty in two sentences: the colour in a word, for those who do not see it.
    private func answer(_ judgement: DutyJudgement) -> PageBlock {
        .answer(Self.tone(judgement.lamp), sentence(judgement))
    }

    private func sentence(_ judgement: DutyJudgement) -> String {
        "\(judgement.duty.number). \(words.lamp(judgement.lamp)): \(words.title(judgement.duty)). "
            + words.why(judgement)
    }

    private func blocks(_ judgement: DutyJudgement) -> [PageBlock] {
        var blocks: [PageBlock] = []
        var rows: [[PageTable.Cell]] = []
        if judgement.findings.isEmpty {
            let why = "\(words.lamp(judgement.lamp)): \(words.why(judgement))"
            blocks.append(.answer(Self.tone(judgement.lamp), why))
            rows.append([.text(words.lamp(judgement.lamp)), .command(words.command(judgement.duty))])
        }
        var shown: Set<String> = []
        for finding in judgement.findings {
            blocks.append(.answer(Self.tone(finding.lamp), "\(words.lamp(finding.lamp)): \(words.why(finding))"))
            let evidence = words.evidence(finding)
            if !evidence.isEmpty { blocks.append(.list(evidence, nil)) }
            let command = words.command(finding)
            if shown.insert(command).inserted { rows.append([.text(words.why(finding)), .command(command)]) }
        }
        blocks.append(.table(PageTable(texts.look, columns: [texts.why, texts.command], rows: rows)))
        if !judgement.gaps.isEmpty {
            blocks.append(
                .table(
                    PageTable(
                        texts.gapTitle, columns: [texts.missing, texts.reason, texts.remedy],
                        rows: judgement.gaps.map { gap in
                            let note = gap.isNeeded ? "" : " (\(texts.optional))"
                            return [
                                .strange(words.missing(gap) + note), .strange(words.reason(gap)),
                                .text(words.remedy(gap)),
                            ]
                        })))
        }
        return blocks
    }

    // MARK: the night

    /// The part of a night's page.
    var section: ReportPage.Section {
        let rows = report.judgements.map { judgement in
            [PageTable.Cell.text(words.title(judgement.duty)), .command(nightCommand(judgement))]
        }
        return ReportPage.Section(
            id: "duties", title: texts.nightTitle,
            report.judgements.map(answer) + [
                .table(PageTable(texts.look, columns: [texts.duty, texts.command], rows: rows)),
                .paragraph(texts.nightNote),
            ])
    }

    /// A sentence a duty, for a report as text.
    var sentences: [String] { report.judgements.map(sentence) }

    /// A line a duty, for a report as text and as JSON.
    var lines: [BatchReport.DutyLine] {
        report.judgements.map { judgement in
            BatchReport.DutyLine(
                duty: judgement.duty.rawValue, lamp: judgement.lamp.rawValue, why: words.why(judgement),
                command: nightCommand(judgement))
        }
    }

    /// What looks closer: where a night did not look at all, the command that does.
    private func nightCommand(_ judgement: DutyJudgement) -> String {
        judgement.findings.first.map(words.command)
            ?? (judgement.lamp == .grey ? "spreu duties \(commands.site)" : words.command(judgement.duty))
    }
}
