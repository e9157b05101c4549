// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import MailMessage

/// What a site says about itself, by names that configurations and the command line share.
package enum SiteKeyword: String, CaseIterable, Sendable {
    case hosts
    case networks
    case recipients
    case ignoreFields = "ignore-fields"

    private func values(in settings: SiteSettings) -> [String] {
        switch self {
        case .hosts: settings.hosts
        case .networks: settings.networks
        case .recipients: settings.recipients
        case .ignoreFields: settings.ignoredFields
        }
    }

    /// What is wrong with the first invalid value; nil: nothing.
    package func problem(in settings: SiteSettings) -> String? {
        values(in: settings).lazy.compactMap(problem(with:)).first
    }

    private func problem(with value: String) -> String? {
        switch self {
        case .networks where NetworkRange(value) == nil:
            "invalid network '\(value)': expected CIDR such as 192.0.2.0/24"
        case .hosts where !SiteSettings.isName(value):
            "invalid host '\(value)': expected a name or domain such as mx.example.com"
        case .recipients where !SiteSettings.isName(value):
            "invalid recipient '\(value)': expected an address or domain such as example.com"
        case .ignoreFields where !SiteSettings.isName(value):
            "invalid header field '\(value)': expected a name such as X-Company-*"
        default: nil
        }
    }
}

extension SiteSettings {
    /// Reads a file that holds the settings alone: `site.yaml`.
    package init(contentsOf path: String) throws(ConfigurationError) {
        var section = try ConfigurationSection(path: path, text: SmallFile.text(path))
        try self.init(&section)
        try section.finish()
    }

    /// Takes the settings from a section.
    ///
    /// - Parameter prefix: what stands before the names of hosts, networks and recipients: `own-` in earlier files.
    init(_ section: inout ConfigurationSection, prefix: String = "") throws(ConfigurationError) {
        self.init()
        hosts = try section.strings(prefix + SiteKeyword.hosts.rawValue) ?? []
        networks = try section.strings(prefix + SiteKeyword.networks.rawValue) ?? []
        recipients = try section.strings(prefix + SiteKeyword.recipients.rawValue) ?? []
        ignoredFields = try section.strings(SiteKeyword.ignoreFields.rawValue) ?? []
        for keyword in SiteKeyword.allCases {
            if let problem = keyword.problem(in: self) {
                throw section.error((keyword == .ignoreFields ? "" : prefix) + keyword.rawValue, problem)
            }
        }
        // Earlier files know neither.
        guard prefix.isEmpty else { return }
        authservIDs = try (section.strings("authserv-id") ?? []).map { $0.lowercased() }
        if let wrong = authservIDs.first(where: { !Self.isAuthservID($0) }) {
            throw section.error("authserv-id", "invalid name '\(wrong)': expected one such as mx.example.com")
        }
        lists = try section.filePath("lists")
    }

    /// Whether a text can be the name under which a server writes Authentication-Results; `/*` at its end asks for the
    /// message's queue id there.
    private static func isAuthservID(_ text: String) -> Bool {
        isName(text.hasSuffix("/*") ? String(text.dropLast(2)) : text) && !text.contains { ";\"()=".contains($0) }
    }
}

extension ConfigurationSection {
    /// Takes `site`: the settings themselves, or the path of a file that holds them (`site.yaml`).
    package mutating func siteSettings() throws(ConfigurationError) -> SiteSettings {
        if isText("site") {
            guard let path = try filePath("site") else { return SiteSettings() }
            return try SiteSettings(contentsOf: path)
        }
        guard var section = try section("site") else { return SiteSettings() }
        let settings = try SiteSettings(&section)
        try section.finish()
        return settings
    }

    /// Takes `site`, or what earlier files have in its place: `own-hosts`, `own-networks`, `own-recipients` and
    /// `ignore-fields` beside the other keys.
    package mutating func siteSettingsOrOwn() throws(ConfigurationError) -> SiteSettings {
        let settings = try siteSettings()
        let own = try SiteSettings(&self, prefix: "own-")
        guard has("site") else { return own }
        if own != SiteSettings() {
            throw error("site", "own-hosts and the like are earlier names for it: give one or the other")
        }
        return settings
    }
}
