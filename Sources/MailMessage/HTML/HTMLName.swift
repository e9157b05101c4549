// SPDX-License-Identifier: Apache-2.0

/// The name of an element or attribute in lower case: its first sixteen bytes as numbers, and its length.
///
/// All names that HTML gives a meaning are that short, so for them it is exact.
package struct HTMLName: Equatable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private(set) var count = 0

    /// The name of no bytes yet.
    init() {}

    /// A name in ASCII.
    package init(_ name: some StringProtocol) {
        for byte in name.utf8 { append(byte) }
    }

    /// A name in lower-case ASCII, without allocation.
    init(_ name: StaticString) {
        let bytes = name.bytes
        for index in bytes.indices { append(bytes[index]) }
    }

    /// A name as it stands in a page, of whatever case.
    @inline(__always)
    init(_ page: Span<UInt8>, _ range: Range<Int>) {
        guard range.lowerBound + 16 <= page.count else {
            for index in range { append(page[index]) }
            return
        }
        count = range.count
        first = HTMLName.lowercased(page.word(at: range.lowerBound))
        if count < 8 {
            first &= (1 &<< UInt64(8 &* count)) &- 1
        } else {
            second = HTMLName.lowercased(page.word(at: range.lowerBound + 8))
            if count < 16 { second &= (1 &<< UInt64(8 &* (count &- 8))) &- 1 }
        }
    }

    /// Eight bytes, the capitals among them in lower case.
    @inline(__always)
    private static func lowercased(_ bytes: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = bytes & (ones &* 0x7f)
        // The top bit is set from `A` on, or from behind `Z` on.
        let capitals = (low &+ ones &* 0x3f) ^ (low &+ ones &* 0x25)
        return bytes | (capitals & ~bytes & (ones &* 0x80)) >> 2
    }

    /// Adds a byte, of whatever case.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count < 8 {
            first |= UInt64(byte.lowercased) &<< UInt64(8 &* count)
        } else if count < 16 {
            second |= UInt64(byte.lowercased) &<< UInt64(8 &* (count &- 8))
        }
        count &+= 1
    }

    /// Whether the name begins with `on`, as event handlers do.
    var isEventHandler: Bool { count > 2 && first & 0xffff == 0x6e6f }

    /// A number of its bytes.
    @inline(__always)
    var hash: UInt64 {
        let mixed = (first ^ (second &* 0xff51_afd7_ed55_8ccd) ^ UInt64(count)) &* 0x9e37_79b9_7f4a_7c15
        return mixed ^ mixed >> 32
    }
}

/// A fixed set of names, each with a small number, found without allocation in a few nanoseconds.
struct HTMLNameTable: Sendable {
    private static let slots = 512
    private var names = [HTMLName](repeating: HTMLName(), count: slots)
    private var values = [UInt8](repeating: 0, count: slots)

    /// Makes a table of fewer than 256 names.
    init(_ entries: [(HTMLName, UInt8)]) {
        for (name, value) in entries {
            var slot = Int(truncatingIfNeeded: name.hash) & (Self.slots - 1)
            while names[slot].count > 0, names[slot] != name { slot = (slot + 1) & (Self.slots - 1) }
            (names[slot], values[slot]) = (name, value)
        }
    }

    /// The number of a name; nil if it is not in the table.
    @inline(__always)
    func value(of name: HTMLName) -> UInt8? {
        var slot = Int(truncatingIfNeeded: name.hash) & (Self.slots &- 1)
        while names[slot].count > 0 {
            if names[slot] == name { return values[slot] }
            slot = (slot &+ 1) & (Self.slots &- 1)
        }
        return nil
    }
}
