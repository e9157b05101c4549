// SPDX-License-Identifier: Apache-2.0

/// The set that an HTML text names itself: `<meta charset=...>`, `<meta ... content="text/html; charset=...">` or
/// `<?xml encoding="...">`.
///
/// - SeeAlso: HTML Standard, "prescan a byte stream to determine its encoding".
enum HTMLCharset {
    /// Bytes that are looked at; the HTML Standard's figure is 1024, but mail puts long comments and styles first.
    private static let prescannedBytes = 4096

    /// Returns the set named within the first bytes; UTF-16 cannot be true there and is taken as UTF-8.
    static func declared(in bytes: Span<UInt8>) -> Charset? {
        let end = min(bytes.count, prescannedBytes)
        var index = 0
        while index < end {
            guard bytes[index] == UInt8(ascii: "<") else {
                index += 1
                continue
            }
            index += 1
            let key: StaticString
            if bytes.hasIgnoringCase("meta", at: index) {
                key = "charset"
            } else if bytes.hasIgnoringCase("?xml", at: index) {
                key = "encoding"
            } else {
                continue
            }
            while index < end, bytes[index] != UInt8(ascii: ">") {
                if bytes.hasIgnoringCase(key, at: index),
                    let found = value(after: index + key.utf8CodeUnitCount, in: bytes, end)
                {
                    return found.isUnicode ? .utf8 : found
                }
                index += 1
            }
        }
        return nil
    }

    /// The set named by `= "label"`, with or without quotation marks and white space.
    private static func value(after index: Int, in bytes: Span<UInt8>, _ end: Int) -> Charset? {
        var index = index
        func skipSpace() { while index < end, bytes[index] <= 0x20 { index += 1 } }
        skipSpace()
        guard index < end, bytes[index] == UInt8(ascii: "=") else { return nil }
        index += 1
        skipSpace()
        if index < end, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") { index += 1 }
        let start = index
        while index < end, bytes[index] > 0x20 {
            switch bytes[index] {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ";"), UInt8(ascii: ">"), UInt8(ascii: "/"):
                return Charset.named(bytes.extracting(start..<index))
            default: index += 1
            }
        }
        return Charset.named(bytes.extracting(start..<index))
    }
}
