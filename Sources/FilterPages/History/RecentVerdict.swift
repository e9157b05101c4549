// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// A verdict of the last day: neither sender nor recipient nor subject.
package struct RecentVerdict: Sendable, Equatable {
    /// When it was given, in seconds since 1970.
    package var time: Int64
    /// The mail server's name for the message, as it told it; nil if it did not.
    package var queueID: String?
    /// What is kept of its Message-ID, in memory alone, to look it up by; nil: it has none, or was not read.
    package var messageID: MessageIDDigest?
    /// `ham`, `unsure`, `spam`, or `unfiltered`.
    package var verdict: String
    /// The log-odds; nil where no model was asked.
    package var logOdds: Double?
    /// `milter`, `spamd`, `http`.
    package var protocolName: String
    /// What was done with the message.
    package var action: String
    /// From the message's end to its verdict.
    package var nanoseconds: Int64

    /// So much of a queue id is kept, which a client gives.
    package static let maxQueueIDBytes = 64

    /// Creates a verdict.
    package init(
        time: Int64, queueID: String?, messageID: MessageIDDigest? = nil, verdict: String, logOdds: Double?,
        protocolName: String, action: String, nanoseconds: Int64
    ) {
        self.time = time
        self.queueID = queueID?.prefix(bytes: Self.maxQueueIDBytes)
        self.messageID = messageID
        self.verdict = verdict
        self.logOdds = logOdds
        self.protocolName = protocolName
        self.action = action
        self.nanoseconds = nanoseconds
    }
}
