// SPDX-License-Identifier: Apache-2.0

/// What a company that runs its own mail server owes itself and others.
package enum Duty: String, Sendable, CaseIterable {
    /// A host and domains with a clean reputation.
    case reputation
    /// Spam is turned away early, by lists that are used correctly, and by the filter behind them.
    case inbound
    /// No spam is let out.
    case outbound
    /// Programs that count mail watch the logs, and tell somebody.
    case logs
    /// Content stays in-house.
    case confidentiality

    /// Its number on the page, from 1.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }
}

/// How a duty stands.
package enum DutyLamp: String, Sendable, CaseIterable {
    /// All that is needed was looked at, and nothing is wrong.
    case green
    /// Something that is needed could not be looked at, and nothing is wrong in the rest: it is never taken for green.
    case grey
    /// Something has to be looked at.
    case amber
    /// Mail is lost, lets harm out, or lies open; or nobody would notice if it did.
    case red
}

extension DutyLamp: Comparable {
    /// Whether one is less bad than another: what is known to be wrong is worse than what is not known.
    package static func < (left: DutyLamp, right: DutyLamp) -> Bool { left.place < right.place }

    private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
