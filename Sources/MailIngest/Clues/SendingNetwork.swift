// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage

/// The network that handed a message over to the site: 24 bits of an IPv4 address, 48 of an IPv6 address.
///
/// It is that of the first host from the top that is none of the site's: what stands below that one's field may be invented. Addresses
/// that nobody outside has are passed over, as are those of the site's own networks and hosts.
struct SendingNetwork: Sendable {
    /// So many Received fields are looked at.
    private static let maxHops = 12

    private let trust: TrustBoundary
    /// Networks that nobody outside has, and those of the site.
    private let own: [NetworkRange]
    private let key: SiteKey

    init(key: SiteKey, trust: TrustBoundary) {
        self.key = key
        self.trust = trust
        own = NetworkRange.local + trust.networks
    }

    /// The network as `192.0.2.0/24`; nil: no field tells it.
    func name(of message: Message) -> String? {
        var hops = 0
        for field in message.header.fields where field.hasName("received") {
            hops += 1
            if hops > Self.maxHops { break }
            let hop = ReceivedField(parsing: field)
            guard let address = hop.ip, !own.contains(where: { $0.contains(address) }),
                !(hop.reverseName.map { trust.isOwn(host: $0) } ?? false)
            else { continue }
            return NetworkRange(around: address, version4Bits: 24, version6Bits: 48)?.text
        }
        return nil
    }

    /// The network's keyed digest, which is all that a store keeps of it.
    func digest(of message: Message) -> UInt64? {
        name(of: message).map { key.digest(of: $0.utf8, purpose: .network) }
    }
}
