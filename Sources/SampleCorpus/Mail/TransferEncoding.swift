// SPDX-License-Identifier: Apache-2.0

/// How the bytes of a part travel.
///
/// - SeeAlso: RFC 2045 section 6.
enum TransferEncoding: String {
    case sevenBit = "7bit"
    case eightBit = "8bit"
    case quotedPrintable = "quoted-printable"
    case base64

    func encode(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sevenBit, .eightBit: bytes
        case .quotedPrintable: Self.quotedPrintable(bytes)
        case .base64: Array(Self.base64(bytes, lineLength: 76).utf8)
        }
    }

    /// Base64 in lines of `lineLength` characters; in one line, without its end, when that is 0.
    static func base64(_ bytes: [UInt8], lineLength: Int) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        var column = 0
        var index = 0
        while index < bytes.count {
            let count = min(3, bytes.count - index)
            var group = 0
            for offset in 0..<3 { group = group << 8 | (offset < count ? Int(bytes[index + offset]) : 0) }
            for place in 0..<4 {
                output.append(place <= count ? alphabet[group >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
            index += 3
            column += 4
            if lineLength > 0 && (column >= lineLength || index >= bytes.count) {
                output.append(10)
                column = 0
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func quotedPrintable(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        var column = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 10 {
                output.append(10)
                column = 0
                continue
            }
            let endsLine = index + 1 == bytes.count || bytes[index + 1] == 10
            let isPlain = (byte > 32 && byte < 127 && byte != 61) || ((byte == 32 || byte == 9) && !endsLine)
            let width = isPlain ? 1 : 3
            if column + width > 75 {
                output += [61, 10]
                column = 0
            }
            output += isPlain ? [byte] : [61, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            column += width
        }
        return output
    }
}
