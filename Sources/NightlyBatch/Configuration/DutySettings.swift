// SPDX-License-Identifier: Apache-2.0
import NameLookup
import SiteConfiguration

/// The protocol in which a running filter is asked.
package enum FilterProtocol: String, Sendable, CaseIterable {
    case spamd
    case http
    case milter
}

/// With what the five duties of a mail server are judged (`duties` in `spreu.yaml`).
///
/// What is not named has the default of `spreu duties`.
///
/// - SeeAlso: docs/commands/duties.md
public struct DutySettings: Sendable, Equatable {
    /// Postfix's folder, or a file with what `postconf -n` prints.
    package var postfix: String?
    /// A file with what `doveconf -n` prints.
    package var dovecot: String?
    /// Files of aliases.
    package var aliases: [String] = []
    /// Logs; none: those of the alarms.
    package var logs: [String] = []
    /// Files of zones.
    package var zones: [String] = []
    /// Folders of backups.
    package var backups: [String] = []
    /// Mailboxes with reports and bounces.
    package var reports: [String] = []
    /// Who is asked for names and lists: an address, or `system`; nil: nobody.
    package var resolver: String?
    /// The file of what lists said.
    package var listState: String?
    /// Where the filter is asked; nil: it is not.
    package var filter: String?
    /// In which protocol.
    package var filterProtocol = FilterProtocol.spamd
    /// Where the filter keeps what its brake counts.
    package var brake: String?

    /// Nothing is named.
    public init() {}

    /// Takes `duties`.
    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        var section = section
        postfix = try section.filePath("postfix")
        dovecot = try section.filePath("dovecot")
        aliases = try section.filePaths("aliases")
        logs = try section.filePaths("logs")
        zones = try section.strings("dns-zone") ?? []
        backups = try section.filePaths("backup")
        reports = try section.filePaths("reports")
        resolver = try section.string("resolver")
        if let resolver, resolver != "system", Resolver(server: resolver) == nil {
            throw section.error("resolver", "write an address such as 127.0.0.1, or 'system', not '\(resolver)'")
        }
        listState = try section.filePath("list-state")
        filter = try section.string("filter")
        filterProtocol = try section.choice("protocol", FilterProtocol.self) ?? filterProtocol
        brake = try section.filePath("brake")
        try section.finish()
    }
}

extension ConfigurationSection {
    /// Takes one absolute path, or a list of them.
    fileprivate mutating func filePaths(_ key: String) throws(ConfigurationError) -> [String] {
        let paths = try strings(key) ?? []
        if let wrong = paths.first(where: { !$0.hasPrefix("/") }) {
            throw error(key, "'\(wrong)' is not an absolute path; begin it with /")
        }
        return paths
    }
}
