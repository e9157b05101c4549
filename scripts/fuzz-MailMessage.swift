// SPDX-License-Identifier: Apache-2.0
// The entry point of scripts/fuzz, compiled into one module with MailMessage's sources.

/// Gives one input to every public parser: as it is, and mapped into a small alphabet of mail syntax, which gets deeper.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let alphabet = Array(
        "From: a@b<>\"();,=?=-_\r\n\t \\.[]/%*'&#!x0Content-Type:multipart;boundary=utf-8?Q?b?Received".utf8)
    parseContainers(bytes)
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

/// Gives one input to every reader of a container, as it is and as the body of a message.
private func parseContainers(_ bytes: [UInt8]) {
    let limit = 1 << 16
    precondition((CMSContent.read(bytes.span, limit: limit)?.count ?? 0) <= limit)
    precondition(CompressedRTF.read(bytes.span, limit: limit).count <= limit)
    precondition(String(validating: RTFText(bytes.span, limit: limit).text, as: UTF8.self) != nil)
    _ = ContentLines(bytes.span)
    let contents = AttachmentContents(bytes.span)
    precondition(contents.externalLinks.count <= 50 && contents.names.count <= 400)
    if let message = TNEFMessage(bytes.span, limit: limit) { _ = message.part }
    for type in ["application/pkcs7-mime", "application/ms-tnef", "text/rtf", "text/calendar", "text/vcard", "text/html"] {
        let header = "Content-Type: \(type)\nContent-Transfer-Encoding: binary\n\n"
        let message = Message(Array(header.utf8) + bytes)
        for alternatives in [AlternativeParts.all, .preferred] {
            let content = message.content(alternatives: alternatives)
            precondition(String(validating: content.visibleText, as: UTF8.self) != nil)
            precondition(content.visibleText.count <= ContentBudget.standard.visibleBytes)
        }
        precondition(message.partsWithOpened(limit: limit).count >= message.parts.count)
    }
}

// MARK: Mutations that keep the structure

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int) -> Int

/// Half of the time libFuzzer's own mutations of bytes; else whole lines, tags and parts are repeated, dropped, moved or put
/// within each other, so that boundaries and tags stay what they are.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(_ data: UnsafeMutablePointer<UInt8>, _ size: Int, _ maximum: Int, _ seed: UInt32) -> Int {
    var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
    func random(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return bound > 0 ? Int(state >> 33) % bound : 0
    }
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    var pieces = random(2) == 0 ? [] : split(bytes, as: random(3))
    guard pieces.count > 1 else { return mutateBytes(data, size, maximum) }
    for _ in 0...random(3) {
        let (from, to) = (random(pieces.count), random(pieces.count))
        switch random(5) {
        case 0: pieces.insert(pieces[from], at: to)
        case 1 where pieces.count > 2: pieces.remove(at: from)
        case 2: pieces.swapAt(from, to)
        case 3: pieces[to] = pieces[from] + pieces[to] + pieces[from]
        default: pieces.insert(contentsOf: pieces[min(from, to)...max(from, to)], at: to)
        }
        if pieces.count > 2_000 { break }
    }
    let mutated = pieces.joined().prefix(maximum)
    for (index, byte) in mutated.enumerated() { data[index] = byte }
    return mutated.count
}

/// Lines, tags, or parts between boundaries.
private func split(_ bytes: [UInt8], as kind: Int) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    for index in bytes.indices.dropFirst() {
        let begins =
            switch kind {
            case 0: bytes[index - 1] == 0x0a
            case 1: bytes[index] == UInt8(ascii: "<") || bytes[index - 1] == UInt8(ascii: ">")
            default:
                bytes[index - 1] == 0x0a && index + 1 < bytes.count && bytes[index] == 0x2d && bytes[index + 1] == 0x2d
            }
        guard begins else { continue }
        pieces.append(bytes[start..<index])
        start = index
    }
    pieces.append(bytes[start...])
    return pieces
}
