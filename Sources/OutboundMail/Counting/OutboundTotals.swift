// SPDX-License-Identifier: Apache-2.0

/// What left in all, by where it came from; of excluded accounts this is all that is known.
package struct OutboundTotals: Sendable, Equatable {
    /// Where mail for the outside comes from.
    package enum Route: String, Sendable, CaseIterable {
        case login, client, script, forward, relay, notification, vacation, unknown
    }

    /// Messages, recipients outside, copies that went back, and those of unknown recipients.
    package struct Counts: Sendable, Equatable {
        /// Messages with such recipients.
        package var messages = 0
        /// Recipients.
        package var recipients = 0
        /// Copies that went back, whatever for.
        package var bounced = 0
        /// Copies for recipients that do not exist.
        package var unknownUsers = 0
        /// Messages that the model judged, and those that it calls spam.
        package var judged = 0, spam = 0
    }

    /// The counts.
    package var routes: [Route: Counts] = [:]
    /// Sources beyond those that are told apart.
    package var sourcesLeftOut = 0
    /// Messages of excluded accounts.
    package var excluded = 0
}
