// SPDX-License-Identifier: Apache-2.0

/// Values that say how a box is painted: backgrounds, shadows, transformations, what is cut out of it.
extension StyleValueParser {
    // MARK: Backgrounds

    private enum BackgroundWord: UInt8, CSSVocabulary {
        case none, left, right, top, bottom, center, `repeat`, repeatX, repeatY, noRepeat, space, round, scroll, fixed
        case local, borderBox, paddingBox, contentBox, text, auto, cover, contain
        static let aliases: [(String, BackgroundWord)] = []
        static let names = makeTable()
    }

    /// Functions that make a picture.
    private enum ImageFunction: UInt8, CSSVocabulary {
        case url, image, imageSet, crossFade, element, paint
        case linearGradient, radialGradient, conicGradient, repeatingLinearGradient, repeatingRadialGradient
        case repeatingConicGradient
        static let aliases: [(String, ImageFunction)] = [
            ("-webkit-linear-gradient", .linearGradient), ("-moz-linear-gradient", .linearGradient),
            ("-o-linear-gradient", .linearGradient), ("-webkit-gradient", .element),
            ("-webkit-radial-gradient", .radialGradient), ("-webkit-image-set", .imageSet),
        ]
        static let names = makeTable()

        var isGradient: Bool { rawValue >= ImageFunction.linearGradient.rawValue }
    }

    /// `background` and `background-image`: layers, the last of which may have a colour.
    mutating func readBackground(_ css: Span<UInt8>, _ declarations: inout [StyleDeclaration]) -> Bool {
        var color: CSSColor?
        var image: StyleValue?
        var isText = false
        while tokens.kind != .end {
            switch tokens.kind {
            case .url:
                image = StyleValue(.unknown)
                tokens.nextWord(css)
            case .function:
                if let function = ImageFunction.named(tokens.name) {
                    let found = function.isGradient ? readGradient(css) : nil
                    if found == nil, !function.isGradient {
                        tokens.skipBlock(css)
                        tokens.nextWord(css)
                    }
                    image = image == nil && found != nil ? found : StyleValue(.unknown)
                } else if property == .background, color == nil, let found = CSSColor.read(&tokens, css) {
                    color = found
                } else if CSSLength.read(&tokens, css) == nil {
                    return false
                }
            case .identifier:
                if let word = BackgroundWord.named(tokens.name) {
                    if word == .text { isText = true }
                    tokens.nextWord(css)
                } else if property == .background, color == nil, let found = CSSColor.read(&tokens, css) {
                    color = found
                } else {
                    return false
                }
            case .hash:
                guard property == .background, color == nil, let found = CSSColor.read(&tokens, css) else {
                    return false
                }
                color = found
            case .comma: tokens.nextWord(css)
            case .delimiter where tokens.delimiter == ASCII.slash: tokens.nextWord(css)
            default: if CSSLength.read(&tokens, css) == nil { return false }
            }
        }
        declare(image ?? StyleValue(.initial), for: .backgroundImage, &declarations)
        if property == .background {
            declare(StyleValue(color: color ?? .transparent), for: .backgroundColor, &declarations)
            declare(StyleValue(keyword: isText ? 1 : 0), for: .backgroundClip, &declarations)
        }
        return true
    }

    /// The one colour of a gradient whose colours are alike; unknown if they are not.
    private mutating func readGradient(_ css: Span<UInt8>) -> StyleValue {
        var nesting = CSSNesting()
        nesting.note(tokens.kind)
        var first: UInt32?
        var isUniform = true
        tokens.nextWord(css)
        while nesting.depth > 0, tokens.kind != .end {
            switch tokens.kind {
            case .identifier, .hash, .function:
                let (before, isFunction) = (tokens, tokens.kind == .function)
                switch CSSColor.read(&tokens, css) {
                case .rgb(let color, let alpha)?:
                    if alpha < 1 || !CSSColor.isAlike(color, first ?? color) { isUniform = false }
                    first = first ?? color
                case .some: isUniform = false
                case nil:
                    tokens = before
                    if isFunction { nesting.note(.function) }
                    tokens.nextWord(css)
                }
            default:
                nesting.note(tokens.kind)
                tokens.nextWord(css)
            }
        }
        guard isUniform, let first else { return StyleValue(.unknown) }
        return StyleValue(color: CSSColor.rgb(first))
    }

    /// The colour that a shadow or an outline of letters has; `none` is the initial value.
    mutating func readShadow(_ css: Span<UInt8>) -> StyleValue? {
        if isKeyword(.none, css) { return StyleValue(.initial) }
        var color: CSSColor?
        var hasExtent = property == .textShadow
        while tokens.kind != .end {
            if let found = CSSColor.read(&tokens, css) {
                color = color ?? found
            } else if let length = CSSLength.read(&tokens, css) {
                if length.estimate() > 0 { hasExtent = true }
            } else if tokens.kind == .comma || tokens.kind == .identifier {
                tokens.nextWord(css)
            } else {
                return nil
            }
        }
        return hasExtent ? StyleValue(color: color ?? .current) : StyleValue(.initial)
    }

    // MARK: Filters, transformations and cuts

    private enum EffectFunction: UInt8, CSSVocabulary {
        case opacity, blur, brightness, contrast, dropShadow, grayscale, hueRotate, invert, saturate, sepia, url
        case matrix, matrix3d, perspective, rotate, rotate3d, rotatex, rotatey, rotatez, scale, scale3d, scalex, scaley
        case scalez, skew, skewx, skewy, translate, translate3d, translatex, translatey, translatez
        case rect, circle, ellipse, inset, polygon, path, xywh, shape
        static let aliases: [(String, EffectFunction)] = []
        static let names = makeTable()
    }

    /// The numbers of a function, each with what it is worth in pixels; of a shape, at most sixteen count.
    private struct Arguments {
        var values = InlineArray<16, CSSLength>(repeating: CSSLength(number: 0))
        var count = 0
        /// Whether all points have the same place to the right, or the same place down.
        var isFlat = true
        private var first = (0.0, 0.0)
        private var isFlatAcross = true
        private var isFlatDown = true

        mutating func append(_ value: CSSLength) {
            let place = value.estimate()
            if count == 0 { first.0 = place } else if count == 1 { first.1 = place }
            if count % 2 == 0 { isFlatAcross = isFlatAcross && place == first.0 }
            if count % 2 == 1 { isFlatDown = isFlatDown && place == first.1 }
            isFlat = isFlatAcross || isFlatDown
            if count < 16 { values[count] = value }
            count += 1
        }

        subscript(_ index: Int) -> CSSLength { index < min(count, 16) ? values[index] : CSSLength(number: 0) }
    }

    /// `filter`, `transform`, `scale`, `translate`, `clip` and `clip-path`, as a factor and distances.
    mutating func readEffect(_ css: Span<UInt8>) -> StyleValue? {
        if isKeyword(.none, css) || (property == .clip && isKeyword(.auto, css)) { return StyleValue(.initial) }
        if property == .scale || property == .translate {
            guard let numbers = readArguments(css), (1...3).contains(numbers.count) else { return nil }
            guard property == .scale else {
                return StyleValue(scale: 1, right: numbers[0].estimate(), down: numbers[1].estimate())
            }
            let second = numbers.count > 1 ? numbers[1] : numbers[0]
            return StyleValue(scale: min(Self.factor(numbers[0]), Self.factor(second)), right: 0, down: 0)
        }
        var (scale, right, down) = (1.0, 0.0, 0.0)
        var count = 0
        while tokens.kind != .end {
            count += 1
            if tokens.kind == .url, property == .filter || property == .clipPath {
                tokens.nextWord(css)
                continue
            }
            if tokens.kind == .identifier, property == .clipPath {
                // The box that a shape lies in.
                tokens.nextWord(css)
                continue
            }
            guard tokens.kind == .function, let function = EffectFunction.named(tokens.name) else { return nil }
            tokens.nextWord(css)
            guard let arguments = readArguments(css) else { return nil }
            if tokens.kind == .closeParenthesis { tokens.nextWord(css) } else if tokens.kind != .end { return nil }
            guard let effect = effect(of: function, arguments) else { return nil }
            scale *= Double(effect.number)
            right += Double(effect.em)
            down += Double(effect.rem)
        }
        return count == 0 ? nil : StyleValue(scale: scale, right: right, down: down)
    }

    private mutating func readArguments(_ css: Span<UInt8>) -> Arguments? {
        var arguments = Arguments()
        while tokens.kind != .end, tokens.kind != .closeParenthesis {
            switch tokens.kind {
            case .comma, .identifier, .string, .url, .hash: tokens.nextWord(css)
            case .delimiter where tokens.delimiter == ASCII.slash: tokens.nextWord(css)
            case .dimension:
                if let degrees = CSSAngle.degrees(tokens) {
                    arguments.append(CSSLength(number: degrees))
                    tokens.nextWord(css)
                    continue
                }
                fallthrough
            default:
                if tokens.kind == .function, CSSColor.read(&tokens, css) != nil { continue }
                guard let length = CSSLength.read(&tokens, css) else { return nil }
                arguments.append(length)
            }
        }
        return arguments
    }

    private static func factor(_ length: CSSLength) -> Double {
        length.isPercentage ? length.percent / 100 : length.pixels
    }

    private func effect(of function: EffectFunction, _ arguments: Arguments) -> StyleValue? {
        let (first, second) = (arguments[0], arguments[1])
        func scaled(_ factor: Double) -> StyleValue { StyleValue(scale: abs(factor), right: 0, down: 0) }
        func shown(_ isShown: Bool) -> StyleValue { scaled(isShown ? 1 : 0) }
        switch (property, function) {
        case (.filter, .opacity): return scaled(arguments.count == 0 ? 1 : Self.factor(first))
        case (.filter, .blur): return shown(first.estimate() < 12)
        case (.filter, .brightness), (.filter, .contrast), (.filter, .dropShadow), (.filter, .grayscale),
            (.filter, .hueRotate), (.filter, .invert), (.filter, .saturate), (.filter, .sepia):
            return shown(true)
        case (.transform, .scale):
            let across = Self.factor(first)
            return scaled(min(abs(across), abs(arguments.count > 1 ? Self.factor(second) : across)))
        case (.transform, .scale3d): return scaled(min(abs(Self.factor(first)), abs(Self.factor(second))))
        case (.transform, .scalex), (.transform, .scaley): return scaled(Self.factor(first))
        case (.transform, .rotatex), (.transform, .rotatey): return scaled(cosine(first.pixels))
        case (.transform, .matrix):
            guard arguments.count == 6 else { return nil }
            let area = abs(first.pixels * arguments[3].pixels - second.pixels * arguments[2].pixels)
            return StyleValue(
                scale: area.squareRoot(), right: arguments[4].pixels, down: arguments[5].pixels)
        case (.transform, .matrix3d):
            guard arguments.count == 16 else { return nil }
            let area = abs(first.pixels * arguments[5].pixels - second.pixels * arguments[4].pixels)
            return StyleValue(
                scale: area.squareRoot(), right: arguments[12].pixels, down: arguments[13].pixels)
        case (.transform, .translate), (.transform, .translate3d):
            return StyleValue(scale: 1, right: first.estimate(), down: second.estimate())
        case (.transform, .translatex): return StyleValue(scale: 1, right: first.estimate(), down: 0)
        case (.transform, .translatey): return StyleValue(scale: 1, right: 0, down: first.estimate())
        case (.transform, .perspective), (.transform, .rotate), (.transform, .rotate3d), (.transform, .rotatez),
            (.transform, .scalez), (.transform, .skew), (.transform, .skewx), (.transform, .skewy),
            (.transform, .translatez):
            return shown(true)
        case (.clip, .rect):
            // The places of top, right, bottom and left; `auto` leaves one out, and then nothing is sure.
            guard arguments.count == 4 else { return shown(true) }
            return shown(
                arguments[2].pixels - first.pixels >= ComputedStyle.readablePixels
                    && second.pixels - arguments[3].pixels >= ComputedStyle.readablePixels)
        case (.clipPath, .circle): return shown(arguments.count == 0 || first.estimate() >= 2)
        case (.clipPath, .ellipse):
            return shown(arguments.count < 2 || (first.estimate() >= 2 && second.estimate() >= 2))
        case (.clipPath, .inset):
            guard arguments.count > 0 else { return nil }
            let (right, bottom) = (arguments.count > 1 ? second : first, arguments.count > 2 ? arguments[2] : first)
            let left = arguments.count > 3 ? arguments[3] : right
            // A box of 600 by 600: nobody knows its height, and to cut off a hundred percent is what is done.
            return shown(
                first.estimate() + bottom.estimate() < 598 && right.estimate() + left.estimate() < 598)
        case (.clipPath, .polygon): return shown(arguments.count >= 6 && !arguments.isFlat)
        case (.clipPath, .xywh):
            return shown(arguments.count != 4 || (arguments[2].estimate() >= 2 && arguments[3].estimate() >= 2))
        case (.clipPath, .rect):
            return shown(
                arguments.count != 4
                    || (arguments[2].estimate() - first.estimate() >= 2
                        && second.estimate() - arguments[3].estimate() >= 2)
            )
        case (.clipPath, .path), (.clipPath, .shape): return shown(true)
        default: return nil
        }
    }

    /// The cosine of degrees, by its series: near enough to tell an edge from a face.
    private func cosine(_ degrees: Double) -> Double {
        var turn = CSSAngle.remainder(degrees, 180)
        if turn > 90 { turn -= 180 } else if turn < -90 { turn += 180 }
        let square = (turn * .pi / 180) * (turn * .pi / 180)
        return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
    }
}
