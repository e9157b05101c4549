// SPDX-License-Identifier: Apache-2.0

/// The rules of a page's style sheets that can hide text, show it or make it.
///
/// Rules that do neither, most of them, are not kept. Nothing is ever loaded, so `@import` says nothing.
///
/// - SeeAlso: CSS Syntax Level 3, section 5.4; CSS Cascade Level 5, section 6.
struct StyleSheets {
    /// A rule with one selector.
    struct Rule {
        var compounds: Range<Int32>
        var declarations: Range<Int32>
        var environments: MediaEnvironments
        /// What decides between declarations of equal importance, the greatest last: layer, specificity, order.
        var precedence: UInt64
        /// The rule after it with the same key; -1 if there is none.
        var next: Int32 = -1
        /// Names that elements around the one it is for must have, as far as four hold them; -1 for none.
        var outer = InlineArray<4, Int32>(repeating: -1)
    }

    /// Whether the page has no document type, so that names are the same in either case and lengths may lack a unit.
    var isQuirky: Bool
    private(set) var selectors = SelectorStore()
    private(set) var rules: [Rule] = []
    private(set) var declarations: [StyleDeclaration] = []
    /// The texts of `content`.
    private(set) var generatedText: [UInt8] = []
    /// The first rule of each symbol that is the key of any: its last compound's id, class or name.
    private var firstOfKey: [Int32] = []
    private(set) var firstUniversal: Int32 = -1
    /// Sets of environments that rules are for, at most 32.
    private(set) var environments: [MediaEnvironments] = []
    /// Whether something was left out because it was too much.
    private(set) var isCut = false

    /// Groups of rules within groups; deeper ones are left out.
    private static let maximumDepth = 16
    private static let maximumEnvironments = 32
    /// Bytes of the text of one rule, which stands in the page as often as elements ask for it.
    private static let maximumContentBytes = 2048

    init(isQuirky: Bool) { self.isQuirky = isQuirky }

    var isEmpty: Bool { rules.isEmpty }

    func firstRule(of symbol: Int32) -> Int32 {
        Int(symbol) < firstOfKey.count ? firstOfKey[Int(symbol)] : -1
    }

    /// Adds what a `style` element holds.
    ///
    /// - Parameter media: the value of its `media` attribute.
    mutating func add(_ css: Span<UInt8>, media: MediaEnvironments = .all) {
        guard !media.isEmpty else { return }
        var tokens = CSSTokenizer(0..<css.count)
        readRules(&tokens, css, media, isLayered: false, depth: 0)
        isCut = isCut || selectors.isCut
    }

    // MARK: Rules

    private mutating func readRules(
        _ tokens: inout CSSTokenizer, _ css: Span<UInt8>, _ media: MediaEnvironments, isLayered: Bool, depth: Int
    ) {
        while true {
            tokens.nextWord(css)
            switch tokens.kind {
            case .end: return
            case .closeBrace where depth > 0: return
            case .commentOpen, .commentClose: continue
            case .atKeyword:
                readAtRule(&tokens, css, media, isLayered: isLayered, depth: depth)
            default:
                guard let prelude = readPrelude(&tokens, css, isAtRule: false, depth: depth) else { return }
                readRule(prelude, &tokens, css, media, isLayered: isLayered)
            }
        }
    }

    /// Moves to the brace that begins a block, or to the semicolon that ends an at-rule; nil if neither comes.
    private func readPrelude(
        _ tokens: inout CSSTokenizer, _ css: Span<UInt8>, isAtRule: Bool, depth: Int
    ) -> Range<Int>? {
        let start = tokens.start
        while true {
            switch tokens.kind {
            case .end: return nil
            case .openBrace: return start..<tokens.start
            case .semicolon where isAtRule: return start..<tokens.start
            case .closeBrace where depth > 0: return nil
            case .openBracket, .openParenthesis, .function: tokens.skipBlock(css)
            default: break
            }
            tokens.next(css)
        }
    }

    private enum AtRule: UInt8, CSSVocabulary {
        case media, supports, container, layer
        static let aliases: [(String, AtRule)] = []
        static let names = makeTable()
    }

    private mutating func readAtRule(
        _ tokens: inout CSSTokenizer, _ css: Span<UInt8>, _ media: MediaEnvironments, isLayered: Bool, depth: Int
    ) {
        let rule = AtRule.named(tokens.name)
        tokens.next(css)
        guard let prelude = readPrelude(&tokens, css, isAtRule: true, depth: depth), tokens.kind == .openBrace else {
            return
        }
        var inner = media
        switch rule {
        case .media?: inner.formIntersection(MediaQueryParser.environments(css, prelude))
        case .supports?, .container?: inner.formIntersection(.capable)
        case .layer?: break
        case nil: inner = []
        }
        if rule != nil, depth == Self.maximumDepth { isCut = true }
        if inner.isEmpty || depth == Self.maximumDepth {
            tokens.skipBlock(css)
            return
        }
        readRules(&tokens, css, inner, isLayered: isLayered || rule == .layer, depth: depth + 1)
    }

    private mutating func readRule(
        _ prelude: Range<Int>, _ tokens: inout CSSTokenizer, _ css: Span<UInt8>, _ media: MediaEnvironments,
        isLayered: Bool
    ) {
        let start = declarations.count
        var parser = DeclarationParser(tokens, endsAtBrace: true, isQuirky: isQuirky)
        parser.read(css, into: &declarations)
        tokens = parser.tokens
        guard declarations.count > start else { return }
        guard
            let selectors = SelectorParser.read(css, prelude, ignoringCase: isQuirky, into: &self.selectors)
        else { return declarations.removeSubrange(start...) }
        let contents = declarations[start...].filter { $0.property == .content }
        if !contents.isEmpty {
            let others = declarations[start...].filter { $0.property != .content }
            declarations.replaceSubrange(start..., with: others)
        }
        let own = Int32(start)..<Int32(declarations.count)
        // All selectors of the rule share its text.
        let before = contents.last.map { addContent(of: $0, css) }
        for selector in selectors {
            switch selector.pseudoElement {
            case .none:
                if !own.isEmpty { add(selector, own, media, isLayered: isLayered) }
            case .before: if let before { add(selector, before..<(before + 1), media, isLayered: isLayered) }
            case .after: if let before { add(selector, (before + 1)..<(before + 2), media, isLayered: isLayered) }
            case .other: break
            }
        }
    }

    /// Keeps the text that a rule puts before or after an element; returns the place of the declaration that puts it
    /// before, which that for behind it follows.
    private mutating func addContent(of declaration: StyleDeclaration, _ css: Span<UInt8>) -> Int32 {
        let start = generatedText.count
        if declaration.value.kind == .text {
            var tokens = CSSTokenizer(declaration.value.textRange)
            tokens.nextWord(css)
            while tokens.kind != .end {
                if tokens.kind == .string {
                    tokens.appendContent(css, to: &generatedText, limit: start + Self.maximumContentBytes)
                }
                tokens.nextWord(css)
            }
        }
        var declaration = declaration
        declaration.value = StyleValue(.text)
        declaration.value.textRange = start..<generatedText.count
        for property in [StyleProperty.contentBefore, .contentAfter] {
            declaration.property = property
            declarations.append(declaration)
        }
        return Int32(declarations.count - 2)
    }

    private mutating func add(
        _ selector: ComplexSelector, _ declarations: Range<Int32>, _ media: MediaEnvironments, isLayered: Bool
    ) {
        let order = UInt64(rules.count)
        var rule = Rule(
            compounds: selector.compounds, declarations: declarations, environments: media,
            precedence: (isLayered ? 0 : 1 << 56) | UInt64(selector.specificity) << 32 | order)
        if !environments.contains(media) {
            if environments.count < Self.maximumEnvironments { environments.append(media) } else { isCut = true }
        }
        noteOuter(&rule)
        guard let key = key(of: rule.compounds) else { return }
        if key < 0 {
            (rule.next, firstUniversal) = (firstUniversal, Int32(rules.count))
        } else {
            while firstOfKey.count <= Int(key) { firstOfKey.append(-1) }
            (rule.next, firstOfKey[Int(key)]) = (firstOfKey[Int(key)], Int32(rules.count))
        }
        rules.append(rule)
    }

    /// The symbol that an element must have; -1 if it needs none, nil if the rule is never true.
    private func key(of compounds: Range<Int32>) -> Int32? {
        var key: Int32 = -1
        var rank = 0
        for place in compounds {
            for index in selectors.compounds[Int(place)].simples {
                let simple = selectors.simples[Int(index)]
                if simple.kind == .never { return nil }
                guard place == compounds.lowerBound else { continue }
                let found = simple.kind == .id ? 3 : simple.kind == .className ? 2 : simple.kind == .element ? 1 : 0
                if found > rank { (key, rank) = (simple.symbol, found) }
            }
        }
        return key
    }

    /// Notes names of ancestors, by which most rules are ruled out without a search.
    private func noteOuter(_ rule: inout Rule) {
        var count = 0
        var combinator = selectors.compounds[Int(rule.compounds.lowerBound)].combinator
        for place in rule.compounds.dropFirst() {
            guard combinator == .descendant || combinator == .child else { return }
            for index in selectors.compounds[Int(place)].simples where count < 4 {
                switch selectors.simples[Int(index)].kind {
                case .id, .className, .element:
                    rule.outer[count] = selectors.simples[Int(index)].symbol
                    count += 1
                default: break
                }
            }
            combinator = selectors.compounds[Int(place)].combinator
        }
    }
}
