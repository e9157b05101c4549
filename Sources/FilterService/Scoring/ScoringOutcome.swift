// SPDX-License-Identifier: Apache-2.0
package import SpamModel

/// The result of scoring a message.
package enum ScoringOutcome: Sendable {
    /// A model gave a score.
    case scored(MessageScore)
    /// No model was asked, for this reason.
    case unfiltered(UnfilteredReason)
    /// No model was asked, for this reason, and the site's list of senders decides.
    case listed(ListAction, UnfilteredReason)

    /// What the site's list of senders says; nil: nothing.
    package var list: ListAction? {
        switch self {
        case .scored(let message): message.list
        case .listed(let action, _): action
        case .unfiltered: nil
        }
    }

    /// Whether the message is spam, by the list, else by the model.
    package var isSpam: Bool {
        switch self {
        case .scored(let message): message.verdict == .spam
        case .listed(let action, _): action == .deny
        case .unfiltered: false
        }
    }

    /// The outcome with what the list says.
    func decided(by action: ListAction?) -> ScoringOutcome {
        guard let action else { return self }
        switch self {
        case .scored(var message):
            message.list = action
            return .scored(message)
        case .unfiltered(let reason), .listed(_, let reason): return .listed(action, reason)
        }
    }
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
