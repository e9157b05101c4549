// SPDX-License-Identifier: Apache-2.0

/// The names that selectors ask for, each with a number: what has none matches nothing.
///
/// Names are compared byte by byte, so that nobody can make up one that is taken for another; the hash has a seed that
/// is new in each run, so that nobody can make up many that fall together. Nothing depends on its order.
struct SymbolTable {
    /// What a name is that of.
    enum Kind: UInt8 { case element, id, className, attribute }

    private struct Symbol {
        var hash: UInt64
        var start: Int32
        var count: Int32
    }

    /// One more than the index of a symbol; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 256)
    private var symbols: [Symbol] = []
    private var bytes: [UInt8] = []

    private static let seed = UInt64.random(in: 0 ... .max) | 1

    var count: Int { symbols.count }

    /// Returns the number of a name, which it gets now if it has none.
    mutating func intern(_ kind: Kind, _ name: Span<UInt8>, ignoringCase: Bool) -> Int32 {
        if symbols.count * 2 > slots.count { grow() }
        let hash = Self.hash(kind, name, ignoringCase)
        if let found = find(hash, kind, name, ignoringCase) { return found }
        let start = bytes.count
        bytes.append(kind.rawValue)
        for index in name.indices { bytes.append(ignoringCase ? name[index].lowercased : name[index]) }
        symbols.append(Symbol(hash: hash, start: Int32(start), count: Int32(bytes.count - start)))
        place(UInt32(symbols.count), hash)
        return Int32(symbols.count - 1)
    }

    /// Returns the number of a name; nil if no selector asks for it.
    func number(of kind: Kind, _ name: Span<UInt8>, ignoringCase: Bool) -> Int32? {
        find(Self.hash(kind, name, ignoringCase), kind, name, ignoringCase)
    }

    private func find(_ hash: UInt64, _ kind: Kind, _ name: Span<UInt8>, _ ignoringCase: Bool) -> Int32? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot] - 1)
            let symbol = symbols[number]
            if symbol.hash == hash, symbol.count == name.count + 1, isSame(symbol, kind, name, ignoringCase) {
                return Int32(number)
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private func isSame(_ symbol: Symbol, _ kind: Kind, _ name: Span<UInt8>, _ ignoringCase: Bool) -> Bool {
        let start = Int(symbol.start)
        guard bytes[start] == kind.rawValue else { return false }
        for index in name.indices {
            let byte = ignoringCase ? name[index].lowercased : name[index]
            if bytes[start + 1 + index] != byte { return false }
        }
        return true
    }

    private mutating func place(_ entry: UInt32, _ hash: UInt64) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = entry
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for (number, symbol) in symbols.enumerated() { place(UInt32(number + 1), symbol.hash) }
    }

    private static func hash(_ kind: Kind, _ name: Span<UInt8>, _ ignoringCase: Bool) -> UInt64 {
        var state = seed ^ UInt64(kind.rawValue) &* 0x9e37_79b9_7f4a_7c15
        for index in name.indices {
            let byte = ignoringCase ? name[index].lowercased : name[index]
            let (high, low) = (state ^ UInt64(byte)).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
            state = (high ^ low) &+ seed
        }
        return state ^ state >> 32
    }
}
