// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// The header fields that say what a message is.
///
///     X-Spreu: spam, probability=0.988109, log-odds=4.42000103, model=5f0c33a1d2e4b697
///     X-Spreu: unfiltered, reason=no-model
public struct VerdictFields: Sendable {
    /// The name of the field that every tagged message has.
    public static let name = "X-Spreu"
    /// The name of the field that spam can have, for Sieve.
    public static let flagName = "X-Spam-Flag"
    /// The name of the field that tells score and threshold in points (``WireScore``), as SpamAssassin writes it.
    public static let statusName = "X-Spam-Status"

    private let policy: FilterPolicy

    /// Makes the fields that a policy asks for.
    public init(policy: FilterPolicy) { self.policy = policy }

    /// The names of fields that are this filter's alone: copies that a message comes with are forged.
    public var ownNames: [String] {
        [Self.name] + (policy.addsSpamFlag ? [Self.flagName] : []) + (policy.addsSpamStatus ? [Self.statusName] : [])
    }

    /// The fields for a message, top down.
    public func fields(for outcome: ScoringOutcome) -> [(name: String, value: String)] {
        var fields = [(name: Self.name, value: Self.value(for: outcome))]
        guard case .scored(let message) = outcome else { return fields }
        let isSpam = message.score.verdict == .spam
        if policy.addsSpamFlag, isSpam { fields.append((Self.flagName, "YES")) }
        if policy.addsSpamStatus {
            let required = fixedPoint(WireScore.threshold, digits: 1)
            fields.append(
                (Self.statusName, "\(isSpam ? "Yes" : "No"), score=\(WireScore(message).text) required=\(required)"))
        }
        return fields
    }

    /// The value of ``name``.
    public static func value(for outcome: ScoringOutcome) -> String {
        switch outcome {
        case .unfiltered(let reason): return "unfiltered, reason=\(reason.rawValue)"
        case .scored(let message):
            let score = message.score
            let value =
                "\(score.verdict.rawValue), probability=\(fixedPoint(score.probability, digits: 6)),"
                + " log-odds=\(fixedPoint(score.logOdds, digits: 8)), model=\(message.modelID)"
            return message.isPartial ? value + ", scanned=first-part" : value
        }
    }
}
