// SPDX-License-Identifier: Apache-2.0

/// A message that left for the outside, or should have, as a whole: who handed it in, and what became of its copies.
///
/// Copies behind filters, aliases and hops are those of the message they go on with. People are hashes; of the line's text
/// only the queue id and the name of a script are kept.
package struct Departure: Sendable, Equatable {
    /// Where a message came from.
    package enum Origin: UInt8, Sendable, CaseIterable {
        /// Its arrival is not in the logs.
        case unknown
        /// From a login, a client on the site's own networks, or a local program: ``Departure/source`` says which.
        case own
        /// From another server's client, without a login.
        case outside
        /// A notification of non-delivery.
        case notification
        /// A vacation reply.
        case vacation
    }

    /// A copy for a recipient outside the site's own domains.
    package struct Copy: Sendable, Equatable {
        /// The recipient, hashed.
        package var recipient: UInt64
        /// The number of the recipient's domain in ``LogTables/recipientDomains``.
        package var domain: Int
        /// Whether an alias, a forward or a rule of a mailbox sent it on: its sender wrote to an address of the site.
        package var isForwarded = false
        /// The site's address that sent it on, a key of ``LogAnalysis/sources``; 0: not known.
        package var mailbox: UInt64 = 0
        /// Whether what was sent on kept the sender of a stranger: SPF fails at the receiver.
        package var hasForeignSender = false
        /// What became of it.
        package var outcome: LogEvent.Outcome
        /// Why it went back, as ``LogAnalysis/Options/reasonForReturn`` numbers it; nil: it did not, or nobody says.
        package var reason: UInt8?
    }

    /// When it arrived, in seconds since 1970.
    package var time: Int
    /// Where it came from.
    package var origin: Origin
    /// Who handed it in: a key of ``LogAnalysis/sources``; 0: nobody of the site's own.
    package var source: UInt64 = 0
    /// The client's wide network, hashed; 0: none.
    package var network: UInt64 = 0
    /// The envelope's sender, hashed; 0: none, or not known.
    package var sender: UInt64 = 0
    /// Whether that sender is of none of the site's own domains.
    package var hasForeignSender = false
    /// Of a notification: where the message came from that it is about.
    package var about = Origin.unknown
    /// Whether Spreu's filter called it spam; nil: it did not see the message.
    package var isSpam: Bool?
    /// The script that the header checks named (`X-PHP-Originating-Script`); empty: none.
    package var script = ""
    /// The queue's name for the message.
    package var queueID = ""
    /// Its copies for the outside.
    package var copies: [Copy] = []
}

/// What is remembered of a message for its departure.
struct DepartureNotes: Equatable {
    /// Who handed it in.
    var origin = Departure.Origin.unknown
    /// The client's address, of one outside.
    var client = ""
    var queueID = ""
    var sender: UInt64 = 0
    var hasForeignSender = false
    var about = Departure.Origin.unknown
    var isSpam: Bool?
    var script = ""
    /// Whom rules of mailboxes sent it on to, hashed, and which mailboxes.
    var redirects: [UInt64: UInt64] = [:]

    /// No message is sent on to more by rules: a hostile log shall not fill the memory.
    static let maxRedirects = 100
    /// The most bytes of a client's address and of a script's name.
    static let (maxClientBytes, maxScriptBytes) = (64, 80)
}
