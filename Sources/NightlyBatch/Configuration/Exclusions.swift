// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailArchive
public import MailFeatures
public import MailIngest
public import MailMessage
import Synchronization
import TextOutput
public import TrainingStore

/// Mail that stays closed: accounts and folders that are neither listed nor opened.
public struct Exclusions: Sendable, Equatable {
    /// The accounts.
    public var accounts = AccountPatterns()
    /// The folders of all accounts, with those in them, by patterns.
    public var folders: [String] = []

    /// Nothing is excluded.
    public init() {}

    /// Whether a folder, or one that it lies in, is excluded.
    package func cover(folder: String) -> Bool {
        let parts = FolderRule.bare(folder).split(separator: "/")
        return parts.indices.contains { last in
            let name = parts[...last].joined(separator: "/")
            return folders.contains { AccountPatterns.matches($0, name) }
        }
    }

    /// Which folders are looked into; nil: all.
    var folderFilter: FolderFilter? {
        if folders.isEmpty { return nil }
        return { name, _ in !self.cover(folder: name) }
    }

    /// The archives in which a store's messages lie, without what is excluded; each once, though an mbox may lie in a folder that
    /// is a source as well.
    public func archives(of sources: [MailSource]) -> [LabelledSource] {
        sources.filter { !accounts.cover(Account(path: $0.path, name: $0.account ?? $0.path)) }.map { source in
            var archive = LabelledSource([source.path], filter: MailLocator.ownFiles(of: source.path))
            archive.folders = folderFilter
            return archive
        }
    }

    /// Looks for the files of messages, but not in what is excluded.
    ///
    /// - Parameter trust: where the site begins, to find messages in mboxes by their digests; nil: these are not read.
    public func files(
        of records: [MessageRecord], key: SiteKey, trust: TrustBoundary? = nil
    ) -> [FoundMessage] {
        FoundMessage.find(records, key: key, folders: folderFilter, trust: trust) { placing in
            !accounts.cover(Account(path: placing.source, name: placing.account ?? placing.source))
        }
    }
}

/// What of a site's mail is excluded, as far as can be seen from outside.
public struct ExcludedMail: Sendable {
    /// A folder that is not looked into.
    struct Folder: Sendable {
        var account: String
        var name: String
        var path: String
    }

    private let exclusions: Exclusions
    private let accounts: [Account]
    private let folders: [Folder]
    /// The names that exclude nothing.
    package let idle: [String]

    /// Lists what is excluded in the accounts that were found: only the names of folders.
    public init(_ found: FoundSources) {
        exclusions = found.exclusions
        accounts = found.excluded
        let seen = Mutex<[Folder]>([])
        if let isOpen = exclusions.folderFilter, let mayLook = found.folderFilter {
            for account in found.groups.flatMap(\.accounts) {
                _ = MaildirFolders(of: account.path) { name, path in
                    if mayLook(name, path) { return true }
                    if isOpen(name, path) { return false }
                    seen.withLock { $0.append(Folder(account: account.name, name: name, path: path)) }
                    return false
                }
            }
        }
        folders = seen.withLock { $0 }
        let names = folders.map { FolderRule.bare($0.name) }
        idle =
            exclusions.accounts.idle(among: accounts)
            + exclusions.folders.filter { pattern in
                !names.contains { name in
                    var one = Exclusions()
                    one.folders = [pattern]
                    return one.cover(folder: name)
                }
            }
    }

    /// The paths of the folders that are not looked into, in accounts that are.
    package var folderPaths: [String] { folders.map(\.path) }
    /// Their names, as users see them.
    package var folderNames: [String] { folders.map(\.name) }
    /// How many accounts, and how many folders of others, stay closed.
    package var counts: (accounts: Int, folders: Int) { (accounts.count, folders.count) }

    /// How much is excluded; nil: nothing is named.
    public var line: String? {
        if exclusions == Exclusions() { return nil }
        return "\(counted(accounts.count, "account")) and \(counted(folders.count, "folder")) are not opened"
    }

    /// That a name excludes nothing; nil: each does.
    public var idleWarning: String? {
        guard let first = idle.first else { return nil }
        let more = idle.count > 1 ? " and \(grouped(idle.count - 1)) more names" : ""
        return "'\(first)'\(more) in 'exclude': no such account or folder, so it excludes nothing; correct the name"
    }

    /// Where it lies: the Maildirs of accounts, and folders.
    package var places: [String] { accounts.map(\.path) + folders.map(\.path) }

    /// Those that this user could look into: the system is asked for permission, and nothing is opened.
    private var open: [String] { places.filter { faccessat(AT_FDCWD, $0, X_OK, AT_EACCESS) == 0 } }

    /// That this user may look into none of it; nil: that is not so, or it is root, who may look into everything.
    public var proof: String? {
        guard geteuid() != 0, !accounts.isEmpty || !folders.isEmpty, open.isEmpty else { return nil }
        return "this user cannot open any of them"
    }

    /// What this user could read all the same; nil: nothing, or it is root.
    public var openWarning: String? {
        let open = geteuid() == 0 ? [] : open
        guard let first = open.first else { return nil }
        return
            "\(grouped(open.count)) excluded accounts or folders are still readable by this user, such as \(first): "
            + "close them, as root: setfacl -m u:\(FileOwner.currentUser):--- \(first.forShell)"
    }

    /// What a store has of it from before; nil: nothing.
    ///
    /// - Parameter key: by which folders are named there.
    public func known(_ store: TrainingStore, key: SiteKey) throws(StoreError) -> KnownMail? {
        let counts = try store.accountCounts().filter { exclusions.accounts.cover(name: $0.account) || isExcluded($0) }
        let digests = try store.digests(
            inFolders: Set(folders.map { key.digest(of: $0.name.utf8, purpose: .fileName) }))
        if counts.isEmpty, digests.isEmpty { return nil }
        return KnownMail(
            accounts: counts.map(\.account), digests: digests, messages: counts.reduce(0) { $0 + $1.messages })
    }

    private func isExcluded(_ counts: AccountCounts) -> Bool { accounts.contains { $0.name == counts.account } }

    /// Messages of a store that came from what is excluded now.
    public struct KnownMail: Sendable {
        var accounts: [String]
        var digests: [[UInt8]]
        var messages: Int

        /// Sixteen digits of a digest tell messages apart.
        private static let digestBytes = 8
        /// So many are told in a line that people read.
        private static let fewDigests = 3

        /// How many messages the store has.
        package var count: Int { messages + digests.count }
        /// Whether the command that removes them can stand in a line that people read.
        package var isShort: Bool { digests.count <= Self.fewDigests }

        /// For a report: the command, unless it is long.
        ///
        /// - Parameter site: the option that names the site.
        public func warning(site: String) -> String {
            let how =
                isShort
                ? "remove them with '\(command(site: site))'"
                : "'spreu config check' gives the command that removes them"
            let what = count > 0 ? "has \(grouped(count)) messages" : "knows accounts"
            return "the store \(what) that are now excluded\(count > 0 ? ", and learns them" : ""): \(how)"
        }

        /// The command that removes all of it, for a shell.
        ///
        /// - Parameter site: the option that names the site.
        public func command(site: String) -> String {
            let options =
                accounts.map { "--account \($0.forShell)" }
                + digests.map { "--digest \($0.prefix(Self.digestBytes).hexadecimal)" }
            return "spreu forget \(site) \(options.joined(separator: " "))"
        }
    }
}
