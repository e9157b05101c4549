// SPDX-License-Identifier: Apache-2.0
public import MailMessage

/// What a site says of its own servers, people and fields: the same in training and in use, or a model meets mail that looks
/// other than what it learned.
public struct SiteSettings: Sendable, Equatable {
    /// Names or domains of the site's own servers.
    public var hosts: [String]
    /// Addresses of the site's own servers, each as ``/MailMessage/NetworkRange`` reads it; others count for nothing.
    public var networks: [String]
    /// Addresses or domains whose names are never features.
    public var recipients: [String]
    /// Header fields that are never features, as `X-Company-*`.
    public var ignoredFields: [String]
    /// Under which names the site's servers write Authentication-Results (RFC 8601), in lower case.
    ///
    /// They and ``lists`` say nothing of how mail is read: neither goes into the digest.
    public var authservIDs: [String]
    /// The file of senders that the site allows and denies (docs/lists.md); nil: none.
    public var lists: String?

    /// Creates settings; without any the site's border is guessed for each message.
    public init(
        hosts: [String] = [], networks: [String] = [], recipients: [String] = [], ignoredFields: [String] = [],
        authservIDs: [String] = [], lists: String? = nil
    ) {
        self.hosts = hosts
        self.networks = networks
        self.recipients = recipients
        self.ignoredFields = ignoredFields
        self.authservIDs = authservIDs
        self.lists = lists
    }

    /// Whether a text can be the name of a host, a recipient or a field.
    public static func isName(_ text: String) -> Bool { !text.isEmpty && !text.contains { " \t/:".contains($0) } }

    /// Which header fields the site itself added.
    public var trust: TrustBoundary {
        TrustBoundary(networks: networks.compactMap { NetworkRange($0) }, hosts: hosts.map { $0.lowercased() })
    }

    /// What is read of a message for these views.
    public func features(_ views: FeatureViews) -> FeatureOptions {
        FeatureOptions(views: views, excludedFields: ignoredFields, trust: trust, recipients: recipients)
    }

    /// A keyed digest of the settings, by which stores and models tell whether mail was read as it is read now; 0: none are set.
    public func digest(_ key: SiteKey) -> UInt64 { Self.digest(of: named, key) }

    /// The digest of named settings, in any order, each as it was written.
    public static func digest(of settings: [String: [String]], _ key: SiteKey) -> UInt64 {
        let lines = settings.flatMap { name, values in Set(values).map { name + "=" + $0 } }.sorted()
        return lines.isEmpty ? 0 : key.digest(of: lines.joined(separator: "\n").utf8, purpose: .settings)
    }

    /// The settings by the names that go into the digest: they never change, or every store would be read again.
    public var named: [String: [String]] {
        [
            "own-network": networks, "own-host": hosts.map { $0.lowercased() },
            "own-recipient": recipients.map { $0.lowercased() },
            "ignore-field": ignoredFields.map { $0.lowercased() },
        ]
    }
}
