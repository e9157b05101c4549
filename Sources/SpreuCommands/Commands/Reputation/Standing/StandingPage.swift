// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SenderReputation
import TextOutput

/// How others see the site, as it is shown: in 80 columns, as JSON, and as a page.
struct StandingPage {
    let report: StandingReport
    let language: Language
    private let texts: StandingTexts
    private let numbers: LocalNumbers

    init(_ report: StandingReport, _ language: Language) {
        self.report = report
        self.language = language
        texts = .of(language)
        numbers = LocalNumbers(language)
    }

    /// Names and records that are shown of one finding.
    private static let (maxNames, maxRecords) = (5, 5)

    // MARK: sentences

    private func list(_ names: some Collection<String>) -> String {
        let shown = names.prefix(Self.maxNames).map { $0.prefix(bytes: 160).forTerminal() }.joined(separator: ", ")
        let rest = names.count - Self.maxNames
        return rest > 0 ? "\(shown) \(texts.more.placing(numbers.count(rest)))" : shown
    }

    /// What a finding means, in a sentence.
    func why(_ finding: StandingFinding) -> String {
        let why = texts.kinds[finding.kind]?.why ?? ""
        let names = finding.names.map { $0.prefix(bytes: 160).forTerminal() }
        switch finding.kind {
        // All names but the first are of one place in the sentence.
        case .listed, .dmarcReportsOutside, .danePartly, .stsOtherExchanger:
            return why.placing(names.first ?? "", list(names.dropFirst()))
        default:
            func name(_ index: Int) -> String { index < names.count ? names[index] : "" }
            return why.placing(name(0), name(1), name(2), name(3))
        }
    }

    private func reason(_ gap: StandingGap) -> String { texts.reasons(gap.reason, numbers).forTerminal() }

    private func remedy(_ gap: StandingGap) -> String {
        (texts.remedies(gap.reason) ?? texts.areas[gap.area]?.remedy ?? "").forTerminal()
    }

    private func name(_ area: StandingArea) -> String { texts.areas[area]?.name ?? area.rawValue }

    /// What a reader needs to know first.
    private var lead: String {
        var text = texts.nothing
        if !report.findings.isEmpty {
            let counts = StandingSeverity.allCases.reversed().map { severity in
                numbers.count(report.findings.count { $0.severity == severity })
            }
            text = texts.lead.placing(counts[0], counts[1], counts[2])
        }
        return report.gaps.isEmpty ? text : text + " " + texts.notLookedAt.placing(numbers.count(report.gaps.count))
    }

    private var subjects: String {
        texts.looked.placing(
            report.domains.isEmpty ? "\u{2013}" : list(report.domains),
            report.addresses.isEmpty ? "\u{2013}" : list(report.addresses))
    }

    private var fine: String? {
        report.fine.isEmpty ? nil : texts.fine.placing(report.fine.map(name).joined(separator: ", "))
    }

    // MARK: for people

    /// The report for people: 80 columns.
    var text: String {
        var text = "\(texts.title)\n" + subjects.wrapped(80) + "\n" + lead.wrapped(80) + "\n"
        for severity in StandingSeverity.allCases.reversed() {
            let findings = report.findings.filter { $0.severity == severity }
            if findings.isEmpty { continue }
            text += "\n\(texts.severities[severity] ?? "")\n"
            for finding in findings {
                text += why(finding).item("- ")
                for record in finding.evidence.prefix(Self.maxRecords) {
                    text += record.prefix(bytes: 400).forTerminal().item("    ", further: "      ")
                }
                // A record is copied: it has one line, however long.
                if !finding.remedy.isEmpty { text += "    -> \(finding.remedy.forTerminal())\n" }
            }
        }
        if let fine { text += "\n" + fine.wrapped(80) + "\n" }
        if !report.gaps.isEmpty {
            text += "\n\(texts.gaps)\n"
            for gap in report.gaps {
                text += "\(name(gap.area)): \(reason(gap))".item("- ")
                text += remedy(gap).item("    ")
            }
        }
        return text.replacing("\u{A0}", with: " ")
    }

    // MARK: for programs

    /// The report for programs; docs/commands/reputation.md has its members.
    var json: JSONValue {
        let english = StandingPage(report, .english)
        return .object([
            "worst": report.worst.map { .string($0.name) } ?? .null,
            "domains": .array(report.domains.map { .string($0) }),
            "addresses": .array(report.addresses.map { .string($0) }),
            "fine": .array(report.fine.map { .string($0.rawValue) }),
            "findings": .array(
                report.findings.map { finding in
                    .object([
                        "kind": .string(finding.kind.rawValue), "area": .string(finding.kind.area.rawValue),
                        "severity": .string(finding.severity.name), "why": .string(english.why(finding)),
                        "names": .array(finding.names.map { .string($0) }),
                        "evidence": .array(finding.evidence.map { .string($0) }),
                        "remedy": finding.remedy.isEmpty ? .null : .string(finding.remedy),
                    ])
                }),
            "notChecked": .array(
                report.gaps.map { gap in
                    .object([
                        "area": .string(gap.area.rawValue), "reason": .string(english.reason(gap)),
                        "remedy": .string(english.remedy(gap)),
                    ])
                }),
        ])
    }

    // MARK: the page

    /// The report as one file of HTML that loads nothing.
    var html: String {
        let tone: ReportPage.Tone =
            switch report.worst {
            case .critical: .bad
            case .warning, .notice: .open
            case nil: report.gaps.isEmpty ? .good : .open
            }
        let sections = StandingSeverity.allCases.reversed().map { severity in
            ReportPage.Section(
                id: severity.name, title: texts.severities[severity] ?? "",
                report.findings.filter { $0.severity == severity }.flatMap(blocks))
        }
        let gaps = PageTable(
            texts.gaps, columns: [texts.missing, texts.reason, texts.remedy],
            rows: report.gaps.map { [.text(name($0.area)), .strange(reason($0)), .text(remedy($0))] })
        var rest: [PageBlock] = fine.map { [.answer(.good, $0)] } ?? []
        if !report.gaps.isEmpty { rest.append(.table(gaps)) }
        return ReportPage(
            language, title: texts.title, about: texts.about, lead: (tone, lead),
            sections: [.init(id: "site", title: list(report.domains), [.paragraph(subjects)])] + sections
                + [.init(id: "gaps", title: texts.gaps, rest)], footer: texts.footer
        ).html
    }

    private func blocks(_ finding: StandingFinding) -> [PageBlock] {
        let title = texts.kinds[finding.kind]?.title ?? finding.kind.rawValue
        let table = PageTable(
            title, columns: [texts.evidence, texts.mends],
            rows: finding.evidence.prefix(Self.maxRecords).enumerated().map { index, record in
                let remedy: PageTable.Cell =
                    index > 0
                    ? .text("") : finding.remedy.isEmpty ? .text(texts.decision) : .command(finding.remedy)
                return [.strange(record), remedy]
            },
            cut: finding.evidence.count > Self.maxRecords
                ? texts.more.placing(numbers.count(finding.evidence.count - Self.maxRecords)) : nil)
        return [.answer(finding.severity == .critical ? .bad : .open, why(finding)), .table(table)]
    }
}
