// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation
import SpamModel
import TextOutput

/// How verdicts are written.
enum Verdicts {
    /// The verdict on one message.
    struct Entry {
        var message: MessageScore
        /// Where the message lies; nil where there is only one.
        var location: String?

        /// A line: verdict, log-odds, probability and, of several messages, where each lies, with tabs between.
        var text: String {
            let score = message.score
            var columns = [
                message.verdict.rawValue, fixedPoint(score.logOdds, digits: 4),
                fixedPoint(score.probability, digits: 6),
            ]
            if let location { columns.append(location.forTerminal()) }
            return columns.joined(separator: "\t") + "\n"
        }

        var json: JSONValue {
            var members = message.members
            if let location { members["path"] = .string(location) }
            return .object(members)
        }
    }
}
