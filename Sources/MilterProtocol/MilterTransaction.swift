// SPDX-License-Identifier: Apache-2.0

/// What an MTA told of a mail transaction so far: of the server, the client's connection and the message.
///
/// - SeeAlso: RFC 5321, section 3.3; Postfix's MILTER_README for when it sends which macro.
package struct MilterTransaction: Sendable, Hashable {
    /// The most bytes of ``serverName`` that are kept: no host's name is longer (RFC 1035).
    package static let longestServerName = 255

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

    /// Begins with nothing known.
    package init() {}

    /// Another client connected: only the server is the same.
    mutating func connect(name: String?, address: String?) {
        clientName = name
        clientAddress = address
        helo = nil
        user = nil
        endMessage()
    }

    mutating func beginMessage() { hadQueueIDAtMail = queueID != nil }

    mutating func endMessage() {
        queueID = nil
        hadQueueIDAtMail = false
    }
}
