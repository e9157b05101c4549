// SPDX-License-Identifier: Apache-2.0

/// What somebody said of one message, on its way to the batch that learns it.
public struct DropRecord: Sendable, Equatable {
    /// What is to be learned of the message.
    public enum Feedback: String, Sendable, CaseIterable {
        /// It is wanted.
        case ham
        /// It is not.
        case spam
        /// What was said of it before no longer holds, and nothing else does.
        case forget
    }

    /// What is to be learned.
    public var feedback: Feedback
    /// Whose mail it is or who reported it, as the writer says: a mail account, a user name; may be empty.
    ///
    /// The writer's uid is not taken from here but from the file system (``DropReader/Received/uid``).
    public var account: String
    /// Through what it came: `imapsieve`, `command`, `spamd-tell`, `http-learn`.
    public var origin: String
    /// When it was said, in nanoseconds since 1970 (UTC).
    public var time: Int64
    /// What the live filter said when the message came: a line that begins with `spam`, `ham` or `unsure`, as the value of
    /// its X-Spreu field does; nil if unknown.
    public var verdict: String?
    /// The message as it was handed over.
    public var message: [UInt8]

    /// Makes a record.
    public init(
        _ feedback: Feedback, message: [UInt8], account: String = "", origin: String, time: Int64,
        verdict: String? = nil
    ) {
        self.feedback = feedback
        self.account = account
        self.origin = origin
        self.time = time
        self.verdict = verdict
        self.message = message
    }
}
