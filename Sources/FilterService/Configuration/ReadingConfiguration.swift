// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
import MailMessage
import SiteConfiguration

/// How messages are read: the same as in training, or the model meets mail that looks other than what it learned.
public struct ReadingConfiguration: Sendable {
    /// The site's own servers, people and fields (`own-hosts`, `own-networks`, `own-recipients`, `ignore-fields`).
    public var site = SiteSettings()
    /// The mail server's name where it does not tell (`hostname`); nil: this machine's.
    public var hostname: String?

    /// Creates the defaults, with which the site's border is guessed for each message.
    public init() {}

    init(_ root: inout ConfigurationSection) throws(ConfigurationError) {
        site.hosts = try Self.names("own-hosts", &root)
        site.networks = try root.strings("own-networks") ?? []
        if let wrong = site.networks.first(where: { NetworkRange($0) == nil }) {
            throw root.error("own-networks", "'\(wrong)' is no network; write 192.0.2.0/24")
        }
        site.recipients = try Self.names("own-recipients", &root)
        site.ignoredFields = try Self.names("ignore-fields", &root)
        hostname = try Self.names("hostname", &root).first
    }

    private static func names(
        _ key: String, _ root: inout ConfigurationSection
    ) throws(ConfigurationError) -> [String] {
        let names = try root.strings(key) ?? []
        if let wrong = names.first(where: { !SiteSettings.isName($0) }) {
            throw root.error(key, "'\(wrong)' is none; write the name alone")
        }
        return names
    }
}
