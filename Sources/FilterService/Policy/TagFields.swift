// SPDX-License-Identifier: Apache-2.0
import SpamModel
import TextOutput

/// The header fields with which a policy tags a message: the verdict's own (``VerdictField``), and those for Sieve and
/// for programs that know SpamAssassin's.
package struct TagFields: Sendable {
    /// The name of the field that spam can have, for Sieve.
    package static let flagName = "X-Spam-Flag"
    /// The name of the field that tells score and threshold in points (``WireScore``), as SpamAssassin writes it.
    package static let statusName = "X-Spam-Status"

    private let policy: FilterPolicy

    /// Makes the fields that a policy asks for.
    package init(policy: FilterPolicy) { self.policy = policy }

    /// The names of fields that are this filter's alone: copies that a message comes with are forged.
    package var ownNames: [String] {
        [VerdictField.name] + (policy.addsSpamFlag ? [Self.flagName] : [])
            + (policy.addsSpamStatus ? [Self.statusName] : [])
    }

    /// The fields for a message, top down.
    package func fields(for outcome: ScoringOutcome) -> [(name: String, value: String)] {
        var fields = [(name: VerdictField.name, value: outcome.fieldValue)]
        if case .unfiltered = outcome { return fields }
        let isSpam = outcome.isSpam
        if policy.addsSpamFlag, isSpam { fields.append((Self.flagName, "YES")) }
        if policy.addsSpamStatus {
            let required = fixedPoint(WireScore.threshold, digits: 1)
            fields.append(
                (Self.statusName, "\(isSpam ? "Yes" : "No"), score=\(outcome.wireScore.text) required=\(required)"))
        }
        return fields
    }
}

extension ScoringOutcome {
    /// The value of the field that says what came of scoring.
    package var fieldValue: String {
        switch self {
        case .scored(let message): VerdictField.value(message)
        case .shared(let verdict): VerdictField.value(shared: verdict)
        case .unfiltered(let reason): VerdictField.value(unfiltered: reason.rawValue)
        case .listed(let action, let reason): VerdictField.value(action, unfiltered: reason.rawValue)
        }
    }
}
