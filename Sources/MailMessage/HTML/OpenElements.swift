// SPDX-License-Identifier: Apache-2.0

/// The stack of open elements, by name: what an end tag ends, and what is in whose scope.
///
/// How many of each name are open is counted, so that an end tag of nothing need not look through the stack; and what
/// looking may cost in all is bounded by ``patience``.
///
/// - SeeAlso: HTML Standard, 13.2.4.2 (the stack of open elements).
struct OpenElements {
    /// An open element.
    struct Entry {
        var element: HTMLElement
        var traits: HTMLElement.Traits
        /// A number of its name, which tells elements apart that HTML does not have.
        var nameHash: UInt64
        /// Where its start tag begins to be read again, behind the `<`; -1 if it has none.
        var tagStart: Int32
        /// Which entry of the list of formatting elements it is; 0 if none.
        var formatting: Int32 = 0

        var isHTML: Bool { !traits.contains(.foreign) }
    }

    /// Elements open at once: deeper ones are read, but do not nest.
    ///
    /// The deepest of 8,767 real HTML parts had 1,684, by elements that were never ended; browsers stop at 512.
    static let maximumDepth = 1000

    private(set) var entries: [Entry] = []
    private var counts = [Int32](repeating: 0, count: 256)
    /// Elements too deep to be kept whose end tags are still to come.
    private var dropped = [Int32](repeating: 0, count: 256)
    private var droppedInAll = 0
    /// Steps that may still be spent on looking through the stack, and on opening elements again.
    private var patience: Int

    /// - Parameter inputBytes: the length of the page, by which the work is bounded.
    init(inputBytes: Int) {
        entries.reserveCapacity(64)
        patience = 8 * inputBytes + 10_000
    }

    var count: Int { entries.count }

    @inline(__always)
    var current: HTMLElement { entries.last?.element ?? .html }

    @inline(__always)
    var currentTraits: HTMLElement.Traits { entries.last?.traits ?? [] }

    var isFull: Bool { entries.count >= OpenElements.maximumDepth }

    /// Takes steps off the budget; false if there are not so many left, and then none are.
    mutating func spend(_ steps: Int) -> Bool {
        patience -= steps
        return patience >= 0
    }

    /// How many elements of that name are open.
    @inline(__always)
    func openCount(_ element: HTMLElement) -> Int { Int(counts[Int(element.rawValue)]) }

    /// Elements that HTML does not have share the numbers above those that it has.
    private static func bucket(_ entry: Entry) -> Int {
        entry.element == .unknown
            ? HTMLElement.count + Int(truncatingIfNeeded: entry.nameHash) & 0x3f : Int(entry.element.rawValue)
    }

    mutating func push(_ entry: Entry) {
        counts[OpenElements.bucket(entry)] += 1
        entries.append(entry)
    }

    @discardableResult
    mutating func pop() -> Entry? {
        guard let entry = entries.popLast() else { return nil }
        counts[OpenElements.bucket(entry)] -= 1
        return entry
    }

    mutating func remove(at index: Int) -> Entry {
        let entry = entries.remove(at: index)
        counts[OpenElements.bucket(entry)] -= 1
        return entry
    }

    /// Notes a start tag that is too deep.
    mutating func drop(_ entry: Entry) {
        dropped[OpenElements.bucket(entry)] += 1
        droppedInAll += 1
    }

    /// Notes the end tag of an element that is too deep; false if there is no such element.
    mutating func endDropped(_ entry: Entry) -> Bool {
        guard droppedInAll > 0, dropped[OpenElements.bucket(entry)] > 0 else { return false }
        dropped[OpenElements.bucket(entry)] -= 1
        droppedInAll -= 1
        return true
    }

    // MARK: Scopes

    /// What bounds a scope, beside those elements that bound each.
    enum Scope { case any, listItem, button, table }

    /// The place of the innermost element of a name that is in scope; nil if there is none.
    @inline(__always)
    mutating func index(of element: HTMLElement, in scope: Scope) -> Int? {
        guard openCount(element) > 0 else { return nil }
        if current == element { return entries.count - 1 }
        return search(scope) { $0.element == element }
    }

    mutating func indexOfHeading() -> Int? {
        search(.any) { $0.traits.contains(.heading) }
    }

    private mutating func search(_ scope: Scope, _ isWanted: (Entry) -> Bool) -> Int? {
        guard hasPatience else { return nil }
        var index = entries.count - 1
        while index >= 0 {
            let entry = entries[index]
            if isWanted(entry) {
                return spend(entries.count - index) ? index : nil
            }
            if OpenElements.bounds(entry, scope) { break }
            index -= 1
        }
        _ = spend(entries.count - index)
        return nil
    }

    @inline(__always)
    private static func bounds(_ entry: Entry, _ scope: Scope) -> Bool {
        switch scope {
        case .any: entry.traits.contains(.scope)
        case .listItem: entry.traits.contains(.scope) || entry.element == .ol || entry.element == .ul
        case .button: entry.traits.contains(.scope) || entry.element == .button
        case .table: entry.element == .table || entry.element == .template || entry.element == .html
        }
    }

    /// Whether the stack may still be looked through: what is spent is known only afterwards.
    var hasPatience: Bool { patience > 0 }

    /// The place of the innermost entry that is wanted, up to the innermost special element.
    ///
    /// - Returns: nil if a special element stands before it.
    mutating func indexBeforeSpecial(_ element: HTMLElement, _ nameHash: UInt64) -> Int? {
        let probe = Entry(element: element, traits: [], nameHash: nameHash, tagStart: -1)
        guard counts[OpenElements.bucket(probe)] > 0, hasPatience else { return nil }
        var index = entries.count - 1
        while index >= 0 {
            let entry = entries[index]
            if entry.element == element, element != .unknown || entry.nameHash == nameHash {
                return spend(entries.count - index) ? index : nil
            }
            if entry.traits.contains(.special) { break }
            index -= 1
        }
        _ = spend(entries.count - index)
        return nil
    }

    /// The place of the innermost element of a name, whatever stands before it.
    func lastIndex(of element: HTMLElement) -> Int? {
        openCount(element) > 0 ? entries.lastIndex { $0.element == element } : nil
    }
}
