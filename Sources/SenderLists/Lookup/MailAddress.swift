// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// An address as the list compares it: in lower case, without needless quotes, its domain in one form.
package struct MailAddress: Sendable, Hashable {
    /// The whole address.
    package let text: String
    /// Its domain.
    package let domain: String

    /// Reads an address without angle brackets; nil without a local part, without a domain, or when it is too long to be one.
    package init?(_ text: String) {
        guard text.utf8.count <= ListSubject.maxBytes, let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else {
            return nil
        }
        let local = Self.unquoted(text[..<at])
        let domain = DomainName.plain(text[text.utf8.index(after: at)...])
        let isPlain = !(local + domain).utf8.contains { $0 <= 0x20 || $0 == 0x7F }
        guard !local.isEmpty, !domain.isEmpty, isPlain else { return nil }
        self.text = local.asciiLowercased + "@" + domain
        self.domain = domain
    }

    /// Reads the address of a mailbox.
    init?(_ address: Address) { self.init(address.address) }

    /// `"anna"` is `anna` (RFC 5321, section 4.1.2): quotes that nothing needs must not make another address.
    private static func unquoted(_ local: Substring) -> String {
        guard local.utf8.count > 2, local.hasPrefix("\""), local.hasSuffix("\"") else { return String(local) }
        let inner = local.dropFirst().dropLast()
        let isNeedless = inner.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"()<>[]:;@\\,\"".utf8.contains($0) }
        return isNeedless ? String(inner) : String(local)
    }
}

extension StringProtocol {
    /// With ASCII letters in lower case, all else as it is.
    var asciiLowercased: String {
        String(decoding: utf8.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
