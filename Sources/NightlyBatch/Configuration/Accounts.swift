// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailArchive
public import MailIngest
import SpamTraining
import TextOutput
import TrainingStore

/// What lies now where a configuration says that mail lies.
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
    /// The accounts that stay closed, and what says so.
    fileprivate(set) var excluded: [Account] = []
    fileprivate(set) var exclusions = Exclusions()
    /// The accounts whose mail programs read, and patterns that mean none.
    fileprivate(set) var robots: Set<String> = []
    fileprivate var idleRobots: [String] = []

    /// How many accounts there are.
    public var accountCount: Int { Set(sources.compactMap(\.account)).count }

    /// What to look at.
    public var problems: [SourceProblem] {
        let names = unmatched.map { SourceProblem.nothingThere($0) } + idleRobots.map { .idleRobot($0) }
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
    /// A name under `robots` is no account.
    case idleRobot(String)
    /// Folders cannot be looked into.
    case unlisted(Int, example: UnlistedFolder, hasExclusions: Bool)

    /// One line.
    public var description: String {
        switch self {
        case .nothingThere(let pattern): return "\(pattern): nothing is there"
        case .idleRobot(let name): return "'\(name)' of 'robots' is no account that is there: correct the name"
        case .unlisted(let count, let example, let hasExclusions):
            let reason = String(cString: strerror(example.code))
            let which =
                count == 1
                ? "\(example.path) cannot be looked into (\(reason))"
                : "\(grouped(count)) folders cannot be looked into, such as \(example.path) (\(reason))"
            // A remedy for a whole folder must not open what shall stay closed.
            let care = hasExclusions ? ", but not on what is excluded" : ""
            return "\(which): mail in it is not read; \(Self.remedy(example))\(care)"
        }
    }

    private static func remedy(_ folder: UnlistedFolder) -> String {
        guard folder.code == EACCES else { return "see what is wrong with it, or let the pattern leave it out" }
        let user = FileOwner.currentUser
        return "let this user read it, as root: setfacl -R -m u:\(user):rX -d -m u:\(user):rX \(folder.path.forShell)"
    }
}

extension NightlyConfiguration {
    /// Looks which accounts and archives are there now.
    public func findSources() -> FoundSources {
        var found = FoundSources()
        found.exclusions = exclude
        for source in sources {
            switch source {
            case .accounts(let pattern, let rule):
                let accounts = found.list(pattern)
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
        found.idleRobots = robots.idle(among: found.groups.flatMap(\.accounts))
        return found
    }

    /// Whether programs read an account's mail, also of one that is not there any more.
    func isRobot(_ account: String?, _ found: FoundSources) -> Bool {
        guard let account else { return false }
        return found.robots.contains(account) || robots.cover(name: account)
    }
}

extension FoundSources {
    /// What a pattern finds.
    fileprivate mutating func list(_ pattern: String) -> [Account] {
        let listing = AccountListing(pattern, excluding: exclusions.accounts)
        if listing.accounts.isEmpty, listing.unlisted.isEmpty, listing.excluded.isEmpty { unmatched.append(pattern) }
        excluded += listing.excluded.filter { !excluded.contains($0) }
        unlisted += listing.unlisted.filter { !unlisted.contains($0) }
        return listing.accounts
    }
}
