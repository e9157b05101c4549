// SPDX-License-Identifier: Apache-2.0

/// How deep a place is within brackets, which close only what they opened.
///
/// Beyond 64 open ones they are only counted.
struct CSSNesting {
    private(set) var depth = 0
    /// Two bits for each open bracket.
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func note(_ kind: CSSTokenizer.Kind) {
        switch kind {
        case .openParenthesis, .function: open(1)
        case .openBracket: open(2)
        case .openBrace: open(3)
        case .closeParenthesis: close(1)
        case .closeBracket: close(2)
        case .closeBrace: close(3)
        default: break
        }
    }

    private mutating func open(_ bracket: UInt64) {
        if depth < 64 {
            high = high << 2 | low >> 62
            low = low << 2 | bracket
        }
        depth += 1
    }

    private mutating func close(_ bracket: UInt64) {
        guard depth > 0 else { return }
        if depth <= 64 {
            guard low & 3 == bracket else { return }
            low = low >> 2 | high << 62
            high >>= 2
        }
        depth -= 1
    }
}

/// What a byte may be part of.
enum CSSByteClass {
    @inline(__always) static func isName(_ byte: UInt8) -> Bool { table[Int(byte)] & 1 != 0 }
    @inline(__always) static func isNameStart(_ byte: UInt8) -> Bool { table[Int(byte)] & 2 != 0 }
    /// Neither opens nor ends anything within a value.
    @inline(__always) static func isPlain(_ byte: UInt8) -> Bool { table[Int(byte)] & 4 != 0 }

    private static let table: InlineArray<256, UInt8> = {
        var table = InlineArray<256, UInt8>(repeating: 0)
        for byte in UInt8.min...UInt8.max {
            var bits: UInt8 = 0
            let isStart = byte.isLetter || byte >= 0x80 || byte == ASCII.underscore || byte == 0
            if isStart || byte.isDigit || byte == ASCII.hyphen { bits |= 1 }
            if isStart { bits |= 2 }
            if !"\"'()[]{};\\/!".utf8.contains(byte) { bits |= 4 }
            table[Int(byte)] = bits
        }
        return table
    }()
}

extension UInt8 {
    @inline(__always) var isCSSLineEnd: Bool { self == 0x0a || self == 0x0c || self == 0x0d }
}
