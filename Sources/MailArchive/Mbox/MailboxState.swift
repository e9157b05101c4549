// SPDX-License-Identifier: Apache-2.0

/// What a mailbox knows of a message and an mbox keeps in the message's own header.
///
/// | field | who writes it | says |
/// |---|---|---|
/// | `Status`, `X-Status` | UW-IMAP, Dovecot, mutt, Pine | `R` read; `A` answered, `D` deleted, `F` flagged, `T` draft |
/// | `X-Keywords` | UW-IMAP, Dovecot | keywords |
/// | `X-Mozilla-Status` | Mozilla (`nsMsgMessageFlags.idl`), in its own files | four hexadecimal digits: 1 read, 2 answered, 4 flagged, 8 expunged, 1000 forwarded |
/// | `X-Mozilla-Keys` | Mozilla, in its own files | keywords: `Junk`, `NonJunk`, ... |
///
/// Of several the first counts, as Mozilla writes its own on top. The fields of the others stand anywhere: mail servers take out
/// those that come with a message, not every delivery agent does. So a sender may have set flags and keywords, and no such
/// field makes a message disappear but in Mozilla's files.
struct MailboxState {
    private(set) var flags: MaildirFlags = []
    private(set) var keywords: [String] = []
    /// Whether the message was deleted or moved and waits for its mailbox to be compacted: no program shows it.
    private(set) var isExpunged = false
    /// Whether it is the message in which UW-IMAP, Pine and Dovecot keep a mailbox's own data.
    ///
    /// Its sender, its subject, a field and the text that they all write into it say so; any other one with that field is mail.
    private(set) var isInternal = false

    private static let internalText: StaticString = "This text is part of the internal format of your mail folder"

    /// Lines of a header that are looked at.
    private static let maximumLines = 2_000
    private static let maximumKeywords = 100

    /// Reads the header at the start of a message.
    ///
    /// - Parameter isMozillas: whether Mozilla wrote the file; in any other its fields came with the message.
    init(_ message: Span<UInt8>, isMozillas: Bool) {
        var seen: Set<Field> = []
        var hasInternalName = false
        var hasInternalSender = false
        var hasInternalData = false
        var at = 0
        for _ in 0..<Self.maximumLines where at < message.count {
            let line = message.line(at: at)
            at = line.next
            if line.text.isEmpty { break }
            guard Field.mayBegin(with: message[line.text.lowerBound]), line.text.count <= 8_192,
                let (field, value) = Field.read(message, line.text), seen.insert(field).inserted
            else { continue }
            let text = message.extracting(value)
            switch field {
            case .status, .xStatus: read(letters: text)
            case .mozillaStatus: if isMozillas { read(mozilla: text) }
            case .mozillaKeys: if isMozillas { read(keywords: text) }
            case .keywords: read(keywords: text)
            case .from: hasInternalSender = text.find("MAILER-DAEMON", from: 0) != nil
            case .subject:
                hasInternalName = text.find("FOLDER INTERNAL DATA", from: 0) != nil
            case .imap, .imapBase: hasInternalData = true
            }
        }
        isInternal =
            hasInternalName && hasInternalSender && hasInternalData && message.holds(Self.internalText, at: at)
    }

    private mutating func read(letters: Span<UInt8>) {
        var at = 0
        while at < letters.count {
            switch letters[at] {
            case UInt8(ascii: "R"): flags.insert(.seen)
            case UInt8(ascii: "A"): flags.insert(.replied)
            case UInt8(ascii: "D"): flags.insert(.trashed)
            case UInt8(ascii: "F"): flags.insert(.flagged)
            case UInt8(ascii: "T"): flags.insert(.draft)
            default: break
            }
            at += 1
        }
    }

    private mutating func read(mozilla text: Span<UInt8>) {
        guard let bits = UInt16(text.text(0..<text.count), radix: 16) else { return }
        if bits & 0x0001 != 0 { flags.insert(.seen) }
        if bits & 0x0002 != 0 { flags.insert(.replied) }
        if bits & 0x0004 != 0 { flags.insert(.flagged) }
        if bits & 0x1000 != 0 { flags.insert(.passed) }
        isExpunged = bits & 0x0008 != 0
    }

    private mutating func read(keywords text: Span<UInt8>) {
        var at = 0
        while at < text.count, keywords.count < Self.maximumKeywords {
            let start = at
            while at < text.count, !text[at].isBlank, text[at] != UInt8(ascii: ",") { at += 1 }
            if start < at {
                let keyword = text.text(start..<at)
                if !keywords.contains(keyword) { keywords.append(keyword) }
            }
            at += 1
        }
    }

    private enum Field: CaseIterable {
        case status, xStatus, keywords, mozillaStatus, mozillaKeys, subject, from, imap, imapBase

        var name: StaticString {
            switch self {
            case .status: "status"
            case .xStatus: "x-status"
            case .keywords: "x-keywords"
            case .mozillaStatus: "x-mozilla-status"
            case .mozillaKeys: "x-mozilla-keys"
            case .subject: "subject"
            case .from: "from"
            case .imap: "x-imap"
            case .imapBase: "x-imapbase"
            }
        }

        /// Whether any of the names has such a first letter.
        @inline(__always)
        static func mayBegin(with byte: UInt8) -> Bool {
            let letter = byte | 0x20
            return letter == UInt8(ascii: "s") || letter == UInt8(ascii: "x") || letter == UInt8(ascii: "f")
        }

        /// The field in a line and its value without outer blanks; nil for any other field.
        static func read(_ bytes: Span<UInt8>, _ line: Range<Int>) -> (Field, Range<Int>)? {
            for field in allCases {
                let length = field.name.utf8CodeUnitCount
                guard line.count > length, bytes[line.lowerBound + length] == UInt8(ascii: ":"),
                    bytes.holdsLowercased(field.name, at: line.lowerBound)
                else { continue }
                return (field, bytes.trimmed((line.lowerBound + length + 1)..<line.upperBound))
            }
            return nil
        }
    }
}
