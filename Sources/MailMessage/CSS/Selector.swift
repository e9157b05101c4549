// SPDX-License-Identifier: Apache-2.0

/// One condition of a selector.
struct SimpleSelector {
    enum Kind: UInt8 {
        /// The name ``symbol`` of an element, or of its id, or one of its classes.
        case element, id, className
        /// The test ``symbol`` of an attribute.
        case attribute
        case root, link
        /// `:nth-child(`step`n+`offset`)`.
        case child
        /// None, or any, of the group ``symbol``.
        case not, any
        /// What hangs on a pointer, on time or on what follows: never true.
        case never
    }

    var kind: Kind
    var symbol: Int32 = 0
    var step: Int32 = 0
    var offset: Int32 = 0
}

/// Conditions for one element, and how the element is related to that of the compound on its left.
struct CompoundSelector {
    enum Combinator: UInt8 { case none, descendant, child, nextSibling, laterSibling }

    var simples: Range<Int32>
    var combinator = Combinator.none
}

/// Compounds from right to left.
struct ComplexSelector {
    enum PseudoElement: UInt8 { case none, before, after, other }

    var compounds: Range<Int32>
    /// Ids, then classes, attributes and pseudo-classes, then names: eight bits each.
    var specificity: UInt32
    var pseudoElement = PseudoElement.none
}

/// What is asked of an attribute's value.
///
/// - SeeAlso: Selectors Level 4, section 6.
struct AttributeTest {
    enum Match: UInt8 { case presence, equals, word, language, prefix, suffix, substring }

    var name: Int32
    var match: Match
    var value: [UInt8]
    var ignoresCase: Bool

    /// Steps that a look at a value may take, sixteen bytes in each.
    func cost(of text: Span<UInt8>) -> Int {
        // Only here may each byte of the value be compared with each of the word.
        match == .substring && ignoresCase ? 1 + text.count * min(value.count, 64) / 16 : 1 + text.count / 16
    }

    func accepts(_ text: Span<UInt8>) -> Bool {
        switch match {
        case .presence: return true
        case .equals: return text.count == value.count && has(text, at: 0)
        case .prefix: return !value.isEmpty && has(text, at: 0)
        case .suffix: return !value.isEmpty && has(text, at: text.count - value.count)
        case .language:
            guard has(text, at: 0) else { return false }
            return text.count == value.count || text[value.count] == ASCII.hyphen
        case .substring where !ignoresCase: return text.contains(value.span)
        case .word, .substring: return isWithin(text)
        }
    }

    private func has(_ text: Span<UInt8>, at start: Int) -> Bool {
        guard start >= 0, start + value.count <= text.count else { return false }
        for index in value.indices {
            let (first, second) = (text[start + index], value[index])
            if first != second, !ignoresCase || first.lowercased != second.lowercased { return false }
        }
        return true
    }

    private func isWithin(_ text: Span<UInt8>) -> Bool {
        // Values longer than this are in no mail, and would make the search quadratic. A word has no white space in it,
        // so that no more is compared than the words of the text are long.
        guard let first = value.first, value.count <= 64, value.count <= text.count else { return false }
        guard match == .substring || !value.contains(where: \.isHTMLSpace) else { return false }
        for start in 0...(text.count - value.count) {
            guard text[start] == first || ignoresCase else { continue }
            if match == .word {
                let end = start + value.count
                guard start == 0 || text[start - 1].isHTMLSpace, end == text.count || text[end].isHTMLSpace
                else { continue }
            }
            if has(text, at: start) { return true }
        }
        return false
    }
}

/// All selectors of a page, in flat arrays.
struct SelectorStore {
    var symbols = SymbolTable()
    var simples: [SimpleSelector] = []
    var compounds: [CompoundSelector] = []
    /// What `:not()` and `:is()` hold: compounds without any on their left.
    var groups: [Range<Int32>] = []
    var attributeTests: [AttributeTest] = []
    /// Whether some selector asks for elements before.
    var asksForSiblings = false
    /// Whether a selector was left out because it asks for too much.
    var isCut = false

    /// Tests of attributes that are kept; each has a bit in a mask.
    static let maximumAttributeTests = 64
}
