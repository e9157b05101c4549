// SPDX-License-Identifier: Apache-2.0

/// The attributes that say how an element looks, or by which style sheets know it.
enum StyleAttribute: UInt8 {
    case style, `class`, id, hidden, color, text, bgcolor, background, link, href
    /// Of a `font`.
    case size
    /// Of a `marquee`.
    case width, height
}

/// What attributes of the element that was begun last declare.
extension StyleResolver {
    /// Hands over an attribute that ``StyleAttribute`` knows.
    mutating func add(_ attribute: StyleAttribute, _ value: Span<UInt8>) {
        switch attribute {
        case .style: addInline(value)
        case .class: addClasses(value)
        case .id:
            if !sheets.isEmpty {
                pending.id = sheets.selectors.symbols.number(of: .id, value, ignoringCase: sheets.isQuirky) ?? -1
            }
        case .hidden: hint(.display, StyleValue(keyword: StyleDisplay.none.rawValue))
        case .color, .text: if let color = CSSColor.readLegacy(value) { hint(.color, StyleValue(color: color)) }
        case .bgcolor: if let color = CSSColor.readLegacy(value) { hint(.backgroundColor, StyleValue(color: color)) }
        case .background: hint(.backgroundImage, StyleValue(.unknown))
        case .link: if let color = CSSColor.readLegacy(value) { linkColor = StyleValue(color: color) }
        case .href: pending.isLink = true
        case .size: addFontSize(value)
        case .width: addMarqueeSide(.width, value)
        case .height: addMarqueeSide(.height, value)
        }
    }

    mutating func declare(_ property: StyleProperty, _ value: StyleValue, _ precedence: UInt64) {
        isDeclared = true
        for index in declared.indices { declared[index].declare(property, value, precedence: precedence) }
    }

    private mutating func hint(_ property: StyleProperty, _ value: StyleValue) {
        declare(property, value, DeclaredStyle.Origin.attribute)
    }

    private mutating func addInline(_ value: Span<UInt8>) {
        if let known = inlineStyles.declarations(of: value) {
            inlineDeclarations = known
            return
        }
        inlineDeclarations = []
        var parser = DeclarationParser(
            CSSTokenizer(0..<value.count), endsAtBrace: false, isQuirky: sheets.isQuirky)
        parser.read(value, into: &inlineDeclarations)
        inlineStyles.keep(inlineDeclarations, for: value)
    }

    private mutating func addClasses(_ value: Span<UInt8>) {
        guard !sheets.isEmpty else { return }
        var index = 0
        while index < value.count {
            while index < value.count, value[index].isHTMLSpace { index += 1 }
            let start = index
            while index < value.count, !value[index].isHTMLSpace { index += 1 }
            guard index > start,
                let symbol = sheets.selectors.symbols.number(
                    of: .className, value.extracting(start..<index), ignoringCase: sheets.isQuirky),
                lastUse[Int(symbol)] != elements
            else { continue }
            lastUse[Int(symbol)] = elements
            classes.append(symbol)
        }
        pending.classes = pending.classes.lowerBound..<classes.count
    }

    mutating func addLinkColor() {
        if let linkColor {
            hint(.color, linkColor)
        } else {
            declare(.color, StyleValue(color: CSSColor.rgb(0x0000ee)), DeclaredStyle.Origin.program)
        }
    }

    /// `<font size=3>`, which counts where the font around has no size.
    private mutating func addFontSize(_ value: Span<UInt8>) {
        var tokens = CSSTokenizer(0..<value.count)
        tokens.nextWord(value)
        guard tokens.kind == .number || tokens.kind == .dimension else { return }
        let isRelative = value[tokens.start] == UInt8(ascii: "+") || value[tokens.start] == ASCII.hyphen
        let step = max(1, min(7, tokens.number + (isRelative ? 3 : 0)))
        let sizes: [Double] = [10, 13, 16, 18, 24, 32, 48]
        hint(.fontSize, StyleValue(CSSLength(number: sizes[Int(step) - 1])))
    }

    /// A marquee shows nothing beyond its box, whose sides its attributes give.
    private mutating func addMarqueeSide(_ property: StyleProperty, _ value: Span<UInt8>) {
        var tokens = CSSTokenizer(0..<value.count)
        tokens.nextWord(value)
        guard let length = CSSLength.read(&tokens, value) else { return }
        hint(property, StyleValue(length))
        hint(.overflowX, StyleValue(keyword: 1))
    }
}
