// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The view of where links lead: hosts and their parts, shapes of paths, and what is wrong with them.
struct LinkView: ~Copyable {
    private var tokens: TokenWriter

    init(key: SiteKey) { tokens = TokenWriter(hash: KeyedHash(key: key, purpose: "links")) }

    mutating func add(
        _ links: [Link], budgets: FeatureBudgets, recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.removeAll()
        var hosts: Set<[UInt8]> = []
        var writtenHosts: Set<[UInt8]> = []
        for link in links.prefix(budgets.links) {
            if link.kind == .writtenOut {
                guard !link.host.isEmpty, writtenHosts.insert(link.host).inserted else { continue }
                addWritten(link, recipients, into: &sink)
                continue
            }
            addTarget(of: link, recipients, into: &sink)
            guard !link.host.isEmpty else { continue }
            addMismatch(of: link, recipients, into: &sink)
            if hosts.insert(link.host).inserted { add(HostName(link.host), recipients, into: &sink) }
        }
        tokens.put("links=")
        tokens.put(magnitude: links.count { $0.kind != .writtenOut })
        tokens.end(recipients, into: &sink)
        tokens.put("hosts=")
        tokens.put(magnitude: hosts.count)
        tokens.end(recipients, into: &sink)
    }

    /// Adds the host and the domain of a URL in the text of a page.
    ///
    /// The rest is among the page's words, and the footers that lists and providers put under everything would make all
    /// pages alike.
    private mutating func addWritten(
        _ link: Link, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        let host = HostName(link.host)
        tokens.add("host=", host.bytes.prefix(100), recipients, into: &sink)
        if !host.isAddress { tokens.add("domain=", host.domain, recipients, into: &sink) }
    }

    private mutating func add(
        _ host: HostName, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        let bytes = host.bytes
        tokens.add("host=", bytes.prefix(100), recipients, into: &sink)
        if host.isAddress {
            tokens.add("host is an address", [], recipients, into: &sink)
            tokens.add("net=", bytes[host.ranges.first ?? 0..<0], recipients, into: &sink)
            return
        }
        tokens.add("domain=", bytes[host.domainRange], recipients, into: &sink)
        tokens.add("top=", bytes[host.ranges.last ?? 0..<0], recipients, into: &sink)
        for label in host.ranges.dropLast().suffix(6) {
            tokens.add("label=", bytes[label], recipients, into: &sink)
        }
        tokens.put("labels=")
        tokens.put(number: min(host.ranges.count, 8))
        tokens.end(recipients, into: &sink)
        tokens.put("host shape=")
        tokens.put(shapeOf: host.bytes.prefix(60))
        tokens.end(recipients, into: &sink)
        if host.labels.contains(where: { $0.starts(with: "xn--".utf8) }) {
            tokens.add("host is international", [], recipients, into: &sink)
        }
    }

    /// The scheme, the shape of the path, names of parameters, and oddities of the URL.
    private mutating func addTarget(
        of link: Link, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        let target = link.target.prefix(500)
        tokens.put("kind=")
        tokens.put(number: Int(link.kind.rawValue))
        tokens.put(" scheme=")
        let scheme = target.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "/") }
        tokens.put(lowercased: scheme.count < 12 && scheme.count < target.count ? scheme : scheme.prefix(0))
        tokens.end(recipients, into: &sink)
        guard !link.host.isEmpty else { return }
        var rest = target.dropFirst(scheme.count).drop { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        if authority.contains(UInt8(ascii: "@")) { tokens.add("user in link", [], recipients, into: &sink) }
        if authority.contains(UInt8(ascii: "%")) { tokens.add("encoded host", [], recipients, into: &sink) }
        if authority.drop(while: { $0 != UInt8(ascii: ":") }).count > 1 {
            tokens.add("port in link", [], recipients, into: &sink)
        }
        rest = rest.dropFirst(authority.count)
        let path = rest.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
        let query = rest.dropFirst(path.count)
        tokens.put("path shape=")
        tokens.put(shapeOf: path.prefix(80))
        tokens.end(recipients, into: &sink)
        for word in path.split(separator: UInt8(ascii: "/")).prefix(6) where word.count <= 24 {
            tokens.add("path=", word, recipients, into: &sink)
        }
        if let dot = path.lastIndex(of: UInt8(ascii: ".")), path.endIndex - dot <= 6 {
            tokens.add("extension=", path[dot...], recipients, into: &sink)
        }
        for parameter in query.dropFirst().split(separator: UInt8(ascii: "&")).prefix(8) {
            let name = parameter.prefix { $0 != UInt8(ascii: "=") }
            if name.count <= 24 { tokens.add("parameter=", name, recipients, into: &sink) }
        }
        tokens.put("length=")
        tokens.put(magnitude: link.target.count)
        tokens.end(recipients, into: &sink)
    }

    /// Whether the text shown for a link names a host, and which: the link's, one of its domain, or another.
    private mutating func addMismatch(
        of link: Link, _ recipients: RecipientNames, into sink: inout some FeatureSink & ~Copyable
    ) {
        guard link.kind == .anchor || link.kind == .area else { return }
        guard let shown = link.shownHost else { return }
        let real = HostName(link.host)
        if shown.bytes == real.bytes {
            tokens.add("shows its host", [], recipients, into: &sink)
        } else if shown.domain == real.domain {
            tokens.add("shows its domain", [], recipients, into: &sink)
        } else {
            tokens.add("shows another host", [], recipients, into: &sink)
            tokens.add("shows falsely=", shown.domain, recipients, into: &sink)
        }
    }
}
