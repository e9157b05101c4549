// SPDX-License-Identifier: Apache-2.0

/// Files within which mail programs show further text, without a key.
enum MessageContainer {
    /// S/MIME, signed or compressed: a whole MIME entity within a CMS object.
    case cms
    /// Outlook's `winmail.dat`.
    case tnef

    /// What a part is, by its type or its name; nil if it is neither.
    init?(_ part: Part) {
        let type = part.contentType
        switch (type.type, type.subtype) {
        case ("application", "pkcs7-mime"), ("application", "x-pkcs7-mime"): self = .cms
        case ("application", "ms-tnef"), ("application", "vnd.ms-tnef"): self = .tnef
        case ("application", "octet-stream"):
            guard let name = part.filename?.asciiLowercased else { return nil }
            if name.hasSuffix(".p7m") {
                self = .cms
            } else if name == "winmail.dat" || name == "win.dat" {
                self = .tnef
            } else {
                return nil
            }
        default: return nil
        }
    }
}

extension Part {
    /// A part that stands in no message as such: what a container holds.
    package init(
        _ contentType: ContentType, encoding: TransferEncoding = .binary, bytes: [UInt8], children: [Part] = []
    ) {
        self.init(
            node: PartNode(
                storage: bytes, header: Header(storage: [], offsets: [], byteRange: 0..<0), contentType: contentType,
                transferEncoding: encoding, bodyRange: 0..<bytes.count, structure: BodyStructure(children: children),
                defects: []))
    }

    /// What a mail program shows of a container: the entity that is signed, or the message that TNEF holds, as a tree of parts.
    ///
    /// - Parameter limit: bytes of the container, and of what comes out of it, that are read.
    /// - Returns: the tree and the bytes that came out; nil if the part is no container, or one that cannot be read.
    func opened(limit: Int) -> (part: Part, byteCount: Int)? {
        guard children.isEmpty, let container = MessageContainer(self) else { return nil }
        var bytes: [UInt8] = []
        appendDecodedBody(to: &bytes, limit: limit)
        switch container {
        case .cms: return CMSContent.read(bytes.span, limit: limit).map { (Message($0).root, $0.count) }
        case .tnef: return TNEFMessage(bytes.span, limit: limit).map { ($0.part, $0.byteCount) }
        }
    }
}

extension TNEFMessage {
    /// The bytes of its texts and attachments.
    fileprivate var byteCount: Int {
        let texts = (plain?.text.count ?? 0) + (rtf?.count ?? 0) + (html?.text.count ?? 0)
        return attachments.reduce(texts) { $0 + $1.data.count }
    }

    /// The message as a tree: its text in alternative forms, the richest last, then what is attached.
    var part: Part {
        var forms: [Part] = []
        if let plain {
            forms.append(Part(.text("plain", charset: plain.charset), bytes: plain.text.withoutNULs(plain.charset)))
        }
        if let rtf { forms.append(Part(.text("rtf", charset: nil), bytes: rtf)) }
        if let html {
            forms.append(Part(.text("html", charset: html.charset), bytes: html.text.withoutNULs(html.charset)))
        }
        let text = Part(ContentType(type: "multipart", subtype: "alternative"), bytes: [], children: forms)
        return Part(
            ContentType(type: "multipart", subtype: "mixed"), bytes: [],
            children: (forms.isEmpty ? [] : [text]) + attachments.map(\.part))
    }
}

extension TNEFMessage.Attachment {
    fileprivate var part: Part {
        let name = longName ?? String(decoding: title.prefix { $0 != 0 }, as: UTF8.self)
        let parameters = ParameterList(name.isEmpty ? [] : [.init(name: "name", value: name)])
        return Part(
            ContentType(
                type: "application", subtype: isMessage ? "ms-tnef" : "octet-stream", parameters: parameters),
            bytes: data)
    }
}

extension ContentType {
    /// A type of text, with its charset if that is known.
    static func text(_ subtype: String, charset: String?) -> ContentType {
        let parameters = charset.map { [ParameterList.Parameter(name: "charset", value: $0)] } ?? []
        return ContentType(type: "text", subtype: subtype, parameters: ParameterList(parameters))
    }
}

extension [UInt8] {
    /// A C string without its end, in whichever charset.
    fileprivate func withoutNULs(_ charset: String?) -> [UInt8] {
        let end = (lastIndex { $0 != 0 } ?? -1) + 1
        let isWide = charset?.hasPrefix("utf-16") == true
        return Array(self[..<(isWide ? Swift.min((end + 1) & ~1, count) : end)])
    }
}
