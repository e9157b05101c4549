// SPDX-License-Identifier: Apache-2.0

/// What became of the recipients of a domain, or of a sender's.
package struct DomainCounts: Sendable, Equatable {
    /// Messages: from a sender's domain.
    package var messages = 0
    /// Bytes of them.
    package var bytes = 0
    /// Recipients who got theirs.
    package var delivered = 0
    /// Tries that were put off.
    package var deferrals = 0
    /// Recipients whose copy went back.
    package var bounced = 0
    /// Seconds from the first server to the mailbox or the next server, over all delivered.
    package var delay = 0.0
    /// Seconds of the slowest.
    package var slowest = 0.0
}

/// What clients of a network did.
package struct NetworkCounts: Sendable, Equatable {
    /// Connections.
    package var connections = 0
    /// Messages.
    package var messages = 0
    /// Refusals.
    package var rejected = 0
    /// Failed logins.
    package var failedLogins = 0
}

/// What a large receiver made of the site's mail.
package struct ReceiverCounts: Sendable {
    /// Recipients who got theirs.
    package var delivered = 0
    /// Tries that were put off.
    package var deferrals = 0
    /// Recipients whose copy went back.
    package var bounced = 0
    /// Its answers, without addresses and numbers, and how often.
    package var answers = NameTable<Int>(limit: 100, empty: 0)
}

/// Totals, by line and by message.
package struct LogTotals: Sendable, Equatable {
    /// Messages by where they came from, each once.
    package var messages = [Int](repeating: 0, count: MessageOrigin.allCases.count)
    /// Messages that go on with another one: behind a filter, a forwarding alias, a hop whose log is read too.
    package var joined = 0
    /// Bytes of messages, each once.
    package var bytesReceived = 0
    /// Bytes of messages times their recipients who got theirs.
    package var bytesDelivered = 0
    /// Recipients whose copy went into a mailbox, or to a program for it.
    package var deliveredHere = 0
    /// Recipients whose copy went to another server.
    package var deliveredElsewhere = 0
    /// Copies that were handed to a filter, or on under another queue id, and followed there.
    package var handedOver = 0
    /// Recipients whose copy went back.
    package var bounced = 0
    /// Recipients whose copy was thrown away by a rule.
    package var discarded = 0
    /// Messages that were put off at least once.
    package var deferredMessages = 0
    /// Tries that were put off.
    package var deferrals = 0
    /// Messages that were kept too long.
    package var expired = 0
    /// Copies for an archive.
    package var archived = 0
    /// Messages that wait in a queue when the log ends.
    package var queued = 0
    /// Messages whose end is not in the logs.
    package var lost = 0
    /// Refusals, and those that only warn.
    package var rejected = 0
    /// Rules that only warn, or note.
    package var warned = 0
    /// Messages that a rule put on hold.
    package var held = 0
    /// Messages and commands that a rule discarded.
    package var ruleDiscards = 0
    /// Connections of clients.
    package var connections = 0
    /// Sessions of smtpd whose begin and end are in the logs, their seconds, and the longest.
    package var sessions = 0
    package var sessionSeconds = 0
    package var longestSession = 0
    /// Messages from other servers that came over TLS, as far as their session is in the logs.
    package var receivedTLS = 0
    /// Connections of clients with TLS.
    package var connectionsTLS = 0
    /// Connections that broke, or were ended.
    package var connectionsLost = 0
    /// Connections to other servers with TLS.
    package var outgoingTLS = 0
    /// Deliveries to other servers over the network, tries included.
    package var outgoing = 0
    /// Servers that could not be reached.
    package var unreachable = 0
    /// Logins at IMAP, POP3 and their like.
    package var logins = 0
    /// Failed logins.
    package var failedLogins = 0
    /// Messages stored by Dovecot's delivery.
    package var stored = 0
    /// Vacation replies that Sieve sent.
    package var vacations = 0
    /// Clients that `postscreen` let pass.
    package var screened = 0
    /// Tests that clients failed at `postscreen`.
    package var screenedOut = 0

    /// Makes empty totals.
    package init() {}
}

/// How the lines were read.
package struct LineCounts: Sendable, Equatable {
    /// All lines that are not empty.
    package var total = 0
    /// Bytes of them.
    package var bytes = 0
    /// What is no log line.
    package var unreadable = 0
    /// Lines longer than 64 KiB, which were cut there.
    package var cut = 0
    /// Lines by server.
    package var byServer = [Int](repeating: 0, count: MailServer.allCases.count)
    /// Lines of mail servers that are not known.
    package var unknown = 0
    /// Lines that say that others were left out: `imuxsock lost 42 messages`, `Suppressed 42 messages`.
    package var suppressions = 0
}

/// What a mail server's logs say, as values.
///
/// Of people there are counts alone: no account, no local part of an address, no line.
package struct LogTables: Sendable {
    /// The most domains, networks, lists and so on that are told apart.
    package static let nameLimit = 20_000

    /// When the first and the last line were written, in seconds since 1970; nil: there was none.
    package internal(set) var first: Int?
    package internal(set) var last: Int?
    /// How the lines were read.
    package internal(set) var lines = LineCounts()
    /// Totals.
    package internal(set) var totals = LogTotals()
    /// Volume by hour, weekday and day.
    package internal(set) var volume = VolumeByTime()
    /// By recipients' domain, and by senders'.
    package internal(set) var recipientDomains = NameTable<DomainCounts>(limit: nameLimit, empty: DomainCounts())
    package internal(set) var senderDomains = NameTable<DomainCounts>(limit: nameLimit, empty: DomainCounts())
    /// About how many senders and recipients there were.
    package internal(set) var senders = DistinctCount()
    package internal(set) var recipients = DistinctCount()
    /// By network of clients: 24 bits of an IPv4 address, 48 of an IPv6 address.
    package internal(set) var networks = NameTable<NetworkCounts>(limit: nameLimit, empty: NetworkCounts())
    /// Refusals by reason.
    package internal(set) var rejections = [Int](repeating: 0, count: RejectionReason.allCases.count)
    /// Refusals by block list.
    package internal(set) var blockLists = NameTable<Int>(limit: 500, empty: 0)
    /// Listings by list, as `postscreen` asks for them.
    package internal(set) var listings = NameTable<Int>(limit: 500, empty: 0)
    /// Tests failed at `postscreen`.
    package internal(set) var screening = NameTable<Int>(limit: 50, empty: 0)
    /// TLS versions of clients and of servers.
    package internal(set) var tlsVersions = NameTable<Int>(limit: 50, empty: 0)
    /// Bytes of messages.
    package internal(set) var sizes = Histogram(bounds: [1_024, 10_240, 102_400, 1_048_576, 10_485_760])
    /// Seconds from the first server to the mailbox or the next server.
    package internal(set) var delays = Histogram(bounds: [1, 10, 60, 600, 3_600, 86_400])
    /// The stages of deliveries' delays: seconds altogether, and how often each was the longest.
    package internal(set) var stageSeconds = [Double](repeating: 0, count: 4)
    package internal(set) var stageLongest = [Int](repeating: 0, count: 4)
    /// What large receivers said.
    package internal(set) var receivers = [ReceiverCounts](repeating: ReceiverCounts(), count: Receiver.allCases.count)
    /// Verdicts of Spreu's filter, by verdict and by what was done: `spam, quarantine`.
    package internal(set) var verdicts = NameTable<Int>(limit: 50, empty: 0)
    /// Warnings of mail servers, as templates.
    package internal(set) var warnings = NameTable<Int>(limit: 300, empty: 0)
    /// Lines of mail servers that are not known, as templates.
    package internal(set) var unknown = NameTable<Int>(limit: 300, empty: 0)
    /// Lines of other daemons, by daemon.
    package internal(set) var otherDaemons = NameTable<Int>(limit: 200, empty: 0)

    /// Makes empty tables.
    package init() {}
}
