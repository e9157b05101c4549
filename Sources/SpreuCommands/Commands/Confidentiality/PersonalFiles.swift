// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailFeatures
import MailIngest
import MailServerConfiguration
import NightlyBatch
import SiteConfiguration
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
        var home: String?
        var maildir: String?
    }

    private(set) var gaps: [ExposureGap] = []
    private(set) var owners: [Owner] = []
    private let namesPeople: Bool
    private let server: ServerFiles
    private var bytesLeft = Self.maxBytes
    private var unreadable: [ExposureArea: (count: Int, example: String)] = [:]

    private static let (maxOwners, maxFileBytes, maxBytes, maxFolders) = (50_000, 1 << 20, 256 << 20, 2_000)

    init(_ configuration: NightlyConfiguration?, _ server: ServerFiles) {
        self.server = server
        namesPeople = configuration?.people == .names
        let names = configuration.flatMap(Self.names)
        var homes: Set<String> = []
        var accounts = 0
        for source in configuration?.findSources().sources ?? [] {
            guard let account = source.account, let maildir = source.archives.paths.first else { continue }
            accounts += 1
            let shown =
                namesPeople ? account : names?.pseudonym(of: account) ?? "account without number (\(accounts))"
            // `~/Maildir`: its folder is the home; a Maildir by itself is one.
            let isBelowHome = ["Maildir", ".maildir", "mail", "Mail"].contains(maildir.split(separator: "/").last ?? "")
            let home = isBelowHome ? String(maildir[..<(maildir.lastIndex(of: "/") ?? maildir.startIndex)]) : maildir
            homes.insert(home)
            owners.append(Owner(shown: shown.forTerminal(), home: home, maildir: maildir))
        }
        for user in Self.users(server) where homes.insert(server.path(user.home)).inserted {
            if configuration?.exclude.accounts.cover(login: user.name) == true { continue }
            let shown = namesPeople ? user.name : names?.pseudonym(of: user.name) ?? "uid \(user.number)"
            owners.append(Owner(shown: shown.forTerminal(), home: server.path(user.home)))
        }
        if owners.count > Self.maxOwners {
            gaps.append(ExposureGap(.forwards, "more than \(Self.maxOwners) accounts: the others are not looked at"))
            owners = Array(owners.prefix(Self.maxOwners))
        }
        if accounts == 0 {
            let reason = configuration == nil ? "no configuration: only users of the machine" : "no account found"
            gaps += [ExposureGap(.forwards, reason), ExposureGap(.accessLists, reason)]
        }
    }

    private static func names(_ configuration: NightlyConfiguration) -> AccountNames? {
        guard let key = try? SiteKey.load(path: configuration.key),
            let store = try? StoreLocation.open(configuration.store, .watching, key: key, who: "confidentiality")
        else { return nil }
        return try? AccountNames(store)
    }

    /// Those who can have mail on the machine: root, and people.
    private static func users(_ server: ServerFiles) -> [(name: String, number: Int, home: String)] {
        guard let text = try? SmallFile.text(server.path("/etc/passwd"), isRepaired: true) else { return [] }
        return text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count >= 7, let number = Int(fields[2]), number == 0 || 1_000..<65_534 ~= number,
                fields[5].hasPrefix("/"), fields[5].count > 1
            else { return nil }
            return (String(fields[0]), number, String(fields[5]))
        }
    }

    mutating func read(into facts: inout MailServerFacts) {
        let settings = SieveSettings(facts.dovecot)
        for script in settings.global { addScripts(server.path(script), nil, into: &facts) }
        for owner in owners {
            if let home = owner.home {
                addForward(home + "/.forward", owner.shown, into: &facts)
                for script in settings.active(home) { addScripts(script, owner.shown, into: &facts) }
            }
            if let maildir = owner.maildir { addAccessLists(maildir, owner.shown, into: &facts) }
        }
        for pattern in settings.patterns {
            for (index, path) in Self.glob(server.path(pattern)).enumerated() {
                addScripts(path, "script \(index + 1)", into: &facts)
            }
        }
        for (area, found) in unreadable.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            gaps.append(ExposureGap(area, "\(counted(found.count, "file")) cannot be read: \(found.example)"))
        }
    }

    // MARK: files

    /// A file's text; nil: there is none, or it cannot be read, which is noted.
    private mutating func text(_ path: String, _ shown: String, _ area: ExposureArea) -> String? {
        // What a user puts there may be a pipe, or a link to what is not theirs; scripts are links.
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

    private func personal<Content>(
        _ content: Content, _ path: String, _ owner: String?, then command: String = ""
    ) -> PersonalFile<Content> {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let isShown = owner == nil || namesPeople
        return PersonalFile(owner: owner, shownPath: isShown ? path : name, content: content) { line in
            // Who a pseudonym is, those entitled to know are told.
            guard isShown else { return "spreu status --accounts" }
            return "${EDITOR:-vi} +\(line) \(path.forShell)"
                + (command.isEmpty ? "" : " && \(command) \(path.forShell)")
        }
    }

    private func shown(_ path: String, _ owner: String?) -> String {
        guard let owner, !namesPeople else { return path }
        return "\(owner): \(path.split(separator: "/").last ?? "")"
    }

    private mutating func addForward(_ path: String, _ owner: String, into facts: inout MailServerFacts) {
        guard let text = text(path, shown(path, owner), .forwards) else { return }
        facts.forwards.append(personal(AliasFile(listOf: owner, text: text, path: path), path, owner))
    }

    /// Adds a script, or all scripts of a folder.
    private mutating func addScripts(_ path: String, _ owner: String?, into facts: inout MailServerFacts) {
        let paths = FileStatus(path)?.kind == .folder ? Self.glob(path + "/*.sieve") : [path]
        for path in paths {
            guard let text = text(path, shown(path, owner), .forwards) else { continue }
            let script = SieveScript(text: text, path: path)
            if let problem = script.problem {
                note(.forwards, "\(shown(path, owner)):\(problem.line ?? 1): \(problem.problem)")
            }
            facts.scripts.append(personal(script, path, owner, then: "sievec"))
        }
    }

    private mutating func addAccessLists(_ maildir: String, _ owner: String, into facts: inout MailServerFacts) {
        let folders = [maildir] + Self.glob(maildir + "/.[!.]*").prefix(Self.maxFolders)
        for folder in folders {
            let path = folder + "/dovecot-acl"
            guard let text = text(path, shown(path, owner), .accessLists) else { continue }
            let list = DovecotAccessList(text: text, path: path)
            if let problem = list.problems.first {
                note(.accessLists, "\(shown(path, owner)):\(problem.line ?? 1): \(problem.problem)")
            }
            facts.accessLists.append(personal(list, path, owner))
        }
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
