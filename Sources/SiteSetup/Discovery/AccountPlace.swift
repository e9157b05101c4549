// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration

/// A pattern for accounts' Maildirs, and who says that they are there.
package struct AccountPlace: Sendable, Equatable {
    /// Who says so.
    package enum Origin: Sendable, Equatable {
        /// Spreu's own configuration, from before.
        case configuration(String)
        /// Dovecot's setting.
        case dovecot(ConfigurationPlace)
        /// Postfix' parameter.
        case postfix(ConfigurationPlace)
        /// Exim's local delivery.
        case exim(String)
        /// It is where a well-known system keeps it.
        case layout(KnownLayout)
    }

    /// The pattern, as shells read it.
    package var pattern: String
    /// Who says so.
    package var origin: Origin
    /// `maildir`, or a format that is not read.
    package var format: String
    /// Whether nobody says how deep the accounts lie: what a wildcard finds may be an account already.
    package var isGuess: Bool

    /// Makes a place.
    package init(_ pattern: String, _ origin: Origin, format: String = "maildir", isGuess: Bool = false) {
        (self.pattern, self.origin, self.format, self.isGuess) = (pattern, origin, format, isGuess)
    }

    /// The pattern up to its last wildcard: what it finds are the accounts' homes, and none of them is looked into.
    var homes: String {
        let parts = pattern.split(separator: "/", omittingEmptySubsequences: false)
        let last = parts.lastIndex { $0.contains { "*?[".contains($0) } } ?? parts.endIndex - 1
        return parts[...last].joined(separator: "/")
    }
}

/// What is known of a server before any account is looked at.
package struct ServerEvidence: Sendable {
    /// Postfix' configuration.
    package var postfix: PostfixConfiguration?
    /// Dovecot's configuration.
    package var dovecot: DovecotConfiguration?
    /// Whether Dovecot reads the files of `conf.d`, as Debian has it set up.
    package var isDovecotSplit = true
    /// Exim's configuration.
    package var exim: EximConfiguration?
    /// Whether Debian's Exim without content scanning is installed: it refuses a configuration that names a filter.
    package var isEximLight = false
    /// The machine's users.
    package var users: UserTable
    /// The site's own domains, as its mail server has them.
    package var domains: [String] = []
    /// The networks that mail is relayed for.
    package var networks: [String] = []
    /// The server's name.
    package var hostName: String?
    /// Filters that are in use, by their names.
    package var filters: [String] = []
    /// The well-known systems whose marks are there.
    package var systems: [KnownLayout] = []

    /// Units of Spreu that start by themselves.
    package var enabledUnits: Set<String> = []
    /// Whether the Sieve script that files spam lies where Dovecot is told to look.
    package var hasSieveScript = false

    /// Makes evidence of a server with these users.
    package init(users: UserTable) { self.users = users }

    /// What Dovecot says of its mail.
    package var store: DovecotMailStore? { dovecot.map { DovecotMailStore($0, systemHomes: systemHomes) } }

    /// Patterns for the homes of the machine's users: `/home/*`.
    private var systemHomes: [String] {
        var found: [String] = []
        for user in users.people where user.number != 0 {
            guard let slash = user.home.lastIndex(of: "/"), slash > user.home.startIndex else { continue }
            let pattern = DovecotPath.escaped(String(user.home[..<slash])) + "/*"
            if !found.contains(pattern) { found.append(pattern) }
        }
        return found.isEmpty ? ["/home/*"] : found
    }

    /// Where accounts may be: what the servers say first, then where well-known systems keep them.
    package var places: [AccountPlace] {
        var places: [AccountPlace] = []
        func add(_ place: AccountPlace) {
            if !places.contains(where: { $0.pattern == place.pattern }) { places.append(place) }
        }
        for location in store?.locations ?? [] {
            add(AccountPlace(location.pattern, .dovecot(location.place), format: location.format))
        }
        if let postfix {
            let base = postfix.value("virtual_mailbox_base")
            if base.hasPrefix("/"), let place = postfix.place("virtual_mailbox_base") {
                for suffix in ["/*/*/Maildir", "/*/*"] {
                    add(AccountPlace(base + suffix, .postfix(place), isGuess: true))
                }
            }
            let mailbox = postfix.value("home_mailbox")
            if mailbox.hasSuffix("/"), let place = postfix.place("home_mailbox") {
                for home in systemHomes { add(AccountPlace("\(home)/\(mailbox.dropLast())", .postfix(place))) }
            }
        }
        if let exim, exim.delivery == "maildir_home" {
            for home in systemHomes { add(AccountPlace(home + "/Maildir", .exim(exim.path))) }
        }
        let layouts = systems + KnownLayout.allCases.filter { !systems.contains($0) }
        for layout in layouts {
            for pattern in layout.patterns { add(AccountPlace(pattern, .layout(layout), isGuess: true)) }
        }
        return places
    }
}
