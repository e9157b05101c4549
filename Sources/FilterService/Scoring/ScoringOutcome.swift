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

    /// It goes to several customers, and this is what the models or lists of all of them say; `unsure` where they differ.
    case shared(Verdict)

    /// What the site's list of senders says; nil: nothing.
    package var list: ListAction? {
        switch self {
        case .scored(let message): message.list
        case .listed(let action, _): action
        case .unfiltered, .shared: nil
        }
    }

    /// The verdict, by the list, else by the model; nil: there is none.
    package var verdict: Verdict? {
        switch self {
        case .scored(let message): message.verdict
        case .listed(let action, _): action.verdict
        case .shared(let verdict): verdict
        case .unfiltered: nil
        }
    }

    /// Whether the message is spam, by the list, else by the model.
    package var isSpam: Bool { verdict == .spam }

    /// The outcome with what the list says.
    func decided(by action: ListAction?) -> ScoringOutcome {
        guard let action else { return self }
        switch self {
        case .scored(var message):
            message.list = action
            return .scored(message)
        case .unfiltered(let reason), .listed(_, let reason): return .listed(action, reason)
        case .shared: return self
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
