public import MailFeatures
public import MailMessage
// SPDX-License-Identifier: Apache-2.0
import SiteConfiguration

/// How messages are read: the same as in training, or the model meets mail that looks other than what it learned.
public struct ReadingConfiguration: Sendable {
    /// Names or domains of the site's own servers (`own-hosts`).
    public var ownHosts: [String] = []
    /// Addresses of the site's own servers (`own-networks`).
    public var ownNetworks: [NetworkRange] = []
    /// Addresses or domains whose names are never features (`own-recipients`).
    public var ownRecipients: [String] = []
    /// Header fields that are never features (`ignore-fields`).
    public var ignoredFields: [String] = []
    /// The mail server's name where it does not tell (`hostname`); nil: this machine's.
    public var hostname: String?

    /// Creates the defaults, with which the site's border is guessed for each message.
    public init() {}

    init(_ root: inout ConfigurationSection) throws(ConfigurationError) {
        ownHosts = try Self.names("own-hosts", &root)
        for text in try root.strings("own-networks") ?? [] {
            guard let network = NetworkRange(text) else {
                throw root.error("own-networks", "'\(text)' is no network; write 192.0.2.0/24")
            }
            ownNetworks.append(network)
        }
        ownRecipients = try Self.names("own-recipients", &root)
        ignoredFields = try Self.names("ignore-fields", &root)
        hostname = try Self.names("hostname", &root).first
    }

    private static func names(
        _ key: String, _ root: inout ConfigurationSection
    ) throws(ConfigurationError) -> [String] {
        let names = try root.strings(key) ?? []
        for name in names where name.contains(where: { " \t/:".contains($0) }) {
            throw root.error(key, "'\(name)' is none; write the name alone")
        }
        return names
    }

    /// Which header fields the site itself added.
    public var trust: TrustBoundary { TrustBoundary(networks: ownNetworks, hosts: ownHosts.map { $0.lowercased() }) }

    /// What is read of a message for a model of these views.
    public func features(_ views: FeatureViews) -> FeatureOptions {
        FeatureOptions(views: views, excludedFields: ignoredFields, trust: trust, recipients: ownRecipients)
    }
}
