// SPDX-License-Identifier: Apache-2.0

/// Whether a selector is meant for the innermost open element.
///
/// - SeeAlso: Selectors Level 4, section 17.
extension StyleResolver {
    /// What came of trying a selector on an element.
    private enum Outcome {
        case met
        /// It is not meant for the element, but may be if another is tried for one of its compounds.
        case failed
        /// It would fail for any other, too: what must stand around is not there.
        case failedForAll
    }

    /// Whether the selector whose compounds these are, from right to left, is meant for an element.
    mutating func matches(_ compounds: Range<Int32>, _ level: Level) -> Bool {
        if case .met = outcome(compounds, level) { return true }
        return false
    }

    private mutating func outcome(_ compounds: Range<Int32>, _ level: Level) -> Outcome {
        patience -= 1
        guard let first = compounds.first, patience > 0 else { return .failedForAll }
        let compound = sheets.selectors.compounds[Int(first)]
        guard holds(compound, level) else { return .failed }
        let rest = first + 1..<compounds.upperBound
        guard !rest.isEmpty else { return .met }
        switch compound.combinator {
        case .none: return .met
        case .child: return level.parent >= 0 ? outcome(rest, levels[level.parent]) : .failedForAll
        case .descendant:
            var outer = level.parent
            while outer >= 0 {
                let found = outcome(rest, levels[outer])
                if found != .failed { return found }
                outer = levels[outer].parent
            }
            return .failedForAll
        case .nextSibling, .laterSibling:
            guard level.parent >= 0 else { return .failedForAll }
            // The closed children of an element stand together, without their own, before those of later ones.
            let firstSibling = levels[level.parent].closedChildren
            var before = min(firstSibling + Int(level.index) - 1, closed.count) - 1
            while before >= firstSibling {
                let found = outcome(rest, closed[before])
                if found != .failed || compound.combinator == .nextSibling { return found }
                before -= 1
            }
            return .failed
        }
    }

    private mutating func holds(_ compound: CompoundSelector, _ level: Level) -> Bool {
        // Who asks has paid for a few conditions, and each of those for a few classes.
        patience -= compound.simples.count / 8
        for index in compound.simples {
            let simple = sheets.selectors.simples[Int(index)]
            let isMet: Bool
            switch simple.kind {
            case .element: isMet = level.element == simple.symbol
            case .id: isMet = level.id == simple.symbol
            case .className: isMet = hasClass(simple.symbol, level)
            case .attribute: isMet = level.tests >> UInt64(simple.symbol) & 1 != 0
            case .root: isMet = level.parent < 0
            case .link: isMet = level.isLink
            case .child: isMet = isChild(level.index, simple)
            case .not: isMet = !holdsAny(simple.symbol, level)
            case .any: isMet = holdsAny(simple.symbol, level)
            case .never: isMet = false
            }
            if !isMet { return false }
        }
        return true
    }

    private mutating func hasClass(_ symbol: Int32, _ level: Level) -> Bool {
        patience -= level.classes.count / 8
        for index in level.classes where classes[index] == symbol { return true }
        return false
    }

    private mutating func holdsAny(_ group: Int32, _ level: Level) -> Bool {
        for index in sheets.selectors.groups[Int(group)] {
            patience -= 1
            if holds(sheets.selectors.compounds[Int(index)], level) { return true }
        }
        return false
    }

    private func isChild(_ index: Int32, _ simple: SimpleSelector) -> Bool {
        let distance = Int(index) - Int(simple.offset)
        let step = Int(simple.step)
        return step == 0 ? distance == 0 : distance % step == 0 && distance / step >= 0
    }
}
