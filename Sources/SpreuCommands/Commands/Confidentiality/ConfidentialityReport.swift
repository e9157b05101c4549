// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import ReportPages
import TextOutput

/// What was found, as it is shown: in 80 columns, as JSON, and as a page.
struct ConfidentialityReport {
    let report: ExposureReport
    let language: Language
    private let texts: ConfidentialityTexts
    private let numbers: LocalNumbers
    private let isThisMachine: Bool

    init(_ report: ExposureReport, _ language: Language, isThisMachine: Bool) {
        self.report = report
        self.isThisMachine = isThisMachine
        self.language = language
        texts = .of(language)
        numbers = LocalNumbers(language)
    }

    /// Names and places that are shown of one finding; the count is of all.
    private static let (maxNames, maxPlaces) = (5, 5)

    // MARK: sentences

    private func list(_ names: some Collection<String>) -> String {
        let shown = names.prefix(Self.maxNames).map { $0.prefix(bytes: 120).forTerminal() }.joined(separator: ", ")
        let rest = names.count - Self.maxNames
        return rest > 0 ? "\(shown) \(texts.more.placing(numbers.count(rest)))" : shown
    }

    private func number(_ text: String?) -> String { text.flatMap { Int($0) }.map { numbers.count($0) } ?? "0" }

    /// Why a finding matters, in a sentence.
    func why(_ finding: ExposureFinding) -> String {
        let why = texts.kinds[finding.kind]?.why ?? ""
        let names = finding.names
        let count = numbers.count(finding.count ?? 0)
        switch finding.kind {
        case .redirectsSeen: return why.placing(number(names.first), count, list(names.dropFirst()))
        case .cleartextLoginsSeen, .cleartextSubmissionsSeen, .sentInClear, .receivedInClear:
            return why.placing(count, number(names.first), number(names.last))
        case .cloudLogins:
            guard names.count == 3 else { return why }
            return why.placing(names[0], count, number(names[1]), number(names[2]))
        case .readableByAll, .readableByGroup:
            return why.placing(names.first.flatMap { texts.roles[$0] } ?? "")
        case .relayWithoutTLS:
            return why.placing(list(names.prefix(1))) + (names.count > 1 ? " " + texts.relayPassword : "")
        case .submissionPasswords where names.isEmpty: return why.placing("smtp")
        case .sharedWithoutRights where names.allSatisfy(\.isEmpty): return why.placing("\u{2013}")
        default: return why.placing(list(names))
        }
    }

    private func places(_ finding: ExposureFinding) -> String {
        let shown = finding.evidence.prefix(Self.maxPlaces).map { $0.prefix(bytes: 240).forTerminal() }
        let rest = finding.evidence.count - Self.maxPlaces
        return shown.joined(separator: "; ") + (rest > 0 ? " " + texts.more.placing(numbers.count(rest)) : "")
    }

    private func remedy(_ gap: ExposureGap) -> String {
        switch gap.reason {
        // No option provides these.
        case .included, .withoutOwner, .rulesOf: texts.byHand
        default: (texts.areas[gap.area]?.remedy ?? "").placing(reason(gap))
        }
    }

    private func reason(_ gap: ExposureGap) -> String { texts.reasons(gap.reason, numbers).forTerminal() }

    private func missing(_ gap: ExposureGap) -> String { texts.areas[gap.area]?.missing ?? gap.area.rawValue }

    /// What a reader needs to know first.
    private var lead: String {
        var text = texts.nothing
        if !report.findings.isEmpty {
            let counts = ExposureSeverity.allCases.reversed().map { severity in
                numbers.count(report.findings.count { $0.severity == severity })
            }
            text = texts.lead.placing(counts[0], counts[1], counts[2])
        }
        guard !report.gaps.isEmpty else { return text }
        return text + " " + texts.notLookedAt.placing(numbers.count(report.gaps.count))
    }

    // MARK: for people

    /// The report for people: 80 columns.
    var text: String {
        var text = "\(texts.title)\n" + lead.wrapped(80) + "\n"
        for severity in ExposureSeverity.allCases.reversed() {
            let findings = report.findings.filter { $0.severity == severity }
            if findings.isEmpty { continue }
            text += "\n\(texts.severities[severity] ?? "")\n"
            for finding in findings {
                text += why(finding).item("- ")
                text += "\(texts.place): \(places(finding))".item("    ", further: "      ")
                // A command is copied: it has one line, however long.
                if !finding.command.isEmpty { text += "    \(finding.command.forTerminal())\n" }
            }
        }
        if !report.gaps.isEmpty {
            text += "\n\(texts.gaps)\n"
            for gap in report.gaps {
                text += "\(missing(gap)): \(reason(gap))".item("- ")
                text += remedy(gap).item("    ")
            }
        }
        return text
    }

    // MARK: for programs

    /// The report for programs; docs/commands/confidentiality.md has its members.
    var json: JSONValue {
        let english = ConfidentialityReport(report, .english, isThisMachine: isThisMachine)
        return .object([
            "worst": report.worst.map { .string($0.name) } ?? .null,
            "findings": .array(
                report.findings.map { finding in
                    .object([
                        "kind": .string(finding.kind.rawValue), "severity": .string(finding.severity.name),
                        "why": .string(english.why(finding)),
                        "names": .array(finding.names.map { .string($0) }),
                        "evidence": .array(finding.evidence.map { .string($0) }),
                        "count": finding.count.map { .integer($0) } ?? .null,
                        "command": finding.command.isEmpty ? .null : .string(finding.command),
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
        let sections = ExposureSeverity.allCases.reversed().map { severity in
            ReportPage.Section(
                id: severity.name, title: texts.severities[severity] ?? "",
                report.findings.filter { $0.severity == severity }.flatMap(blocks))
        }
        let gaps = PageTable(
            texts.gaps, columns: [texts.missing, texts.reason, texts.remedy],
            rows: report.gaps.map { [.text(missing($0)), .strange(reason($0)), .text(remedy($0))] })
        let page = ReportPage(
            language, title: texts.title, about: texts.about, lead: (tone, lead),
            sections: sections + [
                ReportPage.Section(id: "gaps", title: texts.gaps, report.gaps.isEmpty ? [] : [.table(gaps)])
            ], footer: texts.footer)
        return page.html
    }

    private func blocks(_ finding: ExposureFinding) -> [PageBlock] {
        let title = texts.kinds[finding.kind]?.title ?? finding.kind.rawValue
        let table = PageTable(
            title, columns: [texts.place, texts.mends],
            rows: finding.evidence.prefix(Self.maxPlaces).enumerated().map { index, place in
                let command: PageTable.Cell =
                    index > 0
                    ? .text("")
                    : !isThisMachine
                        ? .text(texts.elsewhere)
                        : finding.command.isEmpty ? .text(texts.nobody) : .command(finding.command)
                return [.strange(place), command]
            },
            cut: finding.evidence.count > Self.maxPlaces
                ? texts.more.placing(numbers.count(finding.evidence.count - Self.maxPlaces)) : nil)
        let tone: ReportPage.Tone = finding.severity == .critical ? .bad : .open
        return [.answer(tone, why(finding)), .table(table)]
    }
}
