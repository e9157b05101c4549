// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What to do with a message; the raw values are the words of the command line and of the `X-Spreu` header.
public enum Verdict: String, Sendable, CaseIterable {
    /// Wanted mail: the log-odds are at or below the ham threshold.
    case ham
    /// Neither threshold is reached, or the model has not yet learned both classes.
    case unsure
    /// Unwanted mail: the log-odds are at or above the spam threshold.
    case spam
}

/// A model's judgement of one message.
public struct Score: Sendable, Equatable {
    /// The value to rank by, before calibration: scores of models that were calibrated apart stay comparable in it.
    public var rank: Double
    /// Calibrated natural-log odds of spam: 0 is even, positive is spam; never saturated, so ties are rare.
    ///
    /// They follow the rank, but where header and content contradict each other (``contradiction``).
    public var logOdds: Double
    /// The verdict by the model's thresholds.
    public var verdict: Verdict
    /// How far the log-odds may be off, as a standard deviation.
    ///
    /// Made of how much the experts differ, and how much of the message is new to them (``SpamModel/score(_:)``); 0 where
    /// only the rank is known.
    public var uncertainty: Double
    /// What share of the message's features the model has learned anything of, 0 to 1.
    public var knownShare: Double
    /// How much of the log-odds is due to somebody at the site having written to the sender: 0 or less; nil if nobody
    /// has, or the sender is not known.
    public var knownSender: Double?
    /// Whether somebody at the site has written to the sender, and it does not count, because the message may be another's
    /// (`FeatureVector.isSenderDoubted`).
    public var isKnownSenderDoubted: Bool
    /// How much of the log-odds is due to header and content that contradict each other (``Contradiction``): positive where the
    /// header speaks for spam; 0 as a rule.
    public var contradiction: Double

    /// Creates a score from its parts.
    public init(
        rank: Double, logOdds: Double, verdict: Verdict, uncertainty: Double = 0, knownShare: Double = 1,
        knownSender: Double? = nil, isKnownSenderDoubted: Bool = false, contradiction: Double = 0
    ) {
        self.knownSender = knownSender
        self.isKnownSenderDoubted = isKnownSenderDoubted
        self.contradiction = contradiction
        self.rank = rank
        self.logOdds = logOdds
        self.verdict = verdict
        self.uncertainty = uncertainty
        self.knownShare = knownShare
    }

    /// The probability of spam, 1 / (1 + e^-logOdds).
    ///
    /// It saturates: rank and compare by `rank` or `logOdds`.
    public var probability: Double { 1 / (1 + exp(-logOdds)) }
}

/// The line from rank scores to log-odds: `logOdds = slope * rank + intercept`.
public struct Calibration: Sendable, Equatable {
    /// How much log-odds one unit of rank score is worth; positive, so that calibration never changes the order.
    public var slope: Double
    /// The log-odds of rank score 0.
    public var intercept: Double

    /// Creates a calibration; the default takes rank scores as log-odds.
    public init(slope: Double = 1, intercept: Double = 0) {
        self.slope = slope
        self.intercept = intercept
    }

    /// The log-odds of a rank score.
    public func logOdds(of rank: Double) -> Double { slope * rank + intercept }
}

/// The two thresholds between ham, unsure and spam, in calibrated log-odds; `ham <= spam`.
public struct Thresholds: Sendable, Equatable {
    /// At or below it a message is ham.
    public var ham: Double
    /// At or above it a message is spam.
    public var spam: Double

    /// Creates thresholds in log-odds.
    public init(ham: Double, spam: Double) {
        self.ham = ham
        self.spam = spam
    }

    /// Everything is unsure: the thresholds of a model that has not learned both classes.
    public static let allUnsure = Thresholds(ham: -.infinity, spam: .infinity)

    /// Whether no message can be called spam, whatever its score.
    public var callNothingSpam: Bool { spam == .infinity }

    /// The verdict on a message of these log-odds.
    public func verdict(of logOdds: Double) -> Verdict {
        if logOdds >= spam { return .spam }
        return logOdds <= ham ? .ham : .unsure
    }
}
