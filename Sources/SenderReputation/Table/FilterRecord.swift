// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation

/// What the filter and the mail server did with the mail of one name: apart from what people say of it.
package struct FilterRecord: Sendable, Equatable {
    /// Messages that the filter called spam, and that it called ham.
    package internal(set) var calledSpam = 0
    /// See ``calledSpam``.
    package internal(set) var passed = 0
    /// Refusals for good, before there was a verdict.
    package internal(set) var refused = 0
    /// When it was first and last seen there, in seconds since 1970; nil: never.
    package internal(set) var first: Int64?
    /// See ``first``.
    package internal(set) var last: Int64?
    /// When the last message came that the filter called spam.
    package internal(set) var lastSpam: Int64?

    /// Makes a record of nothing.
    package init() {}

    /// What the share of spam is at least in the filter's eyes, with 95 % probability.
    package var lowerBound: Double {
        BetaDistribution.quantile(
            0.05, Double(calledSpam) + NameRecord.prior.spam, Double(passed) + NameRecord.prior.ham)
    }

    mutating func take(_ testimony: Testimony, date: Int64?) {
        switch testimony {
        case .label: return
        case .verdict(let isSpam): if isSpam { calledSpam += 1 } else { passed += 1 }
        case .refusal: refused += 1
        }
        guard let date else { return }
        first = min(first ?? date, date)
        last = max(last ?? date, date)
        if testimony == .verdict(isSpam: true) { lastSpam = max(lastSpam ?? date, date) }
    }
}
