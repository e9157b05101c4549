// SPDX-License-Identifier: Apache-2.0

/// One message of an archive, its bytes owned.
public struct ArchivedMessage: Sendable {
    /// The message as the archive holds it, without what the archive's format added.
    ///
    /// No mbox `From ` line, no
    /// separating empty line, `>From ` quoting undone as the dialect says. Line ends, NULs and all else as they were.
    public var bytes: [UInt8]

    /// Where the message came from.
    public var provenance: Provenance

    /// What a TREC index says of the message; nil in every other archive.
    public var label: IndexLabel?

    /// Makes a message from its parts.
    public init(bytes: [UInt8], provenance: Provenance, label: IndexLabel? = nil) {
        self.bytes = bytes
        self.provenance = provenance
        self.label = label
    }
}

/// Where a message lay, and what the mailbox around it knew of it.
public struct Provenance: Sendable, Equatable {
    /// The source as the caller named it; `-` is standard input.
    public var archive: String

    /// The file that holds the message: the archive itself, a member of a folder archive (with the archive's path
    /// before it), or, for an entry of a TREC index, the path as the index writes it.
    ///
    /// Bytes that are not UTF-8 are shown as U+FFFD: this is a name for people, not for opening the file again.
    public var path: String

    /// The mailbox folder, decoded, its levels joined by `/`: `INBOX` for a Maildir's own messages, `Work/2024` for
    /// `.Work.2024`; nil where the archive has no folders.
    public var folder: String?

    /// Where the message's record begins: bytes from the start of the (expanded) file.
    ///
    /// In an mbox the record
    /// begins with the `From ` line and ends where the next one begins.
    public var offset: Int

    /// The record's length in bytes in the (expanded) file; more than the message's own for an mbox record, and for a
    /// message that was cut at the limit (where it is unknown, the bytes that were read).
    public var size: Int

    /// The flags of a Maildir name, or what MH sequences say of the same; empty otherwise.
    public var flags: MaildirFlags

    /// User-defined keywords (Dovecot's, by the folder's own `dovecot-keywords`; MH sequences), in the file's order.
    public var keywords: [String]

    /// The envelope sender of an mbox `From ` line; nil where there is none or it is a placeholder (`-`, `<>`).
    public var envelopeSender: String?

    /// When the mailbox received the message, in seconds since 1970 UTC.
    ///
    /// From the mbox line, the Maildir name or the
    /// file's modification time, in this order. nil when unknown (a line that says 1970 is taken for unknown).
    public var received: Int64?

    /// Makes a provenance; what is not given is unknown.
    public init(
        archive: String, path: String, folder: String? = nil, offset: Int = 0, size: Int = 0,
        flags: MaildirFlags = [], keywords: [String] = [], envelopeSender: String? = nil, received: Int64? = nil
    ) {
        self.archive = archive
        self.path = path
        self.folder = folder
        self.offset = offset
        self.size = size
        self.flags = flags
        self.keywords = keywords
        self.envelopeSender = envelopeSender
        self.received = received
    }
}

/// What happened to a message in its mailbox, as the letters of a Maildir name say.
///
/// - SeeAlso: <https://cr.yp.to/proto/maildir.html>
public struct MaildirFlags: OptionSet, Sendable, Hashable {
    /// The flags' bits.
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `P`: forwarded, resent or bounced by its reader.
    public static let passed = MaildirFlags(rawValue: 1 << 0)
    /// `R`: answered.
    public static let replied = MaildirFlags(rawValue: 1 << 1)
    /// `S`: read.
    public static let seen = MaildirFlags(rawValue: 1 << 2)
    /// `T`: marked for deletion.
    public static let trashed = MaildirFlags(rawValue: 1 << 3)
    /// `D`: a draft.
    public static let draft = MaildirFlags(rawValue: 1 << 4)
    /// `F`: flagged by its reader.
    public static let flagged = MaildirFlags(rawValue: 1 << 5)
    /// The message still lies in `new`: no mail program has looked at the folder since it came.
    public static let recent = MaildirFlags(rawValue: 1 << 6)
}
