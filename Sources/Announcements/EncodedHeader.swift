// SPDX-License-Identifier: Apache-2.0

/// Text of a header field: as it stands where it is ASCII, else as encoded words.
///
/// - SeeAlso: RFC 2047, sections 2 and 4.2 (the Q encoding)
package enum EncodedHeader {
    /// The most bytes of an encoded word (RFC 2047, section 2).
    private static let maxWordBytes = 75
    private static let (opening, closing) = ("=?utf-8?Q?", "?=")

    /// Encodes a text; its control characters become blanks, so that no text can end its field.
    package static func encoded(_ text: String) -> String {
        let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
        // What looks like an encoded word must not be taken for one.
        if scalars.allSatisfy(\.isASCII), !text.contains("=?") {
            return String(String.UnicodeScalarView(scalars))
        }
        var words: [String] = []
        var word = ""
        for scalar in scalars {
            let piece = String(scalar).utf8.map { encoded($0) }.joined()
            if opening.utf8.count + word.utf8.count + piece.utf8.count + closing.utf8.count > maxWordBytes {
                words.append(word)
                word = ""
            }
            word += piece
        }
        return (words + [word]).map { opening + $0 + closing }.joined(separator: "\n ")
    }

    /// A byte as any place of a header may have it (RFC 2047, section 5, rule 3).
    private static func encoded(_ byte: UInt8) -> String {
        switch byte {
        case 0x20: return "_"
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x21, 0x2A, 0x2B, 0x2D, 0x2F:
            return String(Unicode.Scalar(byte))
        default:
            let digits = String(byte, radix: 16, uppercase: true)
            return "=" + (digits.utf8.count == 1 ? "0" : "") + digits
        }
    }
}
