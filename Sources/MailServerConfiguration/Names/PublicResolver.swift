// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Resolvers that anybody may use: their operators see each name that is asked for, and block lists refuse to answer them.
///
/// As of November 2026, as the operators publish them.
package enum PublicResolver {
    private static let networks: [(name: String, networks: [String])] = [
        ("Google", ["8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"]),
        ("Cloudflare", ["1.1.1.0/29", "1.0.0.0/29", "2606:4700:4700::/48"]),
        ("Quad9", ["9.9.9.0/24", "149.112.112.0/24", "2620:fe::/48"]),
        ("OpenDNS", ["208.67.220.0/24", "208.67.222.0/24", "2620:119:35::/48", "2620:119:53::/48"]),
        ("AdGuard", ["94.140.14.0/24", "94.140.15.0/24", "2a10:50c0::/32"]),
        ("DNS4EU", ["86.54.11.0/24", "2a13:1001::/32"]),
        ("dns0.eu", ["193.110.81.0/24", "185.253.5.0/24", "2a0f:fc80::/32", "2a0f:fc81::/32"]),
        ("CleanBrowsing", ["185.228.168.0/24", "185.228.169.0/24"]),
        ("Control D", ["76.76.2.0/24", "76.76.10.0/24"]),
        ("Yandex", ["77.88.8.0/24"]),
        ("Level 3", ["4.2.2.0/29", "209.244.0.3", "209.244.0.4"]),
        ("Verisign", ["64.6.64.0/24", "64.6.65.0/24"]),
        ("Comodo", ["8.26.56.26", "8.20.247.20"]),
    ]

    private static let ranges = networks.map { ($0.name, $0.networks.compactMap { NetworkRange($0) }) }

    /// Who has an address; nil: nobody that is known.
    package static func name(of address: String) -> String? {
        ranges.first { $0.1.contains { $0.contains(address) } }?.0
    }
}
