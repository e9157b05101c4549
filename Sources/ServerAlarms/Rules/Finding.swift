// SPDX-License-Identifier: Apache-2.0

/// Why there is an alarm.
package enum AlarmRule: String, Sendable, CaseIterable {
    /// A source has more external recipients than its ceiling.
    case ceiling
    /// An account writes to far more people it never wrote to than it does on its busiest days.
    case newRecipients = "new-recipients"
    /// An account writes to people it never wrote to, or redirects its mail, from a network that is new to it and the site.
    case foreignLogin = "foreign-login"
    /// A login succeeded after many failures, from a network that is new to the account.
    case guessedPassword = "guessed-password"
    /// Far more mail than usual, in or out.
    case volume
    /// Many copies go back.
    case bounces
    /// Many copies are put off.
    case deferrals
    /// Many messages wait.
    case queue
    /// Servers of others refuse mail because a block list names this one.
    case blockListed = "block-listed"
    /// A large receiver refuses own mail.
    case refusedByReceiver = "refused-by-receiver"
    /// No mail comes from outside, or from a source that always sent some.
    case silence
}

/// What a rule found, at an instant.
package struct Finding: Sendable, Equatable {
    /// Whom or what it concerns: of one subject there is one open incident.
    package enum Subject: Sendable, Hashable {
        /// A login, client or script, by key.
        case source(UInt64)
        /// The site, in one respect.
        case site(String)
    }

    /// Why.
    package var rule: AlarmRule
    /// Whom it concerns.
    package var subject: Subject
    /// When, in seconds since 1970.
    package var time: Int
    /// How many, and how many there may be.
    package var count, limit: Int
    /// What was counted.
    package var what: CountedThing
    /// The mail server's name for the message at hand; empty: none.
    package var queueID = ""

    /// Makes a finding.
    package init(
        rule: AlarmRule, subject: Subject, time: Int, count: Int, limit: Int, what: CountedThing, queueID: String = ""
    ) {
        (self.rule, self.subject, self.time) = (rule, subject, time)
        (self.count, self.limit, self.what, self.queueID) = (count, limit, what, queueID)
    }
}
