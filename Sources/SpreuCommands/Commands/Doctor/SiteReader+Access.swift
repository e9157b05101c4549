// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailFeatures
import MailIngest
import MailServerConfiguration
import NightlyBatch
import ServerAlarms
import SiteHealth
import SiteSetup
import SpamModel
import TrainingStore

/// The way to a file: the rights of all that lies on it.
struct AccessWays {
    /// The folder in which another machine's files lie; what is around it is not around them there.
    private let root: String?
    private var known: [String: FilePermissions?] = [:]
    /// Paths whose rights this user may not see.
    private(set) var closed: Set<String> = []

    init(root: String?) { self.root = root.map { FileName.resolved($0) ?? $0 } }

    /// The steps to a path, with no link on the way where it exists.
    mutating func steps(to path: String) -> [AccessNeed.Step] {
        let path = FileName.resolved(path) ?? path
        var places: [String] = []
        var place = path[...]
        while !place.isEmpty, String(place) != root {
            places.append(String(place))
            place = place.lastIndex(of: "/").map { place[..<$0] } ?? ""
        }
        if root == nil || place.isEmpty { places.append("/") }
        return places.reversed().map { AccessNeed.Step(path: $0, rights: rights($0)) }
    }

    /// The steps to a path; nil: this user may not see all of them, which says nothing of others.
    mutating func visibleSteps(to path: String) -> [AccessNeed.Step]? {
        let steps = steps(to: path)
        return steps.contains { closed.contains($0.path) } ? nil : steps
    }

    private mutating func rights(_ path: String) -> FilePermissions? {
        if let known = known[path] { return known }
        errno = 0
        let rights = FilePermissions(path)
        if rights == nil, errno == EACCES { closed.insert(path) }
        known[path] = rights
        return rights
    }
}

extension SiteReader {
    /// The most accounts whose folders are looked at.
    private static let maxAccounts = 50_000
    /// The most files of a store, or of models, whose owners are looked at.
    private static let maxFiles = 10_000

    /// Reads what nights and filter have to get at.
    mutating func readSources(_ configuration: NightlyConfiguration, _ names: AccountNames?) {
        // Root looks, and prints commands for root: no link that a user may have made leads either elsewhere.
        let found = configuration.findSources(followsLinks: false)
        let excluded = ExcludedMail(found)
        facts.emptyPatterns = found.unmatched
        facts.linked = found.linked.count
        facts.exclude = configuration.exclude
        facts.excludedFolders = excluded.folderPaths
        readSecrets(configuration)
        facts.namesDrop = configuration.drop != nil
        if let first = found.unlisted.first {
            note(.accounts, .read(.unreadable(found.unlisted.count, example: first.path)))
        }
        if facts.linked > 0 { note(.accounts, .links(facts.linked)) }
        guard let user = facts.users.nightly else { return note(.permissions, .depends(.users)) }
        var ways = AccessWays(root: options.root)
        func need(
            _ role: AccessNeed.Role, _ path: String, _ wanted: FilePermissions.Rights, _ pseudonym: String? = nil,
            mayBeMissing: Bool = false
        ) {
            guard let steps = ways.visibleSteps(to: path) else { return }
            facts.needs.append(
                AccessNeed(
                    role, pseudonym: pseudonym, steps: steps, user: user, wanted: wanted, mayBeMissing: mayBeMissing))
        }
        if let file = configuration.file { need(.configuration, file, .read) }
        need(.key, configuration.key, .read, mayBeMissing: true)
        if let key = configuration.signingKey { need(.signingKey, key, .read) }
        need(.store, configuration.store, [.read, .write, .execute], mayBeMissing: true)
        need(.models, configuration.models, [.read, .write, .execute], mayBeMissing: true)
        if let drop = configuration.drop { need(.drop, drop, [.read, .write, .execute]) }
        if let list = configuration.site.lists { need(.list, list, .read, mayBeMissing: true) }
        for log in configuration.alarms?.logs ?? [] {
            need(.log, log, .read)
            if let group = FileStatus(log)?.group { facts.groupNames[group] = directory.group(group)?.name }
        }
        for (pattern, folders) in Self.listings(configuration) where pattern.hasPrefix("/") {
            // That there is none, the pattern that matches nothing says.
            for folder in folders where FileStatus(folder) != nil { need(.listing, folder, [.read, .execute]) }
        }
        for (index, source) in found.sources.prefix(Self.maxAccounts).enumerated() {
            guard let path = source.archives.paths.first else { continue }
            guard let account = source.account else {
                need(.message, path, .read)
                continue
            }
            let shown =
                configuration.people == .names
                ? nil : names?.pseudonym(of: account) ?? "account without number (\(index + 1))"
            need(.maildir, path, [.read, .execute], shown)
            for part in ["cur", "new"] where FileStatus(path + "/" + part) != nil {
                need(.maildir, path + "/" + part, [.read, .execute], shown)
            }
            // What is delivered is made in 'tmp', and keeps what it got there. Without a list a group lets the user in, or nobody does.
            let made = [path, path + "/tmp"].compactMap { FilePermissions($0) }
            if made.first?.list != nil, !made.allSatisfy({ $0.passesOn(.read, to: user.account) }) {
                facts.closedToNew.append((shown ?? path, path))
            }
            // One message stands for all: what a mailer writes it writes alike.
            if let name = FolderNames(path + "/cur", most: 1).names.first {
                need(.message, path + "/cur/" + name, .read, shown)
            }
        }
        if found.sources.count > Self.maxAccounts {
            note(.accounts, .read(.tooManyAccounts(most: Self.maxAccounts)))
        }
        if user.number != 0 {
            facts.exclusionsToShut = excluded.places.filter {
                FilePermissions($0)?.allows(.execute, to: user.account) == true
            }
            facts.openExclusions = excluded.places.filter { place in
                AccessNeed(.maildir, steps: ways.steps(to: place), user: user, wanted: .execute).obstacle == nil
            }
        }
        readFilterNeeds(user, &ways)
        readMailCommands(configuration)
        readForeign(configuration, user)
        readDrop(configuration, user)
        if let path = ways.closed.sorted().first { note(.permissions, .read(.notAllowed(path))) }
    }

    /// The commands that `spreu init` prints, too.
    private mutating func readMailCommands(_ configuration: NightlyConfiguration) {
        guard server.isThisMachine, options.opensAccounts || configuration.people == .names else { return }
        var places = ServerPlaces(users: server.users)
        places.user = options.user
        facts.mailCommands = AccessCheck(configuration, places).gaps.filter { $0.kind.isOfMail }.flatMap(\.commands)
    }

    /// The folders in which a pattern's wildcards are looked up, down to the first that varies.
    private static func listings(_ configuration: NightlyConfiguration) -> [(pattern: String, folders: [String])] {
        configuration.sources.compactMap { source in
            guard case .accounts(let pattern, _) = source else { return nil }
            let fixed = pattern.split(separator: "/").prefix { !AccountPatterns.hasWildcard($0) }
            return (pattern, AccountPatterns.hasWildcard(pattern) ? ["/" + fixed.joined(separator: "/")] : [])
        }
    }

    private mutating func readFilterNeeds(_ user: UserIdentity, _ ways: inout AccessWays) {
        guard let filter else { return }
        func need(_ role: AccessNeed.Role, _ path: String, _ wanted: FilePermissions.Rights, _ user: UserIdentity) {
            guard let steps = ways.visibleSteps(to: path) else { return }
            facts.needs.append(AccessNeed(role, steps: steps, user: user, wanted: wanted))
        }
        need(.configuration, filter.path, .read, user)
        // Where both have one file, the nights' need says it.
        if filter.key != configuration?.key { need(.key, filter.key, .read, user) }
        if let path = filter.publicKey { need(.signingKey, path, .read, user) }
        let postfix = directory.user(facts.postfix?.value("mail_owner") ?? "postfix")
        for listener in filter.listeners {
            guard let address = listener.address, address.hasPrefix("unix:") else { continue }
            let path = String(address.dropFirst(5))
            if !listener.isOpenedBySystemd {
                let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "/"
                need(.socket, folder.isEmpty ? "/" : folder, [.write, .execute], user)
            }
            // Where there is none, that is told.
            if listener.name == "milter", facts.postfix != nil, let postfix, FileStatus(path) != nil {
                need(.socket, path, .write, postfix)
            }
        }
    }

    /// Whoever the users are, a key or a store that others can read is one.
    private mutating func readSecrets(_ configuration: NightlyConfiguration) {
        var places: [(AccessNeed.Role, String)] = [(.key, configuration.key)]
        // Another folder is not to be shut for everybody.
        if (try? TrainingStore.requireStore(configuration.store)) != nil {
            places.append((.store, configuration.store))
        }
        if let key = configuration.signingKey { places.append((.signingKey, key)) }
        for (role, path) in places {
            guard let status = FileStatus(path) else { continue }
            facts.secrets.append(SecretFile(role: role, path: path, mode: status.permissions))
        }
        if let status = FileStatus(configuration.models), status.kind == .folder,
            FileReach(root: server.root).isOpenToAll(configuration.models, status)
        {
            facts.openModels = SecretFile(role: .models, path: configuration.models, mode: status.permissions)
        }
        // Of its own copy the filter lets the group read (docs/spreud.yaml).
        if let filter, filter.key != configuration.key, let status = FileStatus(filter.key) {
            facts.secrets.append(SecretFile(role: .key, path: filter.key, mode: status.permissions, groupMayRead: true))
        }
    }

    /// Only in what is certainly Spreu's, for the remedy hands all of it over.
    private mutating func readForeign(_ configuration: NightlyConfiguration, _ user: UserIdentity) {
        var folders: [(String, [String])] = []
        if (try? TrainingStore.requireStore(configuration.store)) != nil {
            folders.append((configuration.store, ["", "/segments"]))
        }
        if configuration.repository.currentName != nil { folders.append((configuration.repository.path, [""])) }
        if let alarms = configuration.alarms, FileStatus(alarms.folder + "/incidents.jsonl") != nil {
            folders.append((alarms.folder, [""]))
        }
        for (folder, parts) in folders {
            let files = parts.flatMap { part in
                FolderNames(folder + part, most: Self.maxFiles).names.map { folder + part + "/" + $0 }
            }
            let owners = ([folder] + files).compactMap { path -> UInt32? in
                guard let status = FileStatus(path, followsLinks: false), status.kind != .link else { return nil }
                return status.owner == user.number ? nil : status.owner
            }
            guard let first = owners.first else { continue }
            facts.foreign.append(
                ForeignFiles(folder: folder, owner: directory.userName(first), count: owners.count))
        }
    }

    private mutating func readDrop(_ configuration: NightlyConfiguration, _ user: UserIdentity) {
        guard let path = configuration.drop, let status = FileStatus(path) else { return }
        let group = directory.group(status.group)
        let members = group.map { directory.members(of: $0) } ?? []
        facts.drop = DropFacts(
            path: path, mode: status.permissions, group: group?.name, members: members.filter { $0 != user.name },
            isOwn: status.owner == user.number)
    }
}
