// SPDX-License-Identifier: Apache-2.0

/// Tags in the body.
///
/// - SeeAlso: HTML Standard, 13.2.6.4.7 (the "in body" insertion mode) and, for what belongs in a head, 13.2.6.4.4.
extension HTMLTreeBuilder {
    /// A start tag, by the rules of HTML.
    mutating func start(_ tag: Tag, _ page: Span<UInt8>) {
        // Each turn but the last ends an element or leaves a mode for good.
        while true {
            let isDone =
                switch mode {
                case .inBody: startInBody(tag, page)
                case .inTable: startInTable(tag, page)
                case .inCaption, .inCell: startInCell(tag, page)
                case .inColumnGroup: startInColumnGroup(tag, page)
                case .inTableBody: startInTableBody(tag, page)
                case .inRow: startInRow(tag, page)
                case .inSelect, .inSelectInTable: startInSelect(tag, page)
                case .inTemplate: startInTemplate(tag, page)
                case .inFrameset: startInFrameset(tag, page)
                }
            if isDone { return }
        }
    }

    /// Returns true, the tag being done with.
    mutating func startInBody(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        let element = tag.element
        switch element {
        case .html, .body: amendRoot(element, page)
        case .base, .basefont, .bgsound, .link, .meta, .noframes, .script, .style, .template, .title:
            startInHead(tag, page)
        case .frameset: startFrameset(tag, page)
        case .head, .caption, .col, .colgroup, .tbody, .td, .tfoot, .th, .thead, .tr: break
        case .frame:
            // Frames show only in a frameset; where they lead is worth knowing all the same.
            text.pass(element, attributes, page)
        case .p, .div:
            closeParagraph()
            insert(tag, page)
        case .h1, .h2, .h3, .h4, .h5, .h6:
            closeParagraph()
            if open.currentTraits.contains(.heading) { pop() }
            insert(tag, page)
        case .pre, .listing:
            closeParagraph()
            insert(tag, page)
            isFramesetAllowed = false
        case .form: startForm(tag, page)
        case .li, .dd, .dt: startItem(tag, page)
        case .plaintext:
            closeParagraph()
            insert(tag, page)
            tokenizer.contentModel = .plainText
        case .button:
            if let index = open.index(of: .button, in: .any) { pop(to: index) }
            insertAfterFormatting(tag, page)
            isFramesetAllowed = false
        case .a: startAnchor(tag, page)
        case .nobr:
            reconstructFormatting(page)
            if open.index(of: .nobr, in: .any) != nil {
                endFormatting(.nobr, page)
                reconstructFormatting(page)
            }
            insert(tag, page)
        case .applet, .marquee, .object:
            if element != .marquee { text.note(.object) }
            if insertAfterFormatting(tag, page) { formatting.addMarker() }
            isFramesetAllowed = false
        case .table:
            if !isInQuirksMode { closeParagraph() }
            if insert(tag, page) { mode = .inTable }
            isFramesetAllowed = false
        case .area, .br, .embed, .img, .image, .keygen, .wbr, .input:
            if element == .embed { text.note(.object) }
            reconstructFormatting(page)
            insertVoid(tag, page)
            if element != .input || !text.isHiddenInput(attributes, page) { isFramesetAllowed = false }
        case .param, .source, .track: insertVoid(tag, page)
        case .hr:
            closeParagraph()
            insertVoid(tag, page)
            isFramesetAllowed = false
        case .textarea, .xmp, .iframe, .noembed: startRawText(tag, page)
        case .select:
            insertAfterFormatting(tag, page)
            isFramesetAllowed = false
            guard open.current == .select else { break }
            switch mode {
            case .inTable, .inCaption, .inTableBody, .inRow, .inCell: mode = .inSelectInTable
            default: mode = .inSelect
            }
        case .optgroup, .option:
            if open.current == .option { pop() }
            insertAfterFormatting(tag, page)
        case .rb, .rtc, .rp, .rt:
            if open.index(of: .ruby, in: .any) != nil {
                generateImpliedEndTags(except: element == .rp || element == .rt ? .rtc : nil)
            }
            insert(tag, page)
        case .svg, .math:
            reconstructFormatting(page)
            let traits: HTMLElement.Traits = element == .math ? [.foreign, .math] : .foreign
            if insert(tag, page, traits: traits), tag.isSelfClosing { pop() }
        default:
            if tag.traits.contains(.block) {
                closeParagraph()
                insert(tag, page)
            } else {
                insertAfterFormatting(tag, page)
            }
        }
        return true
    }

    @discardableResult
    private mutating func insertAfterFormatting(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        reconstructFormatting(page)
        return insert(tag, page)
    }

    /// A further `html` or `body` tag adds its attributes to the element that is there.
    private mutating func amendRoot(_ element: HTMLElement, _ page: Span<UInt8>) {
        guard open.openCount(.template) == 0 else { return }
        let index = element == .html ? 0 : 1
        if element == .body { isFramesetAllowed = false }
        guard index < open.count, open.entries[index].element == element else { return }
        var added = attributes
        added.subtract(index == 0 ? rootAttributes.0 : rootAttributes.1)
        if index == 0 { rootAttributes.0.formUnion(added) } else { rootAttributes.1.formUnion(added) }
        guard !added.isEmpty else { return }
        let merged = index == 0 ? rootAttributes.0 : rootAttributes.1
        text.restyle(at: index, element, element.traits, merged, page, isAmended: true)
        text.pass(element, added, page)
        if index == 0, open.count > 1, open.entries[1].element == .body {
            text.restyle(at: 1, .body, HTMLElement.body.traits, rootAttributes.1, page)
        }
        restyle(from: 2, page)
    }

    private mutating func startForm(_ tag: Tag, _ page: Span<UInt8>) {
        let isInTemplate = open.openCount(.template) > 0
        guard !hasForm || isInTemplate else {
            text.pass(.form, attributes, page)
            return
        }
        closeParagraph()
        if insert(tag, page), !isInTemplate { hasForm = true }
    }

    /// `li` ends an open `li`, `dd` and `dt` end one another.
    private mutating func startItem(_ tag: Tag, _ page: Span<UInt8>) {
        isFramesetAllowed = false
        let isItem: (HTMLElement) -> Bool = { tag.element == .li ? $0 == .li : $0 == .dd || $0 == .dt }
        var index = open.count - 1
        while index > 0, open.spend(1) {
            let entry = open.entries[index]
            if isItem(entry.element) {
                pop(to: index)
                break
            }
            if entry.traits.contains(.special), entry.element != .address, entry.element != .div, entry.element != .p {
                break
            }
            index -= 1
        }
        closeParagraph()
        insert(tag, page)
    }

    private mutating func startAnchor(_ tag: Tag, _ page: Span<UInt8>) {
        if let earlier = formatting.lastIndex(of: .a) {
            let number = formatting.entries[earlier].number
            endFormatting(.a, page)
            if let index = formatting.index(ofNumber: number) { formatting.remove(at: index) }
            if let index = open.entries.lastIndex(where: { $0.formatting == number }) { removeElement(at: index) }
        }
        insertAfterFormatting(tag, page)
    }

    /// Takes an element off the stack; what is in it stays.
    mutating func removeElement(at index: Int) {
        let entry = open.remove(at: index)
        if entry.formatting != 0 { formatting.close(number: entry.formatting) }
        text.remove(at: index)
    }

    // MARK: What belongs in a head, and raw text

    /// What stands in a head, wherever it stands.
    mutating func startInHead(_ tag: Tag, _ page: Span<UInt8>) {
        switch tag.element {
        case .title, .script, .style, .noframes: startRawText(tag, page)
        case .template:
            guard insert(tag, page) else { break }
            formatting.addMarker()
            isFramesetAllowed = false
            mode = .inTemplate
            templateModes.append(.inTemplate)
        default: text.pass(tag.element, attributes, page)
        }
    }

    /// Elements without tags in them: reads up to their end tag.
    mutating func startRawText(_ tag: Tag, _ page: Span<UInt8>) {
        switch tag.element {
        case .xmp:
            closeParagraph()
            reconstructFormatting(page)
            isFramesetAllowed = false
        case .textarea, .iframe: isFramesetAllowed = false
        default: break
        }
        tokenizer.contentModel =
            switch tag.element {
            case .title, .textarea: .rcdata
            case .script: .scriptData
            default: .rawText
            }
        let isShown = tag.element == .textarea || tag.element == .xmp
        let isOpen = isShown ? insert(tag, page) : false
        if !isShown { text.pass(tag.element, attributes, page) }
        if tag.element == .iframe, attributes.has(.srcdoc) { readFramedPage(page) }
        var isEnded = false
        while !isEnded {
            switch tokenizer.next(in: page) {
            case .text: rawText(tokenizer.content, of: tag.element, page)
            case .endTag:
                if isShown, !isInConditionalComment { text.mark("</", tokenizer.content, page) }
                while tokenizer.nextAttribute(in: page) {}
                isEnded = true
            default: isEnded = true
            }
        }
        tokenizer.contentModel = .data
        if isOpen { pop() } else if isShown { _ = open.endDropped(entry(of: tag)) }
    }

    private func entry(of tag: Tag) -> OpenElements.Entry {
        .init(element: tag.element, traits: tag.traits, nameHash: tag.name.hash, tagStart: -1)
    }

    private mutating func rawText(_ range: Range<Int>, of element: HTMLElement, _ page: Span<UInt8>) {
        switch element {
        case .textarea: text.append(range, page, kind: .rcdata)
        case .xmp: text.append(range, page, kind: .rawText)
        case .style:
            // What stands in a template is no part of the page.
            if !isInConditionalComment, open.openCount(.template) == 0 { text.noteStyleSheet(range, attributes, page) }
        case .iframe, .noembed, .noframes: readFallback(range, page)
        default: break
        }
    }

    // MARK: End tags

    /// An end tag, by the rules of HTML.
    mutating func end(_ element: HTMLElement, _ name: HTMLName, _ page: Span<UInt8>) {
        while true {
            let isDone =
                switch mode {
                case .inBody, .inTemplate: endInBody(element, name, page)
                case .inTable: endInTable(element, name, page)
                case .inCaption, .inCell: endInCell(element, name, page)
                case .inColumnGroup: endInColumnGroup(element)
                case .inTableBody: endInTableBody(element, name, page)
                case .inRow: endInRow(element, name, page)
                case .inSelect, .inSelectInTable: endInSelect(element)
                case .inFrameset: endInFrameset(element)
                }
            if isDone { return }
        }
    }

    /// Returns true, the tag being done with.
    mutating func endInBody(_ element: HTMLElement, _ name: HTMLName, _ page: Span<UInt8>) -> Bool {
        if mode == .inTemplate, element != .template { return true }
        switch element {
        case .html, .body, .head: break
        case .template: endTemplate()
        case .p:
            if open.index(of: .p, in: .button) == nil {
                // An end of nothing is an empty paragraph.
                text.note(.unmatchedEndTag)
                text.breakLine()
            } else {
                closeParagraph()
            }
        case .br: text.breakLine()
        case .li: end(element, in: .listItem)
        case .form: endForm()
        case .h1, .h2, .h3, .h4, .h5, .h6:
            if let index = open.indexOfHeading() { pop(to: index) } else { text.note(.unmatchedEndTag) }
        case .applet, .marquee, .object:
            if end(element, in: .any) { formatting.clearToMarker() }
        case .dd, .dt, .button, .pre, .listing: end(element, in: .any)
        default:
            let traits = element.traits
            if traits.contains(.formatting) {
                endFormatting(element, page)
            } else if traits.contains(.block) {
                end(element, in: .any)
            } else if !traits.contains(.void) {
                endOther(element, name.hash)
            }
        }
        return true
    }

    /// Ends the innermost element of a name that is in scope, with all in it; false if there is none.
    @discardableResult
    private mutating func end(_ element: HTMLElement, in scope: OpenElements.Scope) -> Bool {
        guard let index = open.index(of: element, in: scope) else {
            text.note(.unmatchedEndTag)
            return false
        }
        pop(to: index)
        return true
    }

    /// Ends the innermost element of a name, unless a special element stands before it.
    mutating func endOther(_ element: HTMLElement, _ nameHash: UInt64) {
        guard let index = open.indexBeforeSpecial(element, nameHash) else {
            text.note(.unmatchedEndTag)
            return
        }
        pop(to: index)
    }

    private mutating func endForm() {
        guard let index = open.index(of: .form, in: .any) else {
            hasForm = false
            text.note(.unmatchedEndTag)
            return
        }
        if open.openCount(.template) == 0 { hasForm = false }
        generateImpliedEndTags()
        // What was opened in it stays open.
        if index == open.count - 1 { pop() } else if index < open.count { removeElement(at: index) }
    }

    /// Ends the innermost template, wherever its end tag stands.
    mutating func endTemplate() {
        guard let index = open.lastIndex(of: .template) else {
            text.note(.unmatchedEndTag)
            return
        }
        closeTemplate(at: index)
    }

    /// Ends a template, or what is read like one.
    mutating func closeTemplate(at index: Int) {
        pop(to: index)
        formatting.clearToMarker()
        _ = templateModes.popLast()
        resetMode()
    }
}
