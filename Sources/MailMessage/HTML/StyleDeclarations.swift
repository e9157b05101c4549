// SPDX-License-Identifier: Apache-2.0

/// What a `style` attribute says that can hide text.
struct StyleDeclarations {
    var isDisplayNone = false
    /// nil if `visibility` is not mentioned.
    var isVisible: Bool?
    /// Whether the font has no size to speak of; nil if its size is not mentioned.
    var isFontTiny: Bool?
    var isTransparent = false
    var isBoxEmpty: Bool { hasNoExtent && cutsOverflow }
    var isOffScreen: Bool { isFarOut && (isPositioned || isIndented) }
    var isHiddenFromOutlook = false
    var isPreformatted = false
    var isBlock = false
    var color: CSSColor?
    var background: CSSColor?
    /// Width and height in pixels, where they are given.
    var width: Double?
    var height: Double?

    private var hasNoExtent = false
    private var cutsOverflow = false
    private var isFarOut = false
    private var isPositioned = false
    private var isIndented = false

    /// Pixels beyond which text is off the screen.
    private static let farOut = -400.0
    /// Declarations that are read; more are only there to waste time.
    private static let maximumDeclarations = 100

    private enum Property: UInt8, CaseIterable {
        case display, visibility, fontSize, font, opacity, width, height, maxHeight, maxWidth, overflow, color
        case background, position, left, top, right, bottom, textIndent, marginLeft, marginTop, msoHide, whiteSpace,
            clip

        var name: StaticString {
            switch self {
            case .display: "display"
            case .visibility: "visibility"
            case .fontSize: "font-size"
            case .font: "font"
            case .opacity: "opacity"
            case .width: "width"
            case .height: "height"
            case .maxHeight: "max-height"
            case .maxWidth: "max-width"
            case .overflow: "overflow"
            case .color: "color"
            case .background: "background"
            case .position: "position"
            case .left: "left"
            case .top: "top"
            case .right: "right"
            case .bottom: "bottom"
            case .textIndent: "text-indent"
            case .marginLeft: "margin-left"
            case .marginTop: "margin-top"
            case .msoHide: "mso-hide"
            case .whiteSpace: "white-space"
            case .clip: "clip"
            }
        }

        static let table = NameTable(allCases.map { ($0.name, $0.rawValue) })
    }

    /// Reads declarations such as `color:#fff; display: none`.
    init(_ style: UnsafeRawBufferPointer) {
        var index = 0
        var declarations = 0
        while index < style.count, declarations < StyleDeclarations.maximumDeclarations {
            declarations += 1
            var key = NameKey()
            while index < style.count, style[index] != ASCII.colon, style[index] != ASCII.semicolon {
                if !style[index].isWhiteSpace { key.append(style[index]) }
                index += 1
            }
            guard index < style.count, style[index] == ASCII.colon else {
                index += 1
                continue
            }
            index += 1
            let start = index
            var depth = 0
            while index < style.count, style[index] != ASCII.semicolon || depth > 0 {
                if style[index] == ASCII.openParenthesis { depth = 1 }
                if style[index] == ASCII.closeParenthesis { depth = 0 }
                index += 1
            }
            if let property = Property.table.value(of: key).flatMap({ Property(rawValue: $0) }) {
                apply(property, key.count, trimmed(style, start..<index))
            }
            index += 1
        }
    }

    private mutating func apply(_ property: Property, _ nameBytes: Int, _ value: UnsafeRawBufferPointer) {
        let word = StyleDeclarations.firstWord(value)
        switch property {
        case .display:
            isDisplayNone = word == NameKey("none")
            isBlock = word == NameKey("block") || word == NameKey("table")
        case .visibility: isVisible = word == NameKey("visible") || word == NameKey("inherit")
        case .fontSize: isFontTiny = length(value).map(StyleDeclarations.isTiny) ?? false
        case .font: isFontTiny = StyleDeclarations.firstLength(value).map(StyleDeclarations.isTiny) ?? isFontTiny
        case .opacity: isTransparent = length(value).map { $0.number < ($0.unit == .percent ? 5 : 0.05) } ?? false
        case .width: width = boxSide(value)
        case .height: height = boxSide(value)
        case .maxHeight, .maxWidth:
            if let length = length(value), length.number <= 1, length.unit != .relative { hasNoExtent = true }
        case .overflow: cutsOverflow = word == NameKey("hidden") || word == NameKey("clip")
        case .color: color = CSSColor.read(value) ?? color
        case .background:
            // `background`, `background-color` and `background-image` share their first eight bytes.
            if nameBytes == 10 || nameBytes == 16 { background = CSSColor.read(value) ?? background }
        case .position: isPositioned = word != NameKey("static") && word != NameKey("inherit")
        case .left, .top, .right, .bottom: noteDistance(value)
        case .textIndent, .marginLeft, .marginTop:
            isIndented = isIndented || noteDistance(value)
        case .msoHide: isHiddenFromOutlook = word == NameKey("all")
        case .whiteSpace: isPreformatted = word == NameKey("pre") || word == NameKey("pre-wrap")
        case .clip:
            if let length = StyleDeclarations.firstLength(value), length.number <= 1 {
                (isFarOut, isIndented) = (true, true)
            }
        }
    }

    private mutating func boxSide(_ value: UnsafeRawBufferPointer) -> Double? {
        guard let length = length(value), length.unit == .pixels || length.unit == .none || length.number == 0 else {
            return nil
        }
        if length.number <= 1 { hasNoExtent = true }
        return length.number
    }

    @discardableResult
    private mutating func noteDistance(_ value: UnsafeRawBufferPointer) -> Bool {
        guard let length = length(value) else { return false }
        let pixels = length.unit == .relative ? length.number * 16 : length.number
        let isFar = length.unit == .percent ? pixels <= -100 : pixels <= StyleDeclarations.farOut
        if isFar { isFarOut = true }
        return isFar
    }

    private func length(_ value: UnsafeRawBufferPointer) -> CSSLength? {
        var index = 0
        return CSSLength.read(value, from: &index)
    }

    private static func isTiny(_ length: CSSLength) -> Bool {
        switch length.unit {
        case .relative: length.number < 0.1
        case .percent: length.number < 10
        default: length.number <= 1
        }
    }

    private static func firstLength(_ value: UnsafeRawBufferPointer) -> CSSLength? {
        var index = 0
        while index < value.count {
            if let length = CSSLength.read(value, from: &index) { return length }
            index += 1
        }
        return nil
    }

    private static func firstWord(_ value: UnsafeRawBufferPointer) -> NameKey {
        var key = NameKey()
        var index = 0
        while index < value.count, value[index].isLetter || value[index] == ASCII.hyphen {
            key.append(value[index])
            index += 1
        }
        return key
    }

    private func trimmed(_ style: UnsafeRawBufferPointer, _ range: Range<Int>) -> UnsafeRawBufferPointer {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, style[start].isWhiteSpace { start += 1 }
        while start < end, style[end - 1].isWhiteSpace { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: style[start..<end])
    }
}
