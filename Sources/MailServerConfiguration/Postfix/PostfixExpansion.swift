// SPDX-License-Identifier: Apache-2.0

/// Why a value cannot be expanded.
package enum PostfixExpansionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A `${` or `$(` has no end, or no name follows a `$`.
    case malformed
    /// Names lead to names without end, or to more text than any configuration has.
    case endless

    package var description: String {
        switch self {
        case .malformed: "a $name in it is malformed"
        case .endless: "its $names lead to each other without end"
        }
    }
}

/// Puts values in the place of `$name`, `${name}`, `${name?text}`, `${name:text}`, `${name?{text}:{text}}` and
/// `${{text} == {text} ? {text} : {text}}` (postconf(5)).
struct PostfixExpansion {
    /// How deep names may lead to names, as in Postfix.
    static let maxDepth = 100
    /// The most names that one value leads to, and the most bytes that come of it.
    static let maxNames = 10_000
    static let maxBytes = 1 << 18

    private typealias Bytes = ArraySlice<UInt8>
    /// The value of a name before expansion; nil: it has none.
    private let value: (String) -> String?
    private var names = 0
    private var bytes = 0

    private init(_ value: @escaping (String) -> String?) { self.value = value }

    /// Expands a text.
    static func expand(
        _ text: String, _ value: @escaping (String) -> String?
    ) throws(PostfixExpansionError) -> String {
        // Most values have no names.
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        var expansion = PostfixExpansion(value)
        return String(decoding: try expansion.expand(Array(text.utf8)[...], depth: 0), as: UTF8.self)
    }

    private mutating func expand(_ text: Bytes, depth: Int) throws(PostfixExpansionError) -> [UInt8] {
        guard depth <= Self.maxDepth else { throw .endless }
        var result: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            guard text[index] == UInt8(ascii: "$") else {
                let next = text[index...].firstIndex(of: UInt8(ascii: "$")) ?? text.endIndex
                result += text[index..<next]
                bytes += next - index
                index = next
                continue
            }
            index += 1
            guard index < text.endIndex else { throw .malformed }
            switch text[index] {
            case UInt8(ascii: "$"):
                result.append(text[index])
                index += 1
            case UInt8(ascii: "{"), UInt8(ascii: "("):
                guard let end = PostfixBraces.end(of: text[index...]) else { throw .malformed }
                result += try reference(text[(index + 1)..<(end - 1)], depth: depth)
                index = end
            default:
                let end = text[index...].firstIndex { !$0.isNameByte } ?? text.endIndex
                guard end > index else { throw .malformed }
                result += try lookUp(text[index..<end], depth: depth)
                index = end
            }
            guard bytes <= Self.maxBytes else { throw .endless }
        }
        return result
    }

    private mutating func lookUp(_ name: Bytes, depth: Int) throws(PostfixExpansionError) -> [UInt8] {
        names += 1
        guard names <= Self.maxNames else { throw .endless }
        guard let found = value(String(decoding: name, as: UTF8.self)) else { return [] }
        return try expand(Array(found.utf8)[...], depth: depth + 1)
    }

    /// What stands between `${` and `}`.
    private mutating func reference(_ text: Bytes, depth: Int) throws(PostfixExpansionError) -> [UInt8] {
        var rest = text.droppingBlanks
        let condition: [UInt8]
        if rest.first == UInt8(ascii: "{") {
            condition = try comparison(&rest, depth: depth) ? Array("true".utf8) : []
        } else {
            let end = rest.firstIndex { !$0.isNameByte } ?? rest.endIndex
            guard end > rest.startIndex else { throw .malformed }
            condition = try lookUp(rest[..<end], depth: depth)
            rest = rest[end...].droppingBlanks
            if rest.isEmpty { return condition }
        }
        switch rest.popFirst() {
        case UInt8(ascii: "?"):
            let then = try choice(&rest)
            rest = rest.droppingBlanks
            guard rest.isEmpty || rest.first == UInt8(ascii: ":") else { throw .malformed }
            if !condition.isEmpty { return try expand(then, depth: depth + 1) }
            guard rest.popFirst() != nil else { return [] }
            return try expand(choice(&rest), depth: depth + 1)
        case UInt8(ascii: ":"):
            let otherwise = try choice(&rest)
            return condition.isEmpty ? try expand(otherwise, depth: depth + 1) : []
        case nil: return condition
        default: throw .malformed
        }
    }

    /// Takes `{text}`, or all that is left.
    private func choice(_ rest: inout Bytes) throws(PostfixExpansionError) -> Bytes {
        let text = rest.droppingBlanks
        guard text.first == UInt8(ascii: "{") else {
            defer { rest = [] }
            return rest
        }
        rest = text
        return try braced(&rest)
    }

    private func braced(_ rest: inout Bytes) throws(PostfixExpansionError) -> Bytes {
        rest = rest.droppingBlanks
        guard rest.first == UInt8(ascii: "{"), let end = PostfixBraces.end(of: rest) else { throw .malformed }
        defer { rest = rest[end...] }
        return rest[(rest.startIndex + 1)..<(end - 1)]
    }

    /// Takes `{text} operator {text}`.
    private mutating func comparison(_ rest: inout Bytes, depth: Int) throws(PostfixExpansionError) -> Bool {
        let left = try expand(braced(&rest), depth: depth + 1)
        rest = rest.droppingBlanks
        let end = rest.firstIndex { $0 == UInt8(ascii: "{") || $0.isBlank } ?? rest.endIndex
        var sign = String(decoding: rest[..<end], as: UTF8.self)
        rest = rest[end...]
        let right = try expand(braced(&rest), depth: depth + 1)
        rest = rest.droppingBlanks
        let isLevel = sign.hasSuffix("level")
        if isLevel { sign.removeLast(5) }
        let order = isLevel ? Self.order(levels: left, right) : Self.order(left, right)
        switch sign {
        case "==": return order == 0
        case "!=": return order != 0
        case "<": return order < 0
        case "<=": return order <= 0
        case ">": return order > 0
        case ">=": return order >= 0
        default: throw .malformed
        }
    }

    /// Numbers by value, all else by bytes.
    private static func order(_ left: [UInt8], _ right: [UInt8]) -> Int {
        if let first = number(left), let second = number(right) { return sign(first, second) }
        if left == right { return 0 }
        return left.lexicographicallyPrecedes(right) ? -1 : 1
    }

    private static func number(_ text: [UInt8]) -> Int? {
        text.allSatisfy { $0 &- 0x30 < 10 } ? Int(String(decoding: text, as: UTF8.self)) : nil
    }

    /// Levels of compatibility: `3.6`.
    private static func order(levels left: [UInt8], _ right: [UInt8]) -> Int {
        func level(_ text: [UInt8]) -> [Int] {
            let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 3).map { number(Array($0)) ?? 0 }
            return (parts + [0, 0, 0]).prefix(3).map { $0 }
        }
        return zip(level(left), level(right)).lazy.map(sign).first { $0 != 0 } ?? 0
    }

    private static func sign(_ left: Int, _ right: Int) -> Int { left == right ? 0 : left < right ? -1 : 1 }
}

/// Braces that hold braces.
enum PostfixBraces {
    /// Behind the bracket that closes the one that a text begins with; nil: there is none.
    static func end(of text: ArraySlice<UInt8>) -> Int? {
        guard let open = text.first else { return nil }
        let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
        var level = 0
        for index in text.indices {
            if text[index] == open { level += 1 } else if text[index] == close { level -= 1 }
            if level == 0 { return index + 1 }
        }
        return nil
    }
}

extension UInt8 {
    /// Whether a name of a parameter may have it.
    fileprivate var isNameByte: Bool {
        self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 26 || self == UInt8(ascii: "_")
    }

    /// Whether C's `isspace` holds.
    var isBlank: Bool { self == 0x20 || 0x09...0x0d ~= self }
}

extension ArraySlice<UInt8> {
    fileprivate var droppingBlanks: Self { drop { $0.isBlank } }
}
