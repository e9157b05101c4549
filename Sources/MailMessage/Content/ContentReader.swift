// SPDX-License-Identifier: Apache-2.0

/// Reads the parts of a message, in the order they stand, into its ``MessageContent``.
struct ContentReader {
    /// Links of one part that are looked at before the budget is divided among the parts.
    private static let linksOfPart = 4_000
    /// Text that says less than this beside a picture, in bytes, says nothing.
    private static let bytesBesidePicture = 24

    private let budget: ContentBudget
    private let alternatives: AlternativeParts
    /// HTML and plain text go on in one value, so that both have one order.
    private var page = HTMLContent()
    private var others = MessageContent()
    private var sections = ContentSections()
    private var scratch: [UInt8] = []
    /// Texts that the declared transfer encodings do not give; read after all others.
    private var undeclaredTexts: [Part] = []
    private var isReadingOthers = false

    init(budget: ContentBudget, alternatives: AlternativeParts) {
        self.budget = budget
        self.alternatives = alternatives
    }

    /// Reads a message from its root on.
    mutating func read(_ root: Part) -> MessageContent {
        let plan = ContentPlan(root, alternatives: alternatives, budget: budget)
        others.contentFlags = plan.flags
        let shares = ContentShares(
            of: plan.items.map { [.attachment, .surroundings].contains($0.reading) ? 0 : $0.part.bodyBytes.count },
            areFirst: plan.items.map(\.isShown), limit: budget.htmlBytes)
        for (item, share) in zip(plan.items, shares.sizes) {
            isReadingOthers = item.isOtherReading
            read(item, limit: share < item.part.bodyBytes.count ? share : budget.htmlBytes)
        }
        isReadingOthers = true
        readUndeclaredTexts()
        if plan.pictures > 0 || !page.flags.isDisjoint(with: [.remoteImage, .embeddedImage]),
            sections.shownBytes(of: page.visible, upTo: Self.bytesBesidePicture) < Self.bytesBesidePicture
        {
            others.contentFlags.insert(.onePicture)
        }
        let wasCut = sections.fit(&page, into: budget)
        if wasCut || page.isCut { others.contentFlags.insert(.cut) }
        return content(isCut: wasCut)
    }

    /// How often the budget of HTML is spent on texts that were not declared.
    private static let undeclaredShares = 4

    /// Each has the same share if there is no room for all, so that no number of them hides one.
    private mutating func readUndeclaredTexts() {
        let limit = budget.htmlBytes.multipliedReportingOverflow(by: Self.undeclaredShares)
        let shares = ContentShares(
            of: undeclaredTexts.map(\.bodyBytes.count), areFirst: undeclaredTexts.map { _ in true },
            limit: limit.overflow ? .max : limit.partialValue)
        for (text, share) in zip(undeclaredTexts, shares.sizes) {
            let isCut = share < text.bodyBytes.count
            if isCut { others.contentFlags.insert(.cut) }
            for item in ContentPlan(text, alternatives: .preferred, budget: budget).items {
                // In UTF-8 it may be longer than its bytes.
                read(item, isShown: false, limit: isCut ? share : budget.htmlBytes)
            }
        }
    }

    private mutating func read(_ item: ContentPlan.Item, isShown: Bool? = nil, limit: Int) {
        guard !budget.deadline.isPassed else { return others.contentFlags.formUnion(.cut) }
        sections.begin(page, isShown: isShown ?? item.isShown)
        switch item.reading {
        case .attachment: list(item.part)
        case .html: readHTML(item.part, limit: limit)
        case .plain: readPlainText(item.part, limit: min(limit, budget.visibleBytes))
        case .surroundings: readSurroundings(of: item.part)
        }
        sections.end(page)
    }

    private func content(isCut: Bool) -> MessageContent {
        var content = others
        content.visibleText = page.visible
        content.hiddenText = page.hidden
        content.skeleton = page.skeleton
        content.links = page.links
        content.flags = page.flags
        content.isCut = content.isCut || page.isCut || isCut
        return content
    }

    // MARK: Text

    private mutating func readHTML(_ part: Part, limit: Int) {
        others.htmlParts += 1
        scratch.removeAll(keepingCapacity: true)
        var noted = MessageContent()
        let ending = Self.decode(part, limit: limit, to: &scratch, noting: &noted)
        take(noted, of: part)
        readScratch()
        guard let ending else { return }
        scratch = ending
        // The end of a page begins with its first tag.
        if let tag = scratch.firstIndex(of: ASCII.less) { scratch.removeSubrange(..<tag) }
        readScratch()
    }

    /// Reads the HTML in ``scratch``.
    private mutating func readScratch() {
        var html = ContentBudget()
        // The budget is divided when all parts are read; until then each has a whole one.
        html.visibleBytes = page.visible.count + 2 * scratch.count + 64
        html.hiddenBytes = Self.sum(page.hidden.count, budget.hiddenBytes)
        html.skeletonBytes = Self.sum(page.skeleton.count, budget.skeletonBytes)
        html.links = linkLimit
        html.htmlBytes = max(scratch.count, 1)
        let text = scratch
        HTMLReader.read(text.span, budget: html, into: &page)
    }

    private var linkLimit: Int {
        budget.links == 0 ? 0 : Self.sum(page.links.count, max(Self.linksOfPart, budget.links))
    }

    /// What there is and a budget on top of it; nothing for a budget of nothing.
    private static func sum(_ count: Int, _ budget: Int) -> Int {
        budget == 0 ? 0 : count + min(budget, Int.max - count)
    }

    private mutating func readPlainText(_ part: Part, limit: Int) {
        others.plainParts += 1
        let isFlowed = part.contentType.parameters["format"]?.asciiLowercased == "flowed"
        if let last = page.visible.last, last != ASCII.lineFeed { page.visible.append(ASCII.lineFeed) }
        let start = page.visible.count
        var ending: [UInt8]?
        var noted = MessageContent()
        if isFlowed {
            scratch.removeAll(keepingCapacity: true)
            ending = Self.decode(part, limit: limit, to: &scratch, noting: &noted)
            appendFlowed(scratch, of: part)
        } else {
            ending = Self.decode(part, limit: limit, to: &page.visible, noting: &noted)
        }
        take(noted, of: part)
        takeOutFiles(from: start)
        findLinks(from: start)
        guard let ending else { return }
        if let last = page.visible.last, last != ASCII.lineFeed { page.visible.append(ASCII.lineFeed) }
        let endingStart = page.visible.count
        let text = ending[UuencodedFile.dataBytes(at: ending.span)...]
        if isFlowed { appendFlowed(Array(text), of: part) } else { page.visible += text }
        takeOutFiles(from: endingStart)
        findLinks(from: endingStart)
    }

    private mutating func appendFlowed(_ text: [UInt8], of part: Part) {
        let deletesSpace = part.contentType.parameters["delsp"]?.asciiLowercased == "yes"
        FlowedText.append(text.span, deletesSpace: deletesSpace, to: &page.visible)
    }

    private mutating func findLinks(from start: Int) {
        let (limit, text) = (linkLimit, page.visible)
        PlainTextLinks.find(in: text.span.extracting(start...), limit: limit, into: &page.links)
    }

    /// Takes over what is known of the decoding of a part.
    private mutating func take(_ noted: MessageContent, of part: Part) {
        if alternatives == .all { undeclaredTexts += part.undeclaredTexts(noted.defects) }
        // What another reading cannot decode says nothing of the message.
        if isReadingOthers { return }
        others.replacements += noted.replacements
        others.defects.formUnion(noted.defects)
        others.mislabelledParts += noted.mislabelledParts
        others.isCut = others.isCut || noted.isCut
        others.contentFlags.formUnion(noted.contentFlags)
    }

    /// Reads what stands before and behind the parts of a multipart as hidden text: no common program shows it, but those that
    /// know no MIME.
    private mutating func readSurroundings(of part: Part) {
        for range in [part.preamble, part.epilogue] {
            guard let range, budget.hiddenBytes > page.hidden.count else { continue }
            let text = part.bytes(range)
            guard text.contains(where: { !$0.isWhiteSpace }), !Self.isNotice(text) else { continue }
            if let last = page.hidden.last, last != ASCII.lineFeed { page.hidden.append(ASCII.lineFeed) }
            let start = page.hidden.count
            _ = TextDecoding.append(
                text, label: nil, isHTML: false, to: &page.hidden, limit: budget.hiddenBytes - start)
            let hidden = page.hidden
            PlainTextLinks.find(in: hidden.span.extracting(start...), limit: budget.links, into: &page.links)
        }
    }

    /// Whether a text is the notice of mail programs to readers without MIME: one line that says so.
    private static func isNotice(_ text: Span<UInt8>) -> Bool {
        var notice: Range<Int>?
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, !text[end].isLineEnd { end += 1 }
            if !text.extracting(start..<end).allSatisfy(\.isBlank) {
                guard notice == nil, end - start < 100 else { return false }
                notice = start..<end
            }
            start = end + 1
        }
        guard let notice else { return false }
        let line = text.extracting(notice)
        return line.hasPrefix("This is a") && UTF8Bytes.text(line).contains("MIME")
    }

    /// Appends the text of a part; if it is longer than the limit, its first three quarters, and returns what it ends with.
    private static func decode(
        _ part: Part, limit: Int, to output: inout [UInt8], noting content: inout MessageContent
    ) -> [UInt8]? {
        let start = output.count
        let decoding = part.appendText(to: &output, limit: limit)
        content.note(decoding)
        guard decoding.isCut else { return nil }
        let endBytes = limit / 4
        // Text that is encoded is longer; what is too much is cut off in front.
        guard endBytes > 0, let ending = part.ending(encodedBytes: endBytes * 4) else { return nil }
        var end: [UInt8] = []
        content.note(ending.appendText(to: &end, limit: endBytes * 16))
        while let last = end.last, last.isWhiteSpace { end.removeLast() }
        if end.count > endBytes {
            end.removeSubrange(..<UTF8Bytes.boundary(of: end.span, atOrBefore: end.count - endBytes))
        }
        let headEnd = UTF8Bytes.boundary(of: output.span, atOrBefore: start + limit - endBytes)
        if headEnd < output.count { output.removeSubrange(headEnd...) }
        return end
    }

    /// Lists the uuencoded files in the visible text from `start` on as attachments, and takes them out of it.
    private mutating func takeOutFiles(from start: Int) {
        let files = UuencodedFile.all(in: page.visible.span.extracting(start...), limit: budget.attachments)
        for file in files {
            list(file.part(of: page.visible[(start + file.lines.lowerBound)..<(start + file.lines.upperBound)]))
        }
        for file in files.reversed() {
            page.visible.removeSubrange((start + file.lines.lowerBound)..<(start + file.lines.upperBound))
        }
    }

    // MARK: Attachments

    private mutating func list(_ part: Part) {
        guard others.attachments.count < budget.attachments else {
            others.isCut = true
            return
        }
        let attachment = AttachmentInfo(part)
        // Another reading finds the same file again, as a rule.
        if isReadingOthers, others.attachments.contains(where: { $0.filename == attachment.filename }) { return }
        others.attachments.append(attachment)
    }
}

extension MessageContent {
    /// Takes over what is known of a decoding.
    fileprivate mutating func note(_ decoding: TextDecoding) {
        replacements += decoding.replacements
        defects.formUnion(decoding.defects)
        if decoding.isMislabelled { mislabelledParts += 1 }
        guard decoding.isCut else { return }
        isCut = true
        contentFlags.insert(.cut)
    }
}
