// SPDX-License-Identifier: Apache-2.0

/// What an address of the site sent on to the outside on one day: by an alias, a forward or a rule of a mailbox.
package struct ForwardDay: Sendable, Equatable {
    /// Copies.
    package var copies = 0
    /// Copies of messages that the filter judged, and of those that it calls spam.
    package var judged = 0, spam = 0
    /// Copies that receivers refused for their content or by their rules.
    package var refused = 0
    /// Copies with the envelope sender of a stranger, for whom this server may not send (no SRS).
    package var foreignSenders = 0
}

/// What left the server on one day for which no sender of the site's own stands.
package struct SiteDay: Sendable, Equatable {
    /// Copies for the outside of mail from outside that no mailbox sent on, and those that were taken.
    package var relayed = 0, relayedAndTaken = 0
    /// Notifications of non-delivery for the outside about mail from outside, and those that could not be delivered.
    package var notices = 0, lostNotices = 0
    /// Vacation replies for the outside.
    package var vacations = 0
    /// Clients outside whose mail was relayed, with the copies.
    package var clients: [UInt64: Int] = [:]
    /// Domains that mail was relayed to, as numbers of the table of recipients' domains, with the copies.
    package var domains: [Int: Int] = [:]
    /// The latest queue ids of what was relayed, and of notices.
    package var queueIDs: [String] = []

    /// Clients, domains and queue ids beyond are not told apart.
    static let (maxNames, maxQueueIDs) = (1_000, 5)
}
