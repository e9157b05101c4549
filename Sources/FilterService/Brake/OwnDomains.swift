// SPDX-License-Identifier: Apache-2.0
import SenderLists

/// The site's own domains, and which recipients are external.
package struct OwnDomains: Sendable, Equatable {
    /// As they were given.
    package let names: [String]
    private var exact: Set<String> = []
    /// Those that stand for all below them, too; with the dot.
    private var suffixes: [String] = []

    /// Reads domains, `.example.com` with all below it; nil if there is none, or one is no domain.
    package init?(_ names: [String]) {
        self.names = names
        guard !names.isEmpty else { return nil }
        for name in names {
            guard let domain = Self.domain(of: "x@" + (name.hasPrefix(".") ? name.dropFirst() : name[...])) else {
                return nil
            }
            exact.insert(domain)
            if name.hasPrefix(".") { suffixes.append("." + domain) }
        }
    }

    private static func domain(of address: String) -> String? {
        guard let domain = MailAddress(address)?.domain, !domain.utf8.contains(UInt8(ascii: "@")) else { return nil }
        return domain
    }

    /// Signs in a local part that name the way, as in `victim%other.example@example.com`.
    ///
    /// Postfix goes that way (`allow_percent_hack`, `swap_bangpath`): mail to the site's own domain would leave it uncounted.
    private static let routing = Set("%!@".utf8)

    /// Whether a recipient, without angle brackets, is not one of the site's own; one that names no domain is.
    package func isExternal(_ recipient: String) -> Bool {
        guard let at = recipient.utf8.lastIndex(of: UInt8(ascii: "@")) else {
            return recipient.utf8.contains(where: Self.routing.contains)
        }
        guard let domain = Self.domain(of: recipient) else { return true }
        if recipient.utf8[..<at].contains(where: Self.routing.contains) { return true }
        return !exact.contains(domain) && !suffixes.contains { domain.hasSuffix($0) }
    }
}
