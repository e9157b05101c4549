// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A JSON value, for expected results that other projects wrote.
///
/// It has its own reader, since some of them hold megabytes as arrays of numbers, which Foundation reads slowly.
public enum JSON: Sendable, Hashable {
    /// `null`, or what is missing.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// Any number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object.
    case object([String: JSON])

    /// What is wrong with a text that is not JSON, and where.
    public struct SyntaxError: Error {
        /// The offset of the byte that cannot be read.
        public let offset: Int
    }

    /// Reads a file.
    public init(contentsOf path: String) throws {
        self = try JSON([UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    }

    /// Reads bytes.
    public init(_ bytes: [UInt8]) throws {
        var reader = Reader(bytes: bytes)
        self = try reader.value()
    }

    /// The member of an object; null if there is none.
    public subscript(key: String) -> JSON {
        if case .object(let members) = self { return members[key] ?? .null }
        return .null
    }

    /// The elements of an array; of anything else none.
    public var elements: [JSON] {
        if case .array(let elements) = self { return elements }
        return []
    }

    /// The string, or nil.
    public var string: String? {
        if case .string(let string) = self { return string }
        return nil
    }

    /// The number as an integer, or nil.
    public var integer: Int? {
        if case .number(let number) = self { return Int(exactly: number) }
        return nil
    }

    /// The number, or nil.
    public var number: Double? {
        if case .number(let number) = self { return number }
        return nil
    }

    /// The truth value, or nil.
    public var bool: Bool? {
        if case .bool(let bool) = self { return bool }
        return nil
    }

    /// Whether it is `null`, or missing.
    public var isNull: Bool { self == .null }

    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        private mutating func next() throws(SyntaxError) -> UInt8 {
            while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
            guard position < bytes.count else { throw SyntaxError(offset: position) }
            return bytes[position]
        }

        mutating func value() throws(SyntaxError) -> JSON {
            switch try next() {
            case UInt8(ascii: "{"): return try object()
            case UInt8(ascii: "["): return try array()
            case UInt8(ascii: "\""): return .string(try string())
            default: return try word()
            }
        }

        private mutating func object() throws(SyntaxError) -> JSON {
            var members: [String: JSON] = [:]
            position += 1
            while try next() != UInt8(ascii: "}") {
                let name = try string()
                guard try next() == UInt8(ascii: ":") else { throw SyntaxError(offset: position) }
                position += 1
                members[name] = try value()
                if try next() == UInt8(ascii: ",") { position += 1 }
            }
            position += 1
            return .object(members)
        }

        private mutating func array() throws(SyntaxError) -> JSON {
            var elements: [JSON] = []
            position += 1
            while try next() != UInt8(ascii: "]") {
                elements.append(try value())
                if try next() == UInt8(ascii: ",") { position += 1 }
            }
            position += 1
            return .array(elements)
        }

        private mutating func word() throws(SyntaxError) -> JSON {
            let start = position
            while position < bytes.count, !",]} \n\r\t".utf8.contains(bytes[position]) { position += 1 }
            switch String(decoding: bytes[start..<position], as: UTF8.self) {
            case "null": return .null
            case "true": return .bool(true)
            case "false": return .bool(false)
            case let text:
                guard let number = Double(text) else { throw SyntaxError(offset: start) }
                return .number(number)
            }
        }

        private mutating func string() throws(SyntaxError) -> String {
            guard try next() == UInt8(ascii: "\"") else { throw SyntaxError(offset: position) }
            position += 1
            var units: [UInt8] = []
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                if bytes[position] == UInt8(ascii: "\\") {
                    try escape(into: &units)
                } else {
                    units.append(bytes[position])
                    position += 1
                }
            }
            position += 1
            return String(decoding: units, as: UTF8.self)
        }

        private mutating func escape(into units: inout [UInt8]) throws(SyntaxError) {
            guard position + 1 < bytes.count else { throw SyntaxError(offset: position) }
            let byte = bytes[position + 1]
            position += 2
            switch byte {
            case UInt8(ascii: "n"): units.append(10)
            case UInt8(ascii: "r"): units.append(13)
            case UInt8(ascii: "t"): units.append(9)
            case UInt8(ascii: "b"): units.append(8)
            case UInt8(ascii: "f"): units.append(12)
            case UInt8(ascii: "u"):
                var scalar = try hexadecimal()
                if scalar & 0xFC00 == 0xD800, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\") {
                    position += 2
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (try hexadecimal() & 0x3FF)
                }
                units += Array(String(Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")).utf8)
            default: units.append(byte)
            }
        }

        private mutating func hexadecimal() throws(SyntaxError) -> UInt32 {
            guard position + 4 <= bytes.count,
                let value = UInt32(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
            else { throw SyntaxError(offset: position) }
            position += 4
            return value
        }
    }
}
