// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// What of a report is the site's own: its servers' names and addresses.
package struct SiteIdentity: Sendable {
    /// Names or domains of the site's servers, in lower case.
    package var hosts: [String]
    /// Their addresses.
    package var networks: [NetworkRange]

    /// Makes an identity; without any, nothing is known to be the site's own.
    package init(hosts: [String] = [], networks: [NetworkRange] = []) {
        self.hosts = hosts.map { $0.lowercased() }
        self.networks = networks
    }

    /// Whether a host's name is one of the site's, or below one.
    package func isOwn(host: String) -> Bool {
        let name = host.lowercased()
        return hosts.contains { name == $0 || name.hasSuffix("." + $0) }
    }

    /// Whether an address is one of the site's servers'.
    package func isOwn(address: String) -> Bool { networks.contains { $0.contains(address) } }
}
