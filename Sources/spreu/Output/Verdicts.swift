// SPDX-License-Identifier: Apache-2.0
import SpamEvaluation
import SpamModel

/// How verdicts are written.
enum Verdicts {
    /// The verdict on one message.
    struct Entry {
        var score: Score
        /// Why the verdict is unsure; nil if it is not.
        var whyUnsure: UnsureReason?
        /// Where the message lies; nil where there is only one.
        var location: String?

        /// A line: verdict, log-odds, probability and, of several messages, where each lies, with tabs between.
        var text: String {
            var columns = [
                score.verdict.rawValue, fixedPoint(score.logOdds, digits: 4), fixedPoint(score.probability, digits: 6),
            ]
            if let location { columns.append(location.forTerminal()) }
            return columns.joined(separator: "\t") + "\n"
        }

        var json: JSONValue {
            var members: [String: JSONValue] = [
                "verdict": .string(score.verdict.rawValue),
                "logOdds": .number(score.logOdds),
                "probability": .number(score.probability),
                "uncertainty": .number(score.uncertainty),
                "known": .number(score.knownShare),
            ]
            if let correspondent = score.correspondent { members["correspondent"] = .number(correspondent) }
            if let whyUnsure { members["why"] = .string(whyUnsure.description) }
            if let location { members["path"] = .string(location) }
            return .object(members)
        }
    }

    /// The field that `--passthrough` puts on top of a message, without its line end.
    static func headerField(_ score: Score) -> String {
        "X-Spreu: \(score.verdict.rawValue), log-odds=\(fixedPoint(score.logOdds, digits: 4)),"
            + " probability=\(fixedPoint(score.probability, digits: 6))"
    }
}
