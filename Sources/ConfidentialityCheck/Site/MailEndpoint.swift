// SPDX-License-Identifier: Apache-2.0

/// To whom Postfix talks: the host in `inet:host:port`, `smtp:[host]:port`, `host:port`; nil: a socket of this machine, or nobody.
struct MailEndpoint: Equatable {
    /// A name or an address.
    var host: String
    /// As it is written.
    var text: String

    /// Reads an endpoint of a milter, a policy service or a proxy: `inet:host:port`, `unix:path`, `host:port`.
    init?(service text: String) {
        var rest = text[...]
        if rest.hasPrefix("unix:") || rest.hasPrefix("local:") || rest.hasPrefix("/") { return nil }
        for prefix in ["inet:", "inet6:"] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        // milter(3) has the port before the host: `inet:11332@host`.
        if let at = rest.firstIndex(of: "@") {
            self.init(host: String(rest[rest.index(after: at)...]), text)
        } else {
            self.init(nexthop: String(rest), text)
        }
    }

    /// Reads a transport with its next hop: `smtp:[mx.example.net]:587`; a transport alone has none.
    init?(transport text: String) {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let name = text[..<colon].lowercased()
        // What delivers on this machine, or not at all.
        if ["local", "virtual", "error", "retry", "discard", "pipe", "defer", "unix"].contains(name) { return nil }
        let hop = String(text[text.index(after: colon)...])
        // `lmtp:unix:private/dovecot-lmtp`, and that of a service with a host of its own: `lmtp:inet:host:24`.
        self.init(service: hop)
    }

    /// Reads a relay host: `[host]:port`, `host:port`, `host`.
    init?(relay text: String) { self.init(nexthop: text, text) }

    private init?(nexthop: String, _ text: String) {
        let hop = nexthop.split(separator: ",").first.map(String.init)?.withoutPort ?? ""
        self.init(host: hop, text)
    }

    private init?(host: String, _ text: String) {
        guard !host.isEmpty, !host.hasPrefix("/") else { return nil }
        self.host = host.lowercased()
        self.text = text
    }
}

extension String {
    /// The host in `[host]:port`, `host:port` or `host`; an IPv6 address may stand without brackets and port.
    fileprivate var withoutPort: String {
        if hasPrefix("["), let close = firstIndex(of: "]") { return String(self[index(after: startIndex)..<close]) }
        let colons = count { $0 == ":" }
        guard colons == 1, let colon = firstIndex(of: ":") else { return self }
        return String(self[..<colon])
    }
}
