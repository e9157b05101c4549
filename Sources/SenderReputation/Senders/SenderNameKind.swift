// SPDX-License-Identifier: Apache-2.0

/// By what senders are told apart.
package enum SenderNameKind: UInt8, Sendable, CaseIterable {
    /// The address of the client that the site's own server had the message from.
    case address
    /// Its network: /24 of IPv4, /48 of IPv6.
    case network
    /// The network's name in a table of networks.
    case provider
    /// What the client called itself, as the registered domain of a name.
    case helo
    /// The domain of the sender in the envelope.
    case envelope
    /// The domain of the author in From.
    case author
    /// The domain of a DKIM signature, proven or not.
    case signature
    /// The registered domain that a link leads to.
    case link

    /// Its name for programs.
    package var name: String {
        switch self {
        case .address: "addresses"
        case .network: "networks"
        case .provider: "providers"
        case .helo: "helo"
        case .envelope: "envelopeDomains"
        case .author: "authorDomains"
        case .signature: "signatureDomains"
        case .link: "linkDomains"
        }
    }

    /// Whether it is the client's place in the network.
    package var isPlace: Bool { self == .address || self == .network || self == .provider }
}
