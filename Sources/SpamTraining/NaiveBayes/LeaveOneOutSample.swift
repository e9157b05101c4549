// SPDX-License-Identifier: Apache-2.0
import MailArchive
import SpamModel

/// Learned messages that are kept to be scored as if they had not been: at most so many of each class.
///
/// Of each class every `stride`-th message is kept; when the sample is full every other goes and the stride doubles. So
/// the sample depends on the messages alone, spreads over all of them, and holds all while they are few.
struct LeaveOneOutSample: Sendable {
    /// The most messages kept of each class: enough for a border at 0.1 % of ham.
    static let limit = 1_000

    private struct Stratum: Sendable {
        var kept: [LearningExample] = []
        var stride = 1
        var offered = 0
    }

    private var ham = Stratum()
    private var spam = Stratum()

    /// The sample: ham, then spam, each in the order learned.
    var examples: [LearningExample] { ham.kept + spam.kept }

    /// For how many learned messages one of the sample stands.
    func weight(of messageClass: MessageClass, learned: TrainingCounts) -> Double {
        messageClass == .spam
            ? Double(learned.spam) / Double(max(1, spam.kept.count))
            : Double(learned.ham) / Double(max(1, ham.kept.count))
    }

    mutating func offer(_ example: LearningExample) {
        if example.messageClass == .spam { Self.offer(example, to: &spam) } else { Self.offer(example, to: &ham) }
    }

    private static func offer(_ example: LearningExample, to stratum: inout Stratum) {
        defer { stratum.offered += 1 }
        guard stratum.offered % stratum.stride == 0 else { return }
        if stratum.kept.count == limit {
            stratum.kept = stratum.kept.indices.filter { $0 % 2 == 0 }.map { stratum.kept[$0] }
            stratum.stride *= 2
            guard stratum.offered % stratum.stride == 0 else { return }
        }
        stratum.kept.append(example)
    }
}
