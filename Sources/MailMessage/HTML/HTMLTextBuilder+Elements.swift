// SPDX-License-Identifier: Apache-2.0

/// What single elements do: style, links, forms, images, texts in attributes.
extension HTMLTextBuilder {
    /// Hands over the value of an attribute with its character references resolved.
    mutating func value<Result>(
        of attribute: HTMLAttribute, _ attributes: HTMLAttributes, _ page: Span<UInt8>,
        _ body: (Span<UInt8>) -> Result
    ) -> Result? {
        attributes.withValue(of: attribute, in: page, scratch: &scratch, body)
    }

    // MARK: Style

    /// Makes the level of its parent the element's own, and hands what the tag says of its style over.
    ///
    /// This is the one place where an element's style is asked for, also when it is opened again: the style is worked
    /// out when the element is opened there.
    mutating func apply(
        _ element: HTMLElement, _ traits: HTMLElement.Traits, _ attributes: HTMLAttributes, _ page: Span<UInt8>,
        to level: inout Level
    ) {
        apply(element, traits, to: &level)
        style.begin(element, name: page.extracting(attributes.name), passing: attributes.styleTests)
        if traits.contains(.unshown) { style.hide() }
        guard !attributes.isEmpty else { return }
        if attributes.has(.style) { handOver(.style, as: .style, attributes, page) }
        if attributes.has(.class) { handOver(.class, as: .class, attributes, page) }
        if attributes.has(.id) { handOver(.id, as: .id, attributes, page) }
        if attributes.has(.hidden) { handOver(.hidden, as: .hidden, attributes, page) }
        if attributes.has(.bgcolor) { handOver(.bgcolor, as: .bgcolor, attributes, page) }
        if attributes.has(.background) { handOver(.background, as: .background, attributes, page) }
        switch element {
        case .a: if attributes.has(.href) { handOver(.href, as: .href, attributes, page) }
        case .font:
            handOver(.color, as: .color, attributes, page)
            handOver(.size, as: .size, attributes, page)
        case .body:
            handOver(.text, as: .text, attributes, page)
            handOver(.link, as: .link, attributes, page)
        case .marquee:
            handOver(.width, as: .width, attributes, page)
            handOver(.height, as: .height, attributes, page)
        default: if attributes.has(.color) { handOver(.color, as: .color, attributes, page) }
        }
    }

    /// Makes the level of its parent the element's own, but for its style.
    @inline(__always)
    func apply(_ element: HTMLElement, _ traits: HTMLElement.Traits, to level: inout Level) {
        (level.element, level.separation, level.isLink) = (element, traits.separation, false)
        if element == .xml, level.isUnshown { level.isSilent = true }
    }

    private mutating func handOver(
        _ attribute: HTMLAttribute, as styleAttribute: StyleAttribute, _ attributes: HTMLAttributes,
        _ page: Span<UInt8>
    ) {
        var room: [UInt8] = []
        swap(&room, &scratch)
        _ = attributes.withValue(of: attribute, in: page, scratch: &room) { value in
            style.add(styleAttribute, value)
        }
        swap(&room, &scratch)
    }

    /// Takes over what the style of an open element says of its text.
    mutating func takeStyle(of place: Int, to level: inout Level) {
        let text = style.text(at: place)
        (level.hiddenBy, level.hiddenFromSome) = (text.hiddenBy, text.hiddenFromSome)
        level.isPreformatted = text.isPreformatted
        guard text.isDisplayGiven else { return }
        switch text.display {
        case .block, .flex, .table, .tablePart: level.separation = .line
        case .tableCell: level.separation = .space
        // Boxes in a row stand apart, as a rule; words do not.
        case .inlineBlock, .inlineFlex: level.separation = min(level.separation, .space)
        case .inline, .contents: if level.separation == .line { level.separation = .none }
        case .none: break
        }
    }

    /// Takes the text of a style sheet.
    mutating func noteStyleSheet(_ range: Range<Int>, _ attributes: HTMLAttributes, _ page: Span<UInt8>) {
        let isCSS =
            value(of: .type, attributes, page) { value in
                value.isEmpty || value.equalsIgnoringCase("text/css")
            } ?? true
        guard isCSS else { return }
        let media =
            value(of: .media, attributes, page) { value in
                MediaQueryParser.environments(value, 0..<value.count)
            } ?? .all
        styleSheets.append((range, media))
    }

    // MARK: Elements that are opened

    /// Links, forms and images of an element that is opened.
    mutating func openSpecial(
        _ element: HTMLElement, _ attributes: HTMLAttributes, _ page: Span<UInt8>, _ level: inout Level
    ) {
        noteElement(element)
        if attributes.has(.background), wantsLinks { addImage(.background, attributes, page, isTiny: false) }
        switch element {
        case .a:
            guard attributes.has(.href), wantsLinks else { break }
            let target = target(.href, attributes, page)
            let isTail = level.fosterTable < 0 || level.fosterTable >= tables.count
            openLinks.append(
                OpenLink(
                    kind: .anchor, target: target,
                    visibleStart: isTail ? content.visible.count : tables[Int(level.fosterTable)].position,
                    hiddenStart: content.hidden.count, fosterTable: level.fosterTable))
            level.isLink = true
        case .img, .image:
            if attributes.has(.src), wantsLinks {
                let isTiny = isTiny(attributes, page) || !level.hiddenBy.isEmpty
                addImage(.src, attributes, page, isTiny: isTiny)
            }
            appendValue(.alt, attributes, page, in: level)
        case .input: openInput(attributes, page, level)
        default: pass(element, attributes, page)
        }
        if attributes.has(.title) { appendHiddenValue(.title, attributes, page) }
        if attributes.has(.ariaLabel) { appendHiddenValue(.ariaLabel, attributes, page) }
    }

    /// What an element is noted for, whatever its attributes.
    @inline(__always)
    mutating func noteElement(_ element: HTMLElement) {
        if element == .form { note(.form) } else if element == .area { note(.imageMap) }
    }

    /// An input shows what it holds, unless it is of a kind that does not.
    private mutating func openInput(_ attributes: HTMLAttributes, _ page: Span<UInt8>, _ level: Level) {
        let kind = value(of: .type, attributes, page) { InputKind($0) } ?? .text
        if kind == .password { note(.passwordField) }
        if attributes.has(.formaction), wantsLinks { addLink(.form, .formaction, attributes, page) }
        if kind == .image, wantsLinks, attributes.has(.src) {
            addImage(.src, attributes, page, isTiny: false)
            appendValue(.alt, attributes, page, in: level)
        }
        guard kind == .text || kind == .password else { return }
        if kind == .text { appendValue(.value, attributes, page, in: level) }
        appendValue(.placeholder, attributes, page, in: level)
    }

    /// What an input is, as far as its value is shown.
    private enum InputKind {
        /// Text, or a button.
        case text
        case password, image, other

        init(_ name: Span<UInt8>) {
            var key = HTMLName()
            for index in 0..<min(name.count, 16) { key.append(name[index]) }
            switch key {
            case HTMLName("password"): self = .password
            case HTMLName("image"): self = .image
            case HTMLName("hidden"), HTMLName("checkbox"), HTMLName("radio"), HTMLName("file"), HTMLName("color"),
                HTMLName("range"):
                self = .other
            default: self = .text
            }
        }
    }

    mutating func isHiddenInput(_ attributes: HTMLAttributes, _ page: Span<UInt8>) -> Bool {
        value(of: .type, attributes, page) { $0.equalsIgnoringCase("hidden") } ?? false
    }

    // MARK: Elements that need not be open

    /// What an element does that is not opened, or beside being opened.
    mutating func pass(_ element: HTMLElement, _ attributes: HTMLAttributes, _ page: Span<UInt8>) {
        switch element {
        case .script: note(.script)
        case .style: note(.styleSheet)
        case .title: note(.title)
        case .form:
            note(.form)
            addLink(.form, .action, attributes, page)
        case .button: addLink(.form, .formaction, attributes, page)
        case .area: openArea(attributes, page)
        case .iframe, .frame:
            note(.frame)
            if element == .iframe { separate(by: .space) }
            addLink(.frame, .src, attributes, page)
        case .frameset: note(.frame)
        case .object, .embed, .applet: note(.object)
        case .base: readBase(attributes, page)
        case .meta: readRefresh(attributes, page)
        case .body, .html:
            if attributes.has(.background), wantsLinks { addImage(.background, attributes, page, isTiny: false) }
        default: break
        }
    }

    /// What an element does that is too deep to be opened.
    mutating func passDeep(_ element: HTMLElement, _ attributes: HTMLAttributes, _ page: Span<UInt8>) {
        var level = current
        apply(element, element.traits, attributes, page, to: &level)
        style.open()
        takeStyle(of: levels.count, to: &level)
        separate(by: level.separation)
        openSpecial(element, attributes, page, &level)
        style.close()
        if level.isLink { closeLink() }
    }

    private mutating func openArea(_ attributes: HTMLAttributes, _ page: Span<UInt8>) {
        note(.imageMap)
        guard attributes.has(.href), wantsLinks else { return }
        let shown = value(of: .alt, attributes, page) { [UInt8]($0.extracting(first: LinkTarget.maximumBytes)) } ?? []
        add(Link(kind: .area, shown: shown, target: target(.href, attributes, page)))
    }

    /// Notes what links are relative to, the first time it is said.
    private mutating func readBase(_ attributes: HTMLAttributes, _ page: Span<UInt8>) {
        note(.base)
        guard base == nil, attributes.has(.href), wantsLinks else { return }
        let target = target(.href, attributes, page)
        guard LinkTarget.isAbsolute(target) else { return }
        base = target
        add(Link(kind: .base, shown: [], target: target))
    }

    /// Notes the page that `<meta http-equiv="refresh" content="0; url=http://example.com/">` loads.
    private mutating func readRefresh(_ attributes: HTMLAttributes, _ page: Span<UInt8>) {
        guard value(of: .httpEquiv, attributes, page, { $0.equalsIgnoringCase("refresh") }) == true else { return }
        let found = value(of: .content, attributes, page) { value in
            value.firstIndex(of: ASCII.equals, in: 0..<value.count).map {
                LinkTarget.cleaned(value.extracting(($0 + 1)...))
            }
        }
        guard let target = found ?? nil else { return }
        note(.refresh)
        if wantsLinks { add(Link(kind: .refresh, shown: [], target: resolved(target))) }
    }

    // MARK: Targets

    private mutating func addLink(
        _ kind: Link.Kind, _ attribute: HTMLAttribute, _ attributes: HTMLAttributes, _ page: Span<UInt8>
    ) {
        guard attributes.has(attribute), wantsLinks else { return }
        add(Link(kind: kind, shown: [], target: target(attribute, attributes, page)))
    }

    /// Whether one of an image's sides is too short to be seen.
    private mutating func isTiny(_ attributes: HTMLAttributes, _ page: Span<UInt8>) -> Bool {
        func isTiny(_ side: Float?) -> Bool { side.map { $0 <= 1 } ?? false }
        let style = style.text
        return isTiny(pixels(.width, attributes, page)) || isTiny(pixels(.height, attributes, page))
            || isTiny(style.width) || isTiny(style.height)
    }

    /// A length in pixels, as `width="1"` or `width="1px"`; nil if there is none or it is relative.
    private mutating func pixels(
        _ attribute: HTMLAttribute, _ attributes: HTMLAttributes, _ page: Span<UInt8>
    ) -> Float? {
        let length = value(of: attribute, attributes, page) { css in
            var tokens = CSSTokenizer(0..<css.count)
            tokens.nextWord(css)
            return CSSLength.read(&tokens, css)
        }
        guard let length = length ?? nil, !length.isPercentage else { return nil }
        return Float(length.pixels)
    }

    /// Notes an image, and a link to it if it is loaded from elsewhere.
    private mutating func addImage(
        _ attribute: HTMLAttribute, _ attributes: HTMLAttributes, _ page: Span<UInt8>, isTiny: Bool
    ) {
        let target = target(attribute, attributes, page)
        if target.starts(with: "cid:".utf8) { note(.embeddedImage) }
        let link = Link(kind: .image, shown: [], target: target)
        guard !link.host.isEmpty else { return }
        note(.remoteImage)
        if isTiny { note(.trackingPixel) }
        add(link)
    }

    /// A URL without white space at its ends and without any line ends, made absolute; notes what kind it is.
    private mutating func target(
        _ attribute: HTMLAttribute, _ attributes: HTMLAttributes, _ page: Span<UInt8>
    ) -> [UInt8] {
        let target = value(of: attribute, attributes, page) { LinkTarget.cleaned($0) } ?? []
        note(LinkTarget.flags(of: target))
        return resolved(target)
    }

    private func resolved(_ target: [UInt8]) -> [UInt8] {
        guard let base else { return target }
        return LinkTarget.resolved(target, against: base)
    }
}
