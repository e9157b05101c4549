// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailMessage
import TextOutput

/// Finds the clues of messages; one reader serves all threads.
struct ClueReader: Sendable {
    private static let maxFields = 100
    private static let maxRecipients = 10
    private static let maxParts = 20
    private static let maxHops = 12
    /// Longer names and values are cut: clues are counted, not kept for their text.
    private static let longestValue = 60

    private let addresses: AddressDigests
    private let excluded: ExcludedFields
    private let sendingNetwork: SendingNetwork

    init(key: SiteKey, options: FeatureOptions) {
        addresses = AddressDigests(key: key)
        excluded = ExcludedFields(options.excludedFields)
        sendingNetwork = SendingNetwork(key: key, trust: options.trust)
    }

    func read(_ siteMessage: SiteMessage, _ provenance: Provenance, date: Int64?) -> MessageClues {
        let message = siteMessage.message
        var found = Found()
        addFields(of: siteMessage, into: &found)
        addHops(of: siteMessage, into: &found)
        addParts(of: message, into: &found)
        for name: StaticString in ["to", "cc", "delivered-to", "x-original-to"] {
            for address in message.addresses(name).prefix(Self.maxRecipients) {
                guard let digest = addresses.digest(of: address) else { continue }
                found.add(.recipient, String(digest, radix: 16), isSeen: false)
            }
        }
        if let list = message.header.first("list-id")?.unfolded { found.add(.list, Self.listName(list), isSeen: true) }
        if let date = date {
            let text = MailDate(secondsSince1970: date).rfc3339
            found.add(.year, String(text.prefix(4)), isSeen: false)
            found.add(.month, String(text.prefix(7)), isSeen: false)
        }
        let id = message.messageID
        if let id { found.add(.messageID, Self.shape(of: id.prefix { $0 != "@" }), isSeen: true) }
        found.add(.folder, provenance.folder ?? Self.folder(of: provenance.path), isSeen: false)
        found.add(.lineEnds, Self.lineEnds(of: message), isSeen: false)
        if let sender = provenance.envelopeSender {
            found.add(.separator, Self.shape(of: sender[...]), isSeen: false)
        }
        return MessageClues(
            messageID: id?.prefix(bytes: 250), network: sendingNetwork.name(of: message), clues: found.clues)
    }

    /// What was found so far.
    private struct Found {
        var clues: [MessageClues.Clue] = []
        private var known: Set<MessageClues.Clue> = []

        mutating func add(_ kind: ClueKind, _ value: String, isSeen: Bool) {
            // Whatever a stranger wrote there: no address. Of the envelope sender there is only the form.
            guard !value.isEmpty, kind == .separator || !value.contains("@") else { return }
            let clue = MessageClues.Clue(kind, value.prefix(bytes: ClueReader.longestValue), isSeen: isSeen)
            if known.insert(clue).inserted { clues.append(clue) }
        }
    }

    private func addFields(of siteMessage: SiteMessage, into found: inout Found) {
        var last: (name: String, isSeen: Bool)?
        for (field, origin) in zip(siteMessage.message.header.fields, siteMessage.origins).prefix(Self.maxFields) {
            let name = field.name.prefix(bytes: Self.longestValue).lowercased()
            let isSeen = origin.isFromOutside && !excluded.contains(Array(name.utf8))
            found.add(.field, name, isSeen: isSeen)
            last = (name, isSeen)
            if Self.saysWho.contains(name) { continue }
            var bytes: [UInt8] = []
            field.appendUnfolded(to: &bytes, limit: 400)
            if name.hasSuffix("authentication-results") || name == "received-spf" {
                addResults(bytes, of: name, isSeen: isSeen, into: &found)
                continue
            }
            // What has an address, and what is long or unlike any other, tells nothing of a whole class.
            let word = bytes.prefix { $0 != 0x20 && $0 != UInt8(ascii: ";") }
            guard (1...40).contains(word.count), !bytes.contains(UInt8(ascii: "@")) else { continue }
            found.add(.fieldValue, name + ": " + String(decoding: word, as: UTF8.self), isSeen: isSeen)
        }
        if let last { found.add(.lastField, last.name, isSeen: last.isSeen) }
    }

    /// Fields whose words say who wrote to whom of what, or differ in every message.
    private static let saysWho: Set<String> = [
        "from", "to", "cc", "bcc", "subject", "date", "message-id", "in-reply-to", "references", "received",
        "return-path", "delivered-to", "x-original-to", "sender", "reply-to", "thread-topic", "thread-index",
        "dkim-signature", "list-id", "comments", "keywords", "organization",
    ]

    /// The results of checks, as `dkim=pass`.
    private func addResults(_ value: [UInt8], of name: String, isSeen: Bool, into found: inout Found) {
        let words = String(decoding: value, as: UTF8.self).lowercased().split { " ;\t".contains($0) }
        if name == "received-spf", let first = words.first {
            found.add(.authentication, "spf=" + first, isSeen: isSeen)
        }
        for word in words {
            let sides = word.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, ["spf", "dkim", "dmarc", "arc"].contains(sides[0]),
                sides[1].allSatisfy(\.isLetter)
            else { continue }
            found.add(.authentication, String(word), isSeen: isSeen)
        }
    }

    private func addHops(of siteMessage: SiteMessage, into found: inout Found) {
        var hops = 0
        for (field, origin) in zip(siteMessage.message.header.fields, siteMessage.origins)
        where field.hasName("received") {
            hops += 1
            guard hops <= Self.maxHops else { return }
            let hop = ReceivedField(parsing: field)
            if let by = hop.by { found.add(.server, by.lowercased(), isSeen: origin == .externalHop) }
        }
    }

    private func addParts(of message: Message, into found: inout Found) {
        found.add(.contentType, Self.type(of: message.root), isSeen: true)
        for part in message.parts.prefix(Self.maxParts) {
            if let charset = part.contentType.charset { found.add(.charset, charset, isSeen: true) }
            if let boundary = part.contentType.parameters["boundary"] {
                found.add(.boundary, Self.shape(of: boundary[...]), isSeen: true)
            }
        }
    }

    private static func type(of part: Part) -> String { part.contentType.type + "/" + part.contentType.subtype }

    static func shape(of text: Substring) -> String {
        var shape = TextShape()
        return String(decoding: text.utf8.prefix(100).compactMap { shape.sign(of: $0) }, as: UTF8.self)
    }

    /// The list's identifier between its angle brackets (RFC 2919).
    private static func listName(_ value: String) -> String {
        guard let open = value.lastIndex(of: "<"), let close = value[open...].firstIndex(of: ">") else { return "" }
        return value[value.index(after: open)..<close].lowercased()
    }

    /// The name of the folder that a file lies in.
    private static func folder(of path: String) -> String {
        let pieces = path.split(separator: "/").dropLast()
        return pieces.last.map(String.init) ?? ""
    }

    private static func lineEnds(of message: Message) -> String {
        let head = message.bytes.prefix(4_096)
        let (lines, returns) = (head.count { $0 == 0x0a }, head.count { $0 == 0x0d })
        return lines == 0 && returns == 0 ? "" : returns == 0 ? "LF" : returns >= lines ? "CR LF" : "mixed"
    }
}
