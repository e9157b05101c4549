// SPDX-License-Identifier: Apache-2.0

/// One thing that is seen by others, or may be: as values; sentences are made of them elsewhere.
package struct ExposureFinding: Sendable, Equatable {
    /// In which way.
    package var kind: ExposureKind
    /// How much it matters.
    package var severity: ExposureSeverity
    /// What the kind's sentence names: domains, hosts, parameters; never an address, a key or a person.
    package var names: [String]
    /// Where it is written, or what was counted: `main.cf:12`, `example.net: 12 of 14`.
    package var evidence: [String]
    /// How often it was found; nil: that means nothing.
    package var count: Int?
    /// The command that mends it; empty: a person has to ask somebody.
    package var command: String

    /// Makes a finding.
    package init(
        _ kind: ExposureKind, _ severity: ExposureSeverity, names: [String] = [], evidence: [String],
        count: Int? = nil, command: String
    ) {
        (self.kind, self.severity, self.names, self.evidence) = (kind, severity, names, evidence)
        (self.count, self.command) = (count, command)
    }
}

/// What could not be checked: never silently fine.
package struct ExposureGap: Sendable, Hashable {
    /// What is missing.
    package var area: ExposureArea
    /// Why, or which.
    package var reason: ExposureGapReason

    /// Makes a gap.
    package init(_ area: ExposureArea, _ reason: ExposureGapReason) { (self.area, self.reason) = (area, reason) }
}

/// What was found, and what could not be looked at.
package struct ExposureReport: Sendable, Equatable {
    /// The most that matters first, in the order of the kinds.
    package private(set) var findings: [ExposureFinding] = []
    /// What is missing.
    package private(set) var gaps: [ExposureGap] = []
    private var counts: [ExposureKind: Int] = [:]

    /// The most findings of one kind: a table may have a domain in each of its lines.
    package static let maxFindings = 200

    /// Makes an empty report.
    package init() {}

    /// Adds a finding; of a kind that has very many the rest is counted.
    mutating func add(_ finding: ExposureFinding) {
        counts[finding.kind, default: 0] += 1
        if counts[finding.kind, default: 0] <= Self.maxFindings { findings.append(finding) }
    }

    /// Notes how many findings were only counted.
    mutating func noteRest() {
        for kind in ExposureKind.allCases {
            let rest = counts[kind, default: 0] - Self.maxFindings
            if rest > 0 { note(ExposureGap(.findings, .moreFindings(kind, rest))) }
        }
    }

    /// Notes what is missing, once.
    package mutating func note(_ gap: ExposureGap) { if !gaps.contains(gap) { gaps.append(gap) } }

    mutating func sort() {
        let order = Dictionary(uniqueKeysWithValues: ExposureKind.allCases.enumerated().map { ($1, $0) })
        findings = findings.enumerated().sorted { first, second in
            let (one, other) = (first.element, second.element)
            if one.severity != other.severity { return one.severity > other.severity }
            let (place, next) = (order[one.kind] ?? 0, order[other.kind] ?? 0)
            return place == next ? first.offset < second.offset : place < next
        }.map(\.element)
    }

    /// How much the worst matters; nil: nothing was found.
    package var worst: ExposureSeverity? { findings.map(\.severity).max() }
}
