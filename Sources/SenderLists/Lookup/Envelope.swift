// SPDX-License-Identifier: Apache-2.0

/// What the site's mail server says of a message beside its text.
package struct Envelope: Sendable, Equatable {
    /// The address of the client that the server had it from, without brackets; nil: not said, or none.
    package var clientAddress: String?
    /// The sender's address in the envelope, without angle brackets; nil: not said, or none.
    package var sender: String?
    /// The one domain that all recipients have; nil: not said, or several.
    package var recipientDomain: String?
    /// The server's name for the message; nil: not said.
    package var queueID: String?
    /// Whether the server has yet to write its own Received field: what is on top of the message is what came, and what other filters of
    /// the site put there.
    package var isBeforeReceived: Bool

    /// Makes an envelope.
    package init(
        clientAddress: String? = nil, sender: String? = nil, recipientDomain: String? = nil, queueID: String? = nil,
        isBeforeReceived: Bool = false
    ) {
        self.clientAddress = clientAddress
        self.sender = sender
        self.recipientDomain = recipientDomain
        self.queueID = queueID
        self.isBeforeReceived = isBeforeReceived
    }

    /// The one domain of all recipients, in lower case; nil if they have several, or none.
    package static func domain(ofAll recipients: some Sequence<String>) -> String? {
        var found: String?
        for recipient in recipients {
            let address =
                recipient.hasPrefix("<") && recipient.hasSuffix(">") ? recipient.dropFirst().dropLast() : recipient[...]
            guard let domain = MailAddress(String(address))?.domain, found == nil || found == domain else { return nil }
            found = domain
        }
        return found
    }
}
