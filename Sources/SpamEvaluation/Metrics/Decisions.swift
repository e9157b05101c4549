// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import TextOutput

/// How well a filter decides, beside how well it ranks: what its thresholds cost.
public struct Decisions: Sendable, Equatable {
    /// Messages judged ham.
    public let ham: Int
    /// Messages judged spam.
    public let spam: Int
    /// Ham called spam.
    public let hamLost: Int
    /// Spam not called spam.
    public let spamMissed: Int
    /// Spam that the best fixed threshold would miss that loses at most one ham in a thousand; nil without ham.
    public let spamMissedAtBest: Int?

    /// The share of ham that the best fixed threshold may lose.
    private static let allowance = 0.001

    /// Counts verdicts.
    public init(_ messages: some Collection<ScoredMessage>) {
        let hamScores = messages.lazy.filter { $0.judge == .ham }.map(\.score).sorted(by: >)
        let spam = messages.filter { $0.judge == .spam }
        ham = hamScores.count
        self.spam = spam.count
        hamLost = messages.count { $0.judge == .ham && $0.verdict == .spam }
        spamMissed = spam.count { $0.verdict != .spam }
        let allowed = Int(Self.allowance * Double(hamScores.count))
        spamMissedAtBest =
            hamScores.indices.contains(allowed) ? spam.count { $0.score <= hamScores[allowed] } : nil
    }

    /// The later half of messages in the order in which they were scored: by then a learner knows what it can.
    public static func settled(_ messages: [ScoredMessage]) -> Decisions {
        Decisions(messages[(messages.count / 2)...])
    }

    /// The counts for programs.
    var json: JSONValue {
        .object([
            "ham": .integer(ham), "spam": .integer(spam), "hamLost": .integer(hamLost),
            "spamMissed": .integer(spamMissed), "spamMissedAtBest": spamMissedAtBest.map { .integer($0) } ?? .null,
        ])
    }

    /// The counts for people.
    public var line: String {
        "\(grouped(hamLost)) of \(grouped(ham)) ham lost, \(grouped(spamMissed)) of \(grouped(spam)) spam missed"
            + (spamMissedAtBest.map { " (\(grouped($0)) at the best threshold)" } ?? "")
    }
}
