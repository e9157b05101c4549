// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import ReportPages
import SiteHealth
import TextOutput

/// What was found, as it is shown: in 80 columns, as JSON, and as commands.
struct DoctorReport {
    let report: HealthReport
    private let texts: HealthTexts
    private let reasons: @Sendable (ExposureGapReason, LocalNumbers) -> String
    private let numbers: LocalNumbers
    private let namesPeople: Bool

    init(_ report: HealthReport, _ language: Language, namesPeople: Bool = false) {
        self.report = report
        self.namesPeople = namesPeople
        texts = .of(language)
        reasons = ConfidentialityTexts.of(language).reasons
        numbers = LocalNumbers(language)
    }

    /// Places and commands that are shown of one finding.
    private static let (maxPlaces, maxCommands) = (5, 5)

    // MARK: sentences

    /// What is wrong, in a sentence.
    func why(_ finding: HealthFinding) -> String {
        let why = texts.kinds[finding.kind] ?? ""
        var names = finding.names.map { $0.prefix(bytes: 240).forTerminal() }
        switch finding.kind {
        case .closed, .missing:
            guard names.count == 3 else { return why }
            return why.placing(names[1], texts.roles[names[0]] ?? names[0], names[2])
        case .exposed: names = names.map { texts.roles[$0] ?? $0 }
        case .feedbackRule: names = names.map { texts.directions[$0] ?? $0 }
        default: break
        }
        switch names.count {
        case 0: return why
        case 1: return why.placing(names[0])
        case 2: return why.placing(names[0], names[1])
        default: return why.placing(names[0], names[1], names[2])
        }
    }

    private func places(_ finding: HealthFinding) -> String {
        let shown = finding.evidence.prefix(Self.maxPlaces).map { $0.prefix(bytes: 300).forTerminal() }
        let rest = finding.evidence.count - Self.maxPlaces
        return shown.joined(separator: "; ") + (rest > 0 ? " " + texts.more.placing(numbers.count(rest)) : "")
    }

    private func commands(_ finding: HealthFinding) -> [String] {
        let naming = finding.namingCommands
        // A loop is no use without its end.
        let isShort = naming.count <= Self.maxCommands && !Self.isLoop(naming)
        return namesPeople && !naming.isEmpty && isShort ? naming : finding.commands
    }

    private static func isLoop(_ commands: [String]) -> Bool { commands.contains { $0.hasPrefix("for ") } }

    private func reason(_ gap: HealthGap) -> String {
        switch gap.reason {
        case .read(let reason): reasons(reason, numbers).forTerminal()
        case .otherMachine: texts.otherMachine
        case .noSystemd: texts.noSystemd
        case .noMilter: texts.noMilter
        case .links(let count): texts.links.placing(numbers.count(count))
        case .depends(let area): texts.depends.placing(texts.areas[area] ?? "")
        case .newerSyntax(let what): texts.newerSyntax.placing(what.forTerminal())
        }
    }

    private func remedy(_ gap: HealthGap) -> String? {
        if case .read = gap.reason { texts.ways } else { nil }
    }

    private func name(_ area: HealthArea) -> String { texts.areas[area] ?? area.rawValue }

    /// What a reader needs to know first.
    private var lead: String {
        var text = texts.healthy
        if !report.findings.isEmpty {
            let counts = HealthSeverity.allCases.reversed().map { severity in
                numbers.count(report.findings.count { $0.severity == severity })
            }
            text = texts.lead.placing(counts[0], counts[1], counts[2])
        }
        guard !report.gaps.isEmpty else { return text }
        return text + " " + texts.notLookedAt.placing(numbers.count(report.gaps.count))
    }

    // MARK: for people

    /// The report for people: 80 columns, but for commands.
    var text: String {
        var text = "\(texts.title)\n" + lead.wrapped(80) + "\n"
        for severity in HealthSeverity.allCases.reversed() {
            let findings = report.findings.filter { $0.severity == severity }
            if findings.isEmpty { continue }
            text += "\n\(texts.severities[severity] ?? "")\n"
            for finding in findings {
                text += why(finding).item("- ")
                if !finding.evidence.isEmpty {
                    text += "\(texts.place): \(places(finding))".item("    ", further: "      ")
                }
                // A command is copied: it has one line, however long.
                let commands = commands(finding)
                for command in commands.prefix(Self.maxCommands) { text += "    \(command.forTerminal())\n" }
                let rest = commands.count - Self.maxCommands
                if rest > 0 { text += "    # \(texts.more.placing(numbers.count(rest)))\n" }
            }
        }
        if !report.gaps.isEmpty {
            text += "\n\(texts.gaps)\n"
            for gap in report.gaps {
                text += "\(name(gap.area)): \(reason(gap))".item("- ")
                if let remedy = remedy(gap) { text += remedy.item("    ") }
            }
        }
        let fine = HealthArea.allCases.filter { report.state($0) == .fine }
        if !fine.isEmpty {
            text += "\n" + texts.fine.placing(fine.map(name).joined(separator: ", ")).wrapped(80) + "\n"
        }
        return text
    }

    /// The commands that mend permissions, one line each, for a person to read and run.
    var permissionCommands: String {
        var seen: Set<String> = []
        var loops: Set<[String]> = []
        let commands = report.findings.filter(\.kind.isOfPermissions)
            .map { $0.namingCommands.isEmpty ? $0.commands : $0.namingCommands }
            .flatMap { block in
                // Loops have lines in common: such a block is kept whole, or left out.
                Self.isLoop(block)
                    ? loops.insert(block).inserted ? block : [] : block.filter { seen.insert($0).inserted }
            }
        if commands.isEmpty { return texts.noPermissions + "\n" }
        return ([texts.permissions] + commands.map { $0.forTerminal() }).map { $0 + "\n" }.joined()
    }

    // MARK: for programs

    /// The report for programs; docs/commands/doctor.md has its members.
    var json: JSONValue {
        let english = DoctorReport(report, .english, namesPeople: namesPeople)
        let areas = HealthArea.allCases.map { ($0.rawValue, Self.word(report.state($0))) }
        return .object([
            "worst": report.worst.map { .string($0.name) } ?? .null,
            "areas": .object(Dictionary(areas, uniquingKeysWith: { first, _ in first })),
            "findings": .array(
                report.findings.map { finding in
                    .object([
                        "kind": .string(finding.kind.rawValue), "area": .string(finding.kind.area.rawValue),
                        "severity": .string(finding.severity.name), "why": .string(english.why(finding)),
                        "names": .array(finding.names.map { .string($0) }),
                        "evidence": .array(finding.evidence.map { .string($0) }),
                        "commands": .array(commands(finding).map { .string($0) }),
                    ])
                }),
            "notChecked": .array(
                report.gaps.map { gap in
                    .object([
                        "area": .string(gap.area.rawValue), "reason": .string(english.reason(gap)),
                    ])
                }),
        ])
    }

    private static func word(_ state: HealthReport.State) -> JSONValue {
        switch state {
        case .fine: .string("fine")
        case .found(let severity): .string(severity.name)
        case .notChecked: .string("notChecked")
        case .none: .string("none")
        }
    }
}
