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
        if isIPv4(bytes, start..<end) || isIPv6(bytes, start..<end) { return start..<end }
        if let colon = bytes[start..<end].firstIndex(of: ASCII.colon), isIPv4(bytes, start..<colon) {
            return start..<colon
        }
        return nil
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

    /// Four numbers of at most 255 with dots between.
    private static func isIPv4(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard (7...15).contains(range.count) else { return false }
        var dots = 0
        var digits = 0
        var number = 0
        for index in range {
            if bytes[index] == ASCII.dot {
                guard digits > 0 else { return false }
                dots += 1
                (digits, number) = (0, 0)
            } else {
                guard bytes[index].isDigit else { return false }
                digits += 1
                number = number * 10 + Int(bytes[index] - 0x30)
                guard digits <= 3, number <= 255 else { return false }
            }
        }
        return dots == 3 && digits > 0
    }

    /// Eight groups of up to four hexadecimal digits, or fewer and one gap; an IPv4 address may stand for the last two.
    private static func isIPv6(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard (2...45).contains(range.count) else { return false }
        var groups = 0
        var digits = 0
        var gaps = 0
        for index in range {
            if bytes[index] == ASCII.colon {
                if digits > 0 {
                    groups += 1
                } else if index > range.lowerBound {
                    gaps += 1
                } else if bytes[index + 1] != ASCII.colon {
                    return false
                }
                digits = 0
            } else if bytes[index] == ASCII.dot {
                return isWhole(groups + 2, gaps) && isIPv4(bytes, (index - digits)..<range.upperBound)
            } else {
                digits += 1
                guard digits <= 4 else { return false }
            }
        }
        if digits > 0 { return isWhole(groups + 1, gaps) }
        return isWhole(groups, gaps) && bytes[range.upperBound - 2] == ASCII.colon
    }

    /// Whether the groups of an IPv6 address make 128 bits; a gap stands for one or more.
    private static func isWhole(_ groups: Int, _ gaps: Int) -> Bool {
        gaps == 0 ? groups == 8 : gaps == 1 && groups < 8
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
