// SPDX-License-Identifier: Apache-2.0

/// How one duty stands, and why.
package struct DutyJudgement: Sendable {
    /// The duty.
    package let duty: Duty
    /// What is wrong, the worst first.
    package private(set) var findings: [DutyFinding] = []
    /// What could not be looked at, the needed first.
    package private(set) var gaps: [DutyGap] = []

    init(_ duty: Duty) { self.duty = duty }

    /// The colour: that of the worst finding; without one grey where anything that is needed is missing, else green.
    ///
    /// What is missing never makes a finding better: red and amber stay, and the gaps are listed beside them.
    package var lamp: DutyLamp {
        findings.map(\.lamp).max() ?? (gaps.contains(where: \.isNeeded) ? .grey : .green)
    }

    mutating func find(_ finding: DutyFinding) { findings.append(finding) }

    mutating func find(
        _ kind: DutyFindingKind, _ lamp: DutyLamp, _ numbers: [Int] = [], names: [String] = [],
        evidence: [DutyEvidence] = []
    ) {
        findings.append(DutyFinding(kind, lamp, numbers, names: names, evidence: evidence))
    }

    mutating func miss(_ gap: DutyGap) { if !gaps.contains(gap) { gaps.append(gap) } }

    /// What a source says; what is missing is noted.
    mutating func take<Value>(_ source: Known<Value>) -> Value? {
        switch source {
        case .known(let value): return value
        case .missing(let gap):
            miss(gap)
            return nil
        }
    }

    /// The worst first; equals as they were found.
    func sorted() -> DutyJudgement {
        var sorted = self
        sorted.findings = findings.enumerated()
            .sorted { ($1.element.lamp, $0.offset) < ($0.element.lamp, $1.offset) }.map(\.element)
        sorted.gaps = gaps.filter(\.isNeeded) + gaps.filter { !$0.isNeeded }
        return sorted
    }
}
