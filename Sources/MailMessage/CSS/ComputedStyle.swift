// SPDX-License-Identifier: Apache-2.0

/// What holds for the text of an element, in one of the places where mail is read.
///
/// - SeeAlso: CSS Cascade Level 5, section 4 (value processing); docs/evasions.md for what counts as hidden.
struct ComputedStyle {
    // What children inherit.
    var color: UInt32 = 0x000000
    var colorAlpha: Float = 1
    /// Whether the page gave the colour, and not the reader's program.
    var isColorGiven = false
    var isColorKnown = true
    var fill: StyleValue?
    var fontSize: Float = 16
    /// Negative where it is as the font has it.
    var lineHeight: Float = -1
    /// A multiple of the font's size, worked out anew by each child; 0 if it is none.
    var lineHeightFactor: Float = 0
    var textIndent = StyleValue(CSSLength(number: 0))
    var letterSpacing: Float = 0
    var isVisible = true
    /// Whether line ends of the source are line ends.
    var isPreformatted = false
    var isUnwrapped = false
    var shadow: StyleValue?
    var outline: StyleValue?
    var isHiddenFromOutlook = false

    // What the boxes around do to it.
    /// What hides the whole box, whatever its children say.
    var hiddenBoxes: HTMLFlags = []
    var opacity: Float = 1
    /// How much it is made larger or smaller.
    var scale: Float = 1
    /// How far it was moved to the right and down.
    var right: Float = 0
    var down: Float = 0
    /// How far the first line of the block around is moved.
    var blockIndent: Float = 0
    var isCutOff = false
    /// Whether it stands in a box that is as high as its lines and shows nothing beyond.
    var isCutAtLines = false
    /// nil if it is a picture or anything else that nobody knows.
    var background: UInt32? = 0xffffff
    var isBackgroundGiven = false
    /// The background of the block around: that of an inline box is not painted behind blocks in it.
    var blockBackground: UInt32? = 0xffffff
    var isBlockBackgroundGiven = false
    /// Whether the background is what letters are filled with.
    var fillsLetters = false
    /// Whether an animation may show what is hidden at first.
    var isAnimated = false

    // What is the element's own.
    var display = StyleDisplay.inline
    /// Whether the page said so.
    var isDisplayGiven = false
    var width: Float?
    var height: Float?
    /// What hides the element's text.
    var hiddenBy: HTMLFlags = []

    /// Pixels below which nobody can read a letter, or the strip that is left of a line.
    static let readablePixels = 4.0
    static let readable = Float(readablePixels)
    /// Pixels to the left or above the page from which text is off it.
    static let farOut: Float = -400
    /// Pixels to the right from which it is.
    static let farRight: Float = 4000
    /// The size below which programs show no font that was made smaller step by step (Chromium's smallest logical size).
    private static let leastRelativeFontSize: Float = 6
    /// What of a letter must cover its background.
    private static let leastOpacity: Float = 0.06

    /// What the root's parent would have.
    init() {}

    /// Works out the style of an element.
    init(of element: StyleDefaults, in parent: ComputedStyle, _ declared: borrowing DeclaredStyle, isCut: Bool) {
        self = parent
        (width, height, isDisplayGiven, display) = (nil, nil, false, element.display)
        applyDisplay(declared, parent)
        if display.isBlock { (background, isBackgroundGiven) = (blockBackground, isBlockBackgroundGiven) }
        applyDefaults(element)
        applyText(declared, parent)
        applyColors(declared, parent)
        if display.isBlock || display == .inlineBlock || display == .inlineFlex {
            (blockBackground, isBlockBackgroundGiven) = (background, isBackgroundGiven)
        }
        applyEffects(declared)
        applyPlace(declared, parent)
        applyBox(declared)
        hiddenBy = hiding(isCut: isCut)
    }

    /// Whether a child for which nothing is declared is shown as this element.
    var isPassedOn: Bool {
        textIndent.number == 0 && textIndent.em == 0 && textIndent.rem == 0 && textIndent.percent == 0
            && blockIndent == 0 && background == blockBackground
    }

    /// Makes it that of a child for which nothing is declared.
    mutating func passOn(to element: StyleDefaults) {
        let isFlex = display.isFlex
        display = isFlex ? element.display.blockified : element.display
        (width, height, isDisplayGiven) = (nil, nil, false)
    }

    private mutating func applyDefaults(_ element: StyleDefaults) {
        if element.isPreformatted { isPreformatted = true }
        if element.resetsFont { (fontSize, lineHeight, lineHeightFactor) = (element.fontSize, -1, 0) }
        if element.isControl {
            (textIndent, letterSpacing, shadow, fill) = (StyleValue(CSSLength(number: 0)), 0, nil, nil)
            (color, colorAlpha, isColorGiven, isColorKnown) = (0x000000, 1, false, true)
        }
        if let background = element.background {
            (self.background, isBackgroundGiven) = (background, true)
            (color, colorAlpha, isColorGiven, isColorKnown) = (0x000000, 1, true, true)
        }
    }

    // MARK: Text

    private mutating func applyText(_ declared: borrowing DeclaredStyle, _ parent: ComputedStyle) {
        if let value = declared[.fontSize] {
            switch value.kind {
            case .length:
                let size = value.pixels(fontSize: parent.fontSize, percentOf: parent.fontSize)
                fontSize = max(0, min(size, 10_000))
                let factor = value.em + value.percent / 100
                if value.number == 0, factor >= 0.25, parent.fontSize >= Self.leastRelativeFontSize {
                    fontSize = max(fontSize, Self.leastRelativeFontSize)
                }
            case .initial: fontSize = 16
            default: fontSize = parent.fontSize
            }
            if lineHeightFactor > 0 { lineHeight = lineHeightFactor * fontSize }
        } else if lineHeightFactor > 0 {
            lineHeight = lineHeightFactor * fontSize
        }
        if let value = declared[.lineHeight] {
            switch value.kind {
            case .length:
                lineHeightFactor = value.code == 1 ? value.em : 0
                lineHeight = value.pixels(fontSize: fontSize)
            // A factor of 0 is told from none by the height.
            case .initial: (lineHeight, lineHeightFactor) = (-1, 0)
            default: (lineHeight, lineHeightFactor) = (parent.lineHeight, parent.lineHeightFactor)
            }
        }
        if let value = declared[.visibility] {
            isVisible = value.kind == .keyword ? value.code == 0 : value.kind == .initial || parent.isVisible
        }
        if let value = declared[.textIndent] {
            textIndent = value.kind == .length ? value : StyleValue(CSSLength(number: 0))
            if value.kind == .inherit || value.kind == .unset { textIndent = parent.textIndent }
        }
        if let value = declared[.letterSpacing] {
            letterSpacing = value.kind == .length ? value.pixels(fontSize: fontSize) : 0
            if value.kind == .inherit || value.kind == .unset { letterSpacing = parent.letterSpacing }
        }
        if let value = declared[.whiteSpace] {
            switch value.kind {
            case .keyword: (isPreformatted, isUnwrapped) = (value.code & 1 != 0, value.code & 2 != 0)
            case .initial: (isPreformatted, isUnwrapped) = (false, false)
            default: (isPreformatted, isUnwrapped) = (parent.isPreformatted, parent.isUnwrapped)
            }
        }
        if let value = declared[.msoHide] { isHiddenFromOutlook = value.kind == .keyword && value.code == 1 }
    }

    // MARK: Colours

    private mutating func applyColors(_ declared: borrowing DeclaredStyle, _ parent: ComputedStyle) {
        if let value = declared[.color] {
            let isGiven = !declared.isDefault(.color)
            switch value.kind {
            case .color:
                (color, colorAlpha, isColorGiven, isColorKnown) = (value.color, value.number, isGiven, true)
            case .unknown: isColorKnown = false
            case .initial: (color, colorAlpha, isColorGiven, isColorKnown) = (0x000000, 1, false, true)
            default:
                (color, colorAlpha) = (parent.color, parent.colorAlpha)
                (isColorGiven, isColorKnown) = (parent.isColorGiven, parent.isColorKnown)
            }
        }
        if let value = declared[.webkitTextFillColor] {
            switch value.kind {
            case .color, .unknown: fill = value
            case .inherit, .unset: fill = parent.fill
            default: fill = nil
            }
        }
        if let value = declared[.textShadow] { shadow = shadow(value, parent.shadow) }
        if let value = declared[.webkitTextStroke] { outline = shadow(value, parent.outline) }
        applyBackground(declared)
    }

    private func shadow(_ value: StyleValue, _ inherited: StyleValue?) -> StyleValue? {
        switch value.kind {
        case .color, .currentColor, .unknown: value
        case .inherit, .unset: inherited
        default: nil
        }
    }

    private mutating func applyBackground(_ declared: borrowing DeclaredStyle) {
        let image = declared[.backgroundImage]
        let isText = declared[.backgroundClip].map { $0.kind == .keyword && $0.code == 1 } ?? false
        if isText {
            let hasColor = declared[.backgroundColor].map { $0.kind == .color && $0.number > 0 } ?? false
            let hasImage = image.map { $0.kind == .color || $0.kind == .unknown } ?? false
            if hasColor || hasImage { fillsLetters = true }
            return
        }
        if let value = declared[.backgroundColor] {
            switch value.kind {
            case .color where value.number > 0:
                if value.number >= 0.99 {
                    (background, isBackgroundGiven) = (value.color, true)
                } else if let behind = background {
                    background = CSSColor.blend(value.color, value.number, over: behind)
                    isBackgroundGiven = true
                }
                fillsLetters = false
            case .currentColor: (background, isBackgroundGiven) = (color, true)
            case .unknown: (background, isBackgroundGiven) = (nil, true)
            default: break
            }
        }
        switch image?.kind {
        case .color?: (background, isBackgroundGiven, fillsLetters) = (image?.color, true, false)
        case .unknown?: (background, isBackgroundGiven) = (nil, true)
        default: break
        }
    }

    // MARK: Boxes

    private mutating func applyDisplay(_ declared: borrowing DeclaredStyle, _ parent: ComputedStyle) {
        if let value = declared[.display] {
            switch value.kind {
            case .keyword:
                display = StyleDisplay(rawValue: value.code) ?? display
                isDisplayGiven = !declared.isDefault(.display)
            case .initial: (display, isDisplayGiven) = (.inline, true)
            case .inherit: (display, isDisplayGiven) = (parent.display, true)
            default: break
            }
        }
        let isFloating = declared[.float].map { $0.kind == .keyword && $0.code == 1 } ?? false
        let position = declared.position
        if parent.display.isFlex || isFloating || position == .absolute || position == .fixed {
            display = display.blockified
        }
        if display == .none { hiddenBoxes.insert(.hiddenByDisplay) }
        if let value = declared[.contentVisibility], value.kind == .keyword, value.code == 1 {
            hiddenBoxes.insert(.hiddenByDisplay)
        }
        if let value = declared[.animationName], value.kind == .keyword, value.code == 1 { isAnimated = true }
    }

    private mutating func applyEffects(_ declared: borrowing DeclaredStyle) {
        if let value = declared[.opacity], value.kind == .number { opacity *= max(0, min(1, value.number)) }
        if let value = declared[.filter], value.kind == .transform { opacity *= max(0, min(1, value.number)) }
        if let value = declared[.zoom], value.kind == .number { scale *= value.number }
        guard display.isBox else { return }
        for property in [StyleProperty.transform, .scale, .translate] {
            guard let value = declared[property], value.kind == .transform else { continue }
            scale *= value.number
            right += value.em
            down += value.rem
        }
        if let value = declared[.clipPath], value.kind == .transform, value.number == 0 {
            hiddenBoxes.insert(.hiddenByBoxSize)
        }
    }

    private mutating func applyPlace(_ declared: borrowing DeclaredStyle, _ parent: ComputedStyle) {
        let position = declared.position
        if position == .fixed { (right, down) = (right - parent.right, down - parent.down) }
        if position != .static {
            if let left = pixels(declared[.left]) {
                right += left
            } else if let side = pixels(declared[.right]) {
                right -= side
            }
            if let top = pixels(declared[.top]) {
                down += top
            } else if let bottom = pixels(declared[.bottom]) {
                down -= bottom
            }
        }
        // Smaller margins, and those that hang on what is around, are a way of making columns.
        if let value = declared[.marginLeft], !value.isPercentage, let margin = pixels(value) {
            if abs(margin) >= -Self.farOut { right += margin }
        }
        if let value = declared[.marginTop], !value.isPercentage, display.isBox, let margin = pixels(value) {
            if abs(margin) >= -Self.farOut { down += margin }
        }
        if position == .absolute || position == .fixed, let value = declared[.clip], value.kind == .transform,
            value.number == 0
        {
            hiddenBoxes.insert(.hiddenByBoxSize)
        }
    }

    private func pixels(_ value: StyleValue?) -> Float? {
        guard let value, value.kind == .length else { return nil }
        return value.pixels(fontSize: fontSize)
    }

    private mutating func applyBox(_ declared: borrowing DeclaredStyle) {
        width = pixels(declared[.width])
        height = declared[.height].flatMap { $0.isPercentage ? nil : pixels($0) }
        if display != .inline, display != .contents {
            blockIndent = textIndent.pixels(fontSize: fontSize)
        }
        guard display.holdsItsSize else { return }
        isCutOff = declared.cutsOverflow
        guard isCutOff else { return }
        if isUnwrapped, blockIndent >= 600 { hiddenBoxes.insert(.hiddenByPosition) }
        let wide = side(
            width, pixels(declared[.minWidth]), pixels(declared[.maxWidth]), pixels(declared[.paddingRight]))
        let most = declared[.maxHeight].flatMap { $0.isPercentage ? nil : pixels($0) }
        let least = declared[.minHeight].flatMap { $0.isPercentage ? nil : pixels($0) }
        let high = side(height, least, most, pixels(declared[.paddingBottom]))
        if let wide, wide < Self.readable { hiddenBoxes.insert(.hiddenByBoxSize) }
        if let high, high < Self.readable { hiddenBoxes.insert(.hiddenByBoxSize) }
        if height == nil, (least ?? 0) < Self.readable, (pixels(declared[.paddingBottom]) ?? 0) < Self.readable {
            isCutAtLines = true
        }
    }

    /// How long a side is at most, with what may be seen beside the content; nil if it is as long as the content.
    private func side(_ given: Float?, _ least: Float?, _ most: Float?, _ padding: Float?) -> Float? {
        guard given != nil || most != nil else { return nil }
        return max(min(given ?? .greatestFiniteMagnitude, most ?? .greatestFiniteMagnitude), least ?? 0)
            + (padding ?? 0)
    }

    // MARK: What hides

    /// - Parameter isCut: whether rules may be missing that give a background.
    private func hiding(isCut: Bool) -> HTMLFlags {
        var flags = hiddenBoxes
        if !isVisible { flags.insert(.hiddenByVisibility) }
        if fontSize < Self.readable {
            flags.insert(.hiddenByFontSize)
        } else if fontSize * abs(scale) < Self.readable {
            flags.insert(.hiddenByBoxSize)
        }
        if letterSpacing <= -0.8 * max(fontSize, 1) { flags.insert(.hiddenByPosition) }
        if right <= Self.farOut || right >= Self.farRight || down <= Self.farOut { flags.insert(.hiddenByPosition) }
        if blockIndent <= Self.farOut || blockIndent >= Self.farRight { flags.insert(.hiddenByPosition) }
        if isCutAtLines, lineHeight >= 0, lineHeight < Self.readable { flags.insert(.hiddenByBoxSize) }
        if opacity < Self.leastOpacity { flags.insert(.hiddenByOpacity) }
        flags.formUnion(hidingByColor(isCut: isCut))
        // What is hidden until something moves is seen by those whose programs move it.
        return isAnimated ? flags.intersection(.hiddenByDisplay) : flags
    }

    private func hidingByColor(isCut: Bool) -> HTMLFlags {
        var (color, alpha, isGiven, isKnown) = (self.color, colorAlpha, isColorGiven, isColorKnown)
        if let fill {
            (color, alpha) = (fill.color, fill.number)
            (isGiven, isKnown) = (true, fill.kind == .color)
        }
        guard isKnown, !fillsLetters else { return [] }
        for edge in [shadow, outline] {
            guard let edge else { continue }
            let edgeColor = edge.kind == .currentColor ? self.color : edge.color
            let edgeAlpha = edge.kind == .currentColor ? colorAlpha : edge.number
            if edge.kind == .unknown { return [] }
            if edgeAlpha >= 0.2, background.map({ !CSSColor.isAlike(edgeColor, $0) }) ?? true { return [] }
        }
        if alpha < Self.leastOpacity { return .hiddenByOpacity }
        guard isGiven, let background, isBackgroundGiven || !isCut else { return [] }
        return CSSColor.isAlike(CSSColor.blend(color, alpha, over: background), background) ? .hiddenByColor : []
    }
}
