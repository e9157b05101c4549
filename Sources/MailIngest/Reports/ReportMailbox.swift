// SPDX-License-Identifier: Apache-2.0

/// A mailbox to which people forward, as attachment, what a filter got wrong.
public struct ReportMailbox: Sendable, Equatable {
    /// Its Maildir, or one folder of one.
    public var path: String
    /// What the messages that are attached are.
    public var isSpam: Bool

    /// Creates a mailbox.
    public init(path: String, isSpam: Bool) {
        self.path = path
        self.isSpam = isSpam
    }
}
