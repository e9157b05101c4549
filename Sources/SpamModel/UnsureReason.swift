// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// Why a verdict is unsure.
public enum UnsureReason: Sendable, Equatable, CustomStringConvertible {
    /// The model has learned fewer than ``TrainingCounts/minimum`` messages of a class.
    case learnedTooLittle(TrainingCounts)
    /// What the model learned tells ham and spam apart so badly that no score is enough for either verdict.
    case classesIndistinguishable
    /// The model has learned nothing of any feature of the message.
    case nothingKnown
    /// The log-odds lie between the thresholds.
    case betweenThresholds(Thresholds)

    /// One line: why, and where there is something to do, what.
    public var description: String {
        switch self {
        case .learnedTooLittle(let counts):
            "the model has learned \(counts.ham) ham and \(counts.spam) spam, but gives verdicts only from "
                + "\(TrainingCounts.minimum) of each: train it with more"
        case .classesIndistinguishable:
            "the model could not tell ham and spam apart in training: check that the sources are labelled correctly"
        case .nothingKnown: "the model has never seen any of this message's features"
        case .betweenThresholds(let thresholds):
            "log-odds between \(Self.text(thresholds.ham)) (ham up to here) and \(Self.text(thresholds.spam)) (spam from here)"
        }
    }

    private static func text(_ logOdds: Double) -> String {
        logOdds.isFinite ? fixedPoint(logOdds, digits: 2) : logOdds < 0 ? "nothing" : "no value"
    }
}

extension ModelParameters {
    /// Why every score of a model is unsure; nil if not every one is.
    public var whyUnsureOfEverything: UnsureReason? {
        guard thresholds == .allUnsure else { return nil }
        return counts.areEnough ? .classesIndistinguishable : .learnedTooLittle(counts)
    }
}

extension SpamModel {
    /// Why a score of this model is unsure; nil if it is not.
    public func whyUnsure(_ score: Score) -> UnsureReason? {
        guard score.verdict == .unsure else { return nil }
        if let why = parameters.whyUnsureOfEverything { return why }
        if score.knownShare == 0 { return .nothingKnown }
        return .betweenThresholds(parameters.thresholds)
    }
}
