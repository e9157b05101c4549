// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation

/// What is known of one name: how much ham and spam it sent, and when.
package struct NameRecord: Sendable, Equatable {
    /// Messages.
    package internal(set) var spam = 0
    /// Messages.
    package internal(set) var ham = 0
    /// Spam whose sender the site's own servers have proven to be of the domain.
    package internal(set) var provenSpam = 0
    /// When the first and the last message came, in seconds since 1970; nil: none has a date.
    package internal(set) var first: Int64?
    /// See ``first``.
    package internal(set) var last: Int64?
    /// When the first and the last spam came.
    package internal(set) var firstSpam: Int64?
    /// See ``firstSpam``.
    package internal(set) var lastSpam: Int64?
    /// Whether a message of it came from a service that sends for very many.
    package internal(set) var isShared = false

    /// Makes a record of nothing.
    package init() {}

    /// The prior of the spam share, Jeffreys': it says nothing, and a single message does not say much either.
    package static let prior = (spam: 0.5, ham: 0.5)

    /// The mean of the spam share's posterior.
    package var share: Double {
        (Double(spam) + Self.prior.spam) / (Double(spam + ham) + Self.prior.spam + Self.prior.ham)
    }

    /// What the spam share is at least, with 95 % probability.
    package var lowerBound: Double {
        BetaDistribution.quantile(0.05, Double(spam) + Self.prior.spam, Double(ham) + Self.prior.ham)
    }

    mutating func take(isSpam: Bool, date: Int64?, isShared: Bool, isProven: Bool) {
        if isSpam { spam += 1 } else { ham += 1 }
        if isSpam && isProven { provenSpam += 1 }
        if isShared { self.isShared = true }
        guard let date else { return }
        first = min(first ?? date, date)
        last = max(last ?? date, date)
        if isSpam {
            firstSpam = min(firstSpam ?? date, date)
            lastSpam = max(lastSpam ?? date, date)
        }
    }
}
