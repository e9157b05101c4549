// SPDX-License-Identifier: Apache-2.0
public import SpamModel

/// What came of scoring a message.
public enum ScoringOutcome: Sendable {
    /// A model said what it thinks.
    case scored(MessageScore)
    /// No model was asked, for this reason.
    case unfiltered(UnfilteredReason)
}

/// Why a message was not scored.
public enum UnfilteredReason: String, Sendable, CaseIterable {
    /// No model has been loaded yet.
    case noModel = "no-model"
    /// Too many messages wait.
    case overloaded
    /// It took longer than ``FilterLimits/messageSeconds``.
    case timedOut = "timed-out"
    /// The service is shutting down.
    case stopping
}

/// A verdict, with what a log and a header tell of it.
public struct MessageScore: Sendable {
    /// Verdict, log-odds and probability.
    public var score: Score
    /// The borders between ham, unsure and spam of the model that said it.
    public var thresholds: Thresholds
    /// The model's id, 16 hexadecimal digits.
    public var modelID: String
    /// The model's generation in this process.
    public var generation: Int
    /// Whether only the message's first part was scored.
    public var isPartial: Bool

    /// Makes a verdict from its parts.
    public init(score: Score, thresholds: Thresholds, modelID: String, generation: Int, isPartial: Bool) {
        self.score = score
        self.thresholds = thresholds
        self.modelID = modelID
        self.generation = generation
        self.isPartial = isPartial
    }
}
