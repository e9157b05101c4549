// SPDX-License-Identifier: Apache-2.0

/// A colour as far as it can be known from an attribute or a declaration.
enum CSSColor: Equatable {
    /// Red, green and blue, eight bits each, and how much of what is behind it covers, from 0 to 1.
    case rgb(UInt32, alpha: Float = 1)
    /// The colour of the text.
    case current
    /// A variable, a colour space that nobody works out: something, but nobody knows what.
    case unknown

    static let transparent = CSSColor.rgb(0, alpha: 0)

    /// Reads a colour that `tokens` stand before, and moves behind it; nil if there is none.
    ///
    /// - SeeAlso: CSS Color Level 4, sections 5 to 8.
    static func read(_ tokens: inout CSSTokenizer, _ css: Span<UInt8>, depth: Int = 0) -> CSSColor? {
        switch tokens.kind {
        case .hash:
            let color = tokens.hasEscape ? nil : hexadecimal(css, tokens.content)
            tokens.nextWord(css)
            return color
        case .identifier:
            let color = named(tokens.name)
            if color != nil { tokens.nextWord(css) }
            return color
        case .function:
            guard let function = Function.named(tokens.name) else { return nil }
            return readFunction(function, &tokens, css, depth)
        default: return nil
        }
    }

    /// Reads the colour of an attribute such as `bgcolor`, where rubbish is a colour, too.
    ///
    /// - SeeAlso: HTML Standard, section 2.4.6 (rules for parsing a legacy colour value).
    static func readLegacy(_ value: Span<UInt8>) -> CSSColor? {
        var (start, end) = (0, value.count)
        while start < end, value[start].isHTMLSpace { start += 1 }
        while start < end, value[end - 1].isHTMLSpace { end -= 1 }
        guard start < end else { return nil }
        var name = CSSName()
        for index in start..<min(end, start + 32) { name.append(value[index]) }
        if name == CSSName("transparent") { return nil }
        if case .rgb(let color, _)? = named(name) { return .rgb(color) }
        if value[start] == UInt8(ascii: "#") {
            if end - start == 4, let color = hexadecimal(value, start + 1..<end) { return color }
            start += 1
        }
        end = min(end, start + 128)
        // Three equal parts, of which two digits each count; what is no digit is a zero.
        let part = max(1, (end - start + 2) / 3)
        func digit(_ component: Int, _ place: Int) -> UInt8 {
            let index = start + component * part + place
            return index < end ? value[index].hexValue ?? 0 : 0
        }
        var first = max(0, part - 8)
        let last = part
        while last - first > 2, digit(0, first) == 0, digit(1, first) == 0, digit(2, first) == 0 { first += 1 }
        var color: UInt32 = 0
        for component in 0..<3 {
            let high = digit(component, first)
            let byte = last - first == 1 ? high : high << 4 | digit(component, first + 1)
            color = color << 8 | UInt32(byte)
        }
        return .rgb(color)
    }

    /// Whether a reader could hardly tell one from the other.
    ///
    /// The distance is weighted by how much the eye sees of each channel (the "redmean" of T. Riemersma, 0 to 765): at
    /// most 45, as of white to `#f0f0f0` or of black to `#0f0f0f`. Yellow on white, which has little contrast but is
    /// seen, is 360 apart.
    static func isAlike(_ first: UInt32, _ second: UInt32) -> Bool {
        let (red1, red2) = (Int(first >> 16 & 0xff), Int(second >> 16 & 0xff))
        let green = Int(first >> 8 & 0xff) - Int(second >> 8 & 0xff)
        let blue = Int(first & 0xff) - Int(second & 0xff)
        let (mean, red) = ((red1 + red2) / 2, red1 - red2)
        let square = (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
        return square <= 45 * 45
    }

    /// The colour that a reader sees where `color` covers a part of `background`.
    static func blend(_ color: UInt32, _ alpha: Float, over background: UInt32) -> UInt32 {
        guard alpha < 1 else { return color }
        var result: UInt32 = 0
        for shift: UInt32 in [16, 8, 0] {
            let (front, back) = (Float(color >> shift & 0xff), Float(background >> shift & 0xff))
            result |= UInt32(max(0, min(255, front * alpha + back * (1 - alpha)))) << shift
        }
        return result
    }

    // MARK: Notations

    private static func hexadecimal(_ css: Span<UInt8>, _ range: Range<Int>) -> CSSColor? {
        var number: UInt32 = 0
        guard range.count <= 8 else { return nil }
        for index in range {
            guard let digit = css[index].hexValue else { return nil }
            number = number << 4 | UInt32(digit)
        }
        func doubled(_ short: UInt32) -> UInt32 {
            (short >> 8 & 15) * 0x11_0000 + (short >> 4 & 15) * 0x1100 + (short & 15) * 0x11
        }
        switch range.count {
        case 3: return .rgb(doubled(number))
        case 4: return .rgb(doubled(number >> 4), alpha: Float(number & 15) / 15)
        case 6: return .rgb(number)
        case 8: return .rgb(number >> 8, alpha: Float(number & 0xff) / 255)
        default: return nil
        }
    }

    private static func named(_ name: CSSName) -> CSSColor? {
        if let index = CSSColorNames.table.value(of: name) { return .rgb(CSSColorNames.all[Int(index)].1) }
        switch CSSKeyword.named(name) {
        case .transparent?: return .transparent
        case .currentcolor?: return .current
        default: return nil
        }
    }

    /// Colours within colours; deeper ones are not worked out.
    private static let maximumDepth = 8

    private enum Function: UInt8, CSSVocabulary {
        case rgb, rgba, hsl, hsla, hwb, lab, lch, oklab, oklch, color, colorMix, `var`, lightDark, deviceCmyk
        static let aliases: [(String, Function)] = []
        static let names = makeTable()
    }

    private static func readFunction(
        _ function: Function, _ tokens: inout CSSTokenizer, _ css: Span<UInt8>, _ depth: Int
    ) -> CSSColor? {
        switch function {
        case .rgb, .rgba, .hsl, .hsla, .hwb:
            tokens.nextWord(css)
        case .lightDark where depth < maximumDepth:
            // What is no colour is given up at once: who asked may look at the same bytes again.
            tokens.nextWord(css)
            guard let light = read(&tokens, css, depth: depth + 1) else { return nil }
            while tokens.kind != .closeParenthesis, tokens.kind != .end {
                if tokens.kind.opensBlock { tokens.skipBlock(css) }
                tokens.nextWord(css)
            }
            tokens.nextWord(css)
            return light
        default:
            tokens.skipBlock(css)
            tokens.nextWord(css)
            return .unknown
        }
        var parts = InlineArray<4, Double>(repeating: 0)
        var isPercent = InlineArray<4, Bool>(repeating: false)
        var count = 0
        while tokens.kind != .closeParenthesis, tokens.kind != .end {
            guard count < 4 else { return nil }
            if count > 0, tokens.kind == .comma || (tokens.kind == .delimiter && tokens.delimiter == ASCII.slash) {
                tokens.nextWord(css)
            }
            if tokens.kind == .identifier, CSSKeyword.named(tokens.name) == CSSKeyword.none {
                tokens.nextWord(css)
            } else if tokens.kind == .dimension, count == 0 {
                guard let angle = CSSAngle.degrees(tokens) else { return nil }
                parts[0] = angle
                tokens.nextWord(css)
            } else {
                guard let part = CSSLength.read(&tokens, css) else { return nil }
                isPercent[count] = part.isPercentage
                parts[count] = part.isPercentage ? part.percent : part.pixels
            }
            count += 1
        }
        tokens.nextWord(css)
        guard count >= 3 else { return nil }
        let alpha = count == 4 ? Float(max(0, min(1, isPercent[3] ? parts[3] / 100 : parts[3]))) : 1
        switch function {
        case .rgb, .rgba:
            var color: UInt32 = 0
            for index in 0..<3 {
                let part = isPercent[index] ? parts[index] * 2.55 : parts[index]
                color = color << 8 | UInt32(max(0, min(255, part + 0.5)))
            }
            return .rgb(color, alpha: alpha)
        case .hwb:
            return .rgb(hwb(parts[0], parts[1] / 100, parts[2] / 100), alpha: alpha)
        default:
            let (saturation, light) = (max(0, min(1, parts[1] / 100)), max(0, min(1, parts[2] / 100)))
            let value = light + saturation * min(light, 1 - light)
            let white = value == 0 ? 0 : 2 * (1 - light / value)
            return .rgb(hsv(parts[0], white, value), alpha: alpha)
        }
    }

    private static func hwb(_ hue: Double, _ white: Double, _ black: Double) -> UInt32 {
        let (white, black) = (max(0, min(1, white)), max(0, min(1, black)))
        guard white + black < 1 else { return hsv(0, 0, white / (white + black)) }
        return hsv(hue, 1 - white / (1 - black), 1 - black)
    }

    private static func hsv(_ hue: Double, _ saturation: Double, _ value: Double) -> UInt32 {
        var color: UInt32 = 0
        for offset in [5.0, 3, 1] {
            let sector = CSSAngle.remainder(offset + hue / 60, 6)
            let place = sector < 0 ? sector + 6 : sector
            let part = value - value * saturation * max(0, min(place, 4 - place, 1))
            color = color << 8 | UInt32(max(0, min(255, part * 255 + 0.5)))
        }
        return color
    }
}

/// Angles.
enum CSSAngle {
    private static let deg = CSSName("deg")
    private static let grad = CSSName("grad")
    private static let rad = CSSName("rad")
    private static let turn = CSSName("turn")

    /// What is left of an angle when whole turns are taken off, with its sign.
    static func remainder(_ angle: Double, _ turn: Double) -> Double {
        let angle = max(-1e9, min(1e9, angle))
        return angle - turn * Double(Int(angle / turn))
    }

    /// The degrees of a dimension; nil if its unit is none of an angle.
    static func degrees(_ tokens: CSSTokenizer) -> Double? {
        switch tokens.name {
        case deg: tokens.number
        case grad: tokens.number * 0.9
        case rad: tokens.number * 180 / .pi
        case turn: tokens.number * 360
        default: nil
        }
    }
}
