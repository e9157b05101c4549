// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailIngest
import MailMessage
import MailServerConfiguration
import NightlyBatch
package import ReportPages

/// The three files of Spreu's configuration, as text: what they say is the proposal, and nothing that changes from day to day.
package struct ConfigurationFiles: Sendable {
    private let proposal: SiteProposal

    /// Makes the files of a proposal.
    package init(_ proposal: SiteProposal) { self.proposal = proposal }

    /// The names of the files, in the order in which they are written.
    package static let names = ["site.yaml", "spreu.yaml", "spreud.yaml"]

    /// The text of a file, sealed, in a language for its comments.
    package func text(_ name: String, _ language: Language) -> String {
        let comments = FileComments.of(language)
        let body =
            switch name {
            case "site.yaml": site(comments)
            case "spreu.yaml": nightly(comments, language)
            default: filter(comments)
            }
        return FileSeal.sealed(body.joined(separator: "\n") + "\n\n" + Self.comment(comments.seal, "") + "\n")
    }

    /// What the files may say, the language that is asked for first: a run in another language changes nothing.
    package func texts(_ name: String, _ language: Language) -> [String] {
        ([language] + Language.allCases.filter { $0 != language }).map { text(name, $0) }
    }

    private static func comment(_ words: String, _ indent: String) -> String {
        words.split(separator: "\n").map { "\(indent)# \($0)" }.joined(separator: "\n")
    }

    private var siteFile: String { proposal.configurationFolder + "/site.yaml" }

    // MARK: site.yaml

    private func site(_ comments: FileComments) -> [String] {
        let site = proposal.site
        let host = proposal.hostName.map { "[\($0.forYAML)]" } ?? "[mx.example.com]"
        return [
            Self.comment(comments.site, ""), "",
            Self.comment(comments.hosts.placing(host), ""), "hosts: []", "",
            Self.comment(comments.networks, ""), "networks: \(site.networks.forYAML)", "",
            Self.comment(comments.recipients, ""), "recipients: \(site.recipients.forYAML)",
        ]
    }

    // MARK: spreu.yaml

    private func nightly(_ comments: FileComments, _ language: Language) -> [String] {
        let state = proposal.state
        var lines = [
            Self.comment(comments.nightly, ""), "",
            "store: \((state + "/store").forYAML)",
            "key: \((state + "/site.key").forYAML)    # \(comments.key)",
            "models: \((state + "/models").forYAML)",
            "drop: \((state + "/drop").forYAML)    # \(comments.drop)",
            "site: \(siteFile.forYAML)", "",
        ]
        lines.append(proposal.places.isEmpty ? "sources: []" : "sources:")
        if proposal.places.isEmpty { lines.append(Self.comment(comments.noSources, "")) }
        for place in proposal.places {
            lines += [
                Self.comment(comments.origin(place.origin), "  "),
                "  - maildirs: \(place.pattern.forYAML)",
            ]
            for use in FolderUse.allCases {
                guard let names = proposal.names(for: use) else { continue }
                lines += [Self.comment(comments.folders, "    "), "    \(use.rawValue): \(names.forYAML)"]
            }
            if let before = proposal.existingJunk {
                lines += [
                    Self.comment(comments.existingJunk, "    "),
                    "    existing-junk: \(CivilDate(day: before / 86_400).text)",
                ]
            }
        }
        let exclude = proposal.exclude
        lines += [
            "", Self.comment(comments.exclude, ""), "exclude:",
            "  accounts: \(exclude.accounts.patterns.forYAML)", "  folders: \(exclude.folders.forYAML)", "",
            Self.comment(comments.robots, ""), "robots: \(proposal.robots.forYAML)", "",
            Self.comment(comments.alarms, ""), alarms(language), "",
            Self.comment(comments.more, ""),
        ]
        return lines
    }

    /// What has to be there for `spreu watch`, for the administrator to switch on: it is about people.
    private func alarms(_ language: Language) -> String {
        let domain = proposal.site.recipients.first { !$0.contains("@") } ?? "example.com"
        let folder = (proposal.state + "/alarms").forYAML
        // A unit of systemd has no language.
        return """
            #alarms:
            #  folder: \(folder)
            #  mail-to: \(["postmaster@" + domain].forYAML)
            #  language: \(language.rawValue)
            """
    }

    // MARK: spreud.yaml

    private func filter(_ comments: FileComments) -> [String] {
        let state = proposal.state
        var lines = [
            Self.comment(comments.filter, ""), "",
            "model: \((state + "/models/site/current/model.spreu").forYAML)",
            "key: \((state + "/site.key").forYAML)", "site: \(siteFile.forYAML)",
        ]
        if proposal.interfaces.contains(.milter) {
            lines += ["", Self.comment(comments.milter, ""), "milter: {listen: systemd}"]
        }
        if proposal.interfaces.contains(.spamd) {
            lines += [
                "", Self.comment(comments.spamd, ""), "spamd: {listen: \"127.0.0.1:\(SiteProposal.spamdPort)\"}",
            ]
        }
        return lines
    }
}

extension CivilDate {
    /// As configurations have it: `2026-11-29`.
    fileprivate var text: String {
        func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return "\(year)-\(two(month))-\(two(dayOfMonth))"
    }
}
