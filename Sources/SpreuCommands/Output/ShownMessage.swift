// SPDX-License-Identifier: Apache-2.0
import Crypto
import MailFeatures
import MailMessage
import SpamEvaluation
import SpamModel
import TextOutput

/// A message as `spreu show` writes it: decoded fields, the tree of parts, the text, links, defects.
struct ShownMessage {
    /// Budgets far above those of features: a person asked for this one message.
    private static let budget: ContentBudget = {
        var budget = ContentBudget.standard
        budget.visibleBytes = 16 << 20
        budget.hiddenBytes = 16 << 20
        budget.skeletonBytes = 0
        budget.htmlBytes = 16 << 20
        budget.links = 10_000
        return budget
    }()

    let subject: String?
    let from: [Address]
    let to: [Address]
    let date: MailDate?
    let root: ShownPart
    let visibleText: String
    let hiddenText: String
    let links: [Link]
    let defects: Defects
    let cuts: [Cut]

    /// Decodes a message.
    init(_ message: Message) {
        subject = message.subject
        from = message.from
        to = message.to
        date = message.date
        root = ShownPart(message.root)
        let content = message.content(budget: Self.budget, alternatives: .preferred)
        visibleText = String(decoding: content.visibleText, as: UTF8.self)
        hiddenText = String(decoding: content.hiddenText, as: UTF8.self)
        links = content.links
        defects = message.defects.union(root.allDefects)
        cuts = message.cuts
    }

    /// The documented keys, and the limits that were reached.
    var json: JSONValue {
        .object([
            "subject": .text(subject),
            "from": .array(from.map(\.json)),
            "to": .array(to.map(\.json)),
            "date": .text(date?.rfc3339),
            "parts": .array([root.json]),
            "text": .string(visibleText),
            "hiddenText": .string(hiddenText),
            "links": .array(
                links.map { link in
                    .object([
                        "shown": .string(String(decoding: link.shown, as: UTF8.self)),
                        "target": .string(String(decoding: link.target, as: UTF8.self)),
                    ])
                }),
            "defects": .array(defects.names.map { .string($0) }),
            "cuts": .array(
                cuts.map { cut in
                    .object([
                        "limit": .string(cut.limit.rawValue), "offset": .integer(cut.offset),
                        "bytes": .integer(cut.byteCount),
                    ])
                }),
        ])
    }
}

/// A part of a message as `spreu show` writes it.
struct ShownPart {
    let type: String
    let charset: String?
    let encoding: String
    let disposition: String?
    let filename: String?
    /// The decoded body's bytes and SHA-256, of text as UTF-8 with LF line ends; nil for a multipart.
    let body: (size: Int, digest: String)?
    let children: [ShownPart]
    private let defects: Defects

    /// Decodes a part and all within it.
    init(_ part: Part) {
        type = part.contentType.type + "/" + part.contentType.subtype
        charset = part.contentType.charset
        encoding = part.transferEncoding.rawValue
        disposition = part.disposition?.kind
        filename = part.filename
        children = part.children.map { ShownPart($0) }
        var defects = part.defects
        if part.contentType.type == "multipart", !part.children.isEmpty {
            body = nil
        } else {
            var bytes: [UInt8] = []
            if part.isText {
                defects.formUnion(part.appendText(to: &bytes).defects)
            } else {
                part.appendDecodedBody(to: &bytes, defects: &defects)
            }
            body = (bytes.count, SHA256.hash(data: bytes).hexadecimal)
        }
        self.defects = defects
    }

    /// The defects of the part and of all within it.
    var allDefects: Defects { children.reduce(defects) { $0.union($1.allDefects) } }

    var json: JSONValue {
        .object([
            "type": .string(type),
            "charset": .text(charset),
            "encoding": .string(encoding),
            "disposition": .text(disposition),
            "filename": .text(filename),
            "size": body.map { .integer($0.size) } ?? .null,
            "sha256": .text(body?.digest),
            "parts": .array(children.map(\.json)),
        ])
    }
}

extension Address {
    fileprivate var json: JSONValue {
        .object(["name": .text(displayName ?? comment), "address": .string(address)])
    }
}

extension JSONValue {
    /// A string, or `null` for nil.
    fileprivate static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
}
