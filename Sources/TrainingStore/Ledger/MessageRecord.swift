// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// All that a store knows of one message, for a person who asks.
public struct MessageRecord: Sendable {
    /// Where a message lies or lay.
    public struct Placing: Sendable, Equatable {
        /// The path of the source: a Maildir, a folder, an mbox.
        public var source: String
        /// Whose it is; nil where the source has no account.
        public var account: String?
        /// The keyed digest of its name there.
        public var name: UInt64
        /// What was done with it there; nil: nothing that says what it is.
        public var evidence: Evidence?
        /// Whether it was removed from there since.
        public var isGone: Bool
    }

    /// The message's digest.
    public var digest: [UInt8]
    /// When it was received, in seconds since 1970; nil if nothing says so.
    public var date: Int64?
    /// Whose mail it is; nil where the source has no account.
    public var account: String?
    /// What the site's own filter did with it when it came.
    public var filtering: Filtering
    /// Every label that it had, the first first; the last one holds.
    public var labels: [LabelEvent]
    /// Where it lies or lay, by source.
    public var places: [Placing]
}

/// A label that a person gave: with a command, or by handing the message over.
public struct TaughtLabel: Sendable, Equatable {
    /// The message's digest.
    public var digest: [UInt8]
    /// Whose mail it is; nil where the source has no account.
    public var account: String?
    /// The label.
    public var label: LabelEvent
    /// Whether it is the message's last label, which holds.
    public var holds: Bool
}
