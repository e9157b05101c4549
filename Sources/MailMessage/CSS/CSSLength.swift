// SPDX-License-Identifier: Apache-2.0

/// A length or percentage, a sum of such, or a number: what `calc()` works out as far as it can be without a layout.
///
/// - SeeAlso: CSS Values and Units Level 4, sections 6 and 10.
struct CSSLength: Equatable {
    /// Pixels of CSS, 96 to an inch.
    var pixels = 0.0
    /// Multiples of the font's size.
    var em = 0.0
    /// Multiples of the root's font size.
    var rem = 0.0
    /// Percent of what the property says.
    var percent = 0.0
    /// Whether any of those was written, or a number alone, which stands in ``pixels``.
    var isNumber = false

    /// Whether it hangs on what is around it.
    var isPercentage: Bool { percent != 0 || isPurePercentage }
    private var isPurePercentage = false

    init(number: Double) { (pixels, isNumber) = (number, true) }

    private init(percent: Double) { (self.percent, isPurePercentage) = (percent, true) }

    /// Reads a token with a unit; nil if the unit is none of a length.
    fileprivate init?(_ number: Double, _ name: CSSName) {
        guard let unit = Unit.named(name) else { return nil }
        switch unit {
        case .em: em = number
        case .ex, .ch, .ic, .cap: em = number / 2
        case .rem, .lh, .rlh: rem = number
        case .vw, .svw, .dvw, .lvw, .vi, .vmax, .cqw: pixels = number * 10
        case .vh, .svh, .dvh, .lvh, .vb, .vmin, .cqh: pixels = number * 8
        case .px: pixels = number
        case .pt: pixels = number * 4 / 3
        case .pc: pixels = number * 16
        case .in: pixels = number * 96
        case .cm: pixels = number * 96 / 2.54
        case .mm: pixels = number * 9.6 / 2.54
        case .q: pixels = number * 2.4 / 2.54
        }
    }

    private enum Unit: UInt8, CSSVocabulary {
        case em, ex, ch, ic, cap, rem, lh, rlh, vw, svw, dvw, lvw, vi, vmax, cqw, vh, svh, dvh, lvh, vb, vmin, cqh
        case px, pt, pc, `in`, cm, mm, q
        static let aliases: [(String, Unit)] = []
        static let names = makeTable()
    }

    /// Pixels, with a font of 16 and a box of 600 around it where nothing better is known.
    func estimate(fontSize: Double = 16, percentOf base: Double = 600) -> Double {
        pixels + em * fontSize + rem * 16 + percent * base / 100
    }

    /// Reads a length, a percentage or a calculation that `tokens` stand before, and moves behind it.
    ///
    /// - Returns: nil if there is none; whether a bare number may stand for a length is for the caller to say.
    static func read(_ tokens: inout CSSTokenizer, _ css: Span<UInt8>, depth: Int = 0) -> CSSLength? {
        switch tokens.kind {
        case .number:
            let length = CSSLength(number: tokens.number)
            tokens.nextWord(css)
            return length
        case .percentage:
            let length = CSSLength(percent: tokens.number)
            tokens.nextWord(css)
            return length
        case .dimension:
            let length = CSSLength(tokens.number, tokens.name)
            tokens.nextWord(css)
            return length
        case .function:
            guard depth < 8, let function = Function.named(tokens.name) else { return nil }
            tokens.nextWord(css)
            return readFunction(function, &tokens, css, depth + 1)
        case .openParenthesis where depth > 0 && depth < 8:
            tokens.nextWord(css)
            return readFunction(.calc, &tokens, css, depth + 1)
        default: return nil
        }
    }

    // MARK: Calculations

    private enum Function: UInt8, CSSVocabulary {
        case calc, min, max, clamp
        static let aliases: [(String, Function)] = [("-webkit-calc", .calc), ("-moz-calc", .calc)]
        static let names = makeTable()
    }

    private static func readFunction(
        _ function: Function, _ tokens: inout CSSTokenizer, _ css: Span<UInt8>, _ depth: Int
    ) -> CSSLength? {
        guard var result = readSum(&tokens, css, depth) else { return nil }
        var arguments = 1
        while tokens.kind == .comma, function != .calc {
            tokens.nextWord(css)
            guard let next = readSum(&tokens, css, depth) else { return nil }
            arguments += 1
            // clamp(least, wanted, most) is max(least, min(wanted, most)).
            let isLess = next.estimate() < result.estimate()
            let takesLess = function == .min || (function == .clamp && arguments == 3)
            if isLess == takesLess { result = next }
        }
        // A missing end is made good at the end of the value.
        if tokens.kind == .closeParenthesis { tokens.nextWord(css) } else if tokens.kind != .end { return nil }
        return result
    }

    private static func readSum(_ tokens: inout CSSTokenizer, _ css: Span<UInt8>, _ depth: Int) -> CSSLength? {
        guard var sum = readProduct(&tokens, css, depth) else { return nil }
        while tokens.kind == .delimiter {
            let sign = tokens.delimiter == UInt8(ascii: "+") ? 1.0 : -1.0
            guard sign == 1 || tokens.delimiter == ASCII.hyphen else { return nil }
            tokens.nextWord(css)
            guard let next = readProduct(&tokens, css, depth) else { return nil }
            sum.pixels += sign * next.pixels
            sum.em += sign * next.em
            sum.rem += sign * next.rem
            sum.percent += sign * next.percent
            sum.isNumber = sum.isNumber && next.isNumber
            sum.isPurePercentage = sum.isPurePercentage || next.isPurePercentage
        }
        return sum
    }

    private static func readProduct(_ tokens: inout CSSTokenizer, _ css: Span<UInt8>, _ depth: Int) -> CSSLength? {
        guard var product = read(&tokens, css, depth: depth) else { return nil }
        while tokens.kind == .delimiter {
            let isDivision = tokens.delimiter == ASCII.slash
            guard isDivision || tokens.delimiter == ASCII.star else { break }
            tokens.nextWord(css)
            guard let next = read(&tokens, css, depth: depth) else { return nil }
            if isDivision {
                guard next.isNumber, next.pixels != 0 else { return nil }
                product.scale(by: 1 / next.pixels)
            } else if next.isNumber {
                product.scale(by: next.pixels)
            } else {
                guard product.isNumber else { return nil }
                let factor = product.pixels
                product = next
                product.scale(by: factor)
            }
        }
        return product
    }

    private mutating func scale(by factor: Double) {
        func scaled(_ part: Double) -> Double {
            let product = part * factor
            return product.isFinite ? max(-1e15, min(1e15, product)) : 0
        }
        (pixels, em, rem, percent) = (scaled(pixels), scaled(em), scaled(rem), scaled(percent))
    }
}
