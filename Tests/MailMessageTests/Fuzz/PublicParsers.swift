// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// Gives bytes to every public parser and asks for all that can be asked; expects what holds of any input.
enum PublicParsers {
    /// Bytes of decoded output that are asked for of each part and field.
    private static let limit = 1_000

    static func read(_ bytes: [UInt8]) {
        readMessage(Message(bytes))
        let limited = Message(bytes, limits: MessageLimits(maxDepth: 3, maxParts: 5, maxHeaderFields: 6))
        #expect(limited.parts.count <= 5)
        readMessage(limited)
        readPage(HTMLReader.read(bytes))
        readCharsets(bytes)
        _ = FileKind(of: bytes.span)
        _ = FileName.isFileName(bytes)
    }

    private static func readMessage(_ message: Message) {
        _ = (message.subject, message.from, message.to, message.cc, message.date, message.messageID, message.received)
        #expect(message.digests().canonical.count == 32)
        #expect(message.cuts.isEmpty == !message.defects.contains(.cut))
        for alternatives in [AlternativeParts.all, .preferred] {
            let content = message.content(alternatives: alternatives)
            expectUTF8(content.visibleText)
            expectUTF8(content.hiddenText)
            #expect(content.visibleText.count <= ContentBudget.standard.visibleBytes)
            for attachment in content.attachments { readPart(attachment.part) }
        }
        for part in message.parts { readPart(part) }
    }

    private static func readPart(_ part: Part) {
        _ = (part.filename, part.disposition, part.contentID, part.isAttachment, part.contentType.charset)
        var output: [UInt8] = []
        part.appendDecodedBody(to: &output, limit: limit)
        #expect(output.count <= limit)
        output.removeAll(keepingCapacity: true)
        part.appendText(to: &output, limit: limit)
        #expect(output.count <= limit)
        expectUTF8(output)
        for field in part.header.fields {
            _ = (field.name, field.unfolded, AddressList(parsing: field).mailboxes, MailDate(parsing: field))
            _ = (ReceivedField(parsing: field), MessageID.all(in: field), ContentDisposition(parsing: field))
            output.removeAll(keepingCapacity: true)
            field.appendDecoded(to: &output, limit: 500)
            #expect(output.count <= 500)
            expectUTF8(output)
        }
    }

    private static func readPage(_ page: HTMLContent) {
        expectUTF8(page.visible)
        expectUTF8(page.hidden)
        #expect(page.hidden.count <= ContentBudget.standard.hiddenBytes)
        #expect(page.links.count <= ContentBudget.standard.links)
    }

    private static func readCharsets(_ bytes: [UInt8]) {
        for label in ["utf-8", "utf-16", "utf-7", "gb18030", "iso-2022-jp", "big5", "euc-kr", "koi8-r"] {
            guard let charset = Charset.named(label) else { continue }
            var text: [UInt8] = []
            CharsetDecoder(charset).append(decoding: bytes, to: &text, limit: limit)
            #expect(text.count <= limit)
            expectUTF8(text)
        }
    }

    private static func expectUTF8(_ bytes: [UInt8]) { #expect(String(validating: bytes, as: UTF8.self) != nil) }
}
