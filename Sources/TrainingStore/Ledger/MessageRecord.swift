// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// All that a store knows about one message, for a person who asks.
public struct MessageRecord: Sendable {
    /// A current or former location of a message.
    public struct Location: Sendable, Equatable {
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
    /// Every label that it had, oldest first; the last one holds.
    public var labels: [LabelEvent]
    /// Its current and former locations, by source.
    public var locations: [Location]
}

/// A label that a person gave, with a command or as feedback.
public struct ExplicitLabel: Sendable, Equatable {
    /// The message's digest.
    public var digest: [UInt8]
    /// Whose mail it is; nil where the source has no account.
    public var account: String?
    /// The label.
    public var label: LabelEvent
    /// Whether it is the message's last label, which holds.
    public var holds: Bool
}
