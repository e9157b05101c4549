// SPDX-License-Identifier: Apache-2.0

/// The declarations that have won an element's properties so far.
///
/// - SeeAlso: CSS Cascade Level 5, section 6.1 (cascade sorting order).
struct DeclaredStyle {
    private var mask: UInt64 = 0
    // Arrays, because they are handed over at less cost than two kilobytes.
    private var precedences = [UInt64](repeating: 0, count: count)
    private var values = [StyleValue](repeating: StyleValue(.initial), count: count)

    private static let count = Int(StyleProperty.longhands)

    /// How strong declarations are that stand in no rule.
    enum Origin {
        /// The reader's program.
        static let program: UInt64 = 0
        /// Attributes such as `bgcolor`.
        static let attribute: UInt64 = 1
        /// Rules, which add their precedence.
        static let rule: UInt64 = 1 << 60
        /// The `style` attribute.
        static let element: UInt64 = 1 << 62
        /// What is important, of either.
        static let important: UInt64 = 1 << 63
        /// The bit by which rules within a layer are told from others.
        static let layer: UInt64 = 1 << 56
    }

    mutating func removeAll() { mask = 0 }

    /// Takes a declaration if it is no weaker than that which is there.
    @inline(__always)
    mutating func declare(_ property: StyleProperty, _ value: StyleValue, precedence: UInt64) {
        let place = Int(property.rawValue)
        guard place < values.count else { return declareAll(property, value, precedence) }
        if mask >> UInt64(place) & 1 != 0, precedences[place] > precedence { return }
        mask |= 1 << UInt64(place)
        precedences[place] = precedence
        values[place] = value
    }

    /// `all` stands for every property but the texts of `content`; it is kept as it was written until an element has it.
    private mutating func declareAll(_ property: StyleProperty, _ value: StyleValue, _ precedence: UInt64) {
        guard property == .all else { return }
        for raw in 0..<StyleProperty.contentBefore.rawValue {
            if let part = StyleProperty(rawValue: raw) { declare(part, value, precedence: precedence) }
        }
    }

    /// The value that a property was given; nil if there is none.
    @inline(__always)
    subscript(_ property: StyleProperty) -> StyleValue? {
        let place = Int(property.rawValue)
        guard place < values.count, mask >> UInt64(place) & 1 != 0 else { return nil }
        return values[place]
    }

    /// Whether the reader's program gave the value, and not the page.
    func isDefault(_ property: StyleProperty) -> Bool {
        precedences[Int(property.rawValue)] == Origin.program
    }

    var position: CSSKeyword {
        guard let value = self[.position], value.kind == .keyword else { return .static }
        return CSSKeyword(rawValue: value.code) ?? .static
    }

    /// Whether what is too long for the box is not shown beyond it.
    var cutsOverflow: Bool {
        func code(_ property: StyleProperty) -> UInt8 {
            guard let value = self[property], value.kind == .keyword else { return 0 }
            return value.code
        }
        return code(.overflowX) != 0 || code(.overflowY) != 0
    }
}

/// What a reader's program does with an element before the page says anything.
///
/// - SeeAlso: HTML Standard, section 15.3.
struct StyleDefaults {
    var display = StyleDisplay.inline
    var isPreformatted = false
    /// Whether it has a font of its own and not that around it.
    var resetsFont = false
    var fontSize: Float = 16
    /// A button or a field.
    var isControl = false
    /// A background of its own, with black letters.
    var background: UInt32?

    /// What is done with an element.
    ///
    /// - Parameter isQuirky: whether the page has no document type: tables then have a font of their own.
    static func of(_ element: HTMLElement, isQuirky: Bool) -> StyleDefaults {
        (isQuirky ? quirky : standard)[Int(element.rawValue)]
    }

    /// Whether it is shown as what is around it.
    var isPlain: Bool { display != .none && !isPreformatted && !resetsFont && background == nil }

    private static let quirky = HTMLElement.allCases.map { named("\($0)", isQuirky: true) }
    private static let standard = HTMLElement.allCases.map { named("\($0)", isQuirky: false) }

    private static func named(_ name: String, isQuirky: Bool) -> StyleDefaults {
        var defaults = StyleDefaults()
        switch name {
        case "head", "script", "style", "title", "meta", "link", "base", "template", "datalist", "area", "param",
            "noembed", "noframes", "rp", "source", "track", "basefont":
            defaults.display = .none
        case "html", "body", "address", "blockquote", "center", "dialog", "div", "figure", "figcaption", "footer",
            "form", "header", "hr", "legend", "main", "p", "search", "article", "aside", "h1", "h2", "h3", "h4", "h5",
            "h6", "hgroup", "nav", "section", "dir", "dd", "dl", "dt", "menu", "ol", "ul", "li", "fieldset", "details",
            "summary", "frameset", "frame", "optgroup", "option", "isindex", "multicol":
            defaults.display = .block
        case "pre", "xmp", "listing", "plaintext":
            (defaults.display, defaults.isPreformatted) = (.block, true)
        case "table":
            defaults.display = .table
            if isQuirky { (defaults.resetsFont, defaults.fontSize) = (true, 16) }
        case "td", "th": defaults.display = .tableCell
        case "tr", "tbody", "thead", "tfoot", "caption", "col", "colgroup": defaults.display = .tablePart
        case "button", "input", "select", "textarea":
            (defaults.display, defaults.isControl) = (.inlineBlock, true)
            (defaults.resetsFont, defaults.fontSize) = (true, 13.33)
            defaults.background = name == "button" ? 0xefefef : 0xffffff
            defaults.isPreformatted = name == "textarea"
        case "marquee", "img", "iframe", "object", "video", "audio", "canvas", "embed", "meter", "progress":
            defaults.display = .inlineBlock
        case "mark": defaults.background = 0xffff00
        default: break
        }
        return defaults
    }
}
