// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation

/// What is known of one name: how much ham and spam it sent, and when.
package struct NameRecord: Sendable, Equatable {
    /// Messages.
    package internal(set) var spam = 0
    /// Messages.
    package internal(set) var ham = 0
    /// The same messages, each as surely as people's labels say it: where all are sure, the same numbers.
    package internal(set) var sureSpam = 0.0
    /// See ``sureSpam``.
    package internal(set) var sureHam = 0.0
    /// The part of ``sureSpam`` that does not rest on the first account that called mail of it spam.
    private var otherSpam = 0.0
    private var spamAccount: Int32?
    /// What the filter and the server did with its mail.
    package internal(set) var filter = FilterRecord()
    /// Spam, as surely as people say it, whose sender the site's own servers have proven to be of the domain.
    package internal(set) var provenSpam = 0.0
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

    /// Whether an archive or the administrator calls mail of it spam, or more than one account does, and that more surely than not.
    package var hasIndependentSpam: Bool { otherSpam >= 0.5 }

    /// The prior of the spam share, Jeffreys': it says nothing, and a single message does not say much either.
    package static let prior = (spam: 0.5, ham: 0.5)

    /// The mean of the spam share's posterior.
    package var share: Double {
        (sureSpam + Self.prior.spam) / (sureSpam + sureHam + Self.prior.spam + Self.prior.ham)
    }

    /// What the spam share is at least, with 95 % probability.
    package var lowerBound: Double {
        BetaDistribution.quantile(0.05, sureSpam + Self.prior.spam, sureHam + Self.prior.ham)
    }

    mutating func take(_ testimony: Testimony, date: Int64?, isShared: Bool, isProven: Bool) {
        if isShared { self.isShared = true }
        guard case .label(let label) = testimony else { return filter.take(testimony, date: date) }
        if label.isSpam {
            spam += 1
            sureSpam += label.certainty
            if isProven { provenSpam += label.certainty }
            spamAccount = spamAccount ?? label.account
            if label.account == nil || label.account != spamAccount { otherSpam += label.certainty }
        } else {
            ham += 1
            sureHam += label.certainty
        }
        guard let date else { return }
        first = min(first ?? date, date)
        last = max(last ?? date, date)
        if label.isSpam {
            firstSpam = min(firstSpam ?? date, date)
            lastSpam = max(lastSpam ?? date, date)
        }
    }
}
