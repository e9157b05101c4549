// SPDX-License-Identifier: Apache-2.0

/// What of a site is looked at, in the order in which a report names it.
package enum HealthArea: String, Sendable, CaseIterable {
    /// `spreu.yaml`, `spreud.yaml`.
    case configuration
    /// The users and groups of the machine.
    case users
    /// Who may read and write what.
    case permissions
    /// The site's key, and what was made with it.
    case key
    /// The site's settings, by the digests that store and model have.
    case settings
    /// The model that is served.
    case model
    /// The filter: its sockets, and whether it answers.
    case filter
    /// `main.cf` and `master.cf`.
    case postfix
    /// Dovecot's Sieve, and the feedback of users.
    case dovecot
    /// The last night.
    case night
    /// The accounts whose mail is learned.
    case accounts
    /// What starts nights and filter.
    case units
    /// Space for the next night.
    case disk
    /// The machine's clock.
    case clock
}

/// How much a finding matters.
package enum HealthSeverity: Int, Sendable, CaseIterable, Comparable {
    /// To be known: it may well be wanted.
    case notice
    /// It works, but worse than it could, or it will not for long.
    case warning
    /// Mail is not filtered, or is in danger, or nothing is learned.
    case critical

    package static func < (first: Self, second: Self) -> Bool { first.rawValue < second.rawValue }

    /// Its name for programs.
    package var name: String {
        switch self {
        case .notice: "notice"
        case .warning: "warning"
        case .critical: "critical"
        }
    }
}
