// SPDX-License-Identifier: Apache-2.0

/// The texts and the attributes' values of a page, as they were read: libxml2 is given a mark for each and hands it back.
///
/// libxml2 would look at each of their characters one by one, several times, and copy them; all that is wanted of it is
/// where elements begin and end. A text is one character of plane 15 to it, the attributes of a tag are a number.
///
/// - Safety: the bytes stay where they are until something is added.
struct MarkupReferences: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private var count = 0
    private var capacity: Int
    private var texts: [Range<Int>] = []
    /// The number after the text that was handed back last.
    private var nextText = 0
    private var tags: [(mask: UInt32, firstValue: Int)] = []
    private var values: [Range<Int>] = []

    private static let firstMark: UInt32 = 0xf_0000

    /// - Parameter capacity: how many bytes there will be, about.
    init(capacity: Int) {
        self.capacity = max(capacity, 1024)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    private mutating func store(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        if capacity - count < bytes.count {
            capacity = max(capacity * 2, count + bytes.count)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            larger.update(from: base, count: count)
            base.deallocate()
            base = larger
        }
        if let start = bytes.baseAddress { (base + count).update(from: start, count: bytes.count) }
        count += bytes.count
        return (count - bytes.count)..<count
    }

    /// Keeps a text; returns the character that stands for it.
    mutating func add(text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        texts.append(store(text))
        return Self.firstMark | UInt32(truncatingIfNeeded: texts.count - 1) & 0xffff
    }

    /// The text that a character stands for, texts being handed back in their order.
    mutating func text(for mark: UInt32) -> Range<Int> {
        let index = nextText + Int((mark &- UInt32(truncatingIfNeeded: nextText)) & 0xffff)
        guard index < texts.count else { return 0..<0 }
        nextText = index + 1
        return texts[index]
    }

    /// Begins a tag that has some of ``HTMLAttribute``; returns its number.
    ///
    /// Their values follow in the order of their bits.
    mutating func addTag(mask: UInt32) -> Int {
        tags.append((mask, values.count))
        return tags.count - 1
    }

    mutating func add(value: UnsafeBufferPointer<UInt8>) { values.append(store(value)) }

    /// The attributes of a tag: which there are, and the values of those.
    func attributes(ofTag number: Int) -> (mask: UInt32, values: ArraySlice<Range<Int>>) {
        guard number < tags.count else { return (0, []) }
        return (tags[number].mask, values[tags[number].firstValue...])
    }
}
