// SPDX-License-Identifier: Apache-2.0
package import MailServerLogs
package import OutgoingBrake
package import ReportPages

/// When to tell whom of what: `alarms:` in `spreu.yaml`.
///
/// - SeeAlso: docs/alarms.md
public struct AlarmSettings: Sendable, Equatable {
    /// Where counters and incidents are (`folder`).
    package var folder = "/var/lib/spreu/alarms"
    /// The logs that are read where none are given (`logs`).
    package var logs: [String] = []
    /// The site's own domains and networks (`domains`, `networks`; without them `recipients` and `networks` of the site).
    package var site = WatchedSite(domains: [], networks: [])
    /// External recipients that a source may have (`ten-minutes`, `hour`, `day`).
    package var ceilings = BrakeCeilings.standard
    /// Own ceilings of newsletters, invoices, devices (`own`).
    package var own: [ActivitySource: BrakeCeilings] = [:]
    /// Days off, beside weekends (`holidays`).
    package var calendar = SiteCalendar()
    /// Messages that may wait (`queue`).
    package var queue = 500
    /// Bounces and deferrals of a day as shares of its external recipients, and their least number.
    package var bouncePercent = 20, deferralPercent = 50, minimumBounces = 50, minimumDeferrals = 200
    /// The least number of a day's messages that can be too many for the site.
    package var minimumVolume = 500
    /// The least number of refusals by block lists, or by one large receiver, that are told.
    package var minimumRefusals = 10
    /// People whom an account never wrote to, in 24 hours: so many are told where they are three times its most so far.
    package var newRecipients = 50
    /// Such people, in mail from a network that is new to the account and the site.
    package var foreignRecipients = 8
    /// Failed logins of a client before one that succeeds.
    package var failures = 20
    /// Messages from outside that should have come, where none did.
    package var silentMessages = 30
    /// What is run first when there is an alarm (`command`), with its arguments; empty: nothing.
    package var command: [String] = []
    /// Who gets a mail (`mail-to`).
    package var mailTo: [String] = []
    /// The program that takes it (`sendmail`).
    package var sendmail = "/usr/sbin/sendmail"
    /// In which language (`language`); nil: that of the environment.
    package var language: Language?
    /// For how many months the site's totals are kept (`retention: totals`).
    package var totalMonths = 24
    /// Own ceilings by key; set where the seed is known.
    var ownKeys: [UInt64: BrakeCeilings] = [:]

    /// Makes the defaults.
    public init() {}

    /// Takes the seed with which sources are hashed.
    mutating func take(seed: UInt64) {
        ownKeys = Dictionary(own.map { ($0.key.key(seed: seed), $0.value) }, uniquingKeysWith: { first, _ in first })
    }
}
