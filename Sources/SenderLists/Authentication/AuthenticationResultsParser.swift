// SPDX-License-Identifier: Apache-2.0

/// Takes the field apart, in one pass.
struct AuthenticationResultsParser {
    private let bytes: [UInt8]
    private var position = 0
    /// Whether a comment or quotes do not end, or there is too much: then nothing of the field counts.
    private var isBroken = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The server's name and the results; nil if the field cannot be made out.
    mutating func run() -> (name: String, results: [AuthenticationResults.Result])? {
        skipBlanks()
        let name = value()
        // The version of the grammar may follow; any other word would make this another field.
        skipBlanks()
        while let byte = current, byte.isDigit { position += 1 }
        skipBlanks()
        var results: [AuthenticationResults.Result] = []
        while !isBroken, current != nil {
            guard take(.semicolon) else { return nil }
            if let result = result() { results.append(result) }
            guard results.count <= AuthenticationResults.maxElements else { return nil }
        }
        return isBroken || name.isEmpty ? nil : (name, results)
    }

    /// What stands up to the next semicolon, where the place is then, or at the end; nil if it is no result.
    private mutating func result() -> AuthenticationResults.Result? {
        guard let (method, result) = pair() else {
            skipToSemicolon()
            return nil
        }
        var properties: [AuthenticationResults.Property] = []
        var hasStrayWords = false
        while !isBroken, let byte = current, byte != .semicolon {
            if let (name, value) = pair() {
                properties.append(AuthenticationResults.Property(name: name.asciiLowercased, value: value))
                isBroken = isBroken || properties.count > AuthenticationResults.maxElements
            } else {
                hasStrayWords = true
            }
        }
        let plain = method.prefix { $0 != "/" }
        return AuthenticationResults.Result(
            method: plain.asciiLowercased, result: result.asciiLowercased, properties: properties,
            hasStrayWords: hasStrayWords)
    }

    /// `name = value`, with the blanks and comments behind it; nil for anything else, of which something was passed over.
    private mutating func pair() -> (name: String, value: String)? {
        skipBlanks()
        let start = position
        while let byte = current, !byte.endsValue, byte != .equals { position += 1 }
        let name = String(decoding: bytes[start..<position], as: UTF8.self)
        skipBlanks()
        guard take(.equals) else {
            if current == .quote { skipQuotes() }
            skipBlanks()
            return nil
        }
        skipBlanks()
        let value = value()
        skipBlanks()
        return name.isEmpty ? nil : (name, value)
    }

    /// A word, quoted in part or whole, up to a blank, comment or semicolon.
    private mutating func value() -> String {
        var value: [UInt8] = []
        while let byte = current {
            if byte == .quote {
                value += quoted()
            } else if byte.endsValue {
                break
            } else {
                value.append(byte)
                position += 1
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    // MARK: - Bytes

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    /// Passes over blanks and comments, nested ones too.
    private mutating func skipBlanks() {
        var depth = 0
        while let byte = current {
            switch byte {
            case .openParenthesis: depth += 1
            case .closeParenthesis where depth > 0: depth -= 1
            case .backslash where depth > 0: position += 1
            case _ where depth > 0 || byte.isBlank: break
            default: return
            }
            position += 1
        }
        isBroken = isBroken || depth > 0
        position = min(position, bytes.count)
    }

    /// The content of the quotes at the place.
    private mutating func quoted() -> [UInt8] {
        var content: [UInt8] = []
        position += 1
        while let byte = current {
            position += 1
            switch byte {
            case .quote: return content
            case .backslash:
                if let next = current { content.append(next) }
                position += 1
            default: content.append(byte)
            }
        }
        position = min(position, bytes.count)
        isBroken = true
        return content
    }

    private mutating func skipQuotes() { _ = quoted() }

    private mutating func skipToSemicolon() {
        while let byte = current, byte != .semicolon {
            if byte == .quote {
                skipQuotes()
            } else if byte == .openParenthesis {
                skipBlanks()
            } else {
                position += 1
            }
        }
    }
}

extension UInt8 {
    fileprivate static let semicolon = UInt8(ascii: ";")
    fileprivate static let equals = UInt8(ascii: "=")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let backslash = UInt8(ascii: "\\")
    fileprivate static let openParenthesis = UInt8(ascii: "(")
    fileprivate static let closeParenthesis = UInt8(ascii: ")")

    fileprivate var isDigit: Bool { self &- 0x30 < 10 }
    fileprivate var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    fileprivate var endsValue: Bool { isBlank || self == .semicolon || self == .openParenthesis || self == .quote }
}
