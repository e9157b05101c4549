// SPDX-License-Identifier: Apache-2.0

extension Link {
    /// Bytes of the text shown that are looked at.
    private static let shownBytes = 300

    /// The host that the text shown names, if it looks like a URL or a host name: one word with dots inside.
    package var shownHost: HostName? {
        var text = shown.prefix(Self.shownBytes).drop { $0 <= 0x20 }
        if let end = text.firstIndex(where: { $0 <= 0x20 }) {
            guard text[end...].allSatisfy({ $0 <= 0x20 }) else { return nil }
            text = text[..<end]
        }
        if let colon = text.firstIndex(of: UInt8(ascii: ":")), text[colon...].starts(with: "://".utf8) {
            text = text[(colon + 3)...]
        } else if FileName.isFileName(Array(text)) {
            return nil
        }
        let host = text.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "?") }
        guard !host.contains(UInt8(ascii: "@")), host.allSatisfy({ Self.isHostByte($0) }) else { return nil }
        let name = HostName(host)
        guard name.ranges.count >= 2, name.topLevel.count >= 2 else { return nil }
        return name.topLevel.allSatisfy { $0 &- 0x61 < 26 } ? name : nil
    }

    /// Whether the text shown names a host that somebody else registered than the one the link leads to.
    var isDeceptive: Bool {
        guard !host.isEmpty, let shown = shownHost else { return false }
        return shown.domain != HostName(host).domain
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte >= 0x80 || byte == ASCII.dot || byte == ASCII.hyphen
    }
}
