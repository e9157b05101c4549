// SPDX-License-Identifier: Apache-2.0
import SpamModel

extension Judgement {
    /// What a client that decides itself is advised to do, in rspamd's words.
    ///
    /// Without thresholds in the configuration it is never more than a header.
    var rspamdAction: String { Self.rspamdAction(action, isSpam: outcome.wireScore.isSpam) }

    /// rspamd's word for what is done with a message.
    private static func rspamdAction(_ action: Disposition, isSpam: Bool) -> String {
        switch action {
        case .reject: "reject"
        case .tempfail: "soft reject"
        case .tag, .quarantine: isSpam ? "add header" : "no action"
        case .accept: "no action"
        }
    }

    /// The points from which a policy rejects; 15, rspamd's default, if it never does.
    func rejectPoints(_ policy: FilterPolicy) -> Double {
        guard case .scored(let result) = outcome, let limit = policy.rejectAt else { return 15 }
        // The policy acts on nothing that the model does not call spam, however low its own threshold.
        return max(WireScore.threshold, WireScore.points(logOdds: limit, thresholds: result.thresholds))
    }

    /// How often each of rspamd's actions was taken, over all protocols.
    package static func rspamdActions(_ metrics: FilterMetrics) -> [String: Int64] {
        var counts = ["reject": Int64(0), "soft reject": 0, "add header": 0, "no action": 0]
        for action in Disposition.allCases {
            let all = metrics.actions(action)
            let spam = metrics.actions(action, verdict: .spam)
            counts[rspamdAction(action, isSpam: true), default: 0] += spam
            counts[rspamdAction(action, isSpam: false), default: 0] += all - spam
        }
        return counts
    }
}
