// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// What crossed networks in clear text, by partner, and which clouds logged in.
///
/// Of people there are counts alone.
package struct TransportTables: Sendable {
    /// Messages with TLS and without.
    package struct Counts: Sendable, Equatable {
        /// Over TLS.
        package internal(set) var secured = 0
        /// In clear text.
        package internal(set) var clear = 0
    }

    /// Logins, and the accounts behind some of them.
    package struct Logins: Sendable, Equatable {
        /// How many.
        package internal(set) var count = 0
        /// When the last was, in seconds since 1970.
        package internal(set) var last = 0
        var accounts: Set<UInt64> = []

        /// How many accounts, at most ``maxAccounts``.
        package var accountCount: Int { accounts.count }

        /// The most accounts that are told apart.
        package static let maxAccounts = 100_000

        mutating func add(_ account: UInt64?, at time: Int) {
            count += 1
            last = max(last, time)
            if let account, accounts.count < Self.maxAccounts { accounts.insert(account) }
        }
    }

    /// Logins at IMAP, POP3 and their like, and those of them in clear text.
    package internal(set) var logins = 0
    package internal(set) var clearLogins = Logins()
    /// Messages handed in with a login, and those of them in clear text.
    package internal(set) var submissions = 0
    package internal(set) var clearSubmissions = Logins()
    /// Messages to other servers by recipients' domain, and from other servers by senders' domain.
    package internal(set) var sent = NameTable<Counts>(limit: LogTables.nameLimit, empty: Counts())
    package internal(set) var received = NameTable<Counts>(limit: LogTables.nameLimit, empty: Counts())
    /// Logins from the networks of clouds, in the order of ``TransportWatch/clouds``.
    package internal(set) var clouds: [Logins]
    /// Messages that users' rules sent on to addresses outside, by domain.
    package internal(set) var redirects = NameTable<Int>(limit: LogTables.nameLimit, empty: 0)

    init(clouds: Int) { self.clouds = Array(repeating: Logins(), count: clouds) }
}

/// What ``TransportTables`` are made by.
package struct TransportWatch: Sendable {
    /// The site's own domains.
    package var site: WatchedSite
    /// Its networks: servers on them are no partners.
    package var networks: [NetworkRange]
    /// The networks of each cloud.
    package var clouds: [[NetworkRange]]

    /// Makes a description.
    package init(site: WatchedSite, networks: [NetworkRange], clouds: [[NetworkRange]]) {
        (self.site, self.networks, self.clouds) = (site, networks, clouds)
    }
}
