// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import SiteConfiguration

/// How messages are read: as in training, or the model meets mail unlike what it learned.
package struct ReadingConfiguration: Sendable {
    /// The site's own servers, people and fields (`site`).
    package var site = SiteSettings()
    /// Whether a model that was trained with other settings is served (`allow-other-settings`).
    package var allowsOtherSettings = false
    /// The mail server's name where it does not tell (`hostname`); nil: this machine's.
    package var hostname: String?

    /// Creates the defaults, with which the trust boundary is guessed for each message.
    package init() {}

    /// Takes a customer's own: without `site` the server's settings, but for its list of senders.
    init(ofCustomer section: inout ConfigurationSection, of server: ReadingConfiguration) throws(ConfigurationError) {
        site = server.site
        site.lists = nil
        if section.has("site") { site = try section.siteSettings() }
        allowsOtherSettings = try section.bool("allow-other-settings") ?? false
        hostname = server.hostname
    }

    init(_ root: inout ConfigurationSection) throws(ConfigurationError) {
        site = try root.siteSettingsOrOwn()
        allowsOtherSettings = try root.bool("allow-other-settings") ?? false
        hostname = try root.string("hostname")
        if let hostname, !SiteSettings.isName(hostname) {
            throw root.error("hostname", "invalid name '\(hostname)': expected one such as mx.example.com")
        }
    }
}
