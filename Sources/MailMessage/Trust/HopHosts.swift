// SPDX-License-Identifier: Apache-2.0

/// The two things of a Received field that tell whose server wrote it.
struct HopHosts {
    /// The host after `by`, in lower case; nil if there is none (`(qmail 123 invoked by uid 0)`).
    var by: String?
    /// The address of the host that the message came from, without brackets and `IPv6:`.
    var address: String?

    /// Reads the field; comments count only for the address.
    init(_ field: HeaderField) {
        field.withValue { value in
            var index = 0
            var depth = 0
            var isAfterBy = false
            while index < min(value.count, 4096), by == nil, value[index] != ASCII.semicolon || depth > 0 {
                let byte = value[index]
                if byte == ASCII.openParenthesis {
                    depth += 1
                } else if byte == ASCII.closeParenthesis {
                    depth = max(0, depth - 1)
                } else if byte == ASCII.openBracket || byte.isDigit, by == nil, address == nil, !isAfterBy {
                    let start = byte == ASCII.openBracket ? index + 1 : index
                    var end = start
                    while end < value.count, HopHosts.isAddressByte(value[end]) { end += 1 }
                    readAddress(UnsafeRawBufferPointer(rebasing: value[start..<end]))
                    index = max(end, index + 1)
                    continue
                } else if depth == 0, HopHosts.isWordByte(byte) {
                    let start = index
                    while index < value.count, HopHosts.isWordByte(value[index]) { index += 1 }
                    let word = UnsafeRawBufferPointer(rebasing: value[start..<index])
                    if isAfterBy { by = String(decoding: word, as: UTF8.self).asciiLowercased }
                    isAfterBy = equalsIgnoringCase(word, "by")
                    continue
                }
                index += 1
            }
        }
    }

    private mutating func readAddress(_ bytes: UnsafeRawBufferPointer) {
        var text = String(decoding: bytes, as: UTF8.self).asciiLowercased
        if text.hasPrefix("ipv6:") { text.removeFirst(5) }
        while text.last == "." { text.removeLast() }
        if NetworkRange(text) != nil { address = text }
    }

    private static func isAddressByte(_ byte: UInt8) -> Bool {
        byte.isDigit || byte.isLetter || byte == ASCII.dot || byte == ASCII.colon
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != ASCII.openParenthesis && byte != ASCII.closeParenthesis && byte != ASCII.semicolon
    }

    /// Whether the writing host has no name that the world could know: none, `localhost`, or a single word.
    var isByLocal: Bool {
        guard let by else { return true }
        return !by.contains(".") || by.hasSuffix(".localdomain") || by.hasSuffix(".local") || by.hasSuffix(".lan")
            || NetworkRange.local.contains { $0.contains(by) }
    }

    /// The domain that a host's organisation has: its last two labels, three below such as `co.uk`.
    ///
    /// A guess: the list of public suffixes is not at hand.
    static func organization(of host: String) -> String {
        let labels = host.split(separator: ".")
        guard labels.count > 2 else { return labels.joined(separator: ".") }
        let isSecondLevel = labels[labels.count - 1].utf8.count == 2 && labels[labels.count - 2].utf8.count <= 3
        return labels.suffix(isSecondLevel ? 3 : 2).joined(separator: ".")
    }
}
