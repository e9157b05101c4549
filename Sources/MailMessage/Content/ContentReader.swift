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

    mutating func read(_ part: Part) {
        let type = part.contentType
        if !part.children.isEmpty {
            if type.type == "multipart", type.subtype == "alternative", alternatives == .preferred {
                if let preferred = ContentReader.preferred(of: part) { read(preferred) }
                return
            }
            for child in part.children { read(child) }
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
        note(part.appendText(to: &scratch, limit: htmlBytesLeft))
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
            note(part.appendText(to: &scratch, limit: limit))
            let deletesSpace = parameters["delsp"]?.asciiLowercased == "yes"
            scratch.withUnsafeBytes { FlowedText.append($0, deletesSpace: deletesSpace, to: &page.visible) }
        } else {
            note(part.appendText(to: &page.visible, limit: limit))
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

    private mutating func note(_ decoding: TextDecoding) {
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
