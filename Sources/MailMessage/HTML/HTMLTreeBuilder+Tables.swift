// SPDX-License-Identifier: Apache-2.0

/// Tags in tables, lists of options, templates and framesets.
///
/// - SeeAlso: HTML Standard, 13.2.6.4.9 to 13.2.6.4.20.
extension HTMLTreeBuilder {
    // MARK: Tables

    /// Handles a start tag in a table; false if it is to be handled again in another mode.
    mutating func startInTable(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .caption:
            clearTo(.table)
            guard insert(tag, page) else { break }
            mode = .inCaption
            formatting.addMarker()
        case .colgroup:
            clearTo(.table)
            if insert(tag, page) { mode = .inColumnGroup }
        case .col:
            clearTo(.table)
            insertMissing(.colgroup)
            mode = .inColumnGroup
            return false
        case .tbody, .tfoot, .thead:
            clearTo(.table)
            if insert(tag, page) { mode = .inTableBody }
        case .td, .th, .tr:
            clearTo(.table)
            insertMissing(.tbody)
            mode = .inTableBody
            return false
        case .table:
            guard let index = open.index(of: .table, in: .table) else { return true }
            pop(to: index)
            resetMode()
            return false
        case .style, .script, .template: startInHead(tag, page)
        case .input where text.isHiddenInput(attributes, page): insertVoid(tag, page)
        case .form:
            if !hasForm, open.openCount(.template) == 0, insert(tag, page) {
                hasForm = true
                pop()
            }
        default: startFostered(tag, page)
        }
        return true
    }

    /// What may not stand in a table is put before it.
    private mutating func startFostered(_ tag: Tag, _ page: Span<UInt8>) {
        isFostering = true
        _ = startInBody(tag, page)
        isFostering = false
    }

    mutating func endInTable(_ element: HTMLElement, _ name: HTMLName, _ page: Span<UInt8>) -> Bool {
        switch element {
        case .table:
            guard let index = open.index(of: .table, in: .table) else {
                text.note(.unmatchedEndTag)
                return true
            }
            pop(to: index)
            resetMode()
        case .body, .caption, .col, .colgroup, .html, .tbody, .td, .tfoot, .th, .thead, .tr: break
        default:
            isFostering = true
            _ = endInBody(element, name, page)
            isFostering = false
        }
        return true
    }

    mutating func startInTableBody(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .tr:
            clearTo(.tbody)
            if insert(tag, page) { mode = .inRow }
        case .th, .td:
            clearTo(.tbody)
            insertMissing(.tr)
            mode = .inRow
            return false
        case .caption, .col, .colgroup, .tbody, .tfoot, .thead:
            guard endTableBody() else { return true }
            return false
        default: return startInTable(tag, page)
        }
        return true
    }

    /// Ends the open part of a table; false if there is none.
    private mutating func endTableBody() -> Bool {
        clearTo(.tbody)
        guard open.current == .tbody || open.current == .thead || open.current == .tfoot else { return false }
        pop()
        mode = .inTable
        return true
    }

    mutating func endInTableBody(_ element: HTMLElement, _ name: HTMLName, _ page: Span<UInt8>) -> Bool {
        switch element {
        case .tbody, .tfoot, .thead:
            if open.index(of: element, in: .table) != nil {
                _ = endTableBody()
            } else {
                text.note(.unmatchedEndTag)
            }
        case .table:
            guard endTableBody() else { return true }
            return false
        case .body, .caption, .col, .colgroup, .html, .td, .th, .tr: break
        default: return endInTable(element, name, page)
        }
        return true
    }

    mutating func startInRow(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .th, .td:
            clearTo(.tr)
            guard insert(tag, page) else { return true }
            mode = .inCell
            formatting.addMarker()
        case .caption, .col, .colgroup, .tbody, .tfoot, .thead, .tr:
            guard endRow() else { return true }
            return false
        default: return startInTable(tag, page)
        }
        return true
    }

    private mutating func endRow() -> Bool {
        clearTo(.tr)
        guard open.current == .tr else { return false }
        pop()
        mode = .inTableBody
        return true
    }

    mutating func endInRow(_ element: HTMLElement, _ name: HTMLName, _ page: Span<UInt8>) -> Bool {
        switch element {
        case .tr: _ = endRow()
        case .table:
            guard endRow() else { return true }
            return false
        case .tbody, .tfoot, .thead:
            guard open.index(of: element, in: .table) != nil, endRow() else { return true }
            return false
        case .body, .caption, .col, .colgroup, .html, .td, .th: break
        default: return endInTable(element, name, page)
        }
        return true
    }

    /// In a cell or a caption.
    mutating func startInCell(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .caption, .col, .colgroup, .tbody, .td, .tfoot, .th, .thead, .tr:
            guard endCell() else { return true }
            return false
        default: return startInBody(tag, page)
        }
    }

    /// Ends the open cell or caption; false if there is none.
    private mutating func endCell() -> Bool {
        let wanted: [HTMLElement] = mode == .inCaption ? [.caption] : [.td, .th]
        for element in wanted {
            guard let index = open.index(of: element, in: .table) else { continue }
            pop(to: index)
            formatting.clearToMarker()
            mode = mode == .inCaption ? .inTable : .inRow
            return true
        }
        return false
    }

    mutating func endInCell(_ element: HTMLElement, _ name: HTMLName, _ page: Span<UInt8>) -> Bool {
        switch element {
        case .td, .th, .caption:
            guard (element == .caption) == (mode == .inCaption) else { return true }
            if open.index(of: element, in: .table) != nil { _ = endCell() } else { text.note(.unmatchedEndTag) }
        case .body, .col, .colgroup, .html: break
        case .table, .tbody, .tfoot, .thead, .tr:
            if mode == .inCaption, element != .table { break }
            guard open.index(of: element, in: .table) != nil, endCell() else { return true }
            return false
        default: return endInBody(element, name, page)
        }
        return true
    }

    mutating func startInColumnGroup(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .html: return startInBody(tag, page)
        case .col: insertVoid(tag, page)
        case .template: startInHead(tag, page)
        default:
            if open.current == .colgroup {
                pop()
            } else if open.current == .template {
                return true
            }
            mode = .inTable
            return false
        }
        return true
    }

    mutating func endInColumnGroup(_ element: HTMLElement) -> Bool {
        switch element {
        case .colgroup:
            guard open.current == .colgroup else { break }
            pop()
            mode = .inTable
        case .col: break
        case .template: endTemplate()
        default:
            guard open.current == .colgroup else { break }
            pop()
            mode = .inTable
            return false
        }
        return true
    }

    /// Ends elements up to a table, a table's body or a row.
    private mutating func clearTo(_ context: HTMLElement) {
        while open.count > 0 {
            switch open.current {
            case .html, .template: return
            case .table: if context == .table { return }
            case .tbody, .thead, .tfoot: if context == .tbody { return }
            case .tr: if context == .tr { return }
            default: break
            }
            pop()
        }
    }

    /// Opens an element whose start tag is missing.
    private mutating func insertMissing(_ element: HTMLElement) {
        guard !open.isFull else { return }
        text.pushMissing(element)
        open.push(.init(element: element, traits: element.traits, nameHash: 0, tagStart: -1))
    }

    /// Finds the mode by what is open.
    ///
    /// - SeeAlso: HTML Standard, 13.2.4.1 ("reset the insertion mode appropriately").
    mutating func resetMode() {
        var index = open.count - 1
        while index >= 0 {
            switch open.entries[index].element {
            case .select:
                let isInTable = open.entries[..<index].contains { $0.element == .table }
                mode = isInTable ? .inSelectInTable : .inSelect
            case .td, .th: mode = .inCell
            case .tr: mode = .inRow
            case .tbody, .thead, .tfoot: mode = .inTableBody
            case .caption: mode = .inCaption
            case .colgroup: mode = .inColumnGroup
            case .table: mode = .inTable
            case .template: mode = templateModes.last ?? .inBody
            case .frameset: mode = .inFrameset
            case .body, .html: mode = .inBody
            default:
                index -= 1
                continue
            }
            return
        }
        mode = .inBody
    }

    // MARK: Options

    mutating func startInSelect(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .option, .optgroup, .hr:
            if open.current == .option { pop() }
            if tag.element != .option, open.current == .optgroup { pop() }
            if tag.element == .hr { insertVoid(tag, page) } else { insert(tag, page) }
        case .select: endSelect()
        case .input, .keygen, .textarea:
            guard endSelect() else { return true }
            return false
        case .script, .template: startInHead(tag, page)
        case .caption, .table, .tbody, .tfoot, .thead, .tr, .td, .th:
            guard mode == .inSelectInTable, endSelect() else { return true }
            return false
        default: text.pass(tag.element, attributes, page)
        }
        return true
    }

    @discardableResult
    private mutating func endSelect() -> Bool {
        guard let index = open.lastIndex(of: .select) else {
            resetMode()
            return mode != .inSelect && mode != .inSelectInTable
        }
        pop(to: index)
        resetMode()
        return true
    }

    mutating func endInSelect(_ element: HTMLElement) -> Bool {
        switch element {
        case .optgroup:
            if open.current == .option, open.count > 1, open.entries[open.count - 2].element == .optgroup { pop() }
            if open.current == .optgroup { pop() }
        case .option: if open.current == .option { pop() }
        case .select: endSelect()
        case .template: endTemplate()
        case .caption, .table, .tbody, .tfoot, .thead, .tr, .td, .th:
            guard mode == .inSelectInTable, open.index(of: element, in: .table) != nil, endSelect() else { return true }
            return false
        default: break
        }
        return true
    }

    // MARK: Templates

    mutating func startInTemplate(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .base, .basefont, .bgsound, .link, .meta, .noframes, .script, .style, .template, .title:
            startInHead(tag, page)
            return true
        case .caption, .colgroup, .tbody, .tfoot, .thead: mode = .inTable
        case .col: mode = .inColumnGroup
        case .tr: mode = .inTableBody
        case .td, .th: mode = .inRow
        default: mode = .inBody
        }
        if !templateModes.isEmpty { templateModes[templateModes.count - 1] = mode }
        return false
    }

    // MARK: Framesets

    /// A frameset takes the place of a body that shows nothing yet.
    mutating func startFrameset(_ tag: Tag, _ page: Span<UInt8>) {
        text.pass(.frameset, attributes, page)
        guard isFramesetAllowed, open.openCount(.template) == 0, open.count > 1, open.entries[1].element == .body else {
            return
        }
        pop(to: 1)
        if insert(tag, page) { mode = .inFrameset }
    }

    mutating func startInFrameset(_ tag: Tag, _ page: Span<UInt8>) -> Bool {
        switch tag.element {
        case .frameset:
            text.pass(.frameset, attributes, page)
            insert(tag, page)
        case .frame: text.pass(.frame, attributes, page)
        case .noframes: startInHead(tag, page)
        default: break
        }
        return true
    }

    mutating func endInFrameset(_ element: HTMLElement) -> Bool {
        // What follows the outermost frameset is shown as little as what is in it.
        if element == .frameset, open.current == .frameset, open.count > 2 { pop() }
        return true
    }
}
