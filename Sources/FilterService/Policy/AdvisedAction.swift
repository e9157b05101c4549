// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// What a client that decides itself is advised to do, in rspamd's words.
enum AdvisedAction: String, Sendable {
    case none = "no action"
    case addHeader = "add header"
    case softReject = "soft reject"
    case reject

    /// The advice of a policy: without thresholds in the configuration never more than a header.
    init(_ outcome: ScoringOutcome, policy: FilterPolicy, onError: ErrorAction) {
        switch policy.disposition(of: outcome, from: .unknown, onError: onError) {
        case .reject: self = .reject
        case .tempfail: self = .softReject
        case .accept, .tag, .quarantine: self = outcome.wireScore.isSpam ? .addHeader : .none
        }
    }

    /// The points from which a policy rejects; 15, as others have it, where it never does.
    static func rejectPoints(_ outcome: ScoringOutcome, policy: FilterPolicy) -> Double {
        guard case .scored(let result) = outcome, let limit = policy.rejectAt else { return 15 }
        // The policy acts on nothing that the model does not call spam, however low its own border.
        return max(WireScore.threshold, WireScore.points(logOdds: limit, thresholds: result.thresholds))
    }
}
