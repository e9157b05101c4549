// SPDX-License-Identifier: Apache-2.0
package import SpamModel

/// The result of scoring a message.
package enum ScoringOutcome: Sendable {
    /// A model gave a score.
    case scored(MessageScore)
    /// No model was asked, for this reason.
    case unfiltered(UnfilteredReason)
}

/// Why a message was not scored.
package enum UnfilteredReason: String, Sendable, CaseIterable {
    /// No model has been loaded yet.
    case noModel = "no-model"
    /// Too many messages wait, or there is no memory for this one.
    case overloaded
    /// It took longer than ``FilterLimits/messageSeconds``.
    case timedOut = "timed-out"
    /// The service is shutting down.
    case stopping
}
