// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// Names of one kind, such as domains or networks, with a value for each; bounded.
///
/// The first names up to the limit have a value of their own; all later ones share that of ``others``. What a report shows are
/// the greatest, and those come early, unless somebody fills the log with names before.
package struct NameTable<Value: Sendable>: Sendable {
    /// The number that stands for all names beyond the limit.
    package static var others: Int { 0 }

    /// The names, by number; the first is empty.
    package private(set) var names = [""]
    /// The values, by number.
    package var values: [Value]
    /// How many names were told to go to ``others``: one that comes again counts again.
    package private(set) var overflow = 0
    private var numbers: [UInt64: Int] = [:]
    /// A longer name is cut: a hostile log has any.
    private static var maxNameBytes: Int { 160 }
    private let limit: Int
    private let empty: Value

    /// Makes an empty table.
    package init(limit: Int, empty: Value) {
        self.limit = limit
        self.empty = empty
        values = [empty]
    }

    /// The name of a number; empty for ``others``.
    package func name(at number: Int) -> String { names.indices.contains(number) ? names[number] : "" }

    /// The number of a name, by its hash; the name is made only when it is new.
    @inline(__always)
    mutating func number(_ hash: UInt64, _ name: () -> String) -> Int {
        if let known = numbers[hash] { return known }
        guard names.count <= limit else {
            overflow += 1
            return Self.others
        }
        return add(hash, name())
    }

    private mutating func add(_ hash: UInt64, _ name: String) -> Int {
        let number = names.count
        numbers[hash] = number
        names.append(name.prefix(bytes: Self.maxNameBytes))
        values.append(empty)
        return number
    }

    /// The number of a name.
    mutating func number(_ name: String) -> Int {
        let bytes = Array(name.utf8)
        return number(bytes.span.hash(0..<bytes.count, foldsCase: true)) { name }
    }

    /// Names and values, the greatest first by a measure, equal ones by name; those with nothing are left out.
    package func top(_ count: Int, by measure: (Value) -> Int) -> [(name: String, value: Value)] {
        let order = (1..<max(1, names.count)).filter { measure(values[$0]) > 0 }
            .sorted {
                let (one, other) = (measure(values[$0]), measure(values[$1]))
                return one == other ? names[$0] < names[$1] : one > other
            }
        return order.prefix(count).map { (names[$0], values[$0]) }
    }

    /// How many names have more than nothing by a measure, without ``others``.
    package func count(where measure: (Value) -> Int) -> Int { values.dropFirst().count { measure($0) > 0 } }
}

extension NameTable {
    /// The number of an address's domain; the empty sender and addresses without a domain have names of their own.
    mutating func number(ofDomainIn address: Range<Int>, _ text: Span<UInt8>) -> Int {
        var start = address.upperBound
        while start > address.lowerBound, text[start - 1] != UInt8(ascii: "@") { start -= 1 }
        if start == address.lowerBound {
            return number(address.isEmpty ? 1 : 2) { address.isEmpty ? "<>" : "(local)" }
        }
        let domain = start..<address.upperBound
        return number(text.hash(domain, foldsCase: true)) { String(text.text(domain).lowercased().prefix(80)) }
    }
}
