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

    private static let internalText = Array("This text is part of the internal format of your mail folder".utf8)

    /// Lines of a header that are looked at.
    private static let maximumLines = 2_000
    private static let maximumKeywords = 100

    /// Reads the header at the start of a message.
    ///
    /// - Parameter isMozillas: whether Mozilla wrote the file; in any other its fields came with the message.
    init(_ message: UnsafeRawBufferPointer, isMozillas: Bool) {
        var seen: Set<Field> = []
        var hasInternalName = false
        var hasInternalSender = false
        var hasInternalData = false
        var at = 0
        for _ in 0..<Self.maximumLines where at < message.count {
            let line = message.line(at: at)
            at = line.next
            if line.text.isEmpty { break }
            let first = message[line.text.lowerBound] | 0x20
            guard "sxf".utf8.contains(first), line.text.count <= 8_192,
                let (field, value) = Field.read(message, line.text), seen.insert(field).inserted
            else { continue }
            let text = message.slice(value)
            switch field {
            case .status, .xStatus: read(letters: text)
            case .mozillaStatus: if isMozillas { read(mozilla: text) }
            case .mozillaKeys: if isMozillas { read(keywords: text) }
            case .keywords: read(keywords: text)
            case .from: hasInternalSender = text.find(Array("MAILER-DAEMON".utf8), from: 0) != nil
            case .subject:
                hasInternalName = text.find(Array("FOLDER INTERNAL DATA".utf8), from: 0) != nil
            case .imap, .imapBase: hasInternalData = true
            }
        }
        isInternal =
            hasInternalName && hasInternalSender && hasInternalData && message.holds(Self.internalText, at: at)
    }

    private mutating func read(letters: UnsafeRawBufferPointer) {
        for byte in letters {
            switch byte {
            case UInt8(ascii: "R"): flags.insert(.seen)
            case UInt8(ascii: "A"): flags.insert(.replied)
            case UInt8(ascii: "D"): flags.insert(.trashed)
            case UInt8(ascii: "F"): flags.insert(.flagged)
            case UInt8(ascii: "T"): flags.insert(.draft)
            default: break
            }
        }
    }

    private mutating func read(mozilla text: UnsafeRawBufferPointer) {
        guard let bits = UInt16(String(decoding: text, as: UTF8.self), radix: 16) else { return }
        if bits & 0x0001 != 0 { flags.insert(.seen) }
        if bits & 0x0002 != 0 { flags.insert(.replied) }
        if bits & 0x0004 != 0 { flags.insert(.flagged) }
        if bits & 0x1000 != 0 { flags.insert(.passed) }
        isExpunged = bits & 0x0008 != 0
    }

    private mutating func read(keywords text: UnsafeRawBufferPointer) {
        for word in text.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == UInt8(ascii: ",") })
        where keywords.count < Self.maximumKeywords {
            let keyword = String(decoding: word, as: UTF8.self)
            if !keywords.contains(keyword) { keywords.append(keyword) }
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

        /// The field in a line and its value without outer blanks; nil for any other field.
        static func read(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> (Field, Range<Int>)? {
            for field in allCases {
                let length = field.name.utf8CodeUnitCount
                guard line.count > length, bytes[line.lowerBound + length] == UInt8(ascii: ":") else { continue }
                let isSame = field.name.withUTF8Buffer { name in
                    for at in 0..<length where bytes[line.lowerBound + at] | 0x20 != name[at] | 0x20 { return false }
                    return true
                }
                guard isSame else { continue }
                var value = (line.lowerBound + length + 1)..<line.upperBound
                while let first = value.first, bytes[first] <= 0x20 { value = value.dropFirst() }
                while let last = value.last, bytes[last] <= 0x20 { value = value.dropLast() }
                return (field, value)
            }
            return nil
        }
    }
}
