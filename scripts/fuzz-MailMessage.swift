// SPDX-License-Identifier: Apache-2.0
// The entry point of scripts/fuzz, compiled into one module with MailMessage's sources.

/// Gives one input to every public parser: as it is, and mapped into a small alphabet of mail syntax, which gets deeper.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let alphabet = Array(
        "From: a@b<>\"();,=?=-_\r\n\t \\.[]/%*'&#!x0Content-Type:multipart;boundary=utf-8?Q?b?Received".utf8)
    parseAll(bytes)
    parseAll(bytes.map { alphabet[Int($0) % alphabet.count] })
    return 0
}

private func parseAll(_ bytes: [UInt8]) {
    let message = Message(bytes)
    _ = (message.subject, message.from, message.to, message.cc, message.date, message.messageID, message.received)
    for alternatives in [AlternativeParts.all, .preferred] {
        let content = message.content(alternatives: alternatives)
        precondition(String(validating: content.visibleText, as: UTF8.self) != nil)
        precondition(String(validating: content.hiddenText, as: UTF8.self) != nil)
        for attachment in content.attachments {
            var body: [UInt8] = []
            attachment.part.appendDecodedBody(to: &body, limit: 1 << 16)
        }
    }
    precondition(message.cuts.isEmpty != message.defects.contains(.cut))
    let limited = Message(
        bytes, limits: MessageLimits(maxDepth: 2, maxParts: 3, maxHeaderBytes: 200, maxHeaderFields: 4))
    precondition(limited.cuts.isEmpty != limited.defects.contains(.cut) && limited.parts.count <= 3)
    _ = FileName.isFileName(bytes)
    precondition(message.digests().canonical.count == 32)
    for part in message.parts {
        _ = (part.filename, part.contentID, part.isAttachment)
        var body: [UInt8] = []
        part.appendDecodedBody(to: &body, limit: 1 << 16)
        part.appendText(to: &body, limit: 1 << 16)
        for field in part.header.fields {
            _ = (field.unfolded, AddressList(parsing: field), MailDate(parsing: field), ReceivedField(parsing: field))
            precondition(String(validating: Array(field.decoded.utf8), as: UTF8.self) != nil)
        }
    }
    let page = HTMLReader.read(bytes)
    precondition(String(validating: page.visible, as: UTF8.self) != nil)
    precondition(page.hidden.count <= ContentBudget.standard.hiddenBytes)
    for label in ["utf-8", "utf-16", "utf-7", "gb18030", "iso-2022-jp", "hz-gb-2312", "big5", "euc-kr", "koi8-r"] {
        guard let charset = Charset.named(label) else { continue }
        var text: [UInt8] = []
        CharsetDecoder(charset).append(decoding: bytes, to: &text, limit: 1 << 16)
        precondition(String(validating: text, as: UTF8.self) != nil)
    }
}
