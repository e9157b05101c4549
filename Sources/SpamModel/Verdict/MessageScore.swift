// SPDX-License-Identifier: Apache-2.0
import MailFeatures
package import TextOutput

/// One model's judgement of one message, as a header field, a log line and JSON report it.
public struct MessageScore: Sendable {
    /// Verdict, log-odds and probability.
    public var score: Score
    /// The thresholds of the model that said it.
    public var thresholds: Thresholds
    /// The model's id, 16 hexadecimal digits.
    public var modelID: String
    /// Whether only the message's first part was scored.
    public var isPartial: Bool
    /// Why the verdict is unsure; nil if it is not.
    public var whyUnsure: UnsureReason?
    /// What the site's own list says of the message, which decides; nil: nothing.
    public var list: ListAction?

    /// Creates a score from its parts.
    public init(
        score: Score, thresholds: Thresholds, modelID: String, isPartial: Bool = false, whyUnsure: UnsureReason? = nil,
        list: ListAction? = nil
    ) {
        self.score = score
        self.thresholds = thresholds
        self.modelID = modelID
        self.isPartial = isPartial
        self.whyUnsure = whyUnsure
        self.list = list
    }

    /// Creates the score that a model gave.
    public init(_ score: Score, by model: SpamModel, isPartial: Bool = false) {
        self.init(
            score: score, thresholds: model.parameters.thresholds, modelID: model.id.hexadecimal, isPartial: isPartial,
            whyUnsure: model.whyUnsure(score))
    }

    /// What is done by: the list's verdict where that has one, else the model's.
    public var verdict: Verdict { list?.verdict ?? score.verdict }

    /// The verdict in JSON, the same from the command line and from the filter; docs/commands/classify.md lists the keys.
    package var members: [String: JSONValue] {
        var members: [String: JSONValue] = [
            "verdict": .string(verdict.rawValue),
            "logOdds": .number(score.logOdds),
            "probability": .number(score.probability),
            "uncertainty": .number(score.uncertainty),
            "known": .number(score.knownShare),
            "thresholds": thresholds.json,
            "model": .string(modelID),
            "partial": .bool(isPartial),
        ]
        if let knownSender = score.knownSender { members["knownSender"] = .number(knownSender) }
        if score.isKnownSenderDoubted { members["knownSenderDoubted"] = .bool(true) }
        if score.contradiction != 0 { members["contradiction"] = .number(score.contradiction) }
        if let list {
            members["list"] = .string(list.rawValue)
            members["modelVerdict"] = .string(score.verdict.rawValue)
        } else if let whyUnsure {
            members["why"] = .string(whyUnsure.description)
        }
        return members
    }
}

extension Thresholds {
    /// The thresholds in JSON; one that no score reaches is `null`.
    package var json: JSONValue { .object(["ham": .number(ham), "spam": .number(spam)]) }
}
