// SPDX-License-Identifier: Apache-2.0

/// The ASCII bytes that mail syntax is made of.
enum ASCII {
    static let nul = UInt8(0x00)
    static let tab = UInt8(0x09)
    static let lineFeed = UInt8(0x0A)
    static let carriageReturn = UInt8(0x0D)
    static let space = UInt8(0x20)
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let comma = UInt8(ascii: ",")
    static let dot = UInt8(ascii: ".")
    static let equals = UInt8(ascii: "=")
    static let questionMark = UInt8(ascii: "?")
    static let hyphen = UInt8(ascii: "-")
    static let underscore = UInt8(ascii: "_")
    static let slash = UInt8(ascii: "/")
    static let at = UInt8(ascii: "@")
    static let openParenthesis = UInt8(ascii: "(")
    static let closeParenthesis = UInt8(ascii: ")")
    static let less = UInt8(ascii: "<")
    static let greater = UInt8(ascii: ">")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let percent = UInt8(ascii: "%")
    static let apostrophe = UInt8(ascii: "'")
    static let star = UInt8(ascii: "*")
}

extension UInt8 {
    /// A space or tab.
    @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// A space, tab, CR or LF: what separates tokens of a field, with its folding still in.
    @inline(__always) var isWhiteSpace: Bool { self == 0x20 || (self >= 0x09 && self <= 0x0D) }

    /// A CR or LF.
    @inline(__always) var isLineEnd: Bool { self == 0x0A || self == 0x0D }

    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }

    @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// The lower-case form of an ASCII letter; any other byte itself.
    @inline(__always) var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The value of a hexadecimal digit, or nil.
    @inline(__always) var hexValue: UInt8? {
        if isDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}

extension Array where Element == UInt8 {
    /// The bytes as text: invalid UTF-8 becomes U+FFFD.
    var asString: String { UTF8Bytes.text(span) }
}

extension String {
    /// The bytes of a slice as text: invalid UTF-8 becomes U+FFFD.
    init(bytes: [UInt8], range: Range<Int>) {
        self = UTF8Bytes.text(bytes.span.extracting(range))
    }

    /// ASCII letters in lower case, everything else unchanged.
    var asciiLowercased: String {
        utf8.contains { $0 != $0.lowercased } ? String(decoding: utf8.map(\.lowercased), as: UTF8.self) : self
    }
}
