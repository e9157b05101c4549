// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The view of how a message is built: the tree of parts, charsets and encodings, defects, and tricks against filters.
struct StructureView: ~Copyable {
    private var tokens: TokenWriter
    private var tree: [UInt8] = []
    private var defects: (root: Defects, all: Defects) = ([], [])

    /// What the other views learned of the text on the way.
    struct Text {
        var tricks = TextTricks()
        var visibleBytes = 0
        var hiddenBytes = 0
        var links = 0
        /// Bits of what HTML does beside showing text.
        var htmlFlags: UInt64 = 0
        var contentFlags: ContentFlags = []
        var capitals = 0
        var letters = 0
        var replacements = 0
    }

    init(key: SiteKey) { tokens = TokenWriter(hash: KeyedHash(key: key, purpose: "structure")) }

    mutating func add(
        _ siteMessage: SiteMessage, from: Address?, text: Text, budgets: FeatureBudgets, recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        let message = siteMessage.message
        tokens.removeAll()
        tree.removeAll(keepingCapacity: true)
        defects = siteMessage.defectsFromOutside()
        var partsLeft = budgets.parts
        addPart(message.root, &partsLeft, recipients, into: &sink)
        tokens.put("tree=")
        tokens.put(tree.prefix(100))
        tokens.end(recipients, into: &sink)
        for name in defects.all.names { addToken("defect=", name.utf8, recipients, into: &sink) }
        for cut in message.cuts { addToken("cut=", cut.limit.rawValue.utf8, recipients, into: &sink) }
        addCount("parts=", budgets.parts - partsLeft, recipients, into: &sink)
        addCount("fields=", siteMessage.origins.count { $0 == .sender }, recipients, into: &sink)
        addCount("to=", message.header.all("to").count + message.header.all("cc").count, recipients, into: &sink)
        addMissing(from: message.header, recipients, into: &sink)
        if let from { addSender(from, of: message, recipients, into: &sink) }
        addText(text, recipients, into: &sink)
    }

    private mutating func addPart(
        _ part: Part, _ left: inout Int, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        guard left > 0 else { return }
        left -= 1
        let isRoot = tree.isEmpty
        let type = part.contentType
        tree.append(contentsOf: type.type.utf8.prefix(20))
        tree.append(UInt8(ascii: "/"))
        tree.append(contentsOf: type.subtype.utf8.prefix(30))
        tokens.put("part=")
        tokens.put(type.type.utf8.prefix(20))
        tokens.put("/")
        tokens.put(type.subtype.utf8.prefix(30))
        tokens.put(":")
        tokens.put(part.transferEncoding.rawValue)
        tokens.put(":")
        tokens.put((type.charset ?? "").utf8.prefix(30))
        tokens.end(recipients, into: &sink)
        if let disposition = part.disposition {
            addToken("disposition=", disposition.kind.utf8.prefix(30), recipients, into: &sink)
        }
        for parameter in type.parameters.all.prefix(8) {
            addToken("parameter=", parameter.name.utf8.prefix(30), recipients, into: &sink)
        }
        if let boundary = type.parameters["boundary"] {
            tokens.put("boundary=")
            tokens.put(shapeOf: boundary.utf8.prefix(70))
            tokens.end(recipients, into: &sink)
        }
        for name in (isRoot ? defects.root : part.defects).names {
            addToken("part defect=", name.utf8, recipients, into: &sink)
        }
        guard !part.children.isEmpty else { return }
        tree.append(UInt8(ascii: "("))
        for child in part.children {
            addPart(child, &left, recipients, into: &sink)
            tree.append(UInt8(ascii: ","))
        }
        tree.append(UInt8(ascii: ")"))
    }

    private mutating func addMissing(
        from header: Header, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        for name: StaticString in ["from", "to", "subject", "date", "message-id", "mime-version", "content-type"]
        where header.first(name) == nil {
            tokens.put("missing=")
            tokens.put(name)
            tokens.end(recipients, into: &sink)
        }
    }

    /// How the addresses of the sender fit together.
    private mutating func addSender(
        _ from: Address, of message: Message, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        let domain = HostName(String(from.domain)).domain
        if let name = from.displayName {
            if name.utf8.contains(UInt8(ascii: "@")) {
                let isSame = name.lowercased().contains(from.address.lowercased())
                addToken(isSame ? "name is address" : "name has an address", [], recipients, into: &sink)
            }
        } else {
            addToken("sender without name", [], recipients, into: &sink)
        }
        tokens.put("sender shape=")
        tokens.put(shapeOf: from.localPart.utf8.prefix(40))
        tokens.end(recipients, into: &sink)
        if let reply = message.addresses("reply-to").first {
            let isSame = HostName(String(reply.domain)).domain == domain
            addToken(isSame ? "reply to same domain" : "reply to other domain", [], recipients, into: &sink)
        }
        if let id = message.messageID, let at = id.utf8.lastIndex(of: UInt8(ascii: "@")) {
            let isSame = HostName(id.utf8[id.utf8.index(after: at)...]).domain == domain
            addToken(isSame ? "id of same domain" : "id of other domain", [], recipients, into: &sink)
            tokens.put("id shape=")
            tokens.put(shapeOf: id.utf8[..<at].prefix(40))
            tokens.end(recipients, into: &sink)
        }
    }

    private mutating func addText(
        _ text: Text, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        addCount("visible=", text.visibleBytes, recipients, into: &sink)
        addCount("hidden=", text.hiddenBytes, recipients, into: &sink)
        addCount("links=", text.links, recipients, into: &sink)
        if text.links > 0 { addCount("text per link=", text.visibleBytes / text.links, recipients, into: &sink) }
        if text.letters >= 20 {
            tokens.put("capitals=")
            tokens.put(number: text.capitals * 10 / text.letters)
            tokens.end(recipients, into: &sink)
        }
        for bit in 0..<64 where text.htmlFlags >> UInt64(bit) & 1 != 0 {
            tokens.put("html=")
            tokens.put(number: bit)
            tokens.end(recipients, into: &sink)
        }
        for name in text.contentFlags.names { addToken("content=", name.utf8, recipients, into: &sink) }
        let tricks = text.tricks
        addTrick("zero width", tricks.zeroWidth, recipients, into: &sink)
        addTrick("soft hyphens", tricks.softHyphens, recipients, into: &sink)
        addTrick("turned", tricks.bidiControls, recipients, into: &sink)
        addTrick("mixed alphabets", tricks.mixedWords, recipients, into: &sink)
        addTrick("styled letters", tricks.styledLetters, recipients, into: &sink)
        addTrick("loose marks", tricks.looseMarks, recipients, into: &sink)
        addTrick("spelled out", tricks.spacedWords, recipients, into: &sink)
        addTrick("undecodable", text.replacements, recipients, into: &sink)
    }

    /// A trick is a feature when it is used, and how often by powers of two.
    private mutating func addTrick(
        _ name: StaticString, _ count: Int, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        guard count > 0 else { return }
        tokens.put("trick=")
        tokens.put(name)
        tokens.end(recipients, into: &sink)
        addCount(name, count, recipients, into: &sink)
    }

    private mutating func addCount(
        _ name: StaticString, _ count: Int, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.put(name)
        tokens.put(" ")
        tokens.put(magnitude: count)
        tokens.end(recipients, into: &sink)
    }

    private mutating func addToken(
        _ name: StaticString, _ value: some Sequence<UInt8>, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.put(name)
        tokens.put(value)
        tokens.end(recipients, into: &sink)
    }
}
