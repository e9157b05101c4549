// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// A verdict of the last day: neither sender nor recipient nor subject.
package struct RecentVerdict: Sendable, Equatable {
    /// When it was given, in seconds since 1970.
    package var time: Int64
    /// The mail server's name for the message, as it told it; nil if it did not.
    package var queueID: String?
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

    /// Creates a verdict; of a queue id, which a client gives, 64 bytes are kept.
    package init(
        time: Int64, queueID: String?, verdict: String, logOdds: Double?, protocolName: String, action: String,
        nanoseconds: Int64
    ) {
        self.time = time
        self.queueID = queueID?.prefix(bytes: 64)
        self.verdict = verdict
        self.logOdds = logOdds
        self.protocolName = protocolName
        self.action = action
        self.nanoseconds = nanoseconds
    }
}
