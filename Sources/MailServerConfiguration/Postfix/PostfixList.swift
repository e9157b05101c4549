// SPDX-License-Identifier: Apache-2.0

/// Lists in values: words between commas and blanks, of which those in braces may hold both.
package enum PostfixList {
    /// The words of a list; what stands in braces keeps them.
    package static func words(_ value: String, separators: String = ", \t\r\n\u{0B}\u{0C}") -> [String] {
        let separators = Set(separators.utf8)
        let bytes = Array(value.utf8)
        var words: [String] = []
        var index = 0
        while index < bytes.count {
            if separators.contains(bytes[index]) {
                index += 1
                continue
            }
            var end = index
            var level = 0
            while end < bytes.count, level > 0 || !separators.contains(bytes[end]) {
                if bytes[end] == UInt8(ascii: "{") { level += 1 }
                if bytes[end] == UInt8(ascii: "}"), level > 0 { level -= 1 }
                end += 1
            }
            words.append(String(decoding: bytes[index..<end], as: UTF8.self))
            index = end
        }
        return words
    }

    /// A word without the braces around it, and the blanks within them.
    package static func unbraced(_ word: String) -> String {
        guard word.hasPrefix("{"), word.hasSuffix("}"), word.utf8.count >= 2 else { return word }
        return word.dropFirst().dropLast().withoutBlanks
    }

    /// What a word is about, before its attributes: `inet:host:25` of `{ inet:host:25, connect_timeout=5s }`.
    package static func subject(_ word: String) -> String {
        let text = unbraced(word)
        return text == word ? text : words(text).first ?? ""
    }
}
