// SPDX-License-Identifier: Apache-2.0

/// Walks over the parts of a message and gathers its ``MessageContent``.
struct ContentReader {
    private let budget: ContentBudget
    private let alternatives: AlternativeParts
    /// HTML and plain text go on in one value, so that both have one order and one budget.
    private var page = HTMLContent()
    private var others = MessageContent()
    private var htmlBytesLeft: Int
    private var scratch: [UInt8] = []
    /// What other mail programs make of parts that were read; all that is shown first goes before it.
    private var otherReadings: [Part] = []
    private var isReadingOthers = false

    init(budget: ContentBudget, alternatives: AlternativeParts) {
        self.budget = budget
        self.alternatives = alternatives
        htmlBytesLeft = budget.htmlBytes
    }

    var content: MessageContent {
        var content = others
        content.visibleText = page.visible
        content.hiddenText = page.hidden
        content.skeleton = page.skeleton
        content.links = page.links
        content.flags = page.flags
        content.isCut = content.isCut || page.isCut
        return content
    }

    /// Reads a message, and with all alternatives what else may be read in it.
    mutating func readMessage(_ root: Part) {
        read(root)
        isReadingOthers = true
        // Readings of readings are among them.
        var next = 0
        while next < otherReadings.count, next < Self.maximumReadings, hasRoom {
            read(otherReadings[next])
            next += 1
        }
    }

    /// Readings by other programs that are read.
    private static let maximumReadings = 200

    private var hasRoom: Bool { page.visible.count < budget.visibleBytes }

    private mutating func noteOthers(_ readings: [Part]) {
        if alternatives == .all, !readings.isEmpty { otherReadings += readings }
    }

    mutating func read(_ part: Part) {
        let type = part.contentType
        noteOthers(part.otherReadings)
        if !part.children.isEmpty || part.unlistedLeaves != nil {
            if type.type == "multipart", type.subtype == "alternative", alternatives == .preferred {
                if let preferred = ContentReader.preferred(of: part) { read(preferred) }
                return
            }
            for child in part.children { read(child) }
            readUnlisted(part.unlistedLeaves)
            readAround(part)
            return
        }
        let isAttachment = part.isAttachment
        if isAttachment { list(part) }
        guard !isAttachment || alternatives == .all else { return }
        switch (type.type, type.subtype) {
        case ("text", "html"), ("text", "enriched"), ("text", "richtext"), ("text", "xml"),
            ("application", "xhtml+xml"):
            readHTML(part)
        case ("text", "rtf"): break
        // Also a type that cannot be read, and a multipart without parts.
        case _ where part.isText: readPlainText(part)
        default: break
        }
    }

    /// Reads the leaves beyond the limits on parts, as far as the budget goes.
    private mutating func readUnlisted(_ leaves: UnlistedLeaves?) {
        guard var leaves else { return }
        while hasRoom, let leaf = leaves.next() { read(leaf) }
    }

    /// Reads what stands before and behind the parts of a multipart as hidden text: no common program shows it, but those that
    /// know no MIME.
    private mutating func readAround(_ part: Part) {
        guard alternatives == .all else { return }
        for range in [part.preamble, part.epilogue] {
            guard let range, budget.hiddenBytes > page.hidden.count else { continue }
            part.withBytes(range) { text in
                guard text.contains(where: { !$0.isWhiteSpace }), !Self.isNotice(text) else { return }
                if let last = page.hidden.last, last != ASCII.lineFeed { page.hidden.append(ASCII.lineFeed) }
                let start = page.hidden.count
                _ = TextDecoding.append(
                    text, label: nil, isHTML: false, to: &page.hidden, limit: budget.hiddenBytes - start)
                page.hidden.withUnsafeBytes {
                    PlainTextLinks.find(
                        in: UnsafeRawBufferPointer(rebasing: $0[start...]), limit: budget.links, into: &page.links)
                }
            }
        }
    }

    /// Whether a text is the notice of mail programs to readers without MIME: one line that says so.
    private static func isNotice(_ text: UnsafeRawBufferPointer) -> Bool {
        let lines = text.split(whereSeparator: \.isLineEnd).filter { !$0.allSatisfy(\.isBlank) }
        guard lines.count == 1, let line = lines.first, line.count < 100 else { return false }
        return line.starts(with: "This is a".utf8) && String(decoding: line, as: UTF8.self).contains("MIME")
    }

    /// The last alternative with text that can be shown; the last of all if there is none.
    private static func preferred(of part: Part) -> Part? {
        part.children.last { hasText($0) } ?? part.children.last
    }

    private static func hasText(_ part: Part) -> Bool {
        if !part.children.isEmpty { return part.children.contains { hasText($0) } }
        guard part.isText, !part.isAttachment else { return false }
        return part.contentType.subtype == "html" || part.contentType.subtype == "plain"
    }

    // MARK: Text

    private mutating func readHTML(_ part: Part) {
        guard htmlBytesLeft > 0, page.visible.count < budget.visibleBytes else {
            page.isCut = true
            return
        }
        scratch.removeAll(keepingCapacity: true)
        note(part.appendText(to: &scratch, limit: htmlBytesLeft), of: part)
        others.htmlParts += 1
        htmlBytesLeft -= scratch.count
        var html = ContentBudget()
        html.visibleBytes = budget.visibleBytes
        html.hiddenBytes = budget.hiddenBytes
        html.skeletonBytes = budget.skeletonBytes
        html.links = budget.links
        html.htmlBytes = budget.htmlBytes
        scratch.withUnsafeBytes { HTMLReader.read($0, budget: html, into: &page) }
    }

    private mutating func readPlainText(_ part: Part) {
        guard page.visible.count < budget.visibleBytes else {
            page.isCut = true
            return
        }
        others.plainParts += 1
        if let last = page.visible.last, last != ASCII.lineFeed { page.visible.append(ASCII.lineFeed) }
        let start = page.visible.count
        let limit = max(0, budget.visibleBytes - start)
        let parameters = part.contentType.parameters
        if parameters["format"]?.asciiLowercased == "flowed" {
            scratch.removeAll(keepingCapacity: true)
            note(part.appendText(to: &scratch, limit: limit), of: part)
            let deletesSpace = parameters["delsp"]?.asciiLowercased == "yes"
            scratch.withUnsafeBytes { FlowedText.append($0, deletesSpace: deletesSpace, to: &page.visible) }
        } else {
            note(part.appendText(to: &page.visible, limit: limit), of: part)
        }
        takeOutFiles(from: start)
        page.visible.withUnsafeBytes { text in
            PlainTextLinks.find(
                in: UnsafeRawBufferPointer(rebasing: text[start...]), limit: budget.links, into: &page.links)
        }
    }

    /// Lists the uuencoded files in the visible text from `start` on as attachments, and takes them out of it.
    private mutating func takeOutFiles(from start: Int) {
        let files = page.visible.withUnsafeBytes { text in
            UuencodedFile.all(in: UnsafeRawBufferPointer(rebasing: text[start...]), limit: budget.attachments)
        }
        for file in files {
            list(file.part(of: page.visible[(start + file.lines.lowerBound)..<(start + file.lines.upperBound)]))
        }
        for file in files.reversed() {
            page.visible.removeSubrange((start + file.lines.lowerBound)..<(start + file.lines.upperBound))
        }
    }

    private mutating func note(_ decoding: TextDecoding, of part: Part) {
        if alternatives == .all { noteOthers(part.undeclaredTexts(decoding.defects)) }
        // What an other reading cannot decode says nothing of the message.
        if isReadingOthers { return }
        others.replacements += decoding.replacements
        others.defects.formUnion(decoding.defects)
        if decoding.isMislabelled { others.mislabelledParts += 1 }
        if decoding.isCut { others.isCut = true }
    }

    // MARK: Attachments

    private mutating func list(_ part: Part) {
        guard others.attachments.count < budget.attachments else {
            others.isCut = true
            return
        }
        others.attachments.append(AttachmentInfo(part))
    }
}
