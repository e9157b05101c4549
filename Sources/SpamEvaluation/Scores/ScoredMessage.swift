// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// One judged message and what a filter said of it: a line of a scores file.
public struct ScoredMessage: Sendable, Equatable {
    /// The message's path as the corpus index writes it, or its digest where it has no path.
    public var path: String
    /// What the message is, by the labels that count.
    public var judge: MessageClass
    /// What the filter took it for.
    public var verdict: MessageClass
    /// How spammy the filter finds it: log-odds, higher is spammier, never a saturated probability.
    public var score: Double
    /// The calibrated log-odds, where they are not the score itself; no part of a scores file.
    public var calibratedLogOdds: Double?

    /// Creates a line of a scores file.
    public init(
        path: String, judge: MessageClass, verdict: MessageClass, score: Double, calibratedLogOdds: Double? = nil
    ) {
        self.path = path
        self.judge = judge
        self.verdict = verdict
        self.score = score
        self.calibratedLogOdds = calibratedLogOdds
    }

    /// The probability of being spam that the filter states.
    public var probability: Double { unlogit(calibratedLogOdds ?? score) }

    /// Whether the verdict differs from the judgement.
    public var isMisclassified: Bool { judge != verdict }
}
