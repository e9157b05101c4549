// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// What a client that decides itself is advised to do, in rspamd's words.
enum AdvisedAction: String, Sendable {
    case none = "no action"
    case addHeader = "add header"
    case softReject = "soft reject"
    case reject

    /// The advice of a policy: without thresholds in the configuration never more than a header.
    init(_ outcome: ScoringOutcome, policy: FilterPolicy) {
        guard case .scored(let result) = outcome, result.score.verdict == .spam else {
            self = .none
            return
        }
        let logOdds = result.score.logOdds
        if let limit = policy.rejectAt, logOdds >= limit {
            self = .reject
        } else if let limit = policy.tempfailAt, logOdds >= limit {
            self = .softReject
        } else {
            self = .addHeader
        }
    }

    /// The points from which a policy rejects; 15, as others have it, where it never does.
    static func rejectPoints(_ outcome: ScoringOutcome, policy: FilterPolicy) -> Double {
        guard case .scored(let result) = outcome, let limit = policy.rejectAt else { return 15 }
        return WireScore.points(logOdds: limit, thresholds: result.thresholds)
    }
}
