// SPDX-License-Identifier: Apache-2.0
import DurableFiles
package import MailArchive
package import MailIngest
package import ReportPages

/// An account that gets a digest of its Junk.
package struct DigestMailbox: Sendable {
    /// The account's name.
    package let account: String
    /// A Maildir, with the rule that says which of its folders are Junk.
    package struct Place: Sendable {
        /// Its path, as the pattern found it.
        package let path: String
        /// Where it is if no link stands where the pattern has wildcards or behind them: what a person puts there may lead to
        /// somebody else's mail.
        package let expected: String
        /// Which of its folders are Junk.
        package let rule: FolderRule
    }

    /// Its Maildir; several: different folders have this name, and nobody can say whose they are.
    package fileprivate(set) var places: [Place]
    /// Where its mail goes: an address, or a user of the machine; nil: its name is none that mail can be sent to.
    package let recipient: String?
    /// The language that its digest is in; nil: the default.
    package let language: Language?
    /// Which folders are looked into; nil: all.
    package let folders: FolderFilter?
}

extension NightlyConfiguration {
    /// The accounts that get a digest, in the order of the sources.
    ///
    /// Excluded accounts are not among them: they were not listed. Nor are those whose mail programs read, nor mailboxes
    /// of reports.
    package func digestMailboxes(_ found: FoundSources) -> [DigestMailbox] {
        var mailboxes: [DigestMailbox] = []
        var places: [String: Int] = [:]
        for group in found.groups {
            for account in group.accounts where digest.isFor(account) && !robots.cover(account) {
                let place = DigestMailbox.Place(
                    path: account.path, expected: account.path(below: group.pattern), rule: group.rule)
                if let known = places[account.name] {
                    // Two patterns may find one Maildir.
                    if !mailboxes[known].places.contains(where: { $0.expected == place.expected }) {
                        mailboxes[known].places.append(place)
                    }
                    continue
                }
                places[account.name] = mailboxes.count
                mailboxes.append(
                    DigestMailbox(
                        account: account.name, places: [place],
                        recipient: digest.recipient(of: account), language: digest.language(of: account),
                        folders: exclude.folderFilter))
            }
        }
        return mailboxes
    }

    /// Names under `digest` that mean no account; none where there are no accounts to mean.
    package func idleDigestNames(_ found: FoundSources) -> [String] {
        let accounts = found.groups.flatMap(\.accounts)
        let patterns = [digest.accounts ?? AccountPatterns(), digest.exceptions] + digest.languages.map(\.accounts)
        return accounts.isEmpty ? [] : patterns.flatMap { $0.idle(among: accounts) }
    }
}

extension AccountPatterns {
    /// Whether the account of a mailbox is meant.
    package func cover(_ mailbox: DigestMailbox) -> Bool {
        mailbox.places.contains { cover(Account(path: $0.path, name: mailbox.account)) }
    }
}

extension Account {
    /// Its path, links followed only up to the first wildcard of the pattern that found it: that far it is the administrator's.
    fileprivate func path(below pattern: String) -> String {
        let parts = path.split(separator: "/")
        let patternParts = pattern.split(separator: "/")
        let fixed = patternParts.prefix { !AccountPatterns.hasWildcard($0) }.count
        let root = min(fixed, parts.count - 1)
        let folder = (path.hasPrefix("/") ? "/" : "./") + parts.prefix(root).joined(separator: "/")
        let resolved = FileName.resolved(folder) ?? folder
        return ([resolved == "/" ? "" : resolved] + parts.dropFirst(root).map(String.init)).joined(separator: "/")
    }
}

extension DigestSettings {
    fileprivate func isFor(_ account: Account) -> Bool {
        accounts?.cover(account) ?? true && !exceptions.cover(account)
    }

    fileprivate func language(of account: Account) -> Language? {
        languages.first { $0.accounts.cover(account) }?.language ?? language
    }

    fileprivate func recipient(of account: Account) -> String? {
        if let address = AccountAddress(account: account.name)?.text ?? AccountAddress(address: account.name)?.text {
            return MailboxName.isAddress(address) ? address : nil
        }
        guard MailboxName.isUser(account.name), !account.name.contains("/") else { return nil }
        return domain.map { "\(account.name)@\($0)" } ?? account.name
    }
}
