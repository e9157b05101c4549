// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Names as the DNS writes them: in lower case, without a dot at the end.
package enum DNSName {
    /// The most bytes of a name and of a label (RFC 1035, section 2.3.4).
    package static let (maxBytes, maxLabelBytes) = (253, 63)

    /// A name in its form here; nil: nobody can ask for it.
    ///
    /// Letters, digits, `-` and `_` alone; the root has no form.
    package static func canonical(_ text: String) -> String? {
        var name = text.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        guard !name.isEmpty, name.utf8.count <= maxBytes else { return nil }
        for label in name.split(separator: ".", omittingEmptySubsequences: false) {
            guard 1...maxLabelBytes ~= label.utf8.count, label.utf8.allSatisfy(isPlain) else { return nil }
        }
        return name
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || byte &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }

    /// The name under which an address stands below a zone: its parts in reverse order; nil: it is no address.
    ///
    /// Bytes of IPv4 (RFC 5782, section 2.1), half bytes of IPv6 (section 2.4).
    package static func reversed(_ address: String) -> String? {
        guard let octets = NetworkRange.octets(of: address) else { return nil }
        if octets.count == 4 { return octets.reversed().map { String($0) }.joined(separator: ".") }
        return octets.reversed().map { "\(String($0 & 15, radix: 16)).\(String($0 >> 4, radix: 16))" }
            .joined(separator: ".")
    }

    /// The name that holds an address' name: `1.2.0.192.in-addr.arpa`; nil: it is no address.
    package static func pointer(of address: String) -> String? {
        reversed(address).map { $0 + (address.contains(":") ? ".ip6.arpa" : ".in-addr.arpa") }
    }

    /// Whether a name is another or below it.
    package static func isWithin(_ name: String, _ parent: String) -> Bool {
        name == parent || name.hasSuffix("." + parent)
    }

    /// The name without its first label; nil: it has one label.
    package static func parent(of name: String) -> String? {
        name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
    }
}
