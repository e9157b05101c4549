// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import MailServerConfiguration
import NightlyBatch
import SiteConfiguration
import Synchronization
import TextOutput
import TrainingStore

/// What accounts have of their own: `.forward`, active Sieve scripts, access lists.
///
/// Accounts are those of the configuration, and the users of the machine. Those that it excludes are never looked at.
struct PersonalFiles {
    /// An account, and where its things lie.
    struct Owner {
        /// What it is called in reports.
        var shown: String
        /// Whether `spreu status --accounts` tells who that is.
        var hasNumber = false
        var home: String?
        var maildir: String?

        /// The command that tells who it is; empty: none does.
        var command: String { hasNumber ? "spreu status --accounts" : "" }
    }

    private(set) var gaps: [ExposureGap] = []
    private(set) var owners: [Owner] = []
    private let namesPeople: Bool
    private let server: ServerFiles
    private let exclude: Exclusions
    private let names: AccountNames?
    /// What is known of the accounts that stay closed: their names, their logins, and the domains of all accounts.
    private var closed: Set<String> = []
    private var domains: Set<String> = []
    /// Homes and Maildirs of accounts that stay closed, with no link on the way.
    private var closedPlaces: [String] = []
    private var bytesLeft = Self.maxBytes
    private var unreadable: [ExposureArea: (count: Int, example: String)] = [:]

    private static let (maxOwners, maxFileBytes, maxBytes, maxFolders) = (50_000, 1 << 20, 256 << 20, 2_000)

    init(_ configuration: NightlyConfiguration?, _ server: ServerFiles) {
        self.server = server
        namesPeople = configuration?.people == .names
        exclude = configuration?.exclude ?? Exclusions()
        names = configuration.flatMap(Self.names)
        let found = configuration?.findSources()
        var homes: Set<String> = []
        for account in found?.closed ?? [] {
            closed.insert(account.name.lowercased())
            homes.insert(Self.home(of: account.maildir))
            closedPlaces += [account.maildir, Self.home(of: account.maildir)].compactMap { FileName.resolved($0) }
        }
        let accounts = (found?.sources ?? []).compactMap { source in
            source.account.flatMap { account in source.archives.paths.first.map { (account, $0) } }
        }
        domains = Set((accounts.map(\.0) + closed).compactMap { AccountAddress(account: $0)?.domain })
        for (number, (account, maildir)) in accounts.enumerated() {
            let home = Self.home(of: maildir)
            homes.insert(home)
            var owner = describe(account, else: "account without number (\(number + 1))")
            (owner.home, owner.maildir) = (home, maildir)
            owners.append(owner)
        }
        for user in server.users.people {
            if isExcluded(user.name, user.home) || isExcluded(user.name, server.path(user.home)) {
                closed.insert(user.name.lowercased())
                closedPlaces += [FileName.resolved(server.path(user.home))].compactMap(\.self)
                continue
            }
            guard homes.insert(server.path(user.home)).inserted else { continue }
            var owner = describe(user.name, else: "uid \(user.number)")
            owner.home = server.path(user.home)
            owners.append(owner)
        }
        if owners.count > Self.maxOwners {
            gaps.append(ExposureGap(.forwards, .tooManyAccounts(most: Self.maxOwners)))
            owners = Array(owners.prefix(Self.maxOwners))
        }
        if accounts.isEmpty {
            let reason: ExposureGapReason = configuration == nil ? .noConfiguration : .noAccounts
            gaps += [ExposureGap(.forwards, reason), ExposureGap(.accessLists, reason)]
        }
    }

    /// `~/Maildir`: its folder is the home; a Maildir by itself is one.
    private static func home(of maildir: String) -> String {
        let isBelowHome = ["Maildir", ".maildir", "mail", "Mail"].contains(maildir.split(separator: "/").last ?? "")
        return isBelowHome ? String(maildir[..<(maildir.lastIndex(of: "/") ?? maildir.startIndex)]) : maildir
    }

    /// What an account, or a login, is called.
    private func describe(_ account: String, else unknown: String) -> Owner {
        if namesPeople { return Owner(shown: account.forTerminal()) }
        let pseudonym = names?.pseudonym(of: account)
        return Owner(shown: (pseudonym ?? unknown).forTerminal(), hasNumber: pseudonym != nil)
    }

    /// Whether a login's files stay closed, or those at a path; a login without a domain may be of each.
    func isExcluded(_ login: String, _ path: String) -> Bool {
        if exclude.accounts.patterns.isEmpty { return false }
        let address = AccountAddress(address: login)
        let logins = address == nil ? [login] + (domains + ["localhost"]).map { "\(login)@\($0)" } : [login]
        if logins.contains(where: { exclude.accounts.cover(login: $0, path: path) }) { return true }
        let accounts = logins.map { AccountAddress(address: $0)?.account ?? $0 } + [address?.user].compactMap { $0 }
        return accounts.contains { closed.contains($0.lowercased()) }
    }

    private static func names(_ configuration: NightlyConfiguration) -> AccountNames? {
        guard let key = try? SiteKey.load(path: configuration.key),
            let store = try? StoreLocation.open(configuration.store, .watching, key: key, who: "confidentiality")
        else { return nil }
        return try? AccountNames(store)
    }

    mutating func read(into facts: inout MailServerFacts) {
        let settings = SieveSettings(facts.dovecot)
        for script in settings.global { addScripts(server.path(script), nil, script, into: &facts) }
        for owner in owners {
            if let home = owner.home {
                addForward(home + "/.forward", owner, into: &facts)
                for suffix in settings.suffixes {
                    let name = String(suffix.text.dropFirst())
                    let paths =
                        suffix.text.contains("%")
                        ? Self.glob(DovecotPath.escaped(home) + suffix.pattern) : [home + suffix.text]
                    for path in paths { addScripts(path, owner, name, into: &facts) }
                }
            }
            if let maildir = owner.maildir { addAccessLists(maildir, owner, into: &facts) }
        }
        for pattern in settings.patterns { addScripts(pattern, into: &facts) }
        for (area, found) in unreadable.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            gaps.append(ExposureGap(area, .unreadable(found.count, example: found.example)))
        }
    }

    /// Adds the scripts of a pattern, each of the account that its path names.
    private mutating func addScripts(_ pattern: DovecotPath, into facts: inout MailServerFacts) {
        let root = server.path("")
        var withoutOwner = 0
        for (index, path) in Self.glob(DovecotPath.escaped(root) + pattern.pattern).enumerated() {
            let place = String(path.dropFirst(root.count))
            let logins = pattern.logins(at: place)
            if logins.contains(where: { isExcluded($0, place) || isExcluded($0, path) }) { continue }
            // Whose it is is not known: it may be that of one who is not to be looked at.
            if logins.isEmpty, !exclude.accounts.patterns.isEmpty {
                withoutOwner += 1
                continue
            }
            let unknown = "script \(index + 1)"
            let owner = logins.first.map { describe($0, else: unknown) } ?? Owner(shown: unknown)
            addScripts(path, owner, pattern.text, into: &facts)
        }
        if withoutOwner > 0 { gaps.append(ExposureGap(.forwards, .withoutOwner(withoutOwner))) }
    }

    // MARK: files

    /// A file's text; nil: there is none, or it is not to be read, which is noted.
    private mutating func text(_ path: String, _ shown: String, _ area: ExposureArea) -> String? {
        // Scripts are links; one that a user has laid to a mailbox that stays closed does not open it.
        if !closedPlaces.isEmpty, let resolved = FileName.resolved(path),
            closedPlaces.contains(where: { resolved.hasPrefix($0 + "/") })
        {
            note(area, "\(shown): a link that leads elsewhere")
            return nil
        }
        // What a user puts there may be a pipe.
        guard let status = FileStatus(path) else {
            if errno == EACCES { note(area, "\(shown): \(String(cString: strerror(EACCES)))") }
            return nil
        }
        guard status.kind == .file else { return nil }
        do throws(DurableFileError) {
            let bytes = try ReadableFile.contents(of: path, limit: min(Self.maxFileBytes, bytesLeft))
            bytesLeft -= bytes.count
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            note(area, "\(shown): \(error.reason)")
            return nil
        }
    }

    private mutating func note(_ area: ExposureArea, _ example: String) {
        unreadable[area] = ((unreadable[area]?.count ?? 0) + 1, unreadable[area]?.example ?? example)
    }

    /// - Parameter name: what is shown in the place of its path, which may name people.
    private func personal<Content>(
        _ content: Content, _ path: String, _ owner: Owner?, _ name: String, then command: String = ""
    ) -> PersonalFile<Content> {
        let isShown = owner == nil || namesPeople
        let isThisMachine = server.isThisMachine
        return PersonalFile(owner: owner?.shown, shownPath: isShown ? path : name, content: content) { line in
            if !isThisMachine { return "" }
            // Who a pseudonym is, those entitled to know are told.
            if !isShown { return owner?.command ?? "" }
            return "${EDITOR:-vi} +\(line) \(path.forShell)"
                + (command.isEmpty ? "" : " && \(command) \(path.forShell)")
        }
    }

    private func shown(_ path: String, _ owner: Owner?, _ name: String) -> String {
        guard let owner, !namesPeople else { return path }
        return "\(owner.shown): \(name)"
    }

    private mutating func addForward(_ path: String, _ owner: Owner, into facts: inout MailServerFacts) {
        guard let text = text(path, shown(path, owner, ".forward"), .forwards) else { return }
        let list = AliasFile(listOf: owner.shown, text: text, path: path)
        facts.forwards.append(personal(list, path, owner, ".forward"))
    }

    /// Adds a script, or all scripts of a folder.
    private mutating func addScripts(_ path: String, _ owner: Owner?, _ name: String, into facts: inout MailServerFacts)
    {
        let isFolder = FileStatus(path)?.kind == .folder
        for path in isFolder ? Self.glob(DovecotPath.escaped(path) + "/*.sieve") : [path] {
            let name = isFolder ? name + "/*.sieve" : name
            guard let text = text(path, shown(path, owner, name), .forwards) else { continue }
            let script = SieveScript(text: text, path: path)
            if let problem = script.problem {
                note(.forwards, "\(shown(path, owner, name)):\(problem.line ?? 1): \(problem.problem)")
            }
            facts.scripts.append(personal(script, path, owner, name, then: "sievec"))
        }
    }

    private mutating func addAccessLists(_ maildir: String, _ owner: Owner, into facts: inout MailServerFacts) {
        let name = "dovecot-acl"
        for folder in folders(maildir) {
            let path = folder + "/" + name
            guard let text = text(path, shown(path, owner, name), .accessLists) else { continue }
            let list = DovecotAccessList(text: text, path: path)
            if let problem = list.problems.first {
                note(.accessLists, "\(shown(path, owner, name)):\(problem.line ?? 1): \(problem.problem)")
            }
            facts.accessLists.append(personal(list, path, owner, name))
        }
    }

    /// The folders of a Maildir that may be looked into.
    private func folders(_ maildir: String) -> [String] {
        let inside = Self.glob(DovecotPath.escaped(maildir) + "/.[!.]*").prefix(Self.maxFolders)
        if exclude.folders.isEmpty { return [maildir] + inside }
        // What a folder is called is in its name, in an encoding of its own.
        let exclude = exclude
        let open = Mutex<Set<String>>([])
        _ = MaildirFolders(of: maildir) { name, path in
            if exclude.cover(folder: name) { return false }
            open.withLock { _ = $0.insert(FileName.resolved(path) ?? path) }
            return true
        }
        let allowed = open.withLock { $0 }
        return (exclude.cover(folder: "INBOX") ? [] : [maildir])
            + inside.filter { allowed.contains(FileName.resolved($0) ?? $0) }
    }

    /// What a pattern finds, in byte order.
    private static func glob(_ pattern: String) -> [String] {
        var found = glob_t()
        defer { globfree(&found) }
        guard Glibc.glob(pattern, 0, nil, &found) == 0 else { return [] }
        return (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv[index].map { String(cString: $0) }
        }
    }
}
