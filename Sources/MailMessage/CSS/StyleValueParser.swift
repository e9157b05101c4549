// SPDX-License-Identifier: Apache-2.0

/// Reads the value of one property; what does not follow the property's grammar to the end is no value.
///
/// - SeeAlso: the specifications of each property, as https://www.w3.org/TR/CSS/ lists them.
struct StyleValueParser {
    var tokens: CSSTokenizer
    let property: StyleProperty
    let isImportant: Bool
    let isQuirky: Bool

    init(_ tokens: CSSTokenizer, property: StyleProperty, isImportant: Bool, isQuirky: Bool) {
        (self.tokens, self.property, self.isImportant, self.isQuirky) = (tokens, property, isImportant, isQuirky)
    }

    /// Reads the value and adds what it declares, or nothing.
    mutating func read(_ css: Span<UInt8>, into declarations: inout [StyleDeclaration]) {
        let count = declarations.count
        tokens.nextWord(css)
        if tokens.kind == .identifier, let word = CSSKeyword.named(tokens.name), let value = Self.wide(word) {
            tokens.nextWord(css)
            if tokens.kind == .end { add(value, to: property, &declarations) }
            return
        }
        guard readGrammar(css, &declarations), tokens.kind == .end else {
            declarations.removeSubrange(count...)
            return
        }
    }

    /// Adds that the property has a value that nobody can know here: as good as none, for what it hides is not sure.
    func addUnknown(to declarations: inout [StyleDeclaration]) {
        switch property {
        case .color, .webkitTextFillColor, .backgroundColor:
            declare(StyleValue(.unknown), for: property, &declarations)
        case .background: declare(StyleValue(.unknown), for: .backgroundColor, &declarations)
        default: add(StyleValue(.unset), to: property, &declarations)
        }
    }

    /// Words that every property knows.
    private static func wide(_ word: CSSKeyword) -> StyleValue? {
        switch word {
        case .inherit: StyleValue(.inherit)
        case .initial: StyleValue(.initial)
        case .unset, .revert, .revertLayer: StyleValue(.unset)
        default: nil
        }
    }

    func declare(_ value: StyleValue, for property: StyleProperty, _ declarations: inout [StyleDeclaration]) {
        declarations.append(StyleDeclaration(property: property, isImportant: isImportant, value: value))
    }

    /// Gives one value to all that a property stands for.
    private func add(_ value: StyleValue, to property: StyleProperty, _ declarations: inout [StyleDeclaration]) {
        switch property {
        case .background:
            for part in [StyleProperty.backgroundColor, .backgroundImage, .backgroundClip] {
                declare(value, for: part, &declarations)
            }
        case .font:
            for part in [StyleProperty.fontSize, .lineHeight] { declare(value, for: part, &declarations) }
        case .overflow:
            for part in [StyleProperty.overflowX, .overflowY] { declare(value, for: part, &declarations) }
        case .padding:
            for part in [StyleProperty.paddingRight, .paddingBottom] { declare(value, for: part, &declarations) }
        case .margin:
            for part in [StyleProperty.marginLeft, .marginTop] { declare(value, for: part, &declarations) }
        case .inset:
            for part in [StyleProperty.left, .top, .right, .bottom] { declare(value, for: part, &declarations) }
        case .animation: declare(value, for: .animationName, &declarations)
        case .content: break
        default: declare(value, for: property, &declarations)
        }
    }

    // MARK: Grammars

    private mutating func readGrammar(_ css: Span<UInt8>, _ declarations: inout [StyleDeclaration]) -> Bool {
        switch property {
        case .display, .visibility, .contentVisibility, .position, .float, .whiteSpace, .msoHide, .backgroundClip,
            .overflowX, .overflowY:
            guard let code = readWords(css) else { return false }
            declare(StyleValue(keyword: code), for: property, &declarations)
        case .overflow:
            guard let first = readOverflow(css) else { return false }
            let second = tokens.kind == .end ? first : readOverflow(css)
            guard let second else { return false }
            declare(StyleValue(keyword: first), for: .overflowX, &declarations)
            declare(StyleValue(keyword: second), for: .overflowY, &declarations)
        case .opacity:
            guard let number = readFactor(css) else { return false }
            declare(StyleValue(number: number), for: property, &declarations)
        case .zoom:
            let number = isKeyword(.normal, css) ? 1 : readFactor(css)
            guard let number, number >= 0 else { return false }
            declare(StyleValue(number: number == 0 ? 1 : number), for: property, &declarations)
        case .color, .webkitTextFillColor, .backgroundColor:
            guard let color = readColor(css) else { return false }
            declare(StyleValue(color: color), for: property, &declarations)
        case .fontSize:
            guard let size = readFontSize(css) else { return false }
            declare(size, for: property, &declarations)
        case .lineHeight:
            guard let height = readLineHeight(css) else { return false }
            declare(height, for: property, &declarations)
        case .font: return readFont(css, &declarations)
        case .width, .height, .minWidth, .minHeight, .maxWidth, .maxHeight, .paddingRight, .paddingBottom:
            guard let side = readSide(css, isSigned: false) else { return false }
            declare(side, for: property, &declarations)
        case .left, .top, .right, .bottom, .marginLeft, .marginTop, .letterSpacing:
            guard let side = readSide(css, isSigned: true) else { return false }
            declare(side, for: property, &declarations)
        case .textIndent:
            guard let side = readSide(css, isSigned: true) else { return false }
            while tokens.kind == .identifier { tokens.nextWord(css) }
            declare(side, for: property, &declarations)
        case .padding: return readSides(css, [nil, .paddingRight, .paddingBottom, nil], isSigned: false, &declarations)
        case .margin: return readSides(css, [.marginTop, nil, nil, .marginLeft], isSigned: true, &declarations)
        case .inset: return readSides(css, [.top, .right, .bottom, .left], isSigned: true, &declarations)
        case .background, .backgroundImage: return readBackground(css, &declarations)
        case .textShadow, .webkitTextStroke:
            guard let color = readShadow(css) else { return false }
            declare(color, for: property, &declarations)
        case .animationName, .animation:
            let isNone = isKeyword(.none, css)
            while tokens.kind != .end { tokens.nextWord(css) }
            declare(StyleValue(keyword: isNone ? 0 : 1), for: .animationName, &declarations)
        case .filter, .transform, .scale, .translate, .clip, .clipPath:
            guard let value = readEffect(css) else { return false }
            declare(value, for: property, &declarations)
        case .content:
            // What is in it is read once it is known whether it comes before or after an element.
            var value = StyleValue(.text)
            value.textRange = tokens.start..<tokens.end
            while tokens.kind != .end { tokens.nextWord(css) }
            declare(value, for: property, &declarations)
        case .contentBefore, .contentAfter, .all: return false
        }
        return true
    }

    /// Moves behind a keyword if it is the next token.
    mutating func isKeyword(_ keyword: CSSKeyword, _ css: Span<UInt8>) -> Bool {
        guard tokens.kind == .identifier, CSSKeyword.named(tokens.name) == keyword else { return false }
        tokens.nextWord(css)
        return true
    }

    private mutating func readKeyword(_ css: Span<UInt8>) -> CSSKeyword? {
        guard tokens.kind == .identifier, let word = CSSKeyword.named(tokens.name) else { return nil }
        tokens.nextWord(css)
        return word
    }

    /// Reads the keywords of a property that knows only such; the number that the property has for them.
    private mutating func readWords(_ css: Span<UInt8>) -> UInt8? {
        if property == .overflowX || property == .overflowY { return readOverflow(css) }
        if property == .float || property == .backgroundClip {
            // Their other words are many, and all alike here.
            guard tokens.kind == .identifier else { return nil }
            var code: UInt8 = 0
            while tokens.kind == .identifier || tokens.kind == .comma {
                let word = CSSKeyword.named(tokens.name)
                let isMet = property == .float ? word == .left || word == .right : word == .text
                if tokens.kind == .identifier, isMet { code = 1 }
                tokens.nextWord(css)
            }
            return code
        }
        guard let word = readKeyword(css) else { return nil }
        switch property {
        case .display:
            guard let display = Self.display(word) else { return nil }
            guard tokens.kind != .end else { return display.rawValue }
            guard let inner = readKeyword(css) else { return nil }
            return Self.display(word, inner)?.rawValue
        case .visibility: return word == .visible ? 0 : word == .hidden || word == .collapse ? 1 : nil
        case .contentVisibility: return word == .visible || word == .auto ? 0 : word == .hidden ? 1 : nil
        case .msoHide: return word == .all ? 1 : word == .none ? 0 : nil
        case .position:
            switch word {
            case .static, .relative, .absolute, .fixed, .sticky: return word.rawValue
            default: return nil
            }
        case .whiteSpace:
            switch word {
            case .normal, .wrap, .collapse: return 0
            case .pre: return 3
            case .preWrap, .preLine, .breakSpaces: return 1
            case .nowrap: return 2
            default: return nil
            }
        default: return nil
        }
    }

    private static func display(_ word: CSSKeyword) -> StyleDisplay? {
        switch word {
        case .none: StyleDisplay.none
        case .contents: .contents
        case .inline, .ruby, .rubyBase, .rubyText, .runIn: .inline
        case .inlineBlock, .inlineTable: .inlineBlock
        case .inlineFlex, .inlineGrid: .inlineFlex
        case .block, .listItem, .flowRoot, .flow: .block
        case .flex, .grid: .flex
        case .table: .table
        case .tableCell: .tableCell
        case .tableRow, .tableRowGroup, .tableHeaderGroup, .tableFooterGroup, .tableColumn, .tableColumnGroup,
            .tableCaption:
            .tablePart
        default: nil
        }
    }

    /// `display` in two words, of which one says what it is outside and one what inside.
    private static func display(_ first: CSSKeyword, _ second: CSSKeyword) -> StyleDisplay? {
        let words = [first, second]
        guard words.contains(.block) || words.contains(.inline) || words.contains(.listItem) else { return nil }
        let isInline = words.contains(.inline)
        if words.contains(.flex) || words.contains(.grid) { return isInline ? .inlineFlex : .flex }
        if words.contains(.table) { return isInline ? .inlineBlock : .table }
        guard words.contains(.flow) || words.contains(.flowRoot) || words.contains(.listItem) else { return nil }
        return isInline ? words.contains(.flowRoot) ? .inlineBlock : .inline : .block
    }

    /// 0 where what is too long goes on beyond the box.
    private mutating func readOverflow(_ css: Span<UInt8>) -> UInt8? {
        switch readKeyword(css) {
        case .visible?: 0
        case .hidden?, .scroll?, .auto?: 1
        case .clip?: 2
        default: nil
        }
    }

    /// A number or a percentage as a factor.
    mutating func readFactor(_ css: Span<UInt8>) -> Double? {
        guard let length = CSSLength.read(&tokens, css), length.isNumber || length.isPercentage else { return nil }
        return length.isNumber ? length.pixels : length.percent / 100
    }

    /// A length or percentage; a bare number other than zero only where a page without a document type has it.
    mutating func readLength(_ css: Span<UInt8>) -> CSSLength? {
        guard let length = CSSLength.read(&tokens, css) else { return nil }
        guard !length.isNumber || length.pixels == 0 || isQuirky else { return nil }
        return length
    }

    private mutating func readColor(_ css: Span<UInt8>) -> CSSColor? {
        if let color = CSSColor.read(&tokens, css) { return color }
        // A page without a document type may leave out the number sign.
        guard isQuirky, tokens.kind == .number || tokens.kind == .dimension || tokens.kind == .identifier else {
            return nil
        }
        let (start, end) = (tokens.start, tokens.index)
        guard end - start == 6 || end - start == 3 else { return nil }
        for index in start..<end where css[index].hexValue == nil { return nil }
        tokens.nextWord(css)
        return CSSColor.readLegacy(css.extracting(start..<end))
    }

    private mutating func readFontSize(_ css: Span<UInt8>) -> StyleValue? {
        if tokens.kind == .identifier {
            guard let word = CSSKeyword.named(tokens.name), let size = Self.fontSize(word) else { return nil }
            tokens.nextWord(css)
            return size
        }
        guard let length = readLength(css), length.estimate() >= 0 else { return nil }
        return StyleValue(length)
    }

    private static func fontSize(_ word: CSSKeyword) -> StyleValue? {
        var relative = StyleValue(.length)
        switch word {
        case .xxSmall: return StyleValue(CSSLength(number: 9))
        case .xSmall: return StyleValue(CSSLength(number: 10))
        case .small: return StyleValue(CSSLength(number: 13))
        case .medium: return StyleValue(CSSLength(number: 16))
        case .large: return StyleValue(CSSLength(number: 18))
        case .xLarge: return StyleValue(CSSLength(number: 24))
        case .xxLarge: return StyleValue(CSSLength(number: 32))
        case .xxxLarge: return StyleValue(CSSLength(number: 48))
        case .smaller: relative.em = 1 / 1.2
        case .larger: relative.em = 1.2
        default: return nil
        }
        return relative
    }

    /// `code` is 1 for a multiple of the font's size that children work out anew.
    private mutating func readLineHeight(_ css: Span<UInt8>) -> StyleValue? {
        if isKeyword(.normal, css) { return StyleValue(.initial) }
        guard let length = CSSLength.read(&tokens, css), length.estimate() >= 0 else { return nil }
        var value = StyleValue(length)
        if length.isNumber { (value.em, value.number, value.code) = (value.number, 0, 1) }
        if length.isPercentage { (value.em, value.percent) = (value.em + value.percent / 100, 0) }
        return value
    }

    /// Style, variant, weight and stretch in any order, then size, line height and families.
    private mutating func readFont(_ css: Span<UInt8>, _ declarations: inout [StyleDeclaration]) -> Bool {
        if tokens.kind == .identifier {
            switch CSSKeyword.named(tokens.name) {
            case .caption?, .icon?, .menu?, .messageBox?, .smallCaption?, .statusBar?:
                tokens.nextWord(css)
                declare(StyleValue(CSSLength(number: 13)), for: .fontSize, &declarations)
                declare(StyleValue(.initial), for: .lineHeight, &declarations)
                return true
            default: break
            }
        }
        var size: StyleValue?
        for _ in 0..<8 where size == nil {
            if tokens.kind == .number, tokens.number >= 1, tokens.number <= 1000, !(isQuirky && isLastNumber(css)) {
                tokens.nextWord(css)
            } else if let found = readFontSize(css) {
                size = found
            } else if tokens.kind == .identifier {
                tokens.nextWord(css)
            } else {
                return false
            }
        }
        guard let size else { return false }
        declare(size, for: .fontSize, &declarations)
        var height: StyleValue? = StyleValue(.initial)
        if tokens.kind == .delimiter, tokens.delimiter == ASCII.slash {
            tokens.nextWord(css)
            height = readLineHeight(css)
        }
        guard let height else { return false }
        declare(height, for: .lineHeight, &declarations)
        guard tokens.kind == .identifier || tokens.kind == .string else { return false }
        while tokens.kind == .identifier || tokens.kind == .string || tokens.kind == .comma { tokens.nextWord(css) }
        return true
    }

    /// Whether no other number follows, so that this one is a size and no weight.
    private func isLastNumber(_ css: Span<UInt8>) -> Bool {
        var rest = tokens
        rest.nextWord(css)
        while rest.kind == .identifier { rest.nextWord(css) }
        return rest.kind == .end || rest.kind == .string || rest.kind == .comma
    }

    /// A side of a box; words such as `auto` and `none` mean that nothing is said.
    private mutating func readSide(_ css: Span<UInt8>, isSigned: Bool) -> StyleValue? {
        if tokens.kind == .identifier {
            switch CSSKeyword.named(tokens.name) {
            case .auto?, .none?, .normal?, .minContent?, .maxContent?, .fitContent?: break
            default: return nil
            }
            tokens.nextWord(css)
            return StyleValue(.initial)
        }
        guard let length = readLength(css), isSigned || length.estimate() >= 0 else { return nil }
        return StyleValue(length)
    }

    /// One to four sides: top, right, bottom, left.
    private mutating func readSides(
        _ css: Span<UInt8>, _ properties: [StyleProperty?], isSigned: Bool, _ declarations: inout [StyleDeclaration]
    ) -> Bool {
        var sides: [StyleValue] = []
        while tokens.kind != .end, sides.count < 4 {
            guard let side = readSide(css, isSigned: isSigned) else { return false }
            sides.append(side)
        }
        guard let first = sides.first else { return false }
        if sides.count == 1 { sides.append(first) }
        if sides.count == 2 { sides.append(first) }
        if sides.count == 3 { sides.append(sides[1]) }
        for (side, property) in zip(sides, properties) {
            if let property { declare(side, for: property, &declarations) }
        }
        return true
    }
}
