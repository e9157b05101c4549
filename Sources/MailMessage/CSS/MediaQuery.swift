// SPDX-License-Identifier: Apache-2.0

/// Where mail is read: screens of seven widths, from a phone's to a wide window's, each in a program that knows little
/// of media queries and in one that knows all.
///
/// Paper, dark pages and voices are none of them: what is shown only there is hidden from a reader.
struct MediaEnvironments: OptionSet, Hashable {
    var rawValue: UInt16

    /// The widths in pixels, those first that most readers have: a window, a phone.
    static let widths: [Double] = [1024, 375, 800, 1400, 600, 480, 414]

    static let all = MediaEnvironments(rawValue: 1 << UInt16(2 * widths.count) - 1)

    /// Programs that know features of which nothing is known here.
    static let capable = MediaEnvironments(rawValue: all.rawValue & ~(1 << UInt16(widths.count) - 1))

    /// Those whose width is such.
    static func width(_ isMet: (Double) -> Bool) -> MediaEnvironments {
        var found: UInt16 = 0
        for (index, width) in widths.enumerated() where isMet(width) {
            found |= 1 << UInt16(index) | 1 << UInt16(index + widths.count)
        }
        return MediaEnvironments(rawValue: found)
    }

    /// One environment for each group that these sets do not tell apart, the most usual first; at most four.
    static func representatives(telling sets: some Sequence<MediaEnvironments>) -> [MediaEnvironments] {
        var found: [MediaEnvironments] = []
        for index in 0..<UInt16(2 * widths.count) {
            let candidate = MediaEnvironments(rawValue: 1 << index)
            let isNew = found.allSatisfy { earlier in
                sets.contains { $0.isSuperset(of: earlier) != $0.isSuperset(of: candidate) }
            }
            if isNew { found.append(candidate) }
            if found.count == 4 { break }
        }
        return found
    }
}

/// Reads what `@media` or a `media` attribute says, and in which environments it is true.
///
/// - SeeAlso: Media Queries Level 4.
struct MediaQueryParser {
    private var tokens: CSSTokenizer

    /// Reads the queries in a range of `css`.
    static func environments(_ css: Span<UInt8>, _ range: Range<Int>) -> MediaEnvironments {
        var parser = MediaQueryParser(tokens: CSSTokenizer(range))
        return parser.readList(css)
    }

    private enum Feature: UInt8, CSSVocabulary {
        case width, minWidth, maxWidth, deviceWidth, minDeviceWidth, maxDeviceWidth
        case orientation, prefersColorScheme, prefersReducedMotion, color, monochrome
        static let aliases: [(String, Feature)] = []
        static let names = makeTable()
    }

    private mutating func readList(_ css: Span<UInt8>) -> MediaEnvironments {
        tokens.nextWord(css)
        guard tokens.kind != .end else { return .all }
        var found: MediaEnvironments = []
        while tokens.kind != .end {
            found.formUnion(readQuery(css) ?? [])
            // What is left of a query that nobody understands is never true.
            while tokens.kind != .comma, tokens.kind != .end {
                switch tokens.kind {
                case .openParenthesis, .function, .openBracket, .openBrace: tokens.skipBlock(css)
                default: break
                }
                tokens.nextWord(css)
            }
            tokens.nextWord(css)
        }
        return found
    }

    /// nil if it is none.
    private mutating func readQuery(_ css: Span<UInt8>) -> MediaEnvironments? {
        guard tokens.kind == .identifier else {
            let found = readCondition(css, depth: 0)
            return finished(found)
        }
        var word = CSSKeyword.named(tokens.name)
        let isNegated = word == .not
        if isNegated || word == .only {
            tokens.nextWord(css)
            if tokens.kind == .openParenthesis, isNegated {
                let found = readInParentheses(css, depth: 0)
                return finished(found.map { MediaEnvironments.all.subtracting($0) })
            }
            guard tokens.kind == .identifier else { return nil }
            word = CSSKeyword.named(tokens.name)
        }
        var found: MediaEnvironments = word == .all || word == .screen ? .all : []
        tokens.nextWord(css)
        while tokens.kind == .identifier, CSSKeyword.named(tokens.name) == .and {
            tokens.nextWord(css)
            guard let next = readInParentheses(css, depth: 0) else { return nil }
            found.formIntersection(next)
        }
        return finished(isNegated ? MediaEnvironments.all.subtracting(found) : found)
    }

    private func finished(_ found: MediaEnvironments?) -> MediaEnvironments? {
        tokens.kind == .comma || tokens.kind == .end ? found : nil
    }

    private mutating func readCondition(_ css: Span<UInt8>, depth: Int) -> MediaEnvironments? {
        if tokens.kind == .identifier, CSSKeyword.named(tokens.name) == .not {
            tokens.nextWord(css)
            return readInParentheses(css, depth: depth).map { MediaEnvironments.all.subtracting($0) }
        }
        guard var found = readInParentheses(css, depth: depth) else { return nil }
        while tokens.kind == .identifier {
            let word = CSSKeyword.named(tokens.name)
            guard word == .and || word == .or else { return nil }
            tokens.nextWord(css)
            guard let next = readInParentheses(css, depth: depth) else { return nil }
            if word == .and { found.formIntersection(next) } else { found.formUnion(next) }
        }
        return found
    }

    private mutating func readInParentheses(_ css: Span<UInt8>, depth: Int) -> MediaEnvironments? {
        if tokens.kind == .function {
            tokens.skipBlock(css)
            tokens.nextWord(css)
            return .capable
        }
        guard tokens.kind == .openParenthesis, depth < 8 else { return nil }
        tokens.nextWord(css)
        let isNested =
            tokens.kind == .openParenthesis || (tokens.kind == .identifier && CSSKeyword.named(tokens.name) == .not)
        let found = isNested ? readCondition(css, depth: depth + 1) : readFeature(css)
        while tokens.kind != .closeParenthesis, tokens.kind != .end { tokens.nextWord(css) }
        tokens.nextWord(css)
        return found
    }

    private mutating func readFeature(_ css: Span<UInt8>) -> MediaEnvironments? {
        if tokens.kind == .identifier {
            let feature = Feature.named(tokens.name)
            tokens.nextWord(css)
            switch tokens.kind {
            case .colon:
                tokens.nextWord(css)
                return readPlain(feature, css)
            case .delimiter:
                let isWidth = feature == .width || feature == .deviceWidth
                guard let comparison = readComparison(css), let limit = CSSLength.read(&tokens, css) else { return nil }
                return comparison.environments(isWidth, limit)
            default: return feature == .monochrome ? [] : feature == .color || feature == .width ? .all : .capable
            }
        }
        // 400px <= width <= 700px
        guard let low = CSSLength.read(&tokens, css), var comparison = readComparison(css) else { return nil }
        guard tokens.kind == .identifier else { return nil }
        let feature = Feature.named(tokens.name)
        let isWidth = feature == .width || feature == .deviceWidth
        swap(&comparison.isLess, &comparison.isGreater)
        var found = comparison.environments(isWidth, low)
        tokens.nextWord(css)
        if let upper = readComparison(css) {
            guard let high = CSSLength.read(&tokens, css) else { return nil }
            found.formIntersection(upper.environments(isWidth, high))
        }
        return found
    }

    private mutating func readPlain(_ feature: Feature?, _ css: Span<UInt8>) -> MediaEnvironments? {
        switch feature {
        case .width?, .minWidth?, .maxWidth?, .deviceWidth?, .minDeviceWidth?, .maxDeviceWidth?:
            guard let length = CSSLength.read(&tokens, css) else { return [] }
            let limit = length.estimate()
            switch feature {
            case .minWidth?, .minDeviceWidth?: return .width { $0 >= limit }
            case .maxWidth?, .maxDeviceWidth?: return .width { $0 <= limit }
            default: return .width { $0 == limit }
            }
        case .orientation?:
            switch CSSKeyword.named(tokens.name) {
            case .portrait?: return .width { $0 < 600 }
            case .landscape?: return .width { $0 >= 600 }
            default: return []
            }
        case .prefersColorScheme?: return CSSKeyword.named(tokens.name) == .light ? .all : []
        case .prefersReducedMotion?: return CSSKeyword.named(tokens.name) == .noPreference ? .all : []
        case .color?: return .all
        case .monochrome?: return []
        case nil: return .capable
        }
    }

    private struct Comparison {
        var isLess = false
        var isGreater = false
        var isEqual = false

        func environments(_ isWidth: Bool, _ length: CSSLength) -> MediaEnvironments {
            guard isWidth else { return .capable }
            let limit = length.estimate()
            return .width { isLess && $0 < limit || isGreater && $0 > limit || isEqual && $0 == limit }
        }
    }

    /// `<`, `<=`, `>`, `>=` or `=`; nil if there is none.
    private mutating func readComparison(_ css: Span<UInt8>) -> Comparison? {
        guard tokens.kind == .delimiter else { return nil }
        var comparison = Comparison()
        while tokens.kind == .delimiter {
            switch tokens.delimiter {
            case ASCII.less: comparison.isLess = true
            case ASCII.greater: comparison.isGreater = true
            case ASCII.equals: comparison.isEqual = true
            default: return nil
            }
            tokens.nextWord(css)
        }
        return comparison
    }
}
