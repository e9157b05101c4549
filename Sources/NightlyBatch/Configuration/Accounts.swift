// SPDX-License-Identifier: Apache-2.0
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

    /// How many accounts there are.
    public var accountCount: Int { Set(sources.compactMap(\.account)).count }

    /// What to look at, a line each.
    public var warnings: [String] {
        let patterns = unmatched.map { "\($0): nothing is there" }
        guard let first = unlisted.first else { return patterns }
        let reason = String(cString: strerror(first.code))
        let which =
            unlisted.count == 1
            ? "\(first.path) cannot be looked into (\(reason))"
            : "\(grouped(unlisted.count)) folders cannot be looked into, such as \(first.path) (\(reason))"
        return patterns + ["\(which): mail in it is not read; \(Self.remedy(first))"]
    }

    private static func remedy(_ folder: UnlistedFolder) -> String {
        guard folder.code == EACCES else { return "see what is wrong with it, or let the pattern leave it out" }
        let user = getpwuid(geteuid()).flatMap { $0.pointee.pw_name }.map { String(cString: $0) } ?? "\(geteuid())"
        return "let this user read it, as root: setfacl -R -m u:\(user):rX -d -m u:\(user):rX \(folder.path)"
    }
}

extension NightlyConfiguration {
    /// Looks which accounts and archives are there now.
    public func findSources() -> FoundSources {
        var found = FoundSources()
        for source in sources {
            switch source {
            case .accounts(let pattern, let rule):
                let accounts = found.list(pattern)
                found.groups.append(FoundSources.Group(pattern: pattern, rule: rule, accounts: accounts))
                found.sources += accounts.map { account in
                    IngestSource(
                        LabelledSource([account.path], format: .maildir), account: account.name, ruleName: pattern,
                        rule: { rule.label($0) })
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
        return found
    }
}

extension FoundSources {
    /// What a pattern finds.
    fileprivate mutating func list(_ pattern: String) -> [Account] {
        let listing = AccountListing(pattern)
        if listing.accounts.isEmpty, listing.unlisted.isEmpty { unmatched.append(pattern) }
        unlisted += listing.unlisted.filter { !unlisted.contains($0) }
        return listing.accounts
    }
}
