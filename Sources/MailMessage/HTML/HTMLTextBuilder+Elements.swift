// SPDX-License-Identifier: Apache-2.0

/// The values of an element's attributes; empty if there are none.
struct AttributeValues {
    private let base: UnsafePointer<UInt8>
    private var mask: UInt32 = 0
    private var values = InlineArray<15, Range<Int>>(repeating: 0..<0)

    /// Reads libxml2's list of names and values, whose one value is the tag's number in the references.
    init(
        _ list: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, of references: borrowing MarkupReferences
    ) {
        base = UnsafePointer(references.base)
        guard let list, list[0] != nil, var digit = list[1] else { return }
        var number = 0
        while digit.pointee.isDigit {
            number = number &* 10 &+ Int(digit.pointee &- 0x30)
            digit += 1
        }
        let attributes = references.attributes(ofTag: number)
        mask = attributes.mask
        var rest = mask
        for value in attributes.values {
            guard rest != 0 else { break }
            values[rest.trailingZeroBitCount] = value
            rest &= rest - 1
        }
    }

    @inline(__always)
    subscript(_ attribute: HTMLAttribute) -> UnsafeRawBufferPointer? {
        guard mask >> UInt32(attribute.rawValue) & 1 != 0 else { return nil }
        let value = values[Int(attribute.rawValue)]
        return UnsafeRawBufferPointer(start: base + value.lowerBound, count: value.count)
    }

    /// A length in pixels, as `width="1"` or `width="1px"`; nil if there is none or it is relative.
    func pixels(_ attribute: HTMLAttribute) -> Double? {
        var index = 0
        guard let value = self[attribute], let length = CSSLength.read(value, from: &index) else { return nil }
        return length.unit == .percent ? nil : length.number
    }
}

extension HTMLTextBuilder {
    /// Opens an element: works out what it inherits and what its attributes change.
    mutating func startElement(_ element: HTMLElement, _ attributes: AttributeValues) {
        var level = current
        level.element = element
        level.separation = element.separation
        level.isLink = false
        if element == .pre || element == .textarea { level.isPreformatted = true }
        applyColors(attributes, to: &level)
        let style = attributes[.style].map { StyleDeclarations($0) }
        if element == .a, attributes[.href] != nil, style?.color == nil {
            // Without a colour of its own, a link has the browser's blue.
            (level.color, level.isColorGiven) = (0x0000ee, false)
        }
        if let style { apply(style, to: &level) }
        if attributes[.hidden] != nil { level.hiddenBy.insert(.hiddenByDisplay) }
        level.hiddenBy.remove(.hiddenByColor)
        if level.isColorGiven, let background = level.background, CSSColor.isAlike(level.color, background),
            level.isBackgroundGiven || !content.flags.contains(.styleSheet)
        {
            level.hiddenBy.insert(.hiddenByColor)
        }
        openSpecial(element, attributes, style, &level)
        push(level)
    }

    private func applyColors(_ attributes: AttributeValues, to level: inout Level) {
        if let value = attributes[.bgcolor], case .rgb(let color)? = CSSColor.read(value) {
            (level.background, level.isBackgroundGiven) = (color, true)
        }
        if attributes[.background] != nil { (level.background, level.isBackgroundGiven) = (nil, true) }
        for attribute in [HTMLAttribute.color, .text] {
            if let value = attributes[attribute], case .rgb(let color)? = CSSColor.read(value) {
                (level.color, level.isColorGiven) = (color, true)
            }
        }
    }

    private func apply(_ style: StyleDeclarations, to level: inout Level) {
        switch style.background {
        case .rgb(let color)?: (level.background, level.isBackgroundGiven) = (color, true)
        case .unknown?: (level.background, level.isBackgroundGiven) = (nil, true)
        case .transparent?, nil: break
        }
        switch style.color {
        case .rgb(let color)?: (level.color, level.isColorGiven) = (color, true)
        case .transparent?: level.hiddenBy.insert(.hiddenByOpacity)
        case .unknown?: level.isColorGiven = false
        case nil: break
        }
        if style.isDisplayNone { level.hiddenBy.insert(.hiddenByDisplay) }
        if let isVisible = style.isVisible {
            if isVisible {
                level.hiddenBy.remove(.hiddenByVisibility)
            } else {
                level.hiddenBy.insert(.hiddenByVisibility)
            }
        }
        if let isTiny = style.isFontTiny {
            if isTiny { level.hiddenBy.insert(.hiddenByFontSize) } else { level.hiddenBy.remove(.hiddenByFontSize) }
        }
        if style.isTransparent { level.hiddenBy.insert(.hiddenByOpacity) }
        if style.isBoxEmpty { level.hiddenBy.insert(.hiddenByBoxSize) }
        if style.isOffScreen { level.hiddenBy.insert(.hiddenByPosition) }
        if style.isHiddenFromOutlook { level.hiddenBy.insert(.hiddenFromOutlook) }
        if style.isPreformatted { level.isPreformatted = true }
        if style.isBlock, level.separation != .line { level.separation = .line }
    }

    /// Links, forms and images.
    private mutating func openSpecial(
        _ element: HTMLElement, _ attributes: AttributeValues, _ style: StyleDeclarations?, _ level: inout Level
    ) {
        if let background = attributes[.background], wantsLinks { addImage(at: background, isTiny: false) }
        switch element {
        case .a:
            guard let href = attributes[.href], wantsLinks else { return }
            open(.anchor, href)
            level.isLink = true
        case .area:
            content.flags.insert(.imageMap)
            guard let href = attributes[.href], wantsLinks else { return }
            var shown: [UInt8] = []
            if let alt = attributes[.alt] { TextStream.appendValue(alt, to: &shown, limit: LinkTarget.maximumBytes) }
            add(Link(kind: .area, shown: shown, target: target(href)))
        case .form:
            content.flags.insert(.form)
            guard let action = attributes[.action], wantsLinks else { return }
            add(Link(kind: .form, shown: [], target: target(action)))
        case .input:
            if let type = attributes[.type], equalsIgnoringCase(type, "password") {
                content.flags.insert(.passwordField)
            }
        case .iframe:
            content.flags.insert(.frame)
            if let source = attributes[.src], wantsLinks { add(Link(kind: .frame, shown: [], target: target(source))) }
        case .img:
            if let source = attributes[.src], wantsLinks {
                addImage(at: source, isTiny: isTiny(attributes, style) || !level.hiddenBy.isEmpty)
            }
            if let alt = attributes[.alt], alt.count > 0 { appendAlternative(alt, at: level) }
        default: break
        }
    }

    /// Whether one of an image's sides is too short to be seen.
    private func isTiny(_ attributes: AttributeValues, _ style: StyleDeclarations?) -> Bool {
        func isTiny(_ side: Double?) -> Bool { side.map { $0 <= 1 } ?? false }
        return isTiny(attributes.pixels(.width)) || isTiny(attributes.pixels(.height)) || isTiny(style?.width)
            || isTiny(style?.height)
    }

    private mutating func open(_ kind: Link.Kind, _ href: UnsafeRawBufferPointer) {
        openLinks.append(
            OpenLink(
                kind: kind, target: target(href), visibleStart: content.visible.count, hiddenStart: content.hidden.count
            ))
    }

    /// The alternative text of an image stands where the image does.
    private mutating func appendAlternative(_ text: UnsafeRawBufferPointer, at level: Level) {
        push(level)
        append(text)
        endElement()
    }

    /// Notes an image, and a link to it if it is loaded from elsewhere.
    private mutating func addImage(at source: UnsafeRawBufferPointer, isTiny: Bool) {
        let target = target(source)
        if target.starts(with: "cid:".utf8) { content.flags.insert(.embeddedImage) }
        let link = Link(kind: .image, shown: [], target: target)
        guard !link.host.isEmpty else { return }
        content.flags.insert(.remoteImage)
        if isTiny { content.flags.insert(.trackingPixel) }
        add(link)
    }

    /// A URL without white space at its ends and without any line ends; notes what kind it is.
    private mutating func target(_ value: UnsafeRawBufferPointer) -> [UInt8] {
        let target = LinkTarget.cleaned(value)
        content.flags.formUnion(LinkTarget.flags(of: target))
        return target
    }
}
