// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import MailServerConfiguration
package import NightlyBatch
import Synchronization
import TextOutput

/// Whether the service user can do what it has to, and reads no mail that stays closed.
///
/// It is told from owners, modes and access lists, so that root need not become that user. What an excluded account holds is
/// not looked at: whether the user may enter its home is all that is asked.
package struct AccessCheck: Sendable {
    /// What is missing, with the commands that change it, in the order in which they have to be run.
    package private(set) var gaps: [AccessGap] = []
    /// A loop for each pattern of accounts that lets the user read those that are there when it runs.
    package private(set) var loops: [[String]] = []

    private let configuration: NightlyConfiguration
    private let found: FoundSources
    private let places: ServerPlaces
    private var known: [String: FilePermissions?] = [:]

    /// Messages of each folder that are looked at, and folders of an account.
    private static let (maxSamples, maxFolders) = (3, 5_000)

    /// Checks a server.
    ///
    /// - Parameter configuration: what the nightly run reads; its paths are where they lie from here.
    package init(_ configuration: NightlyConfiguration, _ places: ServerPlaces) {
        (self.configuration, self.places) = (configuration, places)
        found = configuration.findSources(followsLinks: false)
        let account = places.users.user(places.user)
        guard let account else {
            gaps.append(
                AccessGap(
                    .noUser, example: places.user,
                    commands: [
                        "useradd --system --home-dir /var/lib/spreu --shell /usr/sbin/nologin \(places.user.forShell)"
                    ]))
            return
        }
        let user = FilePermissions.User(number: account.number, groups: places.users.groups(of: account))
        checkService(user)
        checkMail(user)
        checkSocket()
    }

    /// Takes back what opens mail: it is not known yet whether all is named that stays closed.
    package mutating func withholdOpening() {
        for index in gaps.indices where [.way, .accounts, .newMail].contains(gaps[index].kind) {
            gaps[index].commands = []
        }
        loops = []
    }

    /// All commands, each once.
    package var commands: [String] { gaps.flatMap(\.commands) }

    private mutating func permissions(_ path: String) -> FilePermissions? {
        if let known = known[path] { return known }
        let read = FilePermissions(path)
        known[path] = .some(read)
        return read
    }

    // MARK: mail

    private mutating func checkMail(_ user: FilePermissions.User) {
        let accounts = found.accounts.map { (AccountPath($0.maildir, pattern: $0.pattern), $0.pattern) }
        let closed = closedHomes
        let folders = ExcludedMail(found).folderPaths
        let commands = AccessCommands(
            user: places.user, excluding: configuration.exclude.above(places.root), closed: closed.map(places.shown),
            folders: folders.map(places.shown))
        // First of all: the way there is opened next.
        closeMail(closed, folders, user, commands)
        checkWay(accounts.map(\.0), user, commands)
        for pattern in patterns {
            let own = accounts.filter { $0.1 == pattern }.map(\.0)
            let shown = places.shown(pattern)
            if commands.canLoop(shown) { loops.append(commands.loop(shown)) }
            var unread: [AccountPath] = []
            var unreadLater: [AccountPath] = []
            for account in own {
                switch state(of: account, user) {
                case .open: break
                case .closed: unread.append(account)
                case .closedToNewMail: unreadLater.append(account)
                }
            }
            let all = (unread + unreadLater).map { AccountPath(places.shown($0.maildir), pattern: shown) }
            guard let first = all.first else { continue }
            // One set of commands mends both.
            let opening = commands.open(all, pattern: shown)
            if !unread.isEmpty {
                gaps.append(AccessGap(.accounts, count: unread.count, example: first.maildir, commands: opening))
            }
            if let later = unreadLater.first {
                gaps.append(
                    AccessGap(
                        .newMail, count: unreadLater.count, example: places.shown(later.maildir),
                        commands: unread.isEmpty ? opening : []))
            }
        }
        if let first = found.linked.first {
            gaps.append(AccessGap(.linked, count: found.linked.count, example: places.shown(first), commands: []))
        }
    }

    private mutating func closeMail(
        _ homes: [String], _ folders: [String], _ user: FilePermissions.User, _ commands: AccessCommands
    ) {
        func open(_ paths: [String]) -> [String] {
            paths.filter { permissions($0)?.allows(.execute, to: user) == true }.map(places.shown)
        }
        let (openHomes, openFolders) = (open(homes), open(folders))
        guard let first = openHomes.first ?? openFolders.first else { return }
        gaps.append(
            AccessGap(
                .closedIsOpen, count: openHomes.count + openFolders.count, example: first,
                commands: commands.access.allow("---", openHomes) + commands.access.close(openFolders)))
    }

    private var patterns: [String] {
        configuration.sources.compactMap { if case .accounts(let pattern, _) = $0 { pattern } else { nil } }
    }

    /// The homes of accounts that stay closed; of a folder whose accounts all do, that folder.
    private var closedHomes: [String] {
        var seen: Set<String> = []
        return found.closed.map(\.home).filter { seen.insert($0).inserted }
    }

    private mutating func checkWay(_ accounts: [AccountPath], _ user: FilePermissions.User, _ commands: AccessCommands)
    {
        var (toPass, toList): ([String], [String]) = ([], [])
        var seen: Set<String> = []
        for (path, isListed) in accounts.flatMap(\.way) where path.count > places.root.count {
            guard seen.insert(path).inserted, let found = permissions(path) else { continue }
            let wanted: FilePermissions.Rights = isListed ? [.read, .execute] : .execute
            if found.allows(wanted, to: user) { continue }
            if isListed { toList.append(places.shown(path)) } else { toPass.append(places.shown(path)) }
        }
        let missing = toPass + toList
        guard let first = missing.first else { return }
        gaps.append(
            AccessGap(
                .way, count: missing.count, example: first,
                commands: commands.access.allow("x", toPass) + commands.access.allow("rx", toList)))
    }

    private enum AccountState { case open, closed, closedToNewMail }

    private mutating func state(of account: AccountPath, _ user: FilePermissions.User) -> AccountState {
        for folder in account.own where permissions(folder)?.allows(.execute, to: user) == false { return .closed }
        let isLookedInto = found.folderFilter
        let folders = Mutex<[String]>([account.maildir])
        let listed = MaildirFolders(
            of: account.maildir,
            folders: { name, path in
                if isLookedInto?(name, path) == false { return false }
                folders.withLock { if $0.count < Self.maxFolders { $0.append(path) } }
                return true
            }, maxSamples: Self.maxSamples)
        var isInherited = true
        for folder in folders.withLock({ $0 }) {
            guard let outer = FilePermissions(folder) else { continue }
            let inner = ["cur", "new"].compactMap { FilePermissions(folder + "/" + $0) }
            for one in [outer] + inner where !one.allows([.read, .execute], to: user) { return .closed }
            // What is delivered is made in 'tmp', and keeps what it got there.
            let made = [outer] + ["tmp"].compactMap { FilePermissions(folder + "/" + $0) }
            if !made.allSatisfy({ $0.passesOn(.read, to: user) }) { isInherited = false }
        }
        for path in listed.samples.values.joined() {
            if let file = FilePermissions(path), !file.allows(.read, to: user) { return .closed }
        }
        return isInherited ? .open : .closedToNewMail
    }

    // MARK: the service

    private mutating func checkService(_ user: FilePermissions.User) {
        let name = places.user.forShell
        let groups = places.users
        let learn = groups.group(places.learnGroup)
        if learn == nil || learn.map({ !user.groups.contains($0) }) == true {
            let make = learn == nil ? ["groupadd --system \(places.learnGroup)"] : []
            gaps.append(
                AccessGap(
                    .noLearnGroup, example: places.learnGroup,
                    commands: make + ["usermod -a -G \(places.learnGroup) \(name)"]))
        }
        checkMailUser(learn)
        let folder = places.path(places.configuration)
        let files = ["spreu.yaml", "site.yaml", "spreud.yaml"].map { folder + "/" + $0 }
        let unread = files.filter { FilePermissions($0)?.allows(.read, to: user) == false }
        let isShut = FilePermissions(folder)?.allows(.execute, to: user) == false
        if isShut || !unread.isEmpty {
            // The package's own folder, or one that may well be others', too.
            let own = places.configuration.forShell
            let opening =
                places.configuration == ServerPlaces.usualConfiguration
                ? ["chgrp \(name) \(own)", "chmod 750 \(own)"] : ["setfacl -m u:\(name):x \(own)"]
            let way = isShut ? opening : []
            let shown = unread.map { places.shown($0).forShell }.joined(separator: " ")
            gaps.append(
                AccessGap(
                    .configuration, count: max(1, unread.count), example: places.shown(unread.first ?? folder),
                    commands: way + (unread.isEmpty ? [] : ["chgrp \(name) \(shown)", "chmod 640 \(shown)"])))
        }
        checkState(user)
    }

    /// The user whom all mail belongs to hands in what is moved (IMAPSieve); people of their own do so each for themselves.
    private mutating func checkMailUser(_ learn: UInt32?) {
        let owners = Set(found.accounts.compactMap { FileStatus($0.maildir)?.owner })
        guard owners.count == 1, let owner = owners.first, found.accounts.count > 1,
            let mail = places.users.user(owner), mail.name != places.user, owner != 0
        else { return }
        if let learn, places.users.groups(of: mail).contains(learn) { return }
        gaps.append(
            AccessGap(
                .mailUserOutsideLearnGroup, example: mail.name,
                commands: ["usermod -a -G \(places.learnGroup) \(mail.name.forShell)"]))
    }

    /// What is there already and is somebody else's stays theirs, but for what is certainly Spreu's.
    private mutating func checkState(_ user: FilePermissions.User) {
        let state = StateFolder(configuration, usual: places.path(ServerPlaces.usualState))
        for made in state.missing(for: user) {
            let shown = places.shown(made.path)
            let owner = places.user.forShell
            let command = "install -d -m \(made.mode) -o \(owner) -g \(owner) \(shown.forShell)"
            gaps.append(AccessGap(.state, example: shown, commands: [command]))
        }
        for path in state.taken(from: user) {
            let shown = places.shown(path)
            let isFolder = FileStatus(path)?.kind == .folder
            let owner = "\(places.user.forShell):\(places.user.forShell)"
            let command = "chown \(isFolder ? "-R " : "")\(owner) \(shown.forShell)"
            gaps.append(AccessGap(.state, example: shown, commands: [command]))
        }
        for path in state.foreign(to: user) {
            gaps.append(AccessGap(.foreign, example: places.shown(path), commands: []))
        }
        checkDrop(user)
    }

    /// Members add and list nothing; what they add gets the folder's group (docs/commands/learn.md).
    private mutating func checkDrop(_ user: FilePermissions.User) {
        guard let drop = configuration.drop else { return }
        let shown = places.shown(drop)
        guard let status = FileStatus(drop) else {
            let command = "install -d -m 3730 -o \(places.user.forShell) -g \(places.learnGroup) \(shown.forShell)"
            gaps.append(AccessGap(.drop, example: shown, commands: [command]))
            return
        }
        guard status.kind == .folder, status.owner == user.number else {
            gaps.append(AccessGap(.foreign, example: shown, commands: []))
            return
        }
        let hasGroup = status.group == places.users.group(places.learnGroup)
        if hasGroup, status.permissions == 0o3730 { return }
        let group = hasGroup ? [] : ["chgrp \(places.learnGroup) \(shown.forShell)"]
        gaps.append(AccessGap(.drop, example: shown, commands: group + ["chmod 3730 \(shown.forShell)"]))
    }

    /// Postfix, in its chroot or not, speaks to a socket below its queue.
    private mutating func checkSocket() {
        guard let queue = places.queue, let postfix = places.users.user("postfix") else { return }
        let user = FilePermissions.User(number: postfix.number, groups: places.users.groups(of: postfix))
        let folder = places.path(queue) + "/spreu"
        let socket = folder + "/milter.sock"
        if let shut = FilePermissions(folder), !shut.allows(.execute, to: user) {
            gaps.append(
                AccessGap(
                    .socket, example: places.shown(folder),
                    commands: ["chmod 755 \(places.shown(folder).forShell)"]))
        }
        if let shut = FilePermissions(socket), !shut.allows([.read, .write], to: user) {
            let shown = places.shown(socket).forShell
            gaps.append(
                AccessGap(
                    .socket, example: places.shown(socket), commands: ["chgrp postfix \(shown)", "chmod 660 \(shown)"]))
        }
    }
}
