// SPDX-License-Identifier: Apache-2.0

/// A token of Sieve (RFC 5228, section 8.1).
enum SieveToken: Equatable {
    case identifier(String)
    /// Without its colon, in lower case.
    case tag(String)
    case number
    case string(String)
    case punctuation(UInt8)
}

/// Splits a script into tokens; what is no token ends it.
struct SieveLexer {
    private let text: [UInt8]
    private var index = 0
    /// The line of the token that was read last, from 1.
    private(set) var line = 1
    private var counted = 0
    /// Whether something was no token.
    private(set) var isBroken = false

    init(_ script: String) { text = Array(script.utf8) }

    /// The next token; nil at the end, and where something is no token.
    mutating func next() -> SieveToken? {
        skipBlanksAndComments()
        countLines()
        guard !isBroken, index < text.count else { return nil }
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "\""): return quoted()
        case UInt8(ascii: ":"):
            index += 1
            let name = word()
            isBroken = name.isEmpty
            return isBroken ? nil : .tag(name.lowercased())
        case _ where byte &- 0x30 < 10:
            while index < text.count, text[index].isWordByte { index += 1 }
            return .number
        case _ where byte.isWordByte:
            let name = word()
            if name.lowercased() == "text", index < text.count, text[index] == UInt8(ascii: ":") { return multiLine() }
            return .identifier(name)
        case _ where ";{}()[],".utf8.contains(byte):
            index += 1
            return .punctuation(byte)
        default:
            isBroken = true
            return nil
        }
    }

    private mutating func countLines() {
        while counted < index {
            if text[counted] == UInt8(ascii: "\n") { line += 1 }
            counted += 1
        }
    }

    private mutating func word() -> String {
        let start = index
        while index < text.count, text[index].isWordByte { index += 1 }
        return String(decoding: text[start..<index], as: UTF8.self)
    }

    private mutating func skipBlanksAndComments() {
        while index < text.count {
            if text[index].isBlank {
                index += 1
            } else if text[index] == UInt8(ascii: "#") {
                skipLine()
            } else if text[index] == UInt8(ascii: "/"), index + 1 < text.count, text[index + 1] == UInt8(ascii: "*") {
                // The star that opens a comment does not close it, too.
                index += 3
                while index < text.count, text[index] != UInt8(ascii: "/") || text[index - 1] != UInt8(ascii: "*") {
                    index += 1
                }
                isBroken = index >= text.count
                index = min(index + 1, text.count)
            } else {
                return
            }
        }
    }

    private mutating func skipLine() {
        index = text[index...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.count
    }

    private mutating func quoted() -> SieveToken? {
        index += 1
        var bytes: [UInt8] = []
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            if text[index] == UInt8(ascii: "\\"), index + 1 < text.count { index += 1 }
            bytes.append(text[index])
            index += 1
        }
        guard index < text.count else {
            isBroken = true
            return nil
        }
        index += 1
        return .string(String(decoding: bytes, as: UTF8.self))
    }

    /// `text:`, lines, and a dot alone on the last one; a line that begins with a dot has two.
    private mutating func multiLine() -> SieveToken? {
        skipLine()
        var bytes: [UInt8] = []
        while index < text.count {
            let start = index
            skipLine()
            var lineEnd = index
            while lineEnd > start, text[lineEnd - 1] == 0x0a || text[lineEnd - 1] == 0x0d { lineEnd -= 1 }
            let line = text[start..<lineEnd]
            if line.elementsEqual([UInt8(ascii: ".")]) { return .string(String(decoding: bytes, as: UTF8.self)) }
            bytes += (line.starts(with: [0x2e, 0x2e]) ? line.dropFirst() : line) + [0x0a]
        }
        isBroken = true
        return nil
    }
}

extension UInt8 {
    fileprivate var isWordByte: Bool {
        self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 26 || self == UInt8(ascii: "_") || self == UInt8(ascii: ".")
    }
}
