// SPDX-License-Identifier: Apache-2.0
import DurableFiles
package import MailFeatures
package import MailIngest
import MailServerConfiguration
package import NightlyBatch
import ServerAlarms
import SiteConfiguration
import TextOutput

/// What Spreu's configuration is to say of a site: paths as the server has them.
package struct SiteProposal: Sendable {
    /// Where accounts are.
    package var places: [AccountPlace] = []
    /// What stays closed.
    package var exclude = Exclusions()
    /// Accounts whose mail programs read.
    package var robots: [String] = []
    /// Whether what people file in folders of other names is wanted mail.
    package var isRestHam = false
    /// Junk of an older filter that was delivered before this time is learned as spam; seconds since 1970.
    package var existingJunk: Int64?
    /// Names of folders that the mail server gives a use, beside those that clients use.
    package var folders: [FolderUse: [String]] = [:]
    /// The site's own networks and domains.
    package var site = SiteSettings()
    /// The server's name.
    package var hostName: String?
    /// How mail servers ask the filter.
    package var interfaces: Set<FilterInterface> = [.milter]
    /// The folder of store, key and models, and that of the configuration.
    package var state = "/var/lib/spreu"
    /// See ``state``.
    package var configurationFolder = "/etc/spreu"

    /// A way in which a mail server asks the filter.
    package enum FilterInterface: Sendable, Hashable {
        /// Postfix.
        case milter
        /// Exim.
        case spamd
    }

    /// Where the filter listens for Exim: a service without rights to ports below 1024.
    package static let spamdPort = 7_783

    /// Makes a proposal of nothing.
    package init() {}

    /// Takes what a server says of itself.
    package mutating func take(_ evidence: ServerEvidence, domainsOfAccounts: [String]) {
        hostName = evidence.hostName
        let own = evidence.domains + domainsOfAccounts
        site.recipients = Self.each(own.map { $0.lowercased() }.filter(Self.isDomain)).sorted()
        site.networks = Self.each(evidence.networks.filter { !Self.isLoopback($0) })
        interfaces = []
        if evidence.postfix != nil || evidence.exim == nil { interfaces.insert(.milter) }
        if evidence.exim != nil { interfaces.insert(.spamd) }
        for folder in evidence.store?.folders ?? [] {
            guard let use = Self.uses[folder.use] else { continue }
            let name = FolderRule.bare(folder.name)
            if !use.usualNames.contains(name), folders[use]?.contains(name) != true {
                folders[use, default: []].append(name)
            }
        }
    }

    /// RFC 6154.
    private static let uses: [String: FolderUse] = [
        "\\Junk": .spam, "\\Trash": .trash, "\\Drafts": .drafts, "\\Sent": .sent, "\\Archive": .ham,
    ]

    private static func each(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }

    private static func isDomain(_ name: String) -> Bool {
        name.contains(".") && !name.hasPrefix(".") && SiteSettings.isName(name) && !name.contains("$")
            && !["localhost.localdomain", "localdomain"].contains(name) && !name.hasPrefix("localhost.")
    }

    private static func isLoopback(_ network: String) -> Bool {
        network.hasPrefix("127.") || network.hasPrefix("::1") || network.hasPrefix("::ffff:127.")
    }

    /// The names that are written for a use; nil: those that clients use, which need not be written.
    package func names(for use: FolderUse) -> [String]? {
        if use == .ham, isRestHam { return ["rest"] }
        return folders[use].map { use.usualNames + $0 }
    }

    /// As the nightly run reads it, with all paths below a folder.
    package func configuration(root: String = "") throws -> NightlyConfiguration {
        let text = """
            store: \((state + "/store").forYAML)
            key: \((state + "/site.key").forYAML)
            models: \((state + "/models").forYAML)
            sources: []
            """
        var configuration = try NightlyConfiguration(text, path: configurationFolder + "/spreu.yaml")
        configuration.drop = state + "/drop"
        configuration.exclude = exclude
        configuration.robots = AccountPatterns(robots)
        configuration.site = site
        configuration.sources = places.map { place in
            var rule = FolderRule()
            rule.ham = names(for: .ham) ?? rule.ham
            rule.spam = names(for: .spam) ?? rule.spam
            rule.trash = names(for: .trash) ?? rule.trash
            rule.drafts = names(for: .drafts) ?? rule.drafts
            rule.sent = names(for: .sent) ?? rule.sent
            rule.existingJunk = existingJunk
            return .accounts(pattern: place.pattern, rule)
        }
        return configuration.below(root)
    }
}

extension NightlyConfiguration {
    /// The folder that store, key and models lie in as a proposal has them; nil: they lie otherwise.
    package var stateFolder: String? {
        guard store.hasSuffix("/store") else { return nil }
        let folder = String(store.dropLast("/store".count))
        return key == folder + "/site.key" && models == folder + "/models" ? folder : nil
    }

    /// The same, of a server whose files lie in a folder.
    package func below(_ root: String) -> NightlyConfiguration {
        // Without one nothing has moved, and links lead wherever they do.
        if root.isEmpty { return self }
        func path(_ path: String) -> String { FileName.resolved(path, below: root) ?? root }
        var moved = self
        moved.root = root
        moved.store = path(store)
        moved.key = path(key)
        moved.models = path(models)
        moved.drop = drop.map(path)
        moved.signingKey = signingKey.map(path)
        moved.site.lists = site.lists.map(path)
        if let alarms {
            moved.alarms?.folder = path(alarms.folder)
            moved.alarms?.logs = alarms.logs.map(path)
        }
        moved.exclude = exclude.below(root)
        moved.sources = sources.map { source in
            switch source {
            case .accounts(let pattern, let rule): .accounts(pattern: root + pattern, rule)
            case .archives(let paths, let isSpam): .archives(paths.map { root + $0 }, isSpam: isSpam)
            }
        }
        return moved
    }
}

extension Exclusions {
    /// The same, of a server whose files lie in a folder.
    package func below(_ root: String) -> Exclusions {
        var moved = self
        moved.accounts.patterns = accounts.patterns.map { $0.hasPrefix("/") ? root + $0 : $0 }
        return moved
    }

    /// The same, as the server has its paths.
    func above(_ root: String) -> Exclusions {
        var moved = self
        moved.accounts.patterns = accounts.patterns.map {
            $0.hasPrefix(root + "/") ? String($0.dropFirst(root.count)) : $0
        }
        return moved
    }
}
