// SPDX-License-Identifier: Apache-2.0

/// The list of active formatting elements: those that are opened again where a block has cut them off.
///
/// - SeeAlso: HTML Standard, 13.2.4.3 (the list of active formatting elements).
struct FormattingElements {
    struct Entry {
        /// nil for a marker, which bounds what may be opened again: a cell, an object, a template.
        var element: HTMLElement?
        /// Where its start tag is to be read again, and how far it goes.
        var tag = 0..<0
        /// The number by which the stack knows it; a later entry, and a later marker, has a greater one.
        var number: Int32
        /// Whether it is on the stack.
        var isOpen = false
    }

    /// Entries kept; browsers keep all, which makes some pages take quadratic time.
    private static let maximumCount = 128

    private(set) var entries: [Entry] = []
    private var lastNumber: Int32 = 0

    init() { entries.reserveCapacity(16) }

    /// Whether the last entry is an element that was cut off.
    @inline(__always)
    var needsReconstruction: Bool {
        guard let last = entries.last else { return false }
        return last.element != nil && !last.isOpen
    }

    mutating func addMarker() {
        lastNumber &+= 1
        entries.append(Entry(number: lastNumber))
    }

    mutating func clearToMarker() {
        while let last = entries.popLast(), last.element != nil {}
    }

    /// Adds an element that is open now; returns its number.
    ///
    /// Of elements that are alike only the last three are kept.
    mutating func add(_ element: HTMLElement, tag: Range<Int>, in page: Span<UInt8>) -> Int32 {
        var alike = 0
        var oldest = entries.count
        var index = entries.count - 1
        while index >= 0, entries[index].element != nil {
            if entries[index].element == element { alike += 1 }
            oldest = index
            index -= 1
        }
        if alike >= 3 { removeFourthAlike(element, tag, page, from: oldest) }
        if entries.count - oldest >= FormattingElements.maximumCount { entries.remove(at: oldest) }
        lastNumber &+= 1
        entries.append(Entry(element: element, tag: tag, number: lastNumber, isOpen: true))
        return lastNumber
    }

    private mutating func removeFourthAlike(
        _ element: HTMLElement, _ tag: Range<Int>, _ page: Span<UInt8>, from oldest: Int
    ) {
        var same = 0
        var first: Int?
        for index in oldest..<entries.count where entries[index].element == element {
            guard isSame(entries[index].tag, tag, page) else { continue }
            same += 1
            if first == nil { first = index }
        }
        if same >= 3, let first { entries.remove(at: first) }
    }

    /// Whether two tags are written alike.
    private func isSame(_ one: Range<Int>, _ other: Range<Int>, _ page: Span<UInt8>) -> Bool {
        guard one.count == other.count, one.count < 512 else { return false }
        for offset in 0..<one.count
        where page[one.lowerBound + offset].lowercased != page[other.lowerBound + offset].lowercased { return false }
        return true
    }

    /// The last entry of that name behind the last marker.
    func lastIndex(of element: HTMLElement) -> Int? {
        var index = entries.count - 1
        while index >= 0, let found = entries[index].element {
            if found == element { return index }
            index -= 1
        }
        return nil
    }

    /// The entry of a number; nil if it is no longer there.
    ///
    /// Markers may be left by the hundred thousand (`<td><object></td>`), so the order of the numbers halves the way.
    func index(ofNumber number: Int32) -> Int? {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].number == number ? low : nil
    }

    mutating func setOpen(_ isOpen: Bool, at index: Int) { entries[index].isOpen = isOpen }

    mutating func remove(at index: Int) { entries.remove(at: index) }

    /// Notes that an element has left the stack.
    mutating func close(number: Int32) {
        guard let index = index(ofNumber: number) else { return }
        entries[index].isOpen = false
    }

    /// Where the entries begin that are to be opened again: behind the last marker or open element.
    var reconstructionStart: Int {
        var index = entries.count
        while index > 0, entries[index - 1].element != nil, !entries[index - 1].isOpen { index -= 1 }
        return index
    }
}
