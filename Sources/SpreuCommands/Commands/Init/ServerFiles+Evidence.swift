// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import MailMessage
import MailServerConfiguration
import SiteConfiguration
import SiteSetup
import TextOutput

extension ServerFiles {
    /// Reads what the servers say of themselves, before any account is looked at.
    mutating func readEvidence(postfix: String?, dovecot: String?) -> ServerEvidence {
        var facts = MailServerFacts()
        var evidence = ServerEvidence(users: users)
        let isPostfixHere = postfix != nil || FileStatus(path("/etc/postfix/main.cf")) != nil
        if isPostfixHere { readPostfix(postfix, into: &facts) }
        readDovecot(dovecot, into: &facts)
        evidence.postfix = facts.postfix
        evidence.dovecot = facts.dovecot.flatMap { $0.version == nil && $0.root.settings.isEmpty ? nil : $0 }
        let main = path("/etc/dovecot/dovecot.conf")
        if evidence.dovecot != nil, FileStatus(main) != nil, let text = text(main, .dovecot) {
            evidence.isDovecotSplit = text.split(whereSeparator: \.isNewline).contains {
                $0.drop(while: \.isWhitespace).hasPrefix("!include") && $0.contains("conf.d/")
            }
        }
        // Debian's exim4-config may be there with Postfix, left behind.
        if !isPostfixHere { evidence.exim = readExim() }
        evidence.isEximLight = FileStatus(path("/usr/share/doc/exim4-daemon-light")) != nil
        let own = facts.ownSite
        evidence.domains =
            own.domains.filter { $0.contains(".") }.sorted()
            + (evidence.exim?.domains ?? []).filter { $0.contains(".") }
        evidence.networks = networks((facts.postfix?.list("mynetworks") ?? []) + (evidence.exim?.networks ?? []))
        evidence.hostName = facts.postfix.map { $0.value("myhostname").lowercased() }
        evidence.filters = filters(evidence)
        evidence.enabledUnits = Set(ServerLines.units.filter { UnitFiles.isEnabled($0, self) })
        evidence.hasSieveScript = FileStatus(path(ServerLines.sieveScript)) != nil
        evidence.systems = KnownLayout.allCases.filter { layout in
            layout.marks.contains { FileStatus(path($0)) != nil }
        }
        return evidence
    }

    /// The ranges among the words of a list; tables and exceptions are none.
    private func networks(_ words: [String]) -> [String] {
        words.map { $0.replacing("[", with: "").replacing("]", with: "") }.filter { NetworkRange($0) != nil }
    }

    private mutating func readExim() -> EximConfiguration? {
        var found: EximConfiguration?
        let answers = path("/etc/exim4/update-exim4.conf.conf")
        if FileStatus(answers) != nil, let text = text(answers, .postfix) {
            var read = EximConfiguration(answers: text, path: "/etc/exim4/update-exim4.conf.conf")
            for place in ServerLines.eximOptions(isSplit: read.isSplit) where FileStatus(path(place)) != nil {
                if let text = self.text(path(place), .postfix) {
                    read.takeScanner(of: EximConfiguration(configuration: text, path: place))
                }
            }
            found = read
        }
        let own = path("/etc/exim4/exim4.conf")
        if FileStatus(own) != nil, let text = text(own, .postfix) {
            let read = EximConfiguration(configuration: text, path: "/etc/exim4/exim4.conf")
            // It counts instead of Debian's.
            found = read
        }
        return found
    }

    /// Filters of spam that the servers ask, or that are installed with a configuration.
    private func filters(_ evidence: ServerEvidence) -> [String] {
        let asked = ["smtpd_milters", "non_smtpd_milters", "content_filter"]
            .map { evidence.postfix?.value($0) ?? "" }.joined(separator: " ")
        let marks: [(name: String, words: [String], files: [String])] = [
            ("rspamd", ["rspamd", ":11332"], ["/etc/rspamd"]),
            ("SpamAssassin", ["spamass", "spamd"], ["/etc/spamassassin"]),
            ("amavis", ["amavis", ":10024"], ["/etc/amavis"]),
            ("bogofilter", ["bogofilter"], ["/etc/bogofilter.cf"]),
        ]
        return marks.filter { mark in
            mark.words.contains { asked.contains($0) } || mark.files.contains { FileStatus(path($0)) != nil }
        }.map(\.name)
    }
}
