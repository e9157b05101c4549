// SPDX-License-Identifier: Apache-2.0

/// One thing in a log that alarms count: who and when, as hashes, and no text of the line but the queue id.
package struct ServerActivity: Sendable, Equatable {
    /// What happened.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// A message came from outside.
        case received
        /// A message came from a source of the site's own.
        case submitted
        /// The first try to deliver to a recipient outside the site's own domains.
        case externalRecipient
        /// Such a recipient's copy went back.
        case bounced
        /// Such a recipient's first try was put off.
        case deferred
        /// A large receiver took a copy.
        case taken
        /// A large receiver refused a copy, for a reason other than the recipient's address or mailbox.
        case refused
        /// Somebody's server refused own mail because a block list names this one.
        case blockListed
        /// A login succeeded.
        case login
        /// A login failed.
        case loginFailed
        /// A user's rules sent a message on to an address outside the site's own domains.
        case redirected
    }

    /// What happened.
    package var kind: Kind
    /// When, in seconds since 1970.
    package var time: Int
    /// Who: a key of ``LogAnalysis/sources``; 0: not known, or nobody of the site's own.
    package var source: UInt64 = 0
    /// The client's address, hashed; 0: none.
    package var address: UInt64 = 0
    /// The wide network around it, as providers have them (16 bits of IPv4, 32 of IPv6), hashed; 0: none.
    package var network: UInt64 = 0
    /// The external recipient, hashed; 0: none.
    package var recipient: UInt64 = 0
    /// The large receiver that answered.
    package var receiver: Receiver?
    /// The queue's name for the message; empty: none.
    package var queueID = ""
}

/// Whose mail is counted together.
package struct ActivitySource: Sendable, Hashable {
    /// What kind of name it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// The name that somebody logged in with.
        case login
        /// A client's address on the site's own networks, without a login.
        case client
        /// A local user whose programs hand in mail, by its number: `uid 33`.
        case script
    }

    /// What kind of name it is.
    package var kind: Kind
    /// The name as in the log, in lower case, at most 256 bytes.
    package var name: String

    /// Makes a source.
    package init(_ kind: Kind, _ name: String) {
        self.kind = kind
        self.name = String(decoding: name.lowercased().utf8.prefix(256), as: UTF8.self)
    }

    /// Whether it is a client on the machine itself: any of its programs, those that take mail of others among them.
    package var isLoopback: Bool { kind == .client && (name.hasPrefix("127.") || name == "::1") }

    /// Its key under a seed: the same in every run that has the seed.
    package func key(seed: UInt64) -> UInt64 {
        let bytes = Array(name.utf8)
        return Self.key(bytes.span, 0..<bytes.count, kind, seed: seed)
    }

    static func key(_ text: Span<UInt8>, _ range: Range<Int>, _ kind: Kind, seed: UInt64) -> UInt64 {
        let mark: UInt64 =
            switch kind {
            case .login: 1
            case .client: 2
            case .script: 3
            }
        return max(1, mixed(text.hash(range, seed: seed, foldsCase: true) ^ mark))
    }
}

/// What a site says of itself, so that its own mail is told from that of others.
package struct WatchedSite: Sendable, Equatable {
    /// The site's own domains; `.example.com` stands for all below it.
    package var domains: [String]
    /// The networks whose clients may send without a login, as CIDR.
    package var networks: [String]

    /// Makes a description.
    package init(domains: [String], networks: [String]) {
        self.domains = domains
        self.networks = networks
    }
}

/// What happened since it was last taken.
struct ActivityLog: Sendable {
    /// The most sources whose names are remembered.
    static let maxSources = 50_000
    /// The most clients that are remembered as own ones, or as others.
    static let maxClients = 50_000

    var entries: [ServerActivity] = []
    var sources: [UInt64: ActivitySource] = [:]
    /// Clients' addresses, hashed, and whether they are on the site's own networks.
    var clients: [UInt64: Bool] = [:]
}
