// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel

/// Learned messages that are kept to be scored as if they had not been: at most so many of each class.
///
/// Of each class those with the smallest digests of their content are kept. So the sample depends on the messages alone,
/// not on their order, spreads over all of them, and holds all while they are few.
struct LeaveOneOutSample: Sendable {
    /// The most messages kept of each class: enough for a threshold at 0.1 % of ham.
    static let limit = 1_000

    private struct Stratum: Sendable {
        /// In any order, at most twice the limit.
        var kept: [(content: UInt64, example: TrainingExample)] = []

        /// Those that count, by their content.
        var smallest: ArraySlice<(content: UInt64, example: TrainingExample)> {
            kept.sorted { $0.content < $1.content }.prefix(limit)
        }
    }

    private var ham = Stratum()
    private var spam = Stratum()

    /// The sample: ham, then spam, each by its content.
    var examples: [TrainingExample] { (ham.smallest + spam.smallest).map(\.example) }

    /// For how many learned messages one of the sample stands.
    func weight(of messageClass: MessageClass, learned: TrainingCounts) -> Double {
        messageClass == .spam
            ? Double(learned.spam) / Double(max(1, min(Self.limit, spam.kept.count)))
            : Double(learned.ham) / Double(max(1, min(Self.limit, ham.kept.count)))
    }

    /// Takes a message in, or leaves it.
    ///
    /// - Parameter content: the digest of its content.
    mutating func offer(_ example: TrainingExample, content: UInt64) {
        if example.messageClass == .spam {
            Self.offer(example, content, to: &spam)
        } else {
            Self.offer(example, content, to: &ham)
        }
    }

    private static func offer(_ example: TrainingExample, _ content: UInt64, to stratum: inout Stratum) {
        stratum.kept.append((content, example))
        if stratum.kept.count == 2 * limit { stratum.kept = Array(stratum.smallest) }
    }
}
