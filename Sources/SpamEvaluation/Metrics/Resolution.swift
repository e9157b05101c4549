// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// What a corpus of so many messages can show, and where a figure is finer than that.
///
/// One ham above every spam costs 100 / ham of (1-ROCA)%, one spam below every ham 100 / spam: a figure below
/// these is decided by less than one misfiled message.
public struct Resolution: Sendable, Equatable {
    /// Something that figures of so few messages do not show.
    public enum Note: Sendable, Equatable, CustomStringConvertible {
        /// There are no figures.
        case nothingScored
        /// There is no ROC curve.
        case oneClass
        /// (1-ROCA)% is less than one message at the wrong end makes, in percent.
        case finerArea(ham: Int, spam: Int, least: Double)
        /// None of so much ham was called spam.
        case noneLost(ham: Int)
        /// All of so much spam was called spam.
        case noneMissed(spam: Int)
        /// So little ham may be lost that it is none of it.
        case finerAllowance(HamAllowance, ham: Int)

        /// A sentence.
        public var description: String {
            switch self {
            case .nothingScored: "no message was scored"
            case .oneClass: "without both ham and spam there is no ROC curve"
            case .finerArea(let ham, let spam, let least):
                "(1-ROCA)%: finer than \(grouped(ham)) ham and \(grouped(spam)) spam can show: "
                    + "a single message on the wrong side of all others makes \(significant(least))"
            case .noneLost(let ham): "hm%: none of \(grouped(ham)) ham; see the interval for what that excludes"
            case .noneMissed(let spam): "sm%: none of \(grouped(spam)) spam; see the interval for what that excludes"
            case .finerAllowance(let allowance, let ham):
                "sm% at hm \(allowance.name) %: finer than \(grouped(ham)) ham can show: "
                    + "it is the spam missed where no ham is lost"
            }
        }
    }

    /// What one ham above every spam costs in (1-ROCA)%, and one ham in hm%; nil without ham.
    public let oneHamPercent: Double?
    /// What one spam below every ham costs in (1-ROCA)%, and one spam in sm%; nil without spam.
    public let oneSpamPercent: Double?
    /// For each figure that is finer than the corpus can show.
    public let notes: [Note]

    /// States the resolution of a corpus for these figures.
    public init(_ metrics: Metrics) {
        oneHamPercent = metrics.ham > 0 ? 100 / Double(metrics.ham) : nil
        oneSpamPercent = metrics.spam > 0 ? 100 / Double(metrics.spam) : nil
        var notes: [Note] = []
        if metrics.messages == 0 {
            notes.append(.nothingScored)
        } else if metrics.ham == 0 || metrics.spam == 0 {
            notes.append(.oneClass)
        }
        if let area = metrics.oneMinusROCAPercent, let ham = oneHamPercent, let spam = oneSpamPercent {
            let least = min(ham, spam)
            if area < least { notes.append(.finerArea(ham: metrics.ham, spam: metrics.spam, least: least)) }
        }
        if metrics.hamMisclassified == 0, metrics.ham > 0 { notes.append(.noneLost(ham: metrics.ham)) }
        if metrics.spamMisclassified == 0, metrics.spam > 0 { notes.append(.noneMissed(spam: metrics.spam)) }
        for row in metrics.spamMissed where row.allowance.isFiner(than: metrics.ham) {
            notes.append(.finerAllowance(row.allowance, ham: metrics.ham))
        }
        self.notes = notes
    }
}
