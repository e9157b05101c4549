// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// What a corpus of so many messages can show, and where a figure is finer than that.
///
/// One ham above every spam costs 100 / ham of (1-ROCA)%, one spam below every ham 100 / spam: a figure below
/// these is decided by less than one misfiled message.
public struct Resolution: Sendable, Equatable {
    /// What one ham above every spam costs in (1-ROCA)%, and one ham in hm%; nil without ham.
    public let oneHamPercent: Double?
    /// What one spam below every ham costs in (1-ROCA)%, and one spam in sm%; nil without spam.
    public let oneSpamPercent: Double?
    /// A sentence for each figure that is finer than the corpus can show.
    public let notes: [String]

    /// States the resolution of a corpus for these figures.
    public init(_ metrics: Metrics) {
        oneHamPercent = metrics.ham > 0 ? 100 / Double(metrics.ham) : nil
        oneSpamPercent = metrics.spam > 0 ? 100 / Double(metrics.spam) : nil
        var notes: [String] = []
        if metrics.messages == 0 {
            notes.append("no message was scored")
        } else if metrics.ham == 0 || metrics.spam == 0 {
            notes.append("without both ham and spam there is no ROC curve")
        }
        if let area = metrics.oneMinusROCAPercent, let ham = oneHamPercent, let spam = oneSpamPercent {
            let least = min(ham, spam)
            if area < least {
                notes.append(
                    "(1-ROCA)%: finer than \(grouped(metrics.ham)) ham and \(grouped(metrics.spam)) spam can show: "
                        + "a single message on the wrong side of all others makes \(significant(least))")
            }
        }
        if metrics.hamMisclassified == 0, metrics.ham > 0 {
            notes.append("hm%: none of \(grouped(metrics.ham)) ham; see the interval for what that excludes")
        }
        if metrics.spamMisclassified == 0, metrics.spam > 0 {
            notes.append("sm%: none of \(grouped(metrics.spam)) spam; see the interval for what that excludes")
        }
        for row in metrics.spamMissed where row.allowance.isFiner(than: metrics.ham) {
            notes.append(
                "sm% at hm \(row.allowance.name) %: finer than \(grouped(metrics.ham)) ham can show: "
                    + "it is the spam missed where no ham is lost")
        }
        self.notes = notes
    }
}
