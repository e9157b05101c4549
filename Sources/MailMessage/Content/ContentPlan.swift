// SPDX-License-Identifier: Apache-2.0

/// The parts of a message that are read or listed, in the order they stand, with what containers among them hold.
struct ContentPlan {
    /// A part, and what is done with it.
    struct Item {
        /// How a part is read.
        enum Reading {
            case plain, html, attachment
            /// What stands before and behind the parts of a multipart.
            case surroundings
        }

        var part: Part
        var reading: Reading
        /// Whether a common mail program shows it unasked, if it shows the best of alternatives that it knows.
        var isShown: Bool
        /// Whether it is what another mail program makes of a part.
        var isOtherReading = false

        /// Whether there is text that is shown.
        fileprivate var showsText: Bool {
            isShown && (reading == .plain || reading == .html) && !part.isBlank
        }
    }

    private(set) var items: [Item] = []
    private(set) var flags: ContentFlags = []
    /// Pictures among the parts.
    private(set) var pictures = 0

    private let alternatives: AlternativeParts
    private var bytesLeft: Int
    private var containersLeft = 32
    private static let maximumDepth = 4
    /// Encoded bytes of text in leaves beyond the limits on parts that are read.
    private var unlistedBytesLeft: Int
    /// Steps for those leaves: one for each that is passed, ``stepsOfLeaf`` for each that is kept, which takes some 500 bytes.
    private var unlistedStepsLeft = 200_000
    private static let stepsOfLeaf = 10
    /// What other mail programs make of the parts: a first reading of each, a second one of each, and so on.
    private var otherReadings: [[Part]] = []
    /// Enough for the readings by the first and the last type and encoding of a thousand parts.
    private static let maximumOtherReadings = 4_000

    init(_ root: Part, alternatives: AlternativeParts, budget: ContentBudget) {
        self.alternatives = alternatives
        bytesLeft = budget.containerBytes
        unlistedBytesLeft = 4 * budget.visibleBytes
        add(root, isShown: true, depth: 0)
        if items.contains(where: \.showsText) { items.removeAll { $0.reading == .surroundings } }
        addOtherReadings()
    }

    /// Adds what other mail programs make of the parts, and of those readings in their turn: one reading of every part before
    /// a second one of any, or the parts that have most would leave no room for the others.
    private mutating func addOtherReadings() {
        guard alternatives == .all else { return }
        let first = items.count
        var left = Self.maximumOtherReadings
        while !otherReadings.isEmpty {
            let readings = otherReadings.removeFirst()
            if readings.count > left { flags.insert(.cut) }
            for reading in readings.prefix(left) { add(reading, isShown: false, depth: 0) }
            left -= min(left, readings.count)
        }
        for index in first..<items.count { items[index].isOtherReading = true }
    }

    private mutating func add(_ part: Part, isShown: Bool, depth: Int) {
        for (rank, reading) in part.otherReadings.enumerated() {
            if rank == otherReadings.count { otherReadings.append([]) }
            otherReadings[rank].append(reading)
        }
        guard part.children.isEmpty, part.unlistedLeaves == nil else {
            addChildren(of: part, isShown: isShown, depth: depth)
            return
        }
        if let opened = open(part, depth: depth) {
            add(opened, isShown: isShown, depth: depth + 1)
            return
        }
        if part.contentType.type == "image" { pictures += 1 }
        let isAttachment = part.isAttachment && !part.isShownXHTML
        if isAttachment { items.append(Item(part: part, reading: .attachment, isShown: false)) }
        guard !isAttachment || alternatives == .all else { return }
        addText(part, isShown: isShown && !isAttachment)
    }

    private mutating func addChildren(of part: Part, isShown: Bool, depth: Int) {
        let type = part.contentType
        guard type.type == "multipart", type.subtype == "alternative" else {
            for child in part.children { add(child, isShown: isShown, depth: depth) }
            addUnlisted(part, isShown: isShown, depth: depth)
            addSurroundings(of: part)
            return
        }
        let preferred = part.children.lastIndex { $0.hasReadableText } ?? part.children.count - 1
        for (index, child) in part.children.enumerated() {
            if index == preferred || child.isShownBeside {
                add(child, isShown: isShown, depth: depth)
            } else if alternatives == .all {
                // Gmail shows AMP, watches their own HTML.
                add(child, isShown: isShown && child.isShownElsewhere, depth: depth)
            }
        }
        guard alternatives == .all else { return }
        addUnlisted(part, isShown: false, depth: depth)
        addSurroundings(of: part)
    }

    /// Adds the leaves beyond the limits on parts, as far as there may be room for them.
    private mutating func addUnlisted(_ part: Part, isShown: Bool, depth: Int) {
        guard var leaves = part.unlistedLeaves else { return }
        while let leaf = leaves.next() {
            guard unlistedBytesLeft > 0, unlistedStepsLeft > 0 else {
                flags.insert(.cut)
                return
            }
            unlistedStepsLeft -= 1
            // There may be any number of parts without text, and one with text behind them.
            if leaf.isText, leaf.isBlank { continue }
            unlistedStepsLeft -= Self.stepsOfLeaf
            if leaf.isText { unlistedBytesLeft -= leaf.bodyBytes.count }
            add(leaf, isShown: isShown, depth: depth)
        }
    }

    /// Adds what stands before and behind the parts, which counts where nothing else is shown.
    ///
    /// Only programs that know no MIME show it. Mailing lists put their footers there, which would tell whose archive a
    /// message is from.
    private mutating func addSurroundings(of part: Part) {
        guard alternatives == .all, part.preamble != nil || part.epilogue != nil else { return }
        items.append(Item(part: part, reading: .surroundings, isShown: false))
    }

    private mutating func addText(_ part: Part, isShown: Bool) {
        switch (part.contentType.type, part.contentType.subtype) {
        case ("text", "html"), ("text", "enriched"), ("text", "richtext"), ("text", "xml"),
            ("application", "xhtml+xml"):
            items.append(Item(part: part, reading: .html, isShown: isShown))
        case ("text", "x-amp-html"):
            flags.insert(.ampHTML)
            items.append(Item(part: part, reading: .html, isShown: isShown))
        case ("text", "watch-html"):
            flags.insert(.watchHTML)
            items.append(Item(part: part, reading: .html, isShown: isShown))
        case ("text", "rtf"): addRichText(part, isShown: isShown)
        case ("text", "calendar"): addContentLines(part, .calendar, isShown: isShown)
        case ("text", "vcard"), ("text", "x-vcard"), ("text", "directory"):
            addContentLines(part, .contactCard, isShown: isShown)
        // Also a type that cannot be read, and a multipart without parts.
        case _ where part.isText: items.append(Item(part: part, reading: .plain, isShown: isShown))
        default: break
        }
    }

    // MARK: Containers

    private mutating func open(_ part: Part, depth: Int) -> Part? {
        guard let container = MessageContainer(part) else { return nil }
        guard depth < Self.maximumDepth, containersLeft > 0, bytesLeft > 0 else {
            flags.insert(.unopened)
            return nil
        }
        containersLeft -= 1
        guard let (opened, byteCount) = part.opened(limit: bytesLeft) else { return nil }
        // What was compressed takes the room of what came out of it.
        bytesLeft -= max(part.bodyBytes.count, byteCount)
        flags.insert(container == .cms ? .cms : .tnef)
        // Who cannot open Outlook's container sees a file.
        if container == .tnef { items.append(Item(part: part, reading: .attachment, isShown: false)) }
        return opened
    }

    private mutating func addRichText(_ part: Part, isShown: Bool) {
        guard bytesLeft > 0 else {
            flags.insert(.unopened)
            return
        }
        flags.insert(.richText)
        var rtf: [UInt8] = []
        part.appendDecodedBody(to: &rtf, limit: bytesLeft)
        bytesLeft -= rtf.count
        let document = RTFText(rtf.span, limit: rtf.count)
        let text = Part(.text(document.isHTML ? "html" : "plain", charset: "utf-8"), bytes: document.text)
        items.append(Item(part: text, reading: document.isHTML ? .html : .plain, isShown: isShown))
    }

    /// What is shown of an invitation or a card; where all is asked for, the lines as they stand, too.
    private mutating func addContentLines(_ part: Part, _ flag: ContentFlags, isShown: Bool) {
        guard bytesLeft > 0 else {
            flags.insert(.unopened)
            items.append(Item(part: part, reading: .plain, isShown: isShown))
            return
        }
        flags.insert(flag)
        var lines: [UInt8] = []
        part.appendText(to: &lines, limit: bytesLeft)
        bytesLeft -= lines.count
        let shown = ContentLines(lines.span)
        if !shown.text.isEmpty {
            let text = Part(.text("plain", charset: "utf-8"), bytes: shown.text)
            items.append(Item(part: text, reading: .plain, isShown: isShown))
        }
        if !shown.html.isEmpty {
            let page = Part(.text("html", charset: "utf-8"), bytes: shown.html)
            items.append(Item(part: page, reading: .html, isShown: isShown))
        }
        let isNothingShown = shown.text.isEmpty && shown.html.isEmpty
        guard alternatives == .all || isNothingShown else { return }
        items.append(Item(part: part, reading: .plain, isShown: isShown && isNothingShown))
    }
}

extension Part {
    /// Whether the body is nothing but white space.
    fileprivate var isBlank: Bool { body.allSatisfy(\.isWhiteSpace) }

    /// XHTML that is shown unless it says that it is attached, though its type is no text.
    fileprivate var isShownXHTML: Bool {
        contentType.type == "application" && contentType.subtype == "xhtml+xml" && disposition?.kind != "attachment"
    }

    /// Whether one of the alternatives is shown beside the one that is chosen: an invitation.
    fileprivate var isShownBeside: Bool { contentType.type == "text" && contentType.subtype == "calendar" }

    /// Whether only some mail programs know this kind of text, and choose it.
    fileprivate var isShownElsewhere: Bool {
        contentType.type == "text" && (contentType.subtype == "x-amp-html" || contentType.subtype == "watch-html")
    }

    /// Whether there is text in it that can be shown.
    fileprivate var hasReadableText: Bool {
        guard children.isEmpty else { return children.contains { $0.hasReadableText } }
        if isShownXHTML || MessageContainer(self) == .cms { return true }
        guard isText, !isAttachment else { return false }
        return ["html", "plain", "rtf"].contains(contentType.subtype)
    }
}
