// SPDX-License-Identifier: Apache-2.0

/// One hop of a message's way, as the server that received it wrote it (RFC 5321, section 4.4).
public struct ReceivedField: Sendable, Equatable {
    /// The name or bracketed address after `from`: what the sending host calls itself to the receiver.
    public var from: String?
    /// The name the sending host gave in HELO or EHLO, where the receiver tells it apart from ``from``.
    public var helo: String?
    /// The name that the receiver found for the sending host's address.
    public var reverseName: String?
    /// The sending host's address as it stands: IPv4, or IPv6 without the `IPv6:` tag and zone.
    public var ip: String?
    /// The receiving host.
    public var by: String?
    /// The link, as `TCP`.
    public var via: String?
    /// The protocol as it stands, as `ESMTPS`; of `Microsoft SMTP Server` and the like the word that names one.
    public var with: String?
    /// The receiver's id of the message, without angle brackets.
    public var id: String?
    /// The recipient, without angle brackets.
    public var forAddress: String?
    /// When the message was received.
    public var date: MailDate?

    /// Reads a field; what cannot be made out is nil.
    public init(parsing field: HeaderField) { self.init(FieldCursor(field)) }

    /// Reads the text of a field; what cannot be made out is nil.
    public init(parsing text: String) { self.init(FieldCursor(Array(text.utf8))) }

    private init(_ cursor: FieldCursor) {
        var parser = ReceivedParser(cursor)
        parser.run()
        self = parser.field
        date = MailDate(cursor)
    }

    init() {}
}
