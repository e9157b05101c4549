// SPDX-License-Identifier: Apache-2.0

/// The set that an HTML text names itself: `<meta charset=...>`, `<meta ... content="text/html; charset=...">` or
/// `<?xml encoding="...">`.
///
/// - SeeAlso: HTML Standard, "prescan a byte stream to determine its encoding".
enum HTMLCharset {
    /// Bytes that are looked at; the HTML Standard's figure is 1024, but mail puts long comments and styles first.
    private static let prescannedBytes = 4096

    /// Returns the set named within the first bytes; UTF-16 cannot be true there and is taken as UTF-8.
    static func declared(in bytes: UnsafeRawBufferPointer) -> Charset? {
        let end = min(bytes.count, prescannedBytes)
        var index = 0
        while index < end {
            guard bytes[index] == UInt8(ascii: "<") else {
                index += 1
                continue
            }
            index += 1
            let key: StaticString
            if has("meta", at: index, in: bytes) {
                key = "charset"
            } else if has("?xml", at: index, in: bytes) {
                key = "encoding"
            } else {
                continue
            }
            while index < end, bytes[index] != UInt8(ascii: ">") {
                if has(key, at: index, in: bytes),
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
    private static func value(after index: Int, in bytes: UnsafeRawBufferPointer, _ end: Int) -> Charset? {
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
                return Charset.named(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
            default: index += 1
            }
        }
        return Charset.named(UnsafeRawBufferPointer(rebasing: bytes[start..<index]))
    }

    /// Whether the lowercase ASCII word stands at `index`, in whatever case.
    private static func has(_ word: StaticString, at index: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard index + word.utf8CodeUnitCount <= bytes.count else { return false }
        var offset = 0
        while offset < word.utf8CodeUnitCount {
            let byte = bytes[index + offset]
            let lower = byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
            guard lower == word.utf8Start[offset] else { return false }
            offset += 1
        }
        return true
    }
}
