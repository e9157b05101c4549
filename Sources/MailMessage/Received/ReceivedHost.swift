// SPDX-License-Identifier: Apache-2.0

/// Host names, address literals and protocols as Received fields write them.
enum ReceivedHost {
    /// Where in a word an address stands: without brackets, tag (`IPv6:`), port and zone; nil if the word is none.
    static func address(in bytes: [UInt8], _ word: Range<Int>) -> Range<Int>? {
        var start = word.lowerBound
        while start < word.upperBound, bytes[start] == ASCII.openBracket || bytes[start] == ASCII.openParenthesis {
            start += 1
        }
        guard start < word.upperBound else { return nil }
        if bytes[start].lowercased == UInt8(ascii: "i"), hasTag(bytes, start..<word.upperBound) { start += 5 }
        // An address begins with a hexadecimal digit or colon: most words end here.
        guard start < word.upperBound, bytes[start].hexValue != nil || bytes[start] == ASCII.colon else { return nil }
        var end = start
        while end < word.upperBound, isAddressByte(bytes[end]) { end += 1 }
        let rest = end..<word.upperBound
        guard rest.isEmpty || isEndOfAddress(bytes[end]) else { return nil }
        if isAddress(bytes[start..<end]) { return start..<end }
        guard let port = bytes[start..<end].firstIndex(of: ASCII.colon), isAddress(bytes[start..<port]) else {
            return nil
        }
        return start..<port
    }

    private static func hasTag(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard range.count >= 5 else { return false }
        return zip(bytes[range.lowerBound..<(range.lowerBound + 5)], "ipv6:".utf8).allSatisfy { $0.lowercased == $1 }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        byte.hexValue != nil || byte == ASCII.dot || byte == ASCII.colon
    }

    private static func isEndOfAddress(_ byte: UInt8) -> Bool {
        byte == ASCII.closeBracket || byte == ASCII.closeParenthesis || byte == ASCII.percent
    }

    private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        NetworkAddress(bytes, leadingZeros: .ignored) != nil
    }

    /// Whether a word looks like a name with a domain.
    static func isHostName(_ word: ArraySlice<UInt8>) -> Bool {
        var hasDot = false
        for byte in word {
            if byte == ASCII.dot {
                hasDot = true
            } else if !byte.isLetter, !byte.isDigit, byte != ASCII.hyphen, byte != ASCII.underscore {
                return false
            }
        }
        return hasDot
    }

    /// Whether a word names a mail transmission type (IANA's registry and its usual forms).
    static func isProtocol(_ word: ArraySlice<UInt8>) -> Bool {
        protocols.contains { name in
            word.count >= name.count && zip(word, name).allSatisfy { $0.lowercased == $1 }
        }
    }

    private static let protocols: [[UInt8]] = [
        "smtp", "esmtp", "lmtp", "http", "utf8smtp", "mapi", "local", "asmtp",
    ].map { Array($0.utf8) }
}
