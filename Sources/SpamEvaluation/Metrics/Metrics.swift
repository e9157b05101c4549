// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// The point figures of one evaluation, in percent, with the counts that they come from.
///
/// | figure | definition |
/// | --- | --- |
/// | hm% | ham misclassified / ham |
/// | sm% | spam misclassified / spam |
/// | lam% | inverse logit of the mean of logit(hm) and logit(sm), each (errors + 1/2) / (n + 1) |
/// | (1-ROCA)% | chance that a spam scores below a ham, ties counting one half |
/// | sm% at hm x% | spam missed at the lowest threshold at which at most x % of ham scores above it |
///
/// - SeeAlso: G. Cormack, T. Lynam, TREC spam track overviews 2005-2007.
public struct Metrics: Sendable, Equatable {
    /// Messages judged.
    public let messages: Int
    /// Messages judged ham.
    public let ham: Int
    /// Messages judged spam.
    public let spam: Int
    /// Ham that was called spam.
    public let hamMisclassified: Int
    /// Spam that was not called spam.
    public let spamMisclassified: Int
    /// Logistic average misclassification; 50 without any message.
    public let lamPercent: Double
    /// The area above the ROC curve; nil unless there are both ham and spam.
    public let oneMinusROCAPercent: Double?
    /// Spam missed at each of ``HamAllowance/all``; empty unless there are both ham and spam.
    public let spamMissed: [SpamMissed]

    /// Spam missed where a share of ham may be lost.
    public struct SpamMissed: Sendable, Equatable {
        /// The share of ham that may be lost.
        public let allowance: HamAllowance
        /// How many ham that is in this corpus.
        public let hamAllowed: Int
        /// Spam at or below the threshold.
        public let missed: Int
        /// The same in percent of all spam.
        public let percent: Double
    }

    /// Ham misclassified, in percent of ham; nil without ham.
    public var hmPercent: Double? { ham > 0 ? 100 * Double(hamMisclassified) / Double(ham) : nil }
    /// Spam misclassified, in percent of spam; nil without spam.
    public var smPercent: Double? { spam > 0 ? 100 * Double(spamMisclassified) / Double(spam) : nil }

    /// Computes the figures of scored messages, in any order.
    ///
    /// - Shape: O(n log n) time.
    public init(_ messages: [ScoredMessage]) { self.init(Ranking(messages).tally()) }

    init(_ tally: Tally) {
        messages = tally.ham + tally.spam
        ham = tally.ham
        spam = tally.spam
        hamMisclassified = tally.hamMisclassified
        spamMisclassified = tally.spamMisclassified
        lamPercent = 100 * tally.lam
        oneMinusROCAPercent = tally.oneMinusROCA.map { 100 * $0 }
        spamMissed =
            tally.spam == 0
            ? []
            : zip(HamAllowance.all, tally.spamMissed).map { allowance, missed in
                SpamMissed(
                    allowance: allowance, hamAllowed: allowance.messages(of: tally.ham), missed: missed,
                    percent: 100 * Double(missed) / Double(tally.spam))
            }
    }
}
