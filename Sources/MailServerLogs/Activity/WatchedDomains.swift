// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A site's own domains and networks, made to be asked for each recipient.
package struct WatchedDomains: Sendable {
    private var exact: Set<UInt64> = []
    /// Domains that stand for all below them.
    private var above: Set<UInt64> = []
    private let networks: [NetworkRange]

    /// Prepares the domains and networks of a site.
    package init(_ site: WatchedSite) {
        for domain in site.domains {
            let bytes = Array((domain.hasPrefix(".") ? String(domain.dropFirst()) : domain).utf8)
            let hash = bytes.span.hash(0..<bytes.count, foldsCase: true)
            exact.insert(hash)
            if domain.hasPrefix(".") { above.insert(hash) }
        }
        networks = site.networks.compactMap { NetworkRange($0) }
    }

    /// The most labels of a domain whose parents are looked up.
    private static let maxLabels = 10

    /// Whether an address is outside the site's own domains; one without a domain is local.
    func isExternal(_ text: Span<UInt8>, _ address: Range<Int>) -> Bool {
        var start = address.upperBound
        while start > address.lowerBound, text[start - 1] != UInt8(ascii: "@") { start -= 1 }
        guard start > address.lowerBound, start < address.upperBound else { return false }
        if exact.contains(text.hash(start..<address.upperBound, foldsCase: true)) { return false }
        guard !above.isEmpty else { return true }
        for _ in 0..<Self.maxLabels {
            let dot = text.index(of: UInt8(ascii: "."), from: start, or: address.upperBound)
            guard dot < address.upperBound else { return true }
            start = dot + 1
            if above.contains(text.hash(start..<address.upperBound, foldsCase: true)) { return false }
        }
        return true
    }

    /// Whether an address is outside the site's own domains; one without a domain is local.
    package func isExternal(_ address: String) -> Bool {
        let bytes = Array(address.utf8)
        return isExternal(bytes.span, 0..<bytes.count)
    }

    /// Whether a client is on the site's own networks.
    func hasClient(_ address: String) -> Bool { networks.contains { $0.contains(address) } }
}
