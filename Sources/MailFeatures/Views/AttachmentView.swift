// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The view of attachments: what they are called, what they say they are, what they are, how large, and their digest,
/// by which the same file is known again under any name.
///
/// Line ends, and those at the end of a body, are what servers and archives make of them: copies of a message that are one by
/// their canonical digest have the same features.
struct AttachmentView: ~Copyable {
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
        for part in message.parts where part.isAttachment {
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
