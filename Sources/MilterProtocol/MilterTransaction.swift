// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// What an MTA told of a mail transaction so far: of the server, the client's connection and the message.
///
/// - SeeAlso: RFC 5321, section 3.3; Postfix's MILTER_README for when it sends which macro.
package struct MilterTransaction: Sendable, Hashable {
    /// The most bytes of ``serverName`` that are kept: no host's name is longer (RFC 1035).
    package static let maxServerNameBytes = 255
    /// The most bytes of anything else that are kept: a packet could hold a mebibyte of it, for as long as a connection.
    package static let maxWordBytes = 1_024

    /// The mail server's own name (macro `j`), once it told.
    package var serverName: String?
    /// The client's name by its address, as the MTA found it.
    package var clientName: String?
    /// The client's address, without brackets; nil where it has none.
    package var clientAddress: String?
    /// What the client called itself.
    package var helo: String?
    /// Who logged in (macro `auth_authen`); it stays for further messages.
    package var user: String?
    /// The mail server's name for the message (macro `i`), once it told.
    package var queueID: String?
    /// Whether the message had its queue id at MAIL already.
    ///
    /// Postfix gives a message from the network its queue id after the first recipient, and one from a program on the
    /// server, for which it plays a client at the loopback address, before MAIL.
    package var hadQueueIDAtMail = false
    /// The sender's address in the envelope; nil where it is none, as of a bounce.
    package private(set) var sender: String?
    /// The domains of the recipients, in lower case, each once, and an empty one for those without; at most
    /// ``maxRecipientDomains``.
    package private(set) var recipientDomains: [String] = []

    /// How many recipients there are of those that are counted, each as often as it was given.
    package private(set) var countedRecipients = 0
    /// The groups that the recipients belong to, each once; at most ``maxRecipientGroups``.
    package private(set) var recipientGroups: [Int] = []

    /// The most domains of recipients that are kept.
    package static let maxRecipientDomains = 10
    /// The most groups of recipients that are kept.
    package static let maxRecipientGroups = 10

    /// Begins with nothing known.
    package init() {}

    /// Another client connected: only the server is the same.
    mutating func connect(name: String?, address: String?) {
        clientName = name?.prefix(bytes: Self.maxWordBytes)
        clientAddress = address?.prefix(bytes: Self.maxWordBytes)
        helo = nil
        user = nil
        endMessage()
    }

    mutating func greet(_ name: String) { helo = name.prefix(bytes: Self.maxWordBytes) }

    /// Takes macros; an empty one tells nothing.
    mutating func take(_ macros: [String: String], isMail: Bool) {
        func value(_ name: String, _ limit: Int = Self.maxWordBytes) -> String? {
            macros[name].flatMap { $0.isEmpty ? nil : $0.prefix(bytes: limit) }
        }
        serverName = value("j", Self.maxServerNameBytes) ?? serverName
        queueID = value("i") ?? queueID
        if isMail { user = value("auth_authen") }
    }

    mutating func beginMessage() {
        hadQueueIDAtMail = queueID != nil
        (sender, recipientDomains, countedRecipients, recipientGroups) = (nil, [], 0, [])
    }

    mutating func begin(from address: String) {
        sender = address.isEmpty ? nil : address.prefix(bytes: Self.maxWordBytes)
    }

    mutating func add(recipient address: String, _ recipient: MilterRecipient) {
        if recipient.isCounted { countedRecipients &+= 1 }
        if recipientGroups.count < Self.maxRecipientGroups, !recipientGroups.contains(recipient.group) {
            recipientGroups.append(recipient.group)
        }
        let at = address.utf8.lastIndex(of: UInt8(ascii: "@"))
        let name = at.map { address[address.utf8.index(after: $0)...] } ?? ""
        let domain = name.lowercased().prefix(bytes: Self.maxWordBytes)
        guard recipientDomains.count < Self.maxRecipientDomains, !recipientDomains.contains(domain) else { return }
        recipientDomains.append(domain)
    }

    mutating func endMessage() {
        queueID = nil
        hadQueueIDAtMail = false
        (sender, recipientDomains, countedRecipients, recipientGroups) = (nil, [], 0, [])
    }
}

/// What a filter has to know of a recipient, beside its domain.
package struct MilterRecipient: Sendable, Hashable {
    /// Whether it goes into ``MilterTransaction/countedRecipients``.
    package var isCounted: Bool
    /// The group it belongs to, by the filter's own numbers.
    package var group: Int

    /// Describes a recipient.
    package init(isCounted: Bool = false, group: Int = 0) {
        self.isCounted = isCounted
        self.group = group
    }
}
