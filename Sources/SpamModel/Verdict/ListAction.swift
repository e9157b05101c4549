// SPDX-License-Identifier: Apache-2.0

/// What the site's own list of senders says of a message (docs/lists.md): it decides, whatever the score.
public enum ListAction: String, Sendable, CaseIterable {
    /// The message is delivered as ham.
    case allow
    /// The message is treated as spam.
    case deny

    /// The verdict that the list gives.
    public var verdict: Verdict { self == .allow ? .ham : .spam }
}
