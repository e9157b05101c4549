// SPDX-License-Identifier: Apache-2.0

/// The properties that can hide text or show it, and the shorthands for them.
enum StyleProperty: UInt8, CSSVocabulary {
    case display, visibility, contentVisibility, opacity, filter, fontSize, lineHeight
    case color, webkitTextFillColor, textShadow, webkitTextStroke
    case backgroundColor, backgroundImage, backgroundClip
    case width, height, minWidth, minHeight, maxWidth, maxHeight, paddingRight, paddingBottom, overflowX, overflowY
    case position, left, top, right, bottom, float, marginLeft, marginTop, textIndent, letterSpacing, whiteSpace
    case transform, scale, translate, zoom, clip, clipPath
    case msoHide, animationName
    /// What a rule for `::before` or `::after` puts into the text.
    case contentBefore, contentAfter
    // Shorthands, which stand for several of those above.
    case background, font, overflow, padding, margin, inset, animation, all, content

    /// How many there are that are no shorthands; each has a bit in a mask.
    static let longhands = StyleProperty.background.rawValue

    static let aliases: [(String, StyleProperty)] = [
        ("-webkit-text-fill-color", .webkitTextFillColor), ("-webkit-text-stroke", .webkitTextStroke),
        ("-webkit-background-clip", .backgroundClip), ("-webkit-transform", .transform),
        ("-ms-transform", .transform), ("-moz-transform", .transform), ("-webkit-filter", .filter),
        ("-webkit-clip-path", .clipPath), ("-webkit-opacity", .opacity), ("-webkit-animation", .animation),
        ("-webkit-animation-name", .animationName), ("-webkit-text-stroke-width", .webkitTextStroke),
        ("margin-inline-start", .marginLeft), ("margin-block-start", .marginTop), ("block-size", .height),
        ("inline-size", .width), ("max-block-size", .maxHeight), ("max-inline-size", .maxWidth),
        ("min-block-size", .minHeight), ("min-inline-size", .minWidth), ("inset-inline-start", .left),
        ("inset-block-start", .top), ("padding-block-end", .paddingBottom), ("padding-inline-end", .paddingRight),
    ]

    static let names = makeTable()
}

/// What an element's box is to those around it: the values of `display` as far as they differ here.
enum StyleDisplay: UInt8 {
    case none, contents, inline, inlineBlock, inlineFlex, block, flex, table, tablePart, tableCell

    /// Whether width, height, transformations and so on have any effect on it.
    var isBox: Bool {
        switch self {
        case .none, .contents, .inline: false
        default: true
        }
    }

    /// Whether it stands on lines of its own, or is a part of what does.
    var isBlock: Bool {
        switch self {
        case .block, .flex, .table, .tablePart, .tableCell: true
        default: false
        }
    }

    /// Whether its content can be higher than itself.
    var holdsItsSize: Bool {
        switch self {
        case .block, .flex, .inlineBlock, .inlineFlex: true
        default: false
        }
    }

    var isFlex: Bool { self == .flex || self == .inlineFlex }

    /// What it is as a floating or positioned box, or as an item of a flexible one.
    var blockified: StyleDisplay {
        switch self {
        case .inline, .inlineBlock, .tablePart, .tableCell: .block
        case .inlineFlex: .flex
        default: self
        }
    }
}

/// The value that a declaration gives to a property.
struct StyleValue {
    enum Kind: UInt8 {
        case inherit, initial, unset
        /// A word: ``code`` is what the property makes of it.
        case keyword
        /// ``number`` in pixels, ``em``, ``rem`` and ``percent``, to be added up.
        case length
        /// ``number`` alone.
        case number
        /// ``color`` covers ``number`` of what is behind.
        case color
        /// The colour of the text.
        case currentColor
        /// A value of which nobody knows what it is.
        case unknown
        /// A factor in ``number``, distances in ``em`` (to the right) and ``rem`` (down).
        case transform
        /// ``textRange``.
        case text
    }

    var kind: Kind
    var code: UInt8 = 0
    /// Whether a percentage was written.
    var isPercentage = false
    var number: Float = 0
    var em: Float = 0
    var rem: Float = 0
    var percent: Float = 0
    var color: UInt32 = 0

    init(_ kind: Kind) { self.kind = kind }

    init(keyword code: UInt8) { (kind, self.code) = (.keyword, code) }

    init(number: Double) { (kind, self.number) = (.number, Float(number)) }

    init(_ length: CSSLength) {
        kind = .length
        (number, em, rem) = (Float(length.pixels), Float(length.em), Float(length.rem))
        (percent, isPercentage) = (Float(length.percent), length.isPercentage)
    }

    init(color value: CSSColor) {
        switch value {
        case .rgb(let color, let alpha):
            kind = .color
            (self.color, number) = (color, alpha)
        case .current: kind = .currentColor
        case .unknown: kind = .unknown
        }
    }

    init(scale: Double, right: Double, down: Double) {
        kind = .transform
        (number, em, rem) = (Float(scale), Float(right), Float(down))
    }

    /// Where the text of `content` stands.
    var textRange: Range<Int> {
        get { Int(color)..<Int(color) + Int(number.bitPattern) }
        set { (color, number) = (UInt32(newValue.lowerBound), Float(bitPattern: UInt32(newValue.count))) }
    }

    /// Pixels, with a font of that size and a box of that width around it.
    func pixels(fontSize: Float, percentOf base: Float = 600) -> Float {
        number + em * fontSize + rem * 16 + percent / 100 * base
    }
}

/// A property and its value.
struct StyleDeclaration {
    var property: StyleProperty
    var isImportant: Bool
    var value: StyleValue
}
