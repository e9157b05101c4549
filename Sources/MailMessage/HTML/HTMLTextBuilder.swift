// SPDX-License-Identifier: Apache-2.0

/// Works out what is shown of a page, and gathers it as ``HTMLContent``.
///
/// The ``HTMLTreeBuilder`` tells it which elements begin and end. For each open element it keeps what is inherited:
/// whether it is hidden and why, its colours, whether its white space counts.
struct HTMLTextBuilder: ~Copyable {
    /// An open element and what holds for the text in it.
    struct Level {
        var element = HTMLElement.html
        /// Its place among the open elements.
        var place = -1
        var hiddenBy: HTMLFlags = []
        /// What keeps only some readers from it.
        var hiddenFromSome: HTMLFlags = []
        /// Whether only some clients show it, as the content of conditional comments.
        var isUnshown = false
        /// Whether it is shown by none, as data within a conditional comment.
        var isSilent = false
        var isPreformatted = false
        /// Whether it breaks the line at its end, too.
        var separation: HTMLElement.Separation = .none
        /// Whether it ends the link opened last.
        var isLink = false
        /// Whether it stands before a table instead of in it.
        var isFostered = false
        /// The table before which the text is put, as a place in ``tables``; -1 if it comes last.
        var fosterTable: Int32 = -1
        /// The table that it is, as a place in ``tables``.
        var table: Int32 = -1

        @inline(__always)
        var isShown: Bool { hiddenBy.isEmpty && !isUnshown }

        /// Whether its text is shown where it comes.
        @inline(__always)
        var isPlain: Bool { isShown && fosterTable < 0 && hiddenFromSome.isEmpty }
    }

    /// An open table: text that may not stand in it is put before it.
    struct Table {
        /// Where its text begins in the visible text.
        var position: Int
        /// What separates text put there from what stands before.
        var gap: HTMLElement.Separation
        /// The table before which this one stands.
        var fosterTable: Int32
    }

    /// A link whose end has not come yet.
    struct OpenLink {
        var kind: Link.Kind
        var target: [UInt8]
        var visibleStart: Int
        var hiddenStart: Int
        var fosterTable: Int32
    }

    var content: HTMLContent
    let budget: ContentBudget
    private(set) var levels: [Level] = []
    private(set) var tables: [Table] = []
    var openLinks: [OpenLink] = []
    /// What of the visible text links have shown, in the order of their ends.
    var linkedText: [Range<Int>] = []
    /// What the page's style says of its elements, of which as many are open there.
    var style: StyleResolver
    /// Style sheets that were come across: where they stand, and for which screens they are.
    var styleSheets: [(range: Range<Int>, media: MediaEnvironments)] = []
    /// What relative links are relative to.
    var base: [UInt8]?
    /// Room for values of attributes, and for text that is put before a table.
    var scratch: [UInt8] = []
    /// What separates the next text from what is there.
    private var visibleGap = HTMLElement.Separation.line
    private var hiddenGap = HTMLElement.Separation.line
    /// Bytes that may still be moved to put text before tables.
    private var movableBytes = 64 << 20
    /// Whether enough visible text was found.
    private(set) var isDone: Bool

    /// Goes on with what other parts of a message hold.
    ///
    /// - Parameter style: what is known of the page's style, with no element open.
    init(content: consuming HTMLContent, budget: ContentBudget, style: consuming StyleResolver) {
        self.style = style
        isDone = content.visible.count >= budget.visibleBytes
        self.content = content
        self.budget = budget
        if isDone { self.content.isCut = true }
        levels.reserveCapacity(64)
    }

    /// Makes room for what a page of so many bytes will probably give.
    mutating func reserve(pageBytes: Int) {
        content.visible.reserveCapacity(min(budget.visibleBytes, content.visible.count + pageBytes / 2))
        content.skeleton.reserveCapacity(min(budget.skeletonBytes, content.skeleton.count + pageBytes / 2))
    }

    /// Whether it is asked where the page leads and what it loads.
    var wantsLinks: Bool { budget.links > 0 }

    mutating func note(_ flags: HTMLFlags) { content.flags.formUnion(flags) }

    // MARK: Elements

    var current: Level { levels.last ?? Level() }

    /// Opens an element: works out what it inherits and what its attributes change, and reads what it loads or links to.
    ///
    /// - Parameter parent: where it is put, if that is not the innermost open element.
    mutating func push(
        _ element: HTMLElement, _ traits: HTMLElement.Traits, _ attributes: HTMLAttributes, _ page: Span<UInt8>,
        parent: Level?
    ) {
        var level = parent ?? current
        level.isFostered = parent != nil
        apply(element, traits, attributes, page, to: &level)
        style.open(in: parent?.place)
        takeStyle(of: levels.count, to: &level)
        openSpecial(element, attributes, page, &level)
        push(level)
    }

    /// Opens an element that has no attributes.
    mutating func push(_ element: HTMLElement, _ traits: HTMLElement.Traits) {
        noteElement(element)
        var level = current
        level.isFostered = false
        apply(element, traits, to: &level)
        style.begin(element)
        if traits.contains(.unshown) { style.hide() }
        style.open()
        takeStyle(of: levels.count, to: &level)
        push(level)
    }

    /// Notes an element that has neither attributes nor content.
    mutating func pass(_ element: HTMLElement, _ traits: HTMLElement.Traits) {
        noteElement(element)
        if traits.contains(.breaksLine) {
            separate(by: .line)
        } else if traits.contains(.separatesWords) {
            separate(by: .space)
        }
    }

    @inline(__always)
    private mutating func push(_ level: Level) {
        var level = level
        (level.table, level.place) = (-1, levels.count)
        if level.element == .table { openTable(&level) }
        separate(by: level.separation, inner: level)
        levels.append(level)
        if style.generatesText { appendGenerated(style.text.before, in: level) }
    }

    /// Opens an element without attributes and effects: one whose tag is missing, or the root.
    mutating func pushMissing(_ element: HTMLElement) {
        var level = current
        (level.element, level.separation, level.isLink, level.isFostered) = (element, element.separation, false, false)
        style.begin(element)
        style.open()
        takeStyle(of: levels.count, to: &level)
        push(level)
    }

    mutating func pushRoot(_ element: HTMLElement) { pushMissing(element) }

    /// Opens an element whose content only some clients show.
    mutating func pushUnshown() {
        var level = Level()
        (level.element, level.isUnshown, level.separation) = (.template, true, .line)
        style.begin(.div)
        style.open(in: -1)
        push(level)
    }

    /// Ends the innermost element.
    mutating func pop() {
        guard let level = levels.last else { return }
        if style.generatesText { appendGenerated(style.text.after, in: level) }
        levels.removeLast()
        style.close()
        if level.isLink { closeLink() }
        if level.table >= 0 { tables.removeLast(max(0, tables.count - Int(level.table))) }
        separate(by: level.separation, inner: level)
    }

    /// Ends an element that others stand in, which stay open.
    mutating func remove(at index: Int) {
        guard index < levels.count else { return }
        let level = levels.remove(at: index)
        style.remove(at: index)
        for place in index..<levels.count { levels[place].place = place }
        if level.isLink { closeLink() }
        separate(by: level.separation, inner: level)
    }

    /// Works out the style of an open element again.
    ///
    /// - Parameter isAmended: whether its attributes are others than before.
    mutating func restyle(
        at index: Int, _ element: HTMLElement, _ traits: HTMLElement.Traits, _ attributes: HTMLAttributes,
        _ page: Span<UInt8>, isAmended: Bool = false
    ) {
        guard index < levels.count else { return }
        let old = levels[index]
        var parentIndex = index - 1
        if old.isFostered { parentIndex = (levels[..<index].lastIndex { $0.element == .table } ?? 0) - 1 }
        var level = parentIndex >= 0 ? levels[parentIndex] : Level()
        if old.isUnshown, !level.isUnshown { level = Level() }
        apply(element, traits, attributes, page, to: &level)
        style.reopen(at: index, in: level.place, isAmended: isAmended)
        takeStyle(of: index, to: &level)
        level.place = index
        (level.isLink, level.isFostered, level.table) = (old.isLink, old.isFostered, old.table)
        (level.fosterTable, level.isUnshown, level.isSilent) = (old.fosterTable, old.isUnshown, old.isSilent)
        levels[index] = level
    }

    mutating func breakLine() { separate(by: .line) }

    /// Separates the words before and after where nothing is opened.
    mutating func separate(by separation: HTMLElement.Separation) { separate(by: separation, inner: current) }

    /// Separates the words before and after the start or end of an element, which is not among the open ones.
    ///
    /// What is not displayed does not separate; what is only invisible does.
    @inline(__always)
    private mutating func separate(by separation: HTMLElement.Separation, inner: Level) {
        guard separation != .none else { return }
        if !inner.isShown {
            hiddenGap = max(hiddenGap, separation)
            guard levels.last?.isShown ?? true, !inner.isUnshown, !inner.hiddenBy.contains(.hiddenByDisplay) else {
                return
            }
        }
        if inner.fosterTable < 0 {
            visibleGap = max(visibleGap, separation)
        } else if inner.fosterTable < tables.count {
            tables[Int(inner.fosterTable)].gap = max(tables[Int(inner.fosterTable)].gap, separation)
        }
    }

    // MARK: Text

    /// Adds characters to the text of the innermost element.
    @inline(__always)
    mutating func append(_ range: Range<Int>, _ page: Span<UInt8>, kind: TextStream.Kind) {
        let innermost = levels.count - 1
        guard innermost >= 0, levels[innermost].isPlain, !isDone else {
            return append(range, page, kind: kind, in: current)
        }
        let isWhole = TextStream.append(
            range, of: page, kind: kind, to: &content.visible, gap: &visibleGap,
            keepsLines: levels[innermost].isPreformatted, limit: budget.visibleBytes)
        if !isWhole { (isDone, content.isCut) = (true, true) }
    }

    /// Adds characters where a level puts them.
    mutating func append(_ range: Range<Int>, _ page: Span<UInt8>, kind: TextStream.Kind, in level: Level) {
        guard !level.isSilent else { return }
        guard level.isShown else {
            let before = content.hidden.count
            appendUnshown(range, page, kind: kind)
            if content.hidden.count > before { content.flags.formUnion(level.hiddenBy) }
            return
        }
        guard !isDone else { return }
        let isWhole: Bool
        if level.fosterTable >= 0, level.fosterTable < tables.count {
            isWhole = appendBeforeTable(Int(level.fosterTable), range, page, kind: kind, level)
        } else {
            isWhole = TextStream.append(
                range, of: page, kind: kind, to: &content.visible, gap: &visibleGap, keepsLines: level.isPreformatted,
                limit: budget.visibleBytes)
        }
        if !level.hiddenFromSome.isEmpty { content.flags.formUnion(level.hiddenFromSome) }
        if !isWhole { (isDone, content.isCut) = (true, true) }
    }

    /// Adds text that a style sheet puts into the page.
    private mutating func appendGenerated(_ range: Range<Int>, in level: Level) {
        // White space leaves nothing that a budget would bound, and may come as often as there are elements.
        guard !range.isEmpty, style.spend(range.count / 4) else { return }
        let text = style.sheets.generatedText
        note(.generatedText)
        append(range, text.span, kind: .rawText, in: level)
    }

    /// Adds characters to the hidden text.
    mutating func appendUnshown(_ range: Range<Int>, _ page: Span<UInt8>, kind: TextStream.Kind = .data) {
        let isWhole = TextStream.append(
            range, of: page, kind: kind, to: &content.hidden, gap: &hiddenGap, keepsLines: false,
            limit: budget.hiddenBytes)
        if !isWhole { content.isCut = true }
    }

    /// Adds the value of an attribute that is shown, as words of its own: where it stands, or to the hidden text.
    mutating func appendValue(
        _ attribute: HTMLAttribute, _ attributes: HTMLAttributes, _ page: Span<UInt8>, in level: Level
    ) {
        guard let range = attributes[attribute], !range.isEmpty else { return }
        append(range, page, kind: .attribute, in: level)
    }

    mutating func appendHiddenValue(_ attribute: HTMLAttribute, _ attributes: HTMLAttributes, _ page: Span<UInt8>) {
        guard let range = attributes[attribute], !range.isEmpty else { return }
        hiddenGap = max(hiddenGap, .line)
        appendUnshown(range, page, kind: .attribute)
        hiddenGap = .line
    }

    // MARK: Tables

    private mutating func openTable(_ level: inout Level) {
        let isTail = level.fosterTable < 0 || level.fosterTable >= tables.count
        tables.append(
            Table(
                position: isTail ? content.visible.count : tables[Int(level.fosterTable)].position,
                gap: isTail ? visibleGap : tables[Int(level.fosterTable)].gap, fosterTable: level.fosterTable))
        level.table = Int32(clamping: tables.count - 1)
    }

    /// The level in which stands what is put before a table.
    func fosterParent(ofTableAt index: Int) -> Level {
        guard index > 0, index < levels.count else { return Level() }
        var level = levels[index - 1]
        level.fosterTable = levels[index].table
        return level
    }

    /// Puts text before the text of a table; false if the budget is spent.
    private mutating func appendBeforeTable(
        _ number: Int, _ range: Range<Int>, _ page: Span<UInt8>, kind: TextStream.Kind, _ level: Level
    ) -> Bool {
        let position = min(tables[number].position, content.visible.count)
        scratch.removeAll(keepingCapacity: true)
        // What stands before decides whether there is a gap.
        if position > 0 { scratch.append(content.visible[position - 1]) }
        let room = budget.visibleBytes - content.visible.count + scratch.count
        let isWhole = TextStream.append(
            range, of: page, kind: kind, to: &scratch, gap: &tables[number].gap, keepsLines: level.isPreformatted,
            limit: room)
        let added = scratch.count - min(position, 1)
        guard added > 0 else { return isWhole }
        movableBytes -= content.visible.count - position + linkedText.count * MemoryLayout<Range<Int>>.stride
        let place = movableBytes > 0 ? position : content.visible.count
        let isBeforeText = place < content.visible.count && content.visible[place] > 0x20
        if isBeforeText { scratch.append(ASCII.lineFeed) }
        content.visible.insert(contentsOf: scratch[min(position, 1)...], at: place)
        shift(from: place, by: added + (isBeforeText ? 1 : 0), through: number, by: added)
        return isWhole
    }

    /// Moves the places behind text that was put before a table.
    private mutating func shift(from place: Int, by whole: Int, through number: Int, by added: Int) {
        var followsChain = number
        for index in tables.indices.reversed() {
            if tables[index].position > place {
                tables[index].position += whole
            } else if index == followsChain, tables[index].position == place {
                tables[index].position += added
            }
            if index == followsChain { followsChain = Int(tables[index].fosterTable) }
        }
        // Once nothing is moved any more, nothing stands behind the place.
        if movableBytes > 0 {
            for index in linkedText.indices where linkedText[index].upperBound > place {
                let range = linkedText[index]
                let start = range.lowerBound < place ? range.lowerBound : range.lowerBound + whole
                linkedText[index] = start..<range.upperBound + whole
            }
        }
        for index in openLinks.indices
        where openLinks[index].visibleStart > place
            || (openLinks[index].visibleStart == place && openLinks[index].fosterTable != number)
        {
            openLinks[index].visibleStart += whole
        }
    }
}

extension HTMLElement.Separation: Comparable {
    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
