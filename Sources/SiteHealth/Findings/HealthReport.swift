// SPDX-License-Identifier: Apache-2.0
package import ConfidentialityCheck

/// One thing that is wrong: as values; sentences are made of them elsewhere.
package struct HealthFinding: Sendable, Equatable {
    /// What it is.
    package var kind: HealthKind
    /// How much it matters.
    package var severity: HealthSeverity
    /// What the kind's sentence names, in its order; never a secret.
    package var names: [String]
    /// Where it was seen: paths, `main.cf:12`, accounts by pseudonym.
    package var evidence: [String]
    /// The commands that mend it, for root's shell, in order; empty: a person has to decide.
    package var commands: [String]
    /// Commands that name people, and are shown only to those who ask for them.
    package var namingCommands: [String] = []

    /// Makes a finding.
    package init(
        _ kind: HealthKind, _ severity: HealthSeverity, names: [String] = [], evidence: [String] = [],
        commands: [String] = []
    ) {
        (self.kind, self.severity, self.names) = (kind, severity, names)
        (self.evidence, self.commands) = (evidence, commands)
    }
}

/// Why something was not looked at.
package enum HealthGapReason: Sendable, Hashable {
    /// As in the check of confidentiality, which reads the same files.
    case read(ExposureGapReason)
    /// It runs on another machine, whose files alone are here.
    case otherMachine
    /// What starts nights is known to nobody here: no systemd, no cron table.
    case noSystemd
    /// It depends on what cannot be used.
    case depends(HealthArea)
    /// Where Postfix would find the filter is not known: it has no milter, or the unit with its socket is not there.
    case noMilter
    /// So many accounts are reached by links that their users may have made.
    case links(Int)
    /// It is managed in a way that is not read, such as feedback rules of Dovecot 2.4.
    case newerSyntax(String)
}

/// What could not be looked at: never silently fine.
package struct HealthGap: Sendable, Hashable {
    /// What is missing.
    package var area: HealthArea
    /// Why.
    package var reason: HealthGapReason

    /// Makes a gap.
    package init(_ area: HealthArea, _ reason: HealthGapReason) { (self.area, self.reason) = (area, reason) }
}

/// What was found, what is in order, and what could not be looked at.
package struct HealthReport: Sendable, Equatable {
    /// How an area is.
    package enum State: Sendable, Equatable {
        /// Looked at, and nothing is wrong.
        case fine
        /// The worst that is wrong with it.
        case found(HealthSeverity)
        /// Nothing was found, but not all of it was looked at.
        case notChecked
        /// The site has none of it, as whoever asked says.
        case none
    }

    /// The most that matters first, in the order of the areas.
    package private(set) var findings: [HealthFinding] = []
    /// What is missing, in the order of the areas.
    package private(set) var gaps: [HealthGap] = []
    private let without: Set<HealthArea>

    init(without: Set<HealthArea>) { self.without = without }

    mutating func add(_ finding: HealthFinding) {
        guard !without.contains(finding.kind.area) else { return }
        findings.append(finding)
    }

    mutating func note(_ gap: HealthGap) {
        if !without.contains(gap.area), !gaps.contains(gap) { gaps.append(gap) }
    }

    mutating func sort() {
        let order = Dictionary(uniqueKeysWithValues: HealthKind.allCases.enumerated().map { ($1, $0) })
        let areas = Dictionary(uniqueKeysWithValues: HealthArea.allCases.enumerated().map { ($1, $0) })
        findings = findings.enumerated().sorted { first, second in
            let (one, other) = (first.element, second.element)
            if one.severity != other.severity { return one.severity > other.severity }
            let (place, next) = (order[one.kind] ?? 0, order[other.kind] ?? 0)
            return place == next ? first.offset < second.offset : place < next
        }.map(\.element)
        gaps = gaps.enumerated().sorted { first, second in
            let (place, next) = (areas[first.element.area] ?? 0, areas[second.element.area] ?? 0)
            return place == next ? first.offset < second.offset : place < next
        }.map(\.element)
    }

    /// How much the worst matters; nil: nothing was found.
    package var worst: HealthSeverity? { findings.map(\.severity).max() }

    /// How an area is.
    package func state(_ area: HealthArea) -> State {
        if without.contains(area) { return .none }
        if let worst = findings.filter({ $0.kind.area == area }).map(\.severity).max() { return .found(worst) }
        return gaps.contains { $0.area == area } ? .notChecked : .fine
    }
}
