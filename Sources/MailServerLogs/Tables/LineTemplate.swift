// SPDX-License-Identifier: Apache-2.0

/// A text without what differs from line to line, and without anything that may be somebody's: addresses, names, numbers, passwords.
///
/// What stays are words of ASCII letters up to a limit. What follows the word `password`, an equals sign, a quote or an
/// opening bracket never stays.
enum LineTemplate {
    /// The most words that are kept.
    private static let maxWords = 14
    private static let maxBytes = 110

    /// Makes the template of a range of a text.
    static func make(_ text: Span<UInt8>, _ range: Range<Int>) -> String {
        var template: [UInt8] = []
        var words = 0
        var index = range.lowerBound
        while index < range.upperBound, words < maxWords, template.count < maxBytes {
            while index < range.upperBound, text[index] == 0x20 { index += 1 }
            let start = index
            while index < range.upperBound, text[index] != 0x20 { index += 1 }
            guard index > start else { break }
            if !template.isEmpty { template.append(0x20) }
            let end = append(text, start..<index, to: &template)
            words += 1
            // Quotes and brackets may hold blanks.
            if let close = end {
                while index < range.upperBound, text[index - 1] != close { index += 1 }
            }
            if isSecret(text, start..<index) {
                template.append(contentsOf: [0x20, UInt8(ascii: "*")])
                break
            }
        }
        // Numbers and masks in a row are one.
        return String(decoding: template, as: UTF8.self).replacing("# #", with: "#").replacing("# #", with: "#")
    }

    /// Appends a word, or what stands for it; returns the byte up to which more belongs to it.
    private static func append(_ text: Span<UInt8>, _ word: Range<Int>, to template: inout [UInt8]) -> UInt8? {
        let first = text[word.lowerBound]
        let closing: [UInt8: UInt8] = [
            UInt8(ascii: "<"): UInt8(ascii: ">"), UInt8(ascii: "\""): UInt8(ascii: "\""),
            UInt8(ascii: "["): UInt8(ascii: "]"),
            UInt8(ascii: "'"): UInt8(ascii: "'"),
        ]
        if let close = closing[first] {
            template.append(contentsOf: [first, close])
            return text[word.upperBound - 1] == close || word.count > 1 && text[word.upperBound - 2] == close
                ? nil : close
        }
        var end = word.lowerBound
        while end < word.upperBound, isKept(text[end]) { end += 1 }
        let rest = word.upperBound - end
        let last = end < word.upperBound ? text[end] : 0
        if rest == 0
            || rest == 1
                && (last == UInt8(ascii: ":") || last == UInt8(ascii: ",") || last == UInt8(ascii: ";")
                    || last == UInt8(ascii: "."))
        {
            for index in word where word.count <= 24 { template.append(text[index]) }
            if word.count > 24 { template.append(UInt8(ascii: "*")) }
        } else if last == UInt8(ascii: "=") {
            for index in word.lowerBound...end where end - word.lowerBound < 24 { template.append(text[index]) }
            template.append(UInt8(ascii: "*"))
        } else {
            template.append(UInt8(ascii: "#"))
        }
        return nil
    }

    private static func isKept(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "'")
            || byte == UInt8(ascii: "_")
    }

    private static func isSecret(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
        let secrets: [StaticString] = ["assword", "ASSWORD", "asswd", "ecret", "user", "User", "account"]
        return secrets.contains { secret in
            let last = text[word.upperBound - 1]
            let end = last.isAlphanumeric ? word.upperBound : word.upperBound - 1
            return text.has(secret, before: end) && last != UInt8(ascii: ";") && last != UInt8(ascii: ",")
                || secret.utf8CodeUnitCount > 5 && contains(text, secret, in: word)
        }
    }

    private static func contains(_ text: Span<UInt8>, _ secret: StaticString, in word: Range<Int>) -> Bool {
        var index = word.lowerBound
        while index + secret.utf8CodeUnitCount <= word.upperBound {
            if text.has(secret, at: index) { return true }
            index += 1
        }
        return false
    }
}
