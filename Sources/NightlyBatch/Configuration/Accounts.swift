// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
package import MailArchive
public import MailIngest
import SpamTraining
import TextOutput
import TrainingStore

/// What exists now where a configuration says that mail is.
public struct FoundSources: Sendable {
    /// The accounts that one pattern found.
    struct Group {
        var pattern: String
        var rule: FolderRule
        var accounts: [Account]
    }

    /// The sources to ingest: each account that is there now, and the archives.
    public fileprivate(set) var sources: [IngestSource] = []
    /// The patterns that match nothing.
    public fileprivate(set) var unmatched: [String] = []
    /// The folders that could not be looked into.
    public fileprivate(set) var unlisted: [UnlistedFolder] = []
    fileprivate(set) var groups: [Group] = []
    /// The accounts that stay closed, and the patterns that say so.
    fileprivate(set) var excluded: [Account] = []
    fileprivate(set) var exclusions = Exclusions()
    /// The accounts that stay closed: each one's name, its Maildir, and the outermost folder that is its own; of a folder whose
    /// accounts all do, that folder.
    package var closed: [(name: String, maildir: String, home: String)] {
        excluded.map { ($0.name, $0.path, $0.home.isEmpty ? $0.path : $0.home) }
    }
    /// Maildirs that are reached through a link that their users may have made, and folders that a link leads to outside of the
    /// server: not looked into, where links are not followed.
    package fileprivate(set) var linked: [String] = []
    /// Whether links are followed in accounts.
    fileprivate var followsLinks = true
    fileprivate var boundary: String?
    /// The accounts that are looked into: each one's name, its Maildir, and the pattern that found it.
    package var accounts: [(name: String, maildir: String, pattern: String)] {
        groups.flatMap { group in group.accounts.map { ($0.name, $0.path, group.pattern) } }
    }
    /// The mailboxes to which people forward what the filter got wrong; their own mail is not learned.
    public fileprivate(set) var reports: [ReportMailbox] = []
    /// The accounts among them.
    fileprivate(set) var reportAccounts: [Account] = []
    fileprivate var idleReports: [String] = []
    /// The accounts whose mail programs read, and patterns that mean none.
    fileprivate(set) var robots: Set<String> = []
    fileprivate var idleRobots: [String] = []

    /// How many accounts there are.
    public var accountCount: Int { Set(sources.compactMap(\.account)).count }

    /// What to look at.
    public var problems: [SourceProblem] {
        let names =
            unmatched.map { SourceProblem.nothingThere($0) } + idleReports.map { .noAccount($0, key: "reports") }
            + idleRobots.map { .noAccount($0, key: "robots") }
        guard let first = unlisted.first else { return names }
        return names + [
            .unlisted(unlisted.count, example: first, hasExclusions: exclusions != Exclusions())
        ]
    }
}

/// Something wrong with what a configuration names as sources; its description says what to do.
public enum SourceProblem: Sendable, CustomStringConvertible {
    /// A pattern matches nothing.
    case nothingThere(String)
    /// A name under `robots` or `reports` is no account.
    case noAccount(String, key: String)
    /// Folders cannot be looked into.
    case unlisted(Int, example: UnlistedFolder, hasExclusions: Bool)

    /// One line.
    public var description: String {
        switch self {
        case .nothingThere(let pattern): return "\(pattern): matches nothing"
        case .noAccount(let name, let key):
            return
                "'\(name)' in '\(key)' is no existing account: correct the "
                + "name\(key == "reports" ? ", create the mailbox, or let this user read it" : "")"
        case .unlisted(let count, let example, let hasExclusions):
            let reason = String(cString: strerror(example.code))
            let which =
                count == 1
                ? "\(example.path) cannot be opened (\(reason))"
                : "\(grouped(count)) folders cannot be opened, such as \(example.path) (\(reason))"
            return "\(which): mail in it is not read; \(Self.remedy(example, hasExclusions))"
        }
    }

    private static func remedy(_ folder: UnlistedFolder, _ hasExclusions: Bool) -> String {
        guard let command = folder.command(hasExclusions: hasExclusions) else {
            return "check what is wrong with it, or exclude it from the pattern"
        }
        // A remedy for a whole folder must not open what is to stay closed; the command comes last, to be copied.
        let care = hasExclusions ? ", except what is excluded in it (the commands are printed)" : ""
        return "let this user read it\(care); as root: \(command)"
    }
}

extension NightlyConfiguration {
    /// Looks which accounts and archives are there now.
    public func findSources() -> FoundSources { findSources(followsLinks: true) }

    /// Looks which accounts and archives are there now, for one who may read what the nights' user may not: root follows no link
    /// that an account's user may have made.
    package func findSources(followsLinks: Bool) -> FoundSources {
        var found = FoundSources()
        found.exclusions = exclude
        found.followsLinks = followsLinks
        found.boundary = followsLinks ? nil : root
        for source in sources {
            switch source {
            case .accounts(let pattern, let rule):
                let listed = followsLinks ? found.list(pattern) : found.withoutLinks(found.list(pattern))
                let accounts = listed.filter { !found.takeReports(to: $0, by: reports) }
                found.groups.append(FoundSources.Group(pattern: pattern, rule: rule, accounts: accounts))
                let robotAccounts = accounts.filter { robots.cover($0) }
                found.robots.formUnion(robotAccounts.map(\.name))
                found.sources += accounts.map { account in
                    var archives = LabelledSource([account.path], format: .maildir)
                    archives.folders = exclude.folderFilter
                    let isRobot = robotAccounts.contains(account)
                    return IngestSource(archives, account: account.name, ruleName: pattern) { placement in
                        isRobot ? .unlabelled("read by a program") : rule.label(placement)
                    }
                }
            case .archives(let paths, let isSpam):
                let name = isSpam ? "archives of spam" : "archives of ham"
                for path in paths {
                    found.sources += found.list(path).map { archive in
                        IngestSource(LabelledSource([archive.path]), ruleName: name) { _ in
                            .label(Opinion(isSpam: isSpam, origin: name))
                        }
                    }
                }
            }
        }
        found.listReports(reports)
        found.idleRobots = robots.idle(among: found.groups.flatMap(\.accounts))
        found.idleReports = reports.idle(among: found.reportAccounts)
        return found
    }

    /// Whether programs read an account's mail, also of one that is not there any more.
    func isRobot(_ account: String?, _ found: FoundSources) -> Bool {
        guard let account else { return false }
        return found.robots.contains(account) || robots.cover(name: account)
    }
}

extension FoundSources {
    /// The accounts of a site by what their people are called when they send mail.
    var users: AccountUsers { AccountUsers(groups.flatMap(\.accounts)) }

    /// Whether people report to an account; notes that they do.
    fileprivate mutating func takeReports(to account: Account, by patterns: ReportPatterns) -> Bool {
        guard let isSpam = patterns.isSpam(reportedTo: account) else { return false }
        if !reportAccounts.contains(account) {
            reportAccounts.append(account)
            reports.append(ReportMailbox(path: account.path, isSpam: isSpam))
        }
        return true
    }

    /// Finds the folders to which people report that are no accounts; what is in them is no mail of the account around them.
    fileprivate mutating func listReports(_ patterns: ReportPatterns) {
        for (path, isSpam) in patterns.paths(besides: groups.flatMap(\.accounts) + reportAccounts) {
            for folder in list(path).map(\.path) where !reports.contains(where: { $0.path == folder }) {
                reports.append(ReportMailbox(path: folder, isSpam: isSpam))
                for index in sources.indices where sources[index].archives.paths.contains(where: folder.isWithin) {
                    sources[index].archives.excluding.append(folder)
                }
            }
        }
    }

    /// Those of accounts that are what they seem; notes the others.
    fileprivate mutating func withoutLinks(_ accounts: [Account]) -> [Account] {
        linked += accounts.filter(\.hasLink).map(\.path).filter { !linked.contains($0) }
        return accounts.filter { !$0.hasLink }
    }

    /// Which folders of accounts are looked into; nil: all.
    package var folderFilter: FolderFilter? {
        if followsLinks { return exclusions.folderFilter }
        let isOpen = exclusions.folderFilter
        return { name, path in
            !Account.isLink(path) && !Account.hasLink(inFolder: path) && isOpen?(name, path) ?? true
        }
    }

    /// What a pattern finds.
    fileprivate mutating func list(_ pattern: String) -> [Account] {
        let listing = AccountListing(pattern, excluding: exclusions.accounts, within: boundary)
        if listing.accounts.isEmpty, listing.unlisted.isEmpty, listing.excluded.isEmpty, listing.outside.isEmpty {
            unmatched.append(pattern)
        }
        linked += listing.outside.filter { !linked.contains($0) }
        excluded += listing.excluded.filter { !excluded.contains($0) }
        unlisted += listing.unlisted.filter { !unlisted.contains($0) }
        return listing.accounts
    }
}

extension String {
    /// Whether a path lies in a folder.
    fileprivate func isWithin(_ folder: String) -> Bool { hasPrefix(folder + "/") }
}
