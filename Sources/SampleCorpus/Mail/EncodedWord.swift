// SPDX-License-Identifier: Apache-2.0

/// Header text outside ASCII.
///
/// - SeeAlso: RFC 2047.
enum EncodedWord {
    /// `text` as it stands in a header: itself when it is ASCII, otherwise encoded words, folded between them.
    static func encode(_ text: String, charset wish: String, base64: Bool) -> String {
        if text.utf8.allSatisfy({ $0 < 127 }) { return text }
        let charset = Charset.fitting(text, wish == "us-ascii" ? "utf-8" : wish)
        var words: [String] = []
        var chunk = ""
        for character in text {
            if Charset.bytes(chunk + String(character), charset).count > (base64 ? 39 : 18) {
                words.append(word(chunk, charset, base64))
                chunk = ""
            }
            chunk.append(character)
        }
        words.append(word(chunk, charset, base64))
        return words.joined(separator: "\n ")
    }

    private static func word(_ text: String, _ charset: String, _ base64: Bool) -> String {
        let bytes = Charset.bytes(text, charset)
        if base64 { return "=?\(charset)?B?\(TransferEncoding.base64(bytes, lineLength: 0))?=" }
        let digits = Array("0123456789ABCDEF")
        var quoted = ""
        for byte in bytes {
            switch byte {
            case UInt8(ascii: " "): quoted += "_"
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                quoted.unicodeScalars.append(Unicode.Scalar(byte))
            default: quoted += "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return "=?\(charset)?Q?\(quoted)?="
    }
}
