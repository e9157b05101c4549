// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration
package import MailServerLogs

/// What is known of a mail server, as far as it could be read.
package struct MailServerFacts: Sendable {
    /// Whether it is this machine: commands for another one would act on the wrong files.
    package var isThisMachine = true
    /// What the site says of itself; the servers' own domains and networks are added.
    package var site = OwnSite()
    /// Postfix's configuration.
    package var postfix: PostfixConfiguration?
    /// The tables that it names, as far as they are text.
    package var tables: [PostfixTableName: PostfixTable] = [:]
    /// Dovecot's configuration.
    package var dovecot: DovecotConfiguration?
    /// Aliases, and the lists that they include.
    package var aliases: [AliasFile] = []
    /// `.forward` files.
    package var forwards: [PersonalFile<AliasFile>] = []
    /// Sieve scripts.
    package var scripts: [PersonalFile<SieveScript>] = []
    /// Access lists of mailboxes.
    package var accessLists: [PersonalFile<DovecotAccessList>] = []
    /// Who is asked for names.
    package var resolver: ResolverFile?
    /// Zones of the site's domains.
    package var zones: [ZoneFile] = []
    /// Who can read what.
    package var files: [FileAccess] = []
    /// What logs say.
    package var log: LogFacts?

    /// Makes a server of which nothing is known.
    package init() {}
}

/// A file that belongs to somebody, or to all.
package struct PersonalFile<Content: Sendable>: Sendable {
    /// What its owner is called: `account 7`; nil: it is everybody's, and its path says nothing of people.
    package var owner: String?
    /// Its path, or what may be shown of it: `.dovecot.sieve`.
    package var shownPath: String
    /// The command that opens it, at a line.
    package var command: @Sendable (_ line: Int) -> String
    /// What is in it.
    package var content: Content

    /// Makes a file.
    package init(
        owner: String?, shownPath: String, content: Content, command: @escaping @Sendable (_ line: Int) -> String
    ) {
        (self.owner, self.shownPath, self.content, self.command) = (owner, shownPath, content, command)
    }

    /// A line of it, for evidence.
    func evidence(_ place: ConfigurationPlace) -> String {
        (owner.map { $0 + ": " } ?? "") + "\(shownPath):\(place.line)"
    }
}

/// Who can read a file or a folder, with the folders around it considered.
package struct FileAccess: Sendable, Equatable {
    /// What it is.
    package enum Role: String, Sendable, CaseIterable {
        /// The site's hash key, and the key that models are signed with.
        case key
        /// The store.
        case store
        /// Exported models.
        case models
        /// Accounts' mail.
        case maildir
        /// Postfix's queue, and mailboxes in one file.
        case spool
        /// Backups.
        case backup
        /// Private keys of TLS.
        case tlsKey
    }

    /// What it is.
    package var role: Role
    /// Its path, or what may be shown of it: `account 7`.
    package var shownPath: String
    /// Its permissions, as `chmod` takes them.
    package var mode: UInt32
    /// Whether every user of the machine gets at it.
    package var isOpenToAll: Bool
    /// Whether its group gets at it.
    package var isOpenToGroup: Bool
    /// The command that closes it.
    package var command: String

    /// Makes an entry.
    package init(
        _ role: Role, shownPath: String, mode: UInt32, isOpenToAll: Bool, isOpenToGroup: Bool, command: String
    ) {
        (self.role, self.shownPath, self.mode) = (role, shownPath, mode)
        (self.isOpenToAll, self.isOpenToGroup, self.command) = (isOpenToAll, isOpenToGroup, command)
    }
}

/// What logs say of transport.
package struct LogFacts: Sendable {
    /// The counts.
    package var transport: TransportTables
    /// Whether there was a line on TLS with clients, and with servers: without one nothing is known of it.
    package var hasClientTLS: Bool
    package var hasServerTLS: Bool
    /// The days that the lines span, at least 1.
    package var days: Int

    /// Makes them of an analysis that has been finished; nil: transport was not followed.
    package init?(_ analysis: LogAnalysis) {
        guard let transport = analysis.transportTables else { return nil }
        self.transport = transport
        let tables = analysis.tables
        hasClientTLS = tables.totals.connectionsTLS > 0
        hasServerTLS = tables.totals.outgoingTLS > 0
        days = max(1, ((tables.last ?? 0) - (tables.first ?? 0) + 86_399) / 86_400)
    }
}
