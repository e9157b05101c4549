// SPDX-License-Identifier: Apache-2.0

/// One mail message, read from its bytes (RFC 5322 and MIME).
///
/// Any bytes are a message: what is wrong with them is told by ``defects``, what was too much by ``cuts``. Making a
/// message finds the header fields and the tree of parts and decodes nothing but enclosed messages that are transfer-encoded;
/// everything else is read when asked for, each time again, so keep what you need twice.
///
///     let message = Message(bytes)
///     print(message.subject ?? "(no subject)", message.from.first?.address ?? "")
///     for part in message.parts where part.isText { part.appendText(to: &text, limit: 100_000) }
///
/// - Complexity: O(n) time, a few passes over the bytes, and up to six times as much where mail programs differ in what they make
///   of them; memory for 16 bytes a field, one small object a part and what is decoded (``MessageLimits/maxDecodedBytes``, and
///   as much again for ``Part/otherReadings``).
public struct Message: Sendable {
    /// The message as it was given.
    public let bytes: [UInt8]
    /// The root of the tree of parts.
    public let root: Part
    /// What is wrong with the header and structure, over all parts.
    public let defects: Defects
    /// What is wrong with the parts below the root, and with the line ends.
    let innerDefects: Defects
    /// What was left unread because of the limits, in the order it was met.
    public let cuts: [Cut]

    /// Reads a message.
    public init(_ bytes: [UInt8], limits: MessageLimits = .standard) {
        var parser = StructureParser(bytes, limits: limits)
        self.bytes = bytes
        root = parser.parse()
        cuts = parser.cuts
        innerDefects = parser.defects
        defects = innerDefects.union(root.defects).union(Defects(ofRootHeader: root.header))
    }

    /// The fields of the message.
    public var header: Header { root.header }

    /// All parts, each before its children.
    public var parts: [Part] {
        var found: [Part] = []
        Self.collect(root, into: &found)
        return found
    }

    static func collect(_ part: Part, into found: inout [Part]) {
        found.append(part)
        for child in part.children { collect(child, into: &found) }
    }

    /// The subject with its encoded words decoded, on one line.
    public var subject: String? { header.first("subject")?.decoded }

    /// The mailboxes of the From fields.
    public var from: [Address] { addresses("from") }

    /// The mailboxes of the To fields.
    public var to: [Address] { addresses("to") }

    /// The mailboxes of the Cc fields.
    public var cc: [Address] { addresses("cc") }

    /// The mailboxes of all fields with a name (given in lower case), groups opened.
    public func addresses(_ lowercasedName: StaticString) -> [Address] {
        var mailboxes: [Address] = []
        for field in header.all(lowercasedName) { mailboxes += AddressList(parsing: field).mailboxes }
        return mailboxes
    }

    /// The date in the Date field, or nil if there is none that can be read.
    public var date: MailDate? { header.first("date").flatMap { MailDate(parsing: $0) } }

    /// The message's id without its angle brackets.
    public var messageID: String? { header.first("message-id").flatMap { MessageID.all(in: $0).first } }

    /// The Received fields, the last hop (nearest to the mailbox) first.
    public var received: [ReceivedField] { header.all("received").map { ReceivedField(parsing: $0) } }
}
