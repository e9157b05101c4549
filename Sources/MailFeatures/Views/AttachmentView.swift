// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The view of attachments: what they are called, what they say they are, what they are, how large, and their digest,
/// by which the same file is known again under any name; of archives and Office documents what they hold.
///
/// Line ends, and those at the end of a body, are what servers and archives make of them: copies of a message that are one by
/// their canonical digest have the same features.
struct AttachmentView: ~Copyable {
    /// Bytes of containers that are opened for the attachments in them, as many as for their text.
    private static let containerBytes = ContentBudget.standard.containerBytes
    private static let namesOfArchive = 30
    private static let linksOfDocument = 10

    private var tokens: TokenWriter
    private let digest: KeyedHash
    private var body: [UInt8] = []

    init(key: SiteKey) {
        tokens = TokenWriter(hash: KeyedHash(key: key, purpose: "attachments"))
        digest = KeyedHash(key: key, purpose: "attachment digests")
    }

    mutating func add(
        _ message: Message, budgets: FeatureBudgets, recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.removeAll()
        var count = 0
        var bytesLeft = budgets.attachmentBytes
        for part in message.partsWithOpened(limit: Self.containerBytes) where part.isAttachment {
            count += 1
            guard count <= budgets.attachments else { continue }
            tokens.put("type=")
            tokens.put(part.contentType.type.utf8.prefix(40))
            tokens.put("/")
            tokens.put(part.contentType.subtype.utf8.prefix(60))
            tokens.end(recipients, into: &sink)
            if let name = part.filename { addName(name, of: part, recipients, into: &sink) }
            addContent(of: part, bytesLeft: &bytesLeft, recipients, into: &sink)
        }
        tokens.put("attachments=")
        tokens.put(number: min(count, budgets.attachments))
        tokens.end(recipients, into: &sink)
    }

    private mutating func addName(
        _ name: String, of part: Part, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        let name = name.utf8.prefix(200)
        let pieces = name.split(separator: UInt8(ascii: "."))
        if pieces.count > 1, let last = pieces.last, last.count <= 8 {
            tokens.put("extension=")
            tokens.put(lowercased: last)
            tokens.end(recipients, into: &sink)
            tokens.put("extension=")
            tokens.put(lowercased: last)
            tokens.put(" type=")
            tokens.put(part.contentType.type.utf8.prefix(40))
            tokens.put("/")
            tokens.put(part.contentType.subtype.utf8.prefix(60))
            tokens.end(recipients, into: &sink)
            let inner = pieces[pieces.count - 2]
            if pieces.count > 2, (2...4).contains(inner.count) {
                tokens.put("two extensions=")
                tokens.put(lowercased: inner)
                tokens.put(".")
                tokens.put(lowercased: last)
                tokens.end(recipients, into: &sink)
            }
        }
        for word in name.split(whereSeparator: { !RecipientNames.isWordByte($0) }).prefix(12) {
            tokens.put("name=")
            tokens.put(lowercased: word.prefix(40))
            tokens.end(recipients, into: &sink)
        }
        tokens.put("name shape=")
        tokens.put(shapeOf: name.prefix(80))
        tokens.end(recipients, into: &sink)
    }

    private mutating func addContent(
        of part: Part, bytesLeft: inout Int, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.put("encoded size=")
        tokens.put(magnitude: part.body.countBesidesLineEnds)
        tokens.end(recipients, into: &sink)
        guard bytesLeft > 0 else { return }
        body.removeAll(keepingCapacity: true)
        let isWhole = part.appendDecodedBody(to: &body, limit: bytesLeft)
        bytesLeft -= body.count
        addInside(AttachmentContents(body.span), isWhole: isWhole, recipients, into: &sink)
        switch part.transferEncoding {
        case .base64, .uuencode: break
        case .sevenBit, .eightBit, .binary, .quotedPrintable, .unknown: body.unifyLineEnds()
        }
        tokens.put("begins=")
        for byte in body.prefix(4) { tokens.put(number: Int(byte)) }
        tokens.end(recipients, into: &sink)
        guard isWhole else { return }
        tokens.put("digest=")
        tokens.put(String(digest.string(body.span), radix: 16))
        tokens.end(recipients, into: &sink)
    }
}

extension Span where Element == UInt8 {
    fileprivate var countBesidesLineEnds: Int {
        var (found, index) = (0, 0)
        while index < count {
            found &+= self[index] != 0x0a && self[index] != 0x0d ? 1 : 0
            index &+= 1
        }
        return found
    }
}

extension AttachmentView {
    /// What an archive or document holds: names, macros, links to what is elsewhere.
    private mutating func addInside(
        _ contents: AttachmentContents, isWhole: Bool, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        if contents.traits.contains(.macros) { tokens.add("holds macros", [], recipients, into: &sink) }
        if contents.traits.contains(.encrypted) { tokens.add("holds encrypted", [], recipients, into: &sink) }
        if contents.traits.contains(.twoNames) { tokens.add("holds two names", [], recipients, into: &sink) }
        if isWhole, contents.traits.contains(.noDirectory) { tokens.add("no directory", [], recipients, into: &sink) }
        for name in contents.names.prefix(Self.namesOfArchive) {
            let file = name[((name.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
            if let dot = file.lastIndex(of: UInt8(ascii: ".")), file.endIndex - dot <= 9 {
                tokens.add("inner extension=", file[dot...].dropFirst(), recipients, into: &sink)
            }
            for word in file.split(whereSeparator: { !RecipientNames.isWordByte($0) }).prefix(6) {
                tokens.add("inner name=", word.prefix(40), recipients, into: &sink)
            }
        }
        for link in contents.externalLinks.prefix(Self.linksOfDocument) {
            tokens.add("external=", link.kind.utf8.prefix(40), recipients, into: &sink)
            let host = Link(kind: .anchor, shown: [], target: link.target).host
            if !host.isEmpty { tokens.add("external host=", host.prefix(100), recipients, into: &sink) }
        }
    }
}

extension [UInt8] {
    /// Makes each CR LF an LF, and takes off line ends at the end.
    fileprivate mutating func unifyLineEnds() {
        if contains(0x0d) {
            var written = 0
            for index in indices {
                if self[index] == 0x0d, index + 1 < count, self[index + 1] == 0x0a { continue }
                self[written] = self[index]
                written += 1
            }
            removeLast(count - written)
        }
        while let last, last == 0x0a || last == 0x0d { removeLast() }
    }
}
