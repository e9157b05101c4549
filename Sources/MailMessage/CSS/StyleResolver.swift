// SPDX-License-Identifier: Apache-2.0

/// Works out what is shown of a page, element by element, as they are opened and closed.
///
/// An element is begun, its attributes are handed over, then it is opened; ``text`` says what holds for the text in it.
/// Where mail is read makes a difference to some pages (a phone, a wide window): those are worked out for each such
/// place. The work is linear in the page: what selectors take beyond a budget is not done, and ``isCut`` is set.
struct StyleResolver {
    /// What holds for the text in the innermost open element.
    struct Text {
        /// By which means all readers are kept from it; empty if some see it.
        var hiddenBy: HTMLFlags = []
        /// Means that keep only some readers from it, by their screen or their program.
        var hiddenFromSome: HTMLFlags = []
        var isPreformatted = false
        var display = StyleDisplay.inline
        /// Whether the page said how it is displayed.
        var isDisplayGiven = false
        /// Sides in pixels where the page gave them.
        var width: Float?
        var height: Float?
        /// What rules put before and after the element's own text.
        var before = 0..<0
        var after = 0..<0

        /// Makes it that of a child for which nothing is declared.
        fileprivate mutating func passOn(display: StyleDisplay) {
            (self.display, isDisplayGiven, width, height) = (display, false, nil, nil)
            (before, after) = (0..<0, 0..<0)
        }
    }

    /// What selectors may ask of an open element.
    struct Level {
        var element: Int32 = -1
        var id: Int32 = -1
        var classes = 0..<0
        /// The tests of attributes that it passes.
        var tests: UInt64 = 0
        var isLink = false
        /// Which child of its parent it is, from 1.
        var index: Int32 = 0
        var children: Int32 = 0
        /// Where its children begin among those that were closed.
        var closedChildren = 0
        /// The place of its parent among the open elements; -1 if it has none.
        var parent = -1
    }

    private(set) var sheets: StyleSheets
    /// The places where mail is read that the rules tell apart.
    private let readings: [MediaEnvironments]
    private(set) var levels: [Level] = []
    private var texts: [Text] = []
    /// The styles of the open elements, one for each reading.
    private var styles: [ComputedStyle] = []
    var declared: [DeclaredStyle]
    var classes: [Int32] = []
    /// The children of open elements that are closed already, if some selector asks for them.
    private(set) var closed: [Level] = []
    /// How many open elements have a symbol.
    private var openCount: [Int32]
    /// The last element that had a class, by its number.
    var lastUse: [Int32]
    /// The symbols of the elements of HTML, if there are rules.
    private var elementSymbols: [Int32] = []
    var elements: Int32 = 0
    /// Steps that selectors may still take.
    var patience: Int

    /// Whether anything is declared for the element begun last.
    var isDeclared = false
    var pending = Level()
    private var defaults = StyleDefaults()
    var inlineDeclarations: [StyleDeclaration] = []
    var inlineStyles = InlineStyleCache()
    var linkColor: StyleValue?

    /// - Parameter pageBytes: the length of the page, by which the work is bounded.
    init(_ sheets: StyleSheets, pageBytes: Int) {
        self.sheets = sheets
        readings = MediaEnvironments.representatives(telling: sheets.environments)
        declared = Array(repeating: DeclaredStyle(), count: readings.count)
        openCount = Array(repeating: 0, count: sheets.selectors.symbols.count)
        lastUse = openCount
        if !sheets.isEmpty {
            elementSymbols = Self.elementNames.map { name in
                sheets.selectors.symbols.number(of: .element, name.span, ignoringCase: true) ?? -1
            }
        }
        patience = 200_000 + 8 * pageBytes
        levels.reserveCapacity(64)
        texts.reserveCapacity(64)
        styles.reserveCapacity(64 * readings.count)
    }

    /// The names of the elements of HTML; empty for those that are none.
    private static let elementNames = HTMLElement.allCases.map { element in
        element == .unknown || element == .foreign ? [] : Array("\(element)".utf8)
    }

    /// Whether rules were left out, or not all were tried.
    var isCut: Bool { sheets.isCut || patience <= 0 }

    /// Takes steps off the budget; false if none are left.
    mutating func spend(_ steps: Int) -> Bool {
        patience -= steps
        return patience > 0
    }

    /// Whether rules put text into the page.
    var generatesText: Bool { !sheets.generatedText.isEmpty }

    /// Notes whether the page has no document type, which stands before all elements.
    mutating func setQuirky(_ isQuirky: Bool) {
        if sheets.isEmpty { sheets.isQuirky = isQuirky }
    }

    /// What holds for the text in the innermost open element.
    var text: Text { texts.last ?? Text() }

    /// What holds for the text in an open element.
    func text(at place: Int) -> Text { place < texts.count ? texts[place] : Text() }

    // MARK: An element

    /// Begins an element, whose attributes follow.
    ///
    /// - Parameters:
    ///   - name: its name as written, which is asked for if HTML does not have it.
    ///   - tests: the tests of attributes that it passes.
    mutating func begin(_ element: HTMLElement, name: Span<UInt8>, passing tests: UInt64) {
        begin(element)
        pending.tests = tests
        guard !sheets.isEmpty, pending.element < 0, element == .unknown || element == .foreign else { return }
        pending.element = sheets.selectors.symbols.number(of: .element, name, ignoringCase: true) ?? -1
    }

    /// Begins an element of HTML.
    mutating func begin(_ element: HTMLElement) {
        defaults = StyleDefaults.of(element, isQuirky: sheets.isQuirky)
        if isDeclared {
            for index in declared.indices { declared[index].removeAll() }
            isDeclared = false
        }
        elements += 1
        pending = Level()
        pending.classes = classes.count..<classes.count
        pending.closedChildren = closed.count
        if !elementSymbols.isEmpty { pending.element = elementSymbols[Int(element.rawValue)] }
    }

    /// Whether some selector asks for attributes other than ids and classes.
    var testsAttributes: Bool { !sheets.selectors.attributeTests.isEmpty }

    /// The tests of selectors that ask for an attribute, a bit for each.
    func tests(asking name: Span<UInt8>) -> UInt64 {
        guard let symbol = sheets.selectors.symbols.number(of: .attribute, name, ignoringCase: true) else { return 0 }
        let tests = sheets.selectors.attributeTests
        var asked: UInt64 = 0
        for index in tests.indices where tests[index].name == symbol { asked |= 1 << UInt64(index) }
        return asked
    }

    /// Those of some tests that a value passes.
    mutating func tests(of asked: UInt64, passedBy value: Span<UInt8>) -> UInt64 {
        var passed: UInt64 = 0
        for index in sheets.selectors.attributeTests.indices where asked >> UInt64(index) & 1 != 0 {
            let test = sheets.selectors.attributeTests[index]
            if spend(test.cost(of: value)), test.accepts(value) { passed |= 1 << UInt64(index) }
        }
        return passed
    }

    /// Hides the element begun last, whatever its style is.
    mutating func hide() {
        declare(.display, StyleValue(keyword: StyleDisplay.none.rawValue), .max)
    }

    /// Opens the element.
    ///
    /// - Parameter parent: the place of the open element that it is put in; nil if it is the innermost.
    mutating func open(in parent: Int? = nil) {
        pending.parent = parent ?? levels.count - 1
        if pending.parent >= 0, pending.parent < levels.count {
            levels[pending.parent].children += 1
            pending.index = levels[pending.parent].children
        }
        let place = levels.count
        levels.append(pending)
        if !sheets.isEmpty { count(pending, by: 1) }
        cascade(pending)
        if pending.parent >= 0, isPlain(in: pending.parent) {
            // Most elements are as what is around them.
            for reading in readings.indices {
                styles.append(styles[pending.parent * readings.count + reading])
                styles[styles.count - 1].passOn(to: defaults)
            }
            texts.append(texts[pending.parent])
            texts[place].passOn(display: styles[place * readings.count].display)
        } else {
            for _ in readings.indices { styles.append(ComputedStyle()) }
            texts.append(Text())
            compute(pending, at: place)
        }
    }

    /// Works out the style of an open element again that was begun again, as it stands in another now.
    ///
    /// - Parameter isAmended: whether its attributes are others than before.
    mutating func reopen(at place: Int, in parent: Int, isAmended: Bool) {
        guard place < levels.count, parent < place else { return }
        let begun = pending
        let start = min(begun.classes.lowerBound, classes.count)
        let added = isAmended ? Array(classes[start...]) : []
        classes.removeSubrange(start...)
        pending = levels[place]
        (pending.parent, pending.isLink) = (parent, begun.isLink)
        if isAmended, !sheets.isEmpty {
            count(pending, by: -1)
            (pending.id, pending.tests) = (begun.id, begun.tests)
            if pending.classes.isEmpty { pending.classes = insert(added, behind: place) }
            count(pending, by: 1)
        }
        levels[place] = pending
        cascade(pending)
        compute(pending, at: place)
    }

    /// Gives an open element classes that it had not when it was opened, before those of the elements in it.
    ///
    /// Work that grows with the page, but done once for each root.
    private mutating func insert(_ added: [Int32], behind place: Int) -> Range<Int> {
        let start = levels[place].classes.upperBound
        guard !added.isEmpty else { return start..<start }
        classes.insert(contentsOf: added, at: start)
        func moved(_ range: Range<Int>) -> Range<Int> {
            range.lowerBound + added.count..<range.upperBound + added.count
        }
        for index in levels.indices.dropFirst(place + 1) { levels[index].classes = moved(levels[index].classes) }
        for index in closed.indices { closed[index].classes = moved(closed[index].classes) }
        return start..<start + added.count
    }

    /// Closes the innermost open element.
    mutating func close() {
        guard let level = levels.popLast() else { return }
        texts.removeLast()
        for _ in readings.indices { styles.removeLast() }
        guard !sheets.isEmpty else { return }
        count(level, by: -1)
        if sheets.selectors.asksForSiblings {
            closed.removeSubrange(min(level.closedChildren, closed.count)...)
            closed.append(level)
        } else {
            classes.removeSubrange(min(level.classes.lowerBound, classes.count)...)
        }
    }

    /// Closes an element that others stand in, which stay open.
    mutating func remove(at place: Int) {
        guard place < levels.count else { return }
        let level = levels.remove(at: place)
        texts.remove(at: place)
        styles.removeSubrange(place * readings.count..<(place + 1) * readings.count)
        if !sheets.isEmpty { count(level, by: -1) }
        for index in place..<levels.count where levels[index].parent >= place {
            levels[index].parent = levels[index].parent == place ? level.parent : levels[index].parent - 1
        }
    }

    /// Gathers what is declared for an element.
    private mutating func cascade(_ level: Level) {
        if level.isLink { addLinkColor() }
        if !sheets.isEmpty {
            for reading in readings.indices { applyRules(to: level, reading) }
        }
        guard !inlineDeclarations.isEmpty else { return }
        for declaration in inlineDeclarations {
            let precedence =
                DeclaredStyle.Origin.element | (declaration.isImportant ? DeclaredStyle.Origin.important : 0)
            declare(declaration.property, declaration.value, precedence)
        }
        inlineDeclarations = []
    }

    /// Whether nothing is declared for the element, and its parent's style is its own.
    private func isPlain(in parent: Int) -> Bool {
        guard !isDeclared, defaults.isPlain else { return false }
        for index in parent * readings.count..<(parent + 1) * readings.count where !styles[index].isPassedOn {
            return false
        }
        return true
    }

    /// Works out what comes of what is declared.
    private mutating func compute(_ level: Level, at place: Int) {
        for reading in readings.indices {
            let parent = level.parent >= 0 ? styles[level.parent * readings.count + reading] : ComputedStyle()
            styles[place * readings.count + reading] = ComputedStyle(
                of: defaults, in: parent, declared[reading], isCut: isCut)
        }
        texts[place] = summary(at: place)
    }

    // MARK: Rules

    private mutating func count(_ level: Level, by step: Int32) {
        if level.element >= 0 { openCount[Int(level.element)] += step }
        if level.id >= 0 { openCount[Int(level.id)] += step }
        for index in level.classes { openCount[Int(classes[index])] += step }
    }

    private mutating func applyRules(to level: Level, _ reading: Int) {
        apply(from: sheets.firstUniversal, to: level, reading)
        if level.element >= 0 { apply(from: sheets.firstRule(of: level.element), to: level, reading) }
        if level.id >= 0 { apply(from: sheets.firstRule(of: level.id), to: level, reading) }
        for index in level.classes { apply(from: sheets.firstRule(of: classes[index]), to: level, reading) }
    }

    /// Applies those of a chain of rules that are meant for the element.
    private mutating func apply(from first: Int32, to level: Level, _ reading: Int) {
        var next = first
        while next >= 0, patience > 0 {
            let rule = sheets.rules[Int(next)]
            next = rule.next
            patience -= 1
            guard rule.environments.isSuperset(of: readings[reading]), hasOuter(rule),
                matches(rule.compounds, level)
            else { continue }
            patience -= rule.declarations.count
            isDeclared = true
            for index in rule.declarations {
                let declaration = sheets.declarations[Int(index)]
                if declaration.property == .all { patience -= Int(StyleProperty.longhands) }
                var precedence = DeclaredStyle.Origin.rule + rule.precedence
                if declaration.isImportant {
                    // Among what is important, the layers are the other way round.
                    precedence = (precedence ^ DeclaredStyle.Origin.layer) | DeclaredStyle.Origin.important
                }
                declared[reading].declare(declaration.property, declaration.value, precedence: precedence)
            }
        }
    }

    private func hasOuter(_ rule: StyleSheets.Rule) -> Bool {
        for index in 0..<4 {
            let symbol = rule.outer[index]
            if symbol < 0 { return true }
            if openCount[Int(symbol)] == 0 { return false }
        }
        return true
    }

    // MARK: What comes of it

    private func summary(at place: Int) -> Text {
        var text = Text()
        let first = place * readings.count
        let usual = styles[first]
        (text.isPreformatted, text.display) = (usual.isPreformatted, usual.display)
        (text.isDisplayGiven, text.width, text.height) = (usual.isDisplayGiven, usual.width, usual.height)
        text.hiddenBy = usual.hiddenBy
        for index in first..<first + readings.count {
            let hiddenBy = styles[index].hiddenBy
            text.hiddenFromSome.formUnion(hiddenBy)
            if hiddenBy.isEmpty { text.hiddenBy = [] }
        }
        text.hiddenFromSome = text.hiddenBy.isEmpty && !text.hiddenFromSome.isEmpty ? .hiddenOnSomeScreens : []
        if usual.isHiddenFromOutlook { text.hiddenFromSome.insert(.hiddenFromOutlook) }
        guard generatesText else { return text }
        for style in declared {
            if let before = style[.contentBefore], before.kind == .text { text.before = before.textRange }
            if let after = style[.contentAfter], after.kind == .text { text.after = after.textRange }
        }
        return text
    }
}
