// SPDX-License-Identifier: Apache-2.0

/// Turns libxml2's events into ``HTMLContent``.
///
/// It keeps the stack of open elements as libxml2 has it, each with what it inherits: whether it is hidden and why, its
/// colours, whether its white space counts.
struct HTMLTextBuilder: ~Copyable {
    /// An open element and what holds for the text in it.
    struct Level {
        var element: HTMLElement
        var hiddenBy: HTMLFlags = []
        var isPreformatted = false
        /// Whether it breaks the line at its end, too.
        var separation: HTMLElement.Separation = .none
        var color: UInt32 = 0x000000
        var isColorGiven = false
        /// nil if it is an image or anything else that nobody knows.
        var background: UInt32? = 0xffffff
        var isBackgroundGiven = false
        /// Whether it ends the link opened last.
        var isLink = false
    }

    /// A link whose end has not come yet.
    struct OpenLink {
        var kind: Link.Kind
        var target: [UInt8]
        var visibleStart: Int
        var hiddenStart: Int
    }

    var content: HTMLContent
    let budget: ContentBudget
    /// What the marks stand for that libxml2 hands back.
    var references: MarkupReferences
    private(set) var levels: [Level] = []
    var openLinks: [OpenLink] = []
    /// What separates the next text from what is there.
    private var visibleGap = HTMLElement.Separation.line
    private var hiddenGap = HTMLElement.Separation.line
    /// Whether enough visible text was found.
    private(set) var isDone = false

    /// - Parameter inputBytes: the length of the document.
    init(content: HTMLContent, budget: ContentBudget, inputBytes: Int) {
        self.content = content
        self.budget = budget
        references = MarkupReferences(capacity: inputBytes + inputBytes / 8)
        levels.reserveCapacity(64)
    }

    /// Whether it is asked where the page leads and what it loads.
    var wantsLinks: Bool { budget.links > 0 }

    /// Looks whether any text is wanted at all.
    mutating func startReading() {
        isDone = content.visible.count >= budget.visibleBytes
        if isDone { content.isCut = true }
    }

    // MARK: Elements

    var current: Level { levels.last ?? Level(element: .html) }

    mutating func push(_ level: Level) {
        levels.append(level)
        separate(by: level.separation)
    }

    mutating func endElement() {
        // libxml2 ends elements in the order it began them.
        guard let level = levels.popLast() else { return }
        if level.isLink { closeLink() }
        separate(by: level.separation)
    }

    mutating func separate(by separation: HTMLElement.Separation) {
        guard separation != .none else { return }
        if current.hiddenBy.isEmpty {
            visibleGap = max(visibleGap, separation)
        } else {
            hiddenGap = max(hiddenGap, separation)
        }
    }

    // MARK: Text

    /// Takes what libxml2 hands over: white space, and marks of four bytes that stand for texts.
    mutating func receive(_ characters: UnsafeRawBufferPointer) {
        var index = 0
        while index < characters.count {
            if characters[index] >= 0xf0, index + 3 < characters.count {
                let (second, third, fourth) = (
                    UInt32(characters[index + 1]), UInt32(characters[index + 2]), UInt32(characters[index + 3])
                )
                let text = references.text(for: (second & 0x0f) << 12 | (third & 0x3f) << 6 | fourth & 0x3f)
                append(UnsafeRawBufferPointer(start: references.base + text.lowerBound, count: text.count))
                index += 4
            } else {
                append(UnsafeRawBufferPointer(rebasing: characters[index...index]))
                index += 1
            }
        }
    }

    /// Adds characters to the text.
    mutating func append(_ characters: UnsafeRawBufferPointer) {
        let level = current
        if level.hiddenBy.isEmpty {
            guard !isDone else { return }
            let isWhole = TextStream.append(
                characters, to: &content.visible, gap: &visibleGap, keepsLines: level.isPreformatted,
                limit: budget.visibleBytes)
            if !isWhole { (isDone, content.isCut) = (true, true) }
        } else {
            let before = content.hidden.count
            let isWhole = TextStream.append(
                characters, to: &content.hidden, gap: &hiddenGap, keepsLines: false, limit: budget.hiddenBytes)
            if !isWhole { content.isCut = true }
            if content.hidden.count > before { content.flags.formUnion(level.hiddenBy) }
        }
    }

    // MARK: Links

    /// Ends the link opened last: what was shown since then is its text.
    mutating func closeLink() {
        guard let open = openLinks.popLast() else { return }
        var shown = content.visible[min(open.visibleStart, content.visible.count)...]
        if shown.isEmpty { shown = content.hidden[min(open.hiddenStart, content.hidden.count)...] }
        while let first = shown.first, first <= 0x20 { shown.removeFirst() }
        add(Link(kind: open.kind, shown: Array(shown), target: open.target))
    }

    mutating func add(_ link: Link) {
        guard content.links.count < budget.links else {
            content.isCut = true
            return
        }
        if link.kind == .anchor, LinkTarget.isDeceptive(link) { content.flags.insert(.deceptiveLink) }
        content.links.append(link)
    }
}

extension HTMLElement.Separation: Comparable {
    private var rank: Int { self == .none ? 0 : self == .space ? 1 : 2 }
    static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}
