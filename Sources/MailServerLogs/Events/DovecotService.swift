// SPDX-License-Identifier: Apache-2.0

/// The word with which a line of Dovecot begins: `imap-login:`, `auth-worker(42):`, `lmtp(user)<42><session>:`.
enum DovecotService {
    /// The name within a word: up to a parenthesis, an angle bracket or the colon.
    static func name(_ line: Span<UInt8>, _ word: Range<Int>) -> Range<Int> {
        var index = word.lowerBound
        while index < word.upperBound {
            let byte = line[index]
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ":") { break }
            index += 1
        }
        return word.lowerBound..<index
    }
}
