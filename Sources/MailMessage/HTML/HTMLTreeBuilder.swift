// SPDX-License-Identifier: Apache-2.0

/// Puts tokens of HTML where a browser's tree would have them, as far as that decides what text is shown, in which order
/// and how it is styled: the stack of open elements is the tree's edge, and what is left of it is not kept.
///
/// Mail programs run no scripts, so `noscript` counts. There is no `head`: what stands in it shows nothing, and other
/// text ends it. Every open element is known to the ``HTMLTextBuilder``, too, which works out what is shown.
///
/// - SeeAlso: HTML Standard, 13.2.6 (tree construction).
struct HTMLTreeBuilder: ~Copyable {
    /// What a tag does depends on where it stands.
    enum InsertionMode {
        case inBody, inTable, inCaption, inColumnGroup, inTableBody, inRow, inCell, inSelect, inSelectInTable
        case inTemplate, inFrameset
    }

    /// A tag, its attributes being in ``attributes``.
    struct Tag {
        var element: HTMLElement
        var traits: HTMLElement.Traits
        var name: HTMLName
        /// From behind the `<` to behind the `>`.
        var range: Range<Int>
        var isSelfClosing = false
    }

    var tokenizer: HTMLTokenizer
    var open: OpenElements
    var formatting = FormattingElements()
    var text: HTMLTextBuilder
    var mode = InsertionMode.inBody
    var templateModes: [InsertionMode] = []
    var attributes = HTMLAttributes()
    /// What earlier `html` and `body` tags said.
    var rootAttributes = (HTMLAttributes(), HTMLAttributes())
    /// Whether what would be put into a table is put before it.
    var isFostering = false
    /// Whether a `frameset` may still take the place of the body.
    var isFramesetAllowed = true
    var hasForm = false
    /// Whether the page has no proper declaration of its type, so that a table does not end a paragraph.
    var isInQuirksMode = true
    /// Whether the content of a conditional comment is being read.
    var isInConditionalComment = false
    /// How many elements such as `iframe` are read whose content is HTML to other clients.
    var fallbackDepth = 0
    /// Whether nothing but white space and comments was read, so that a document type still counts.
    var isAtBeginning = true
    private let marksSkeleton: Bool

    /// Bytes of a tag beyond which it is excessive.
    private static let maximumTagBytes = 8192

    init(_ text: consuming HTMLTextBuilder, inputBytes: Int) {
        tokenizer = HTMLTokenizer(end: inputBytes)
        open = OpenElements(inputBytes: inputBytes)
        marksSkeleton = text.budget.skeletonBytes > 0
        self.text = text
        for element in [HTMLElement.html, .body] {
            open.push(.init(element: element, traits: element.traits, nameHash: 0, tagStart: -1))
            self.text.pushRoot(element)
        }
    }

    /// Gives back what the text was built in.
    consuming func finish() -> HTMLTextBuilder {
        while open.count > 0 { pop() }
        return text
    }

    /// Reads the whole page, or as much as the budget asks for.
    mutating func read(_ page: Span<UInt8>) {
        while !text.isDone, readToken(page) {}
    }

    /// Reads the page as far as a place, for its style sheets.
    mutating func readStyleSheets(_ page: Span<UInt8>, upTo place: Int) {
        while tokenizer.position <= place, readToken(page) {}
    }

    /// Reads a token and does what it asks for; false at the end.
    mutating func readToken(_ page: Span<UInt8>) -> Bool {
        tokenizer.isInForeignContent = open.currentTraits.contains(.foreign)
        switch tokenizer.next(in: page) {
        case .text:
            if isAtBeginning, !isBlank(tokenizer.content, page) { isAtBeginning = false }
            characters(tokenizer.content, page)
        case .startTag:
            isAtBeginning = false
            startTag(page)
        case .endTag:
            isAtBeginning = false
            endTag(page)
        case .comment: comment(page)
        case .doctype:
            if isAtBeginning {
                isInQuirksMode = DocumentType.causesQuirks(page, tokenizer.content)
                text.style.setQuirky(isInQuirksMode)
            }
            isAtBeginning = false
        case .end: return false
        }
        return true
    }

    // MARK: Tokens

    private mutating func startTag(_ page: Span<UInt8>) {
        let element = HTMLElement(tokenizer.name)
        var tag = Tag(
            element: element, traits: element.traits, name: tokenizer.name, range: tokenizer.content)
        guard readAttributes(of: tag, page) else { return }
        tag.range = tag.range.lowerBound..<tokenizer.position
        tag.isSelfClosing = tokenizer.isSelfClosing
        if tag.element == .unknown, !open.currentTraits.contains(.foreign) { text.note(.unknownElement) }
        if usesForeignRules(tag.element) { startForeign(tag, page) } else { start(tag, page) }
    }

    /// Reads the attributes of a start tag, and leaves its mark in the skeleton; false if the page ends within it.
    private mutating func readAttributes(of tag: Tag, _ page: Span<UInt8>) -> Bool {
        let marks = marksSkeleton && !isInConditionalComment
        if marks { text.mark("<", tag.range, page) }
        attributes.removeAll()
        attributes.name = tag.range
        while tokenizer.nextAttribute(in: page) {
            if text.style.testsAttributes { attributes.add(styleTests(of: tokenizer, in: attributes, page)) }
            if marks { text.mark("@", tokenizer.attributeNameRange, value: tokenizer.attributeValue, page) }
            if let attribute = HTMLAttribute.named(tokenizer.attributeName) {
                attributes.add(attribute, tokenizer.attributeValue)
            } else if tokenizer.attributeName.isEventHandler {
                text.note(.eventHandler)
            }
        }
        if tokenizer.position - tag.range.lowerBound > HTMLTreeBuilder.maximumTagBytes { text.note(.excessiveMarkup) }
        return tokenizer.isTagComplete
    }

    /// What selectors of style sheets ask of an attribute and find in it; nothing if a tag has it already.
    private mutating func styleTests(
        of reader: HTMLTokenizer, in attributes: HTMLAttributes, _ page: Span<UInt8>
    ) -> (asked: UInt64, passed: UInt64) {
        let asked = text.style.tests(asking: page.extracting(reader.attributeNameRange))
        guard asked & ~attributes.askedTests != 0 else { return (0, 0) }
        return (asked, text.style.tests(of: asked, passedBy: page.extracting(reader.attributeValue)))
    }

    private mutating func endTag(_ page: Span<UInt8>) {
        let name = tokenizer.name
        let element = HTMLElement(name)
        if marksSkeleton, !isInConditionalComment { text.mark("</", tokenizer.content, page) }
        while tokenizer.nextAttribute(in: page) {}
        guard tokenizer.isTagComplete else { return }
        if open.endDropped(.init(element: element, traits: [], nameHash: name.hash, tagStart: -1)) { return }
        if open.currentTraits.contains(.foreign) {
            endForeign(element, name, page)
        } else {
            end(element, name, page)
        }
    }

    private mutating func characters(_ range: Range<Int>, _ page: Span<UInt8>) {
        let traits = open.currentTraits
        if traits.contains(.foreign), traits.isDisjoint(with: [.htmlIntegration, .mathTextIntegration]) {
            text.append(range, page, kind: tokenizer.isInSection ? .foreignSection : .foreign)
            noteContent(range, page)
            return
        }
        switch mode {
        case .inFrameset:
            text.appendUnshown(range, page)
            return
        case .inColumnGroup:
            guard !isWhiteSpace(range, page) else { return }
            if open.current == .colgroup { pop() }
            mode = .inTable
            characters(range, page)
            return
        case .inTable, .inTableBody, .inRow:
            if traits.contains(.tablePart), !isWhiteSpace(range, page) {
                isFostering = true
                reconstructFormatting(page)
                if open.currentTraits.contains(.tablePart) {
                    text.append(range, page, kind: .data, in: fosterParent)
                } else {
                    text.append(range, page, kind: .data)
                }
                isFostering = false
                isFramesetAllowed = false
                return
            }
        case .inSelect, .inSelectInTable: break
        default: reconstructFormatting(page)
        }
        text.append(range, page, kind: tokenizer.contentModel == .plainText ? .rawText : .data)
        noteContent(range, page)
    }

    @inline(__always)
    private mutating func noteContent(_ range: Range<Int>, _ page: Span<UInt8>) {
        if isFramesetAllowed, !isWhiteSpace(range, page) { isFramesetAllowed = false }
    }

    /// Whether text shows nothing: white space, before which the page may have a byte order mark.
    private func isBlank(_ range: Range<Int>, _ page: Span<UInt8>) -> Bool {
        let hasMark = range.lowerBound == 0 && range.count >= 3 && page[0] == 0xef && page[1] == 0xbb && page[2] == 0xbf
        return isWhiteSpace(hasMark ? 3..<range.upperBound : range, page)
    }

    func isWhiteSpace(_ range: Range<Int>, _ page: Span<UInt8>) -> Bool {
        var index = range.lowerBound
        while index < range.upperBound {
            guard page[index].isHTMLSpace || page[index] == 0 else { return false }
            index += 1
        }
        return true
    }

    // MARK: The stack

    /// Opens an element; false if it is too deep, so that it does not nest.
    @discardableResult
    mutating func insert(_ tag: Tag, _ page: Span<UInt8>, traits: HTMLElement.Traits? = nil) -> Bool {
        let element = traits == nil ? tag.element : .foreign
        let traits = traits ?? tag.traits
        var entry = OpenElements.Entry(
            element: element, traits: traits, nameHash: tag.name.hash, tagStart: Int32(clamping: tag.range.lowerBound))
        guard !open.isFull else {
            text.note(.excessiveMarkup)
            if !traits.contains(.void) { open.drop(entry) }
            text.passDeep(tag.element, attributes, page)
            return false
        }
        if isFostering, open.currentTraits.contains(.tablePart) {
            text.push(tag.element, traits, attributes, page, parent: fosterParent)
        } else if attributes.isEmpty, tag.element != .unknown {
            text.push(tag.element, traits)
        } else {
            text.push(tag.element, traits, attributes, page, parent: nil)
        }
        if traits.contains(.formatting) {
            entry.formatting = formatting.add(element, tag: tag.range, in: page)
        }
        open.push(entry)
        return true
    }

    /// Opens an element and ends it at once.
    mutating func insertVoid(_ tag: Tag, _ page: Span<UInt8>) {
        if attributes.isEmpty, !isFostering, text.style.sheets.isEmpty { return text.pass(tag.element, tag.traits) }
        if insert(tag, page) { pop() }
    }

    mutating func pop() {
        guard let entry = open.pop() else { return }
        if entry.formatting != 0 { formatting.close(number: entry.formatting) }
        text.pop()
    }

    /// Ends elements until as many are left.
    mutating func pop(to count: Int) {
        while open.count > count { pop() }
    }

    /// The level before the innermost table, where what must not stand in the table is put.
    var fosterParent: HTMLTextBuilder.Level {
        guard let table = open.lastIndex(of: .table) else { return text.levels.first ?? .init() }
        if let template = open.lastIndex(of: .template), template > table { return text.levels[template] }
        return text.fosterParent(ofTableAt: table)
    }

    /// Ends elements whose end tags may be missing, up to the first that is not such, or is excepted.
    mutating func generateImpliedEndTags(except excepted: HTMLElement? = nil) {
        while open.currentTraits.contains(.impliedEnd), open.current != excepted { pop() }
    }

    /// Ends an open paragraph, if it is in button scope.
    @inline(__always)
    mutating func closeParagraph() {
        guard open.openCount(.p) > 0, let index = open.index(of: .p, in: .button) else { return }
        pop(to: index)
    }

    /// Reads the attributes of a start tag again that was read before.
    mutating func rereadTag(at start: Int32, _ page: Span<UInt8>) -> (Tag, HTMLAttributes)? {
        guard start > 0 else { return nil }
        var reader = HTMLTokenizer(end: page.count)
        reader.position = Int(start) - 1
        guard case .startTag = reader.next(in: page) else { return nil }
        let element = HTMLElement(reader.name)
        var tag = Tag(
            element: element, traits: element.traits, name: reader.name, range: reader.content)
        var attributes = HTMLAttributes()
        attributes.name = reader.content
        while reader.nextAttribute(in: page) {
            if text.style.testsAttributes { attributes.add(styleTests(of: reader, in: attributes, page)) }
            if let attribute = HTMLAttribute.named(reader.attributeName) {
                attributes.add(attribute, reader.attributeValue)
            }
        }
        tag.range = tag.range.lowerBound..<reader.position
        return (tag, attributes)
    }

    /// Works out the style of open elements again, from a place in the stack on, after what is above them has changed.
    mutating func restyle(from start: Int, _ page: Span<UInt8>) {
        var index = start
        while index < open.count {
            let entry = open.entries[index]
            if open.hasPatience, let (tag, attributes) = rereadTag(at: entry.tagStart, page),
                open.spend(16 + tag.range.count)
            {
                text.restyle(at: index, tag.element, entry.traits, attributes, page)
            } else {
                text.restyle(at: index, entry.element, entry.traits, HTMLAttributes(), page)
            }
            index += 1
        }
    }
}
