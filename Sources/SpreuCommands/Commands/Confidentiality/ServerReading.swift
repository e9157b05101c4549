// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import MailFeatures
import MailMessage
import MailServerLogs
import NightlyBatch
import ServerAlarms

/// A mail server as far as its files show it, and what could not be read; of its logs nothing yet.
struct ServerReading {
    /// What is known.
    var facts: MailServerFacts
    /// What is missing.
    var gaps: [ExposureGap]

    /// Reads configuration, aliases, users' rules and permissions.
    init(_ options: ServerOptions, _ configuration: NightlyConfiguration?) {
        var server = ServerFiles(root: options.root)
        facts = MailServerFacts()
        facts.isThisMachine = server.isThisMachine
        facts.site = Self.site(configuration)
        server.readPostfix(options.postfix, into: &facts)
        server.readDovecot(options.dovecot, into: &facts)
        server.readAliases(options.aliases, into: &facts)
        server.readNames(zones: options.dnsZone, into: &facts)
        var people = PersonalFiles(configuration, server)
        people.read(into: &facts)
        let modes = FileModes(configuration, server, people)
        modes.read(backups: options.backup, into: &facts)
        gaps = server.gaps + people.gaps + modes.gaps
    }

    private static func site(_ configuration: NightlyConfiguration?) -> OwnSite {
        guard let configuration else { return OwnSite() }
        let settings = configuration.site
        // An address among the recipients may be one at a provider.
        let domains = settings.recipients.filter { !$0.contains("@") } + (configuration.alarms?.site.domains ?? [])
        let networks = settings.networks + (configuration.alarms?.site.networks ?? [])
        return OwnSite(
            domains: domains, hosts: settings.hosts, networks: networks.compactMap { NetworkRange($0) })
    }

    /// What of transport is to be followed in its logs.
    var transport: TransportWatch {
        let own = facts.ownSite
        return TransportWatch(
            site: WatchedSite(domains: Array(own.domains), networks: []),
            networks: own.networks + OwnSite.privateNetworks, clouds: MailCloud.all.map(\.networks))
    }

    /// What the check finds, with everything that could not be looked at.
    var report: ExposureReport {
        var report = ConfidentialityCheck.report(facts)
        for gap in gaps { report.note(gap) }
        return report
    }
}
