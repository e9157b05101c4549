// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
package import ServerAlarms

/// What is suspicious: minimum counts and rates, so that few messages never make a finding.
package struct OutboundSettings: Sendable, Equatable {
    /// The site's domains and networks, own ceilings, and the limits that alarms have.
    package var alarms: AlarmSettings
    /// Recipients of a day that do not exist: at least so many, and with 95 % confidence at least this share of all.
    ///
    /// Amazon SES looks into an account from 5 % on; a list of people who asked for mail has less than 2 %.
    package var unknownUsers = 10, unknownPercent = 5.0
    /// Copies of a day that receivers refused for their content, likewise.
    package var refusedContent = 10, refusedPercent = 10.0
    /// Messages of a day that the model calls spam, likewise.
    package var spam = 5, spamPercent = 50.0
    /// Complaints about messages of a day, likewise; Gmail and Yahoo ask for less than 0.1 %, and refuse from 0.3 % on.
    package var complaints = 3, complaintPercent = 0.1
    /// Wide networks from which one login sends on a day, and twice as many as on any day before.
    package var networks = 8
    /// Envelope senders outside the site's domains, in mail of one client without a login on a day.
    package var foreignSenders = 5
    /// Recipients outside who get mail from outside on a day, without a login and without a mailbox that sent it on.
    package var relayed = 3
    /// Notifications of non-delivery to strangers on a day.
    package var notices = 20
    /// Spam that a mailbox sends on in a week; refused copies among what it sends on, at least so many and this share.
    package var forwardedSpam = 5, forwardedPercent = 5.0
    /// Recipients of a campaign in seven days, from which on it has to have a way to unsubscribe.
    ///
    /// Gmail's and Yahoo's rules are for 5,000 a day to them; a list is a list long before.
    package var campaign = 50

    /// Makes the defaults.
    package init(alarms: AlarmSettings) { self.alarms = alarms }
}
