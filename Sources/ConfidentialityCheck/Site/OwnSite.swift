// SPDX-License-Identifier: Apache-2.0
package import MailMessage
import MailServerConfiguration

/// What is the site's own: domains, hosts and networks.
package struct OwnSite: Sendable, Equatable {
    /// Domains, in lower case; `.example.com` stands for all below it.
    package var domains: Set<String>
    /// Names of servers.
    package var hosts: Set<String>
    /// Networks.
    package var networks: [NetworkRange]

    /// Makes a site.
    package init(domains: some Sequence<String> = [], hosts: some Sequence<String> = [], networks: [NetworkRange] = [])
    {
        self.domains = Set(domains.map { $0.lowercased() })
        self.hosts = Set(hosts.map { $0.lowercased() })
        self.networks = networks
    }

    /// Networks that no stranger is in: this machine, and private ones (RFC 1918, RFC 4193, RFC 6598, RFC 3927).
    package static let privateNetworks = [
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "::1/128",
        "fc00::/7", "fe80::/10",
    ].compactMap { NetworkRange($0) }

    /// Whether mail to a domain stays here.
    package func owns(domain: String) -> Bool {
        let domain = domain.lowercased()
        // A server that answers to a name takes mail for it, or nobody does.
        if domains.contains(domain) || hosts.contains(domain) { return true }
        if domain == "localhost" || domain == "localdomain" { return true }
        var rest = domain[...]
        while let dot = rest.firstIndex(of: ".") {
            rest = rest[dot...]
            if domains.contains(String(rest)) { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    /// Whether mail to an address stays here; one without a domain does.
    package func owns(address: String) -> Bool { DeliveryTarget.domain(of: address).map { owns(domain: $0) } ?? true }

    /// Whether a server is the site's own: on its networks or private ones, of its domains, or with a name that has no dot.
    package func owns(host: String) -> Bool {
        let host = host.lowercased()
        if NetworkRange(host) != nil {
            return (networks + Self.privateNetworks).contains { $0.contains(host) }
        }
        if !host.contains(".") || hosts.contains(host) { return true }
        if host.hasSuffix(".localhost") || host.hasSuffix(".local") || host.hasSuffix(".internal") { return true }
        return (domains.union(hosts)).contains { host == $0 || host.hasSuffix($0.hasPrefix(".") ? $0 : "." + $0) }
    }
}
