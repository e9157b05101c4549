// SPDX-License-Identifier: Apache-2.0

/// Reads selectors.
///
/// - SeeAlso: Selectors Level 4.
struct SelectorParser {
    private var tokens: CSSTokenizer
    private let ignoringCase: Bool

    /// Compounds of a selector; one with more is left out.
    private static let maximumCompounds = 32
    private static let maximumDepth = 4

    /// Reads a list of selectors, which stand in a range of `css`.
    ///
    /// - Parameter ignoringCase: whether ids and classes are the same in either case, as in a page without a document type.
    /// - Returns: nil if one of them is none, for then none counts.
    static func read(
        _ css: Span<UInt8>, _ range: Range<Int>, ignoringCase: Bool, into store: inout SelectorStore
    ) -> [ComplexSelector]? {
        var parser = SelectorParser(tokens: CSSTokenizer(range), ignoringCase: ignoringCase)
        parser.tokens.nextWord(css)
        var selectors: [ComplexSelector] = []
        while true {
            guard let selector = parser.readComplex(css, &store) else { return nil }
            selectors.append(selector)
            if parser.tokens.kind == .end { return selectors }
            guard parser.tokens.kind == .comma else { return nil }
            parser.tokens.nextWord(css)
        }
    }

    private mutating func readComplex(_ css: Span<UInt8>, _ store: inout SelectorStore) -> ComplexSelector? {
        var compounds: [CompoundSelector] = []
        var specificity = Specificity()
        var pseudoElement = ComplexSelector.PseudoElement.none
        var combinator = CompoundSelector.Combinator.none
        while true {
            guard pseudoElement == .none,
                let simples = readCompound(css, &store, &specificity, &pseudoElement, depth: 0)
            else { return nil }
            compounds.append(CompoundSelector(simples: simples, combinator: combinator))
            combinator = readCombinator(css)
            if combinator == .none { break }
            if combinator == .nextSibling || combinator == .laterSibling { store.asksForSiblings = true }
        }
        if compounds.count > Self.maximumCompounds {
            store.isCut = true
            compounds = [compounds[0]]
            compounds[0].simples = Self.never(&store)
        }
        let start = Int32(store.compounds.count)
        store.compounds.append(contentsOf: compounds.reversed())
        return ComplexSelector(
            compounds: start..<Int32(store.compounds.count), specificity: specificity.value,
            pseudoElement: pseudoElement)
    }

    private static func never(_ store: inout SelectorStore) -> Range<Int32> {
        store.simples.append(SimpleSelector(kind: .never))
        return Int32(store.simples.count - 1)..<Int32(store.simples.count)
    }

    private struct Specificity {
        var ids = 0
        var classes = 0
        var names = 0
        var value: UInt32 { UInt32(min(ids, 255)) << 16 | UInt32(min(classes, 255)) << 8 | UInt32(min(names, 255)) }
    }

    /// Reads what stands between two compounds; none at the end of the selector.
    private mutating func readCombinator(_ css: Span<UInt8>) -> CompoundSelector.Combinator {
        var found = CompoundSelector.Combinator.none
        if tokens.kind == .whiteSpace {
            found = .descendant
            tokens.nextWord(css)
        }
        guard tokens.kind == .delimiter else { return tokens.kind == .end || tokens.kind == .comma ? .none : found }
        switch tokens.delimiter {
        case ASCII.greater: found = .child
        case UInt8(ascii: "+"): found = .nextSibling
        case UInt8(ascii: "~"): found = .laterSibling
        default: return found
        }
        tokens.nextWord(css)
        return found
    }

    /// Reads conditions for one element; nil if there are none.
    private mutating func readCompound(
        _ css: Span<UInt8>, _ store: inout SelectorStore, _ specificity: inout Specificity,
        _ pseudoElement: inout ComplexSelector.PseudoElement, depth: Int
    ) -> Range<Int32>? {
        var simples: [SimpleSelector] = []
        var isEmpty = true
        reading: while true {
            switch tokens.kind {
            case .identifier where isEmpty:
                simples.append(SimpleSelector(kind: .element, symbol: intern(.element, css, &store)))
                specificity.names += 1
            case .delimiter where tokens.delimiter == ASCII.star && isEmpty: break
            case .delimiter where tokens.delimiter == ASCII.dot:
                tokens.next(css)
                guard tokens.kind == .identifier else { return nil }
                simples.append(SimpleSelector(kind: .className, symbol: intern(.className, css, &store)))
                specificity.classes += 1
            case .hash:
                simples.append(SimpleSelector(kind: .id, symbol: intern(.id, css, &store)))
                specificity.ids += 1
            case .openBracket:
                guard let simple = readAttribute(css, &store) else { return nil }
                simples.append(simple)
                specificity.classes += 1
            case .colon:
                tokens.next(css)
                var isElement = false
                if tokens.kind == .colon {
                    isElement = true
                    tokens.next(css)
                }
                guard let simple = readPseudo(css, isElement, &store, &specificity, &pseudoElement, depth: depth)
                else { return nil }
                if let simple = simple.first { simples.append(simple) }
            default: break reading
            }
            isEmpty = false
            tokens.next(css)
        }
        guard !isEmpty else { return nil }
        let start = Int32(store.simples.count)
        store.simples.append(contentsOf: simples)
        return start..<Int32(store.simples.count)
    }

    private func intern(_ kind: SymbolTable.Kind, _ css: Span<UInt8>, _ store: inout SelectorStore) -> Int32 {
        var name: [UInt8] = []
        tokens.appendContent(css, to: &name)
        let ignoresCase = ignoringCase || kind == .element || kind == .attribute
        return store.symbols.intern(kind, name.span, ignoringCase: ignoresCase)
    }

    /// `[name]`, `[name=value]` and so on, up to the bracket's end.
    private mutating func readAttribute(_ css: Span<UInt8>, _ store: inout SelectorStore) -> SimpleSelector? {
        tokens.nextWord(css)
        guard tokens.kind == .identifier else { return nil }
        var test = AttributeTest(
            name: intern(.attribute, css, &store), match: .presence, value: [], ignoresCase: false)
        tokens.nextWord(css)
        if tokens.kind == .delimiter {
            switch tokens.delimiter {
            case ASCII.equals: test.match = .equals
            case UInt8(ascii: "~"): test.match = .word
            case UInt8(ascii: "|"): test.match = .language
            case UInt8(ascii: "^"): test.match = .prefix
            case UInt8(ascii: "$"): test.match = .suffix
            case ASCII.star: test.match = .substring
            default: return nil
            }
            if test.match != .equals {
                tokens.next(css)
                guard tokens.kind == .delimiter, tokens.delimiter == ASCII.equals else { return nil }
            }
            tokens.nextWord(css)
            guard tokens.kind == .identifier || tokens.kind == .string else { return nil }
            tokens.appendContent(css, to: &test.value)
            tokens.nextWord(css)
            if tokens.kind == .identifier {
                test.ignoresCase = tokens.name == CSSName("i")
                tokens.nextWord(css)
            }
        }
        guard tokens.kind == .closeBracket || tokens.kind == .end else { return nil }
        guard store.attributeTests.count < SelectorStore.maximumAttributeTests else {
            store.isCut = true
            return SimpleSelector(kind: .never)
        }
        store.attributeTests.append(test)
        return SimpleSelector(kind: .attribute, symbol: Int32(store.attributeTests.count - 1))
    }

    private enum Pseudo: UInt8, CSSVocabulary {
        case root, scope, link, anyLink, firstChild, nthChild, not, `is`, `where`, matches
        // True only of what a reader does, or of what follows: never, as far as anybody knows here.
        case hover, active, focus, focusWithin, focusVisible, visited, target, checked, disabled, enabled, empty
        case lastChild, onlyChild, nthLastChild, firstOfType, lastOfType, onlyOfType, nthOfType, nthLastOfType, has
        case lang, dir, indeterminate, valid, invalid, required, optional, readOnly, readWrite, placeholderShown
        case defined, open, fullscreen, playing, paused, host, `default`, inRange, outOfRange, modal
        // Elements that are no elements of the page.
        case before, after, firstLine, firstLetter, selection, placeholder, marker, backdrop
        static let aliases: [(String, Pseudo)] = [("-webkit-any-link", .anyLink), ("-webkit-any", .is)]
        static let names = makeTable()
    }

    /// Reads what follows a colon: no condition, or one; nil if CSS does not know it.
    private mutating func readPseudo(
        _ css: Span<UInt8>, _ isElement: Bool, _ store: inout SelectorStore, _ specificity: inout Specificity,
        _ pseudoElement: inout ComplexSelector.PseudoElement, depth: Int
    ) -> [SimpleSelector]? {
        guard tokens.kind == .identifier || tokens.kind == .function else { return nil }
        let isFunction = tokens.kind == .function
        let pseudo = Pseudo.named(tokens.name)
        switch pseudo {
        case .before?, .after?, .firstLine?, .firstLetter?:
            if isFunction { return nil }
            pseudoElement = pseudo == .before ? .before : pseudo == .after ? .after : .other
            specificity.names += 1
            return []
        default: break
        }
        if isElement {
            if isFunction { tokens.skipBlock(css) }
            pseudoElement = .other
            return []
        }
        guard let pseudo, pseudo.rawValue < Pseudo.selection.rawValue else {
            // Another program's own: it alone takes the rule.
            return nil
        }
        if pseudo != .where { specificity.classes += pseudo == .not || pseudo == .is || pseudo == .matches ? 0 : 1 }
        switch pseudo {
        case .root, .scope: return [SimpleSelector(kind: .root)]
        case .link, .anyLink: return [SimpleSelector(kind: .link)]
        case .firstChild: return [SimpleSelector(kind: .child, step: 0, offset: 1)]
        case .nthChild where isFunction: return readNth(css).map { [$0] }
        case .not, .is, .where, .matches:
            guard isFunction, depth < Self.maximumDepth else { return nil }
            var inner = Specificity()
            guard let group = readGroup(css, &store, &inner, depth: depth + 1) else { return nil }
            if pseudo != .where {
                specificity.ids += inner.ids
                specificity.classes += inner.classes
                specificity.names += inner.names
            }
            return [SimpleSelector(kind: pseudo == .not ? .not : .any, symbol: group)]
        default:
            if isFunction { tokens.skipBlock(css) }
            return [SimpleSelector(kind: .never)]
        }
    }

    /// Compounds between parentheses, the current token being the function's name; stops at the `)`.
    private mutating func readGroup(
        _ css: Span<UInt8>, _ store: inout SelectorStore, _ specificity: inout Specificity, depth: Int
    ) -> Int32? {
        var compounds: [CompoundSelector] = []
        repeat {
            tokens.nextWord(css)
            var pseudoElement = ComplexSelector.PseudoElement.none
            var own = Specificity()
            guard let simples = readCompound(css, &store, &own, &pseudoElement, depth: depth), pseudoElement == .none
            else { return nil }
            if own.value > specificity.value { specificity = own }
            compounds.append(CompoundSelector(simples: simples))
            if tokens.kind == .whiteSpace { tokens.nextWord(css) }
        } while tokens.kind == .comma
        guard tokens.kind == .closeParenthesis || tokens.kind == .end else { return nil }
        let start = Int32(store.compounds.count)
        store.compounds.append(contentsOf: compounds)
        store.groups.append(start..<Int32(store.compounds.count))
        return Int32(store.groups.count - 1)
    }

    /// `odd`, `even`, `3`, `2n+1`, up to the `)`.
    private mutating func readNth(_ css: Span<UInt8>) -> SimpleSelector? {
        var text: [UInt8] = []
        while true {
            tokens.next(css)
            if tokens.kind == .closeParenthesis || tokens.kind == .end { break }
            guard text.count < 32 else { return nil }
            for index in tokens.start..<tokens.index where !css[index].isHTMLSpace {
                text.append(css[index].lowercased)
            }
        }
        if text == Array("odd".utf8) { return SimpleSelector(kind: .child, step: 2, offset: 1) }
        if text == Array("even".utf8) { return SimpleSelector(kind: .child, step: 2, offset: 0) }
        let parts = text.split(separator: UInt8(ascii: "n"), maxSplits: 1, omittingEmptySubsequences: false)
        func number(_ digits: ArraySlice<UInt8>) -> Int32? {
            let text = String(decoding: digits, as: UTF8.self)
            return text == "" || text == "+" ? 1 : text == "-" ? -1 : Int32(text)
        }
        if parts.count == 1 { return number(parts[0]).map { SimpleSelector(kind: .child, step: 0, offset: $0) } }
        guard let step = number(parts[0]) else { return nil }
        guard !parts[1].isEmpty else { return SimpleSelector(kind: .child, step: step, offset: 0) }
        return number(parts[1]).map { SimpleSelector(kind: .child, step: step, offset: $0) }
    }
}
