// SPDX-License-Identifier: Apache-2.0
package import NameLookup

/// How much something matters.
package enum StandingSeverity: Int, Sendable, CaseIterable, Comparable {
    /// To be known, or to be had better.
    case notice
    /// Some receivers mistrust it, or it will break.
    case warning
    /// Mail is refused because of it, or others may send in our name.
    case critical

    package static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }

    /// Its name for programs.
    package var name: String { "\(self)" }
}

/// One thing that is wrong with how others see a site: as values; sentences are made of them elsewhere.
package struct StandingFinding: Sendable, Equatable {
    /// What.
    package var kind: StandingKind
    /// How much it matters.
    package var severity: StandingSeverity
    /// What the kind's sentence names: domains, hosts, addresses, numbers.
    package var names: [String]
    /// Records, and where they stand: `example.com.zone:12: example.com TXT v=spf1 +all`.
    package var evidence: [String]
    /// The record or the command that mends it; empty: a person has to decide.
    package var remedy: String

    /// Makes a finding.
    package init(
        _ kind: StandingKind, _ severity: StandingSeverity, names: [String] = [], evidence: [String], remedy: String
    ) {
        (self.kind, self.severity, self.names) = (kind, severity, names)
        (self.evidence, self.remedy) = (evidence, remedy)
    }
}

/// What could not be looked at: never silently fine.
package struct StandingGap: Sendable, Hashable {
    /// What is missing.
    package var area: StandingArea
    /// Why, or which.
    package var reason: StandingGapReason

    /// Makes a gap.
    package init(_ area: StandingArea, _ reason: StandingGapReason) { (self.area, self.reason) = (area, reason) }
}

/// Why something could not be looked at.
package enum StandingGapReason: Sendable, Hashable {
    /// Nothing of it was given, or could be made out.
    case noneGiven
    /// Names that neither a zone holds nor a resolver was asked for, with the type: `example.com MX`.
    case notAsked([String])
    /// A resolver was asked, and nothing came of it.
    case failed(String, DNSFailure)
    /// A domain whose keys are not known.
    case noSelector(String)
    /// An address that others never see.
    case privateAddress(String)
    /// A policy that is fetched by HTTPS, of a domain.
    case policyFile(String)
    /// Whose certificate was not given.
    case certificate(String)
    /// Whether DNSSEC proves the records of a host.
    case unproven(String)
    /// Whether a person finds an imprint at a host.
    case imprint(String)
    /// A domain of which is not known who takes its mail, or nobody does.
    case noExchanger(String)
    /// An own address of which no list says anything.
    case silent(String)
    /// A list that did not answer as it should.
    case list(String, ListError)
    /// A list that was not asked: the share of a day.
    case overShare(String, limit: Int)
    /// Lines of a zone that were not read, and where the first is.
    case unreadLines(Int, example: String)
    /// What it is, in the words of who could not read it.
    case named(String)
    /// A term of the SPF of a domain that depends on the single sender, or on the receiver.
    case undecided(String, domain: String)
    /// More findings than are shown.
    case moreFindings(Int)
    /// More of an area than are looked at: so many are, the number is of all.
    case beyond(Int, of: Int)
    /// Lists could not be asked, and why.
    case unasked(String)
}

/// What was found, and what could not be looked at.
package struct StandingReport: Sendable, Equatable {
    /// The most that matters first, in the order of the kinds.
    package var findings: [StandingFinding] = []
    /// What is missing.
    package private(set) var gaps: [StandingGap] = []
    /// The addresses that were looked at.
    package internal(set) var addresses: [String] = []
    /// The domains that were looked at.
    package internal(set) var domains: [String] = []
    /// What to ask a resolver for, to know more.
    package internal(set) var questions: [DNSQuestion] = []
    /// What was looked at and found in order, by area; an area with a finding or a gap is not among them.
    package var fine: [StandingArea] {
        StandingArea.allCases.filter { area in
            looked.contains(area) && !troubled.contains(area) && !findings.contains { $0.kind.area == area }
                && !gaps.contains { $0.area == area }
        }
    }
    var looked: Set<StandingArea> = []
    /// Areas with a finding that is not shown, or of which only a part was looked at.
    var troubled: Set<StandingArea> = []

    /// The most findings.
    package static let maxFindings = 500

    /// Makes an empty report.
    package init() {}

    /// Notes what is missing, once.
    package mutating func note(_ area: StandingArea, _ reason: StandingGapReason) {
        let gap = StandingGap(area, reason)
        if !gaps.contains(gap) { gaps.append(gap) }
    }

    mutating func sort() {
        let order = Dictionary(uniqueKeysWithValues: StandingKind.allCases.enumerated().map { ($1, $0) })
        findings = findings.enumerated().sorted { first, second in
            let (one, other) = (first.element, second.element)
            if one.severity != other.severity { return one.severity > other.severity }
            let (place, next) = (order[one.kind] ?? 0, order[other.kind] ?? 0)
            return place == next ? first.offset < second.offset : place < next
        }.map(\.element)
        let places = Dictionary(uniqueKeysWithValues: StandingArea.allCases.enumerated().map { ($1, $0) })
        gaps = gaps.enumerated().sorted { first, second in
            let (place, next) = (places[first.element.area] ?? 0, places[second.element.area] ?? 0)
            return place == next ? first.offset < second.offset : place < next
        }.map(\.element)
    }

    /// How much the worst matters; nil: nothing was found.
    package var worst: StandingSeverity? { findings.map(\.severity).max() }
}
