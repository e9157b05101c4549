// SPDX-License-Identifier: Apache-2.0

/// The first eight bytes of a name in lower case, as one number: enough to tell the names of HTML and CSS apart.
struct NameKey: Equatable {
    var value: UInt64 = 0
    private(set) var count = 0

    /// The key of no bytes yet.
    init() {}

    /// The key of a name in lower-case ASCII.
    init(_ name: StaticString) {
        for index in 0..<name.utf8CodeUnitCount { append(name.utf8Start[index]) }
    }

    /// Adds a byte, of whatever case.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count < 8 { value |= UInt64(byte.lowercased) << UInt64(8 &* count) }
        count &+= 1
    }

    static func == (left: NameKey, right: NameKey) -> Bool { left.value == right.value }
}

/// A fixed set of names, each with a small number, found without allocation in a few nanoseconds.
struct NameTable: Sendable {
    private static let slots = 512
    private var keys = [UInt64](repeating: 0, count: slots)
    private var values = [UInt8](repeating: 0, count: slots)

    /// Makes a table of names in lower case, of which there are fewer than 256.
    init(_ names: [(StaticString, UInt8)]) {
        for (name, value) in names {
            let key = NameKey(name).value
            var slot = NameTable.slot(of: key)
            while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) % NameTable.slots }
            keys[slot] = key
            values[slot] = value
        }
    }

    /// Returns the number of a name; nil if it is not in the table.
    @inline(__always)
    func value(of key: NameKey) -> UInt8? {
        var slot = NameTable.slot(of: key.value)
        while true {
            let found = keys[slot]
            if found == key.value { return found == 0 ? nil : values[slot] }
            if found == 0 { return nil }
            slot = (slot &+ 1) % NameTable.slots
        }
    }

    @inline(__always)
    private static func slot(of key: UInt64) -> Int { Int((key &* 0x9e37_79b9_7f4a_7c15) >> 55) }
}
