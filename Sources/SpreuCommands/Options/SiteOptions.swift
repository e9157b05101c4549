// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailFeatures
import SiteConfiguration

/// What the command line says of the site's own servers, people and fields, by the names that configurations use.
struct SiteOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file with the site's hosts, networks, recipients and ignore-fields, as included by the configurations.",
            valueName: "file"))
    var site: String?

    @Option(help: ArgumentHelp("Name or domain of the site's own servers; may be repeated.", valueName: "name"))
    var hosts: [String] = []

    @Option(
        help: ArgumentHelp(
            "Addresses of the site's own servers, such as 192.0.2.0/24; may be repeated.", valueName: "cidr"))
    var networks: [String] = []

    @Option(
        help: ArgumentHelp("Address or domain whose names are never features; may be repeated.", valueName: "address"))
    var recipients: [String] = []

    @Option(
        name: .customLong("ignore-fields"),
        help: ArgumentHelp(
            "Header field that is never a feature, such as X-Company-*; may be repeated.", valueName: "name"))
    var ignoredFields: [String] = []

    // The names of earlier versions.
    @Option(name: .customLong("own-host"), help: .hidden) var ownHosts: [String] = []
    @Option(name: .customLong("own-network"), help: .hidden) var ownNetworks: [String] = []
    @Option(name: .customLong("own-recipient"), help: .hidden) var ownRecipients: [String] = []
    @Option(name: .customLong("ignore-field"), help: .hidden) var ignoredField: [String] = []

    private var given: SiteSettings {
        SiteSettings(
            hosts: hosts + ownHosts, networks: networks + ownNetworks, recipients: recipients + ownRecipients,
            ignoredFields: ignoredFields + ignoredField)
    }

    func validate() throws {
        for key in SiteKeyword.allCases {
            if let problem = key.problem(in: given) { throw ValidationError("--\(key.rawValue): \(problem)") }
        }
        if site != nil, given != SiteSettings() {
            throw ValidationError("--site has all site settings: it cannot be combined with --hosts and the like")
        }
    }

    /// Whether any of the options is given.
    var isGiven: Bool { site != nil || given != SiteSettings() }

    /// The settings, from the file if one is given.
    func settings() throws(ConfigurationError) -> SiteSettings {
        guard let site else { return given }
        return try SiteSettings(contentsOf: site)
    }
}
