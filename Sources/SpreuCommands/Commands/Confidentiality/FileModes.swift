// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailServerConfiguration
import NightlyBatch
import SiteConfiguration
import TextOutput

/// Who can read the files that hold mail, or keys to it.
struct FileModes {
    private(set) var gaps: [ExposureGap] = []
    private let configuration: NightlyConfiguration?
    private let server: ServerFiles
    private let owners: [PersonalFiles.Owner]
    private let namesPeople: Bool
    private let people: PersonalFiles
    /// The group in which filter and trainer share a key (docs/commands/spreud.md); nil: there is none.
    private let keyGroup: UInt32?

    init(_ configuration: NightlyConfiguration?, _ server: ServerFiles, _ people: PersonalFiles) {
        self.configuration = configuration
        self.server = server
        self.people = people
        owners = people.owners
        keyGroup = server.users.group("spreu")
        namesPeople = configuration?.people == .names
        if configuration == nil { gaps.append(ExposureGap(.files, .noConfiguration)) }
    }

    func read(backups: [String], into facts: inout MailServerFacts) {
        if let configuration {
            add(.key, configuration.key, into: &facts)
            if let key = configuration.signingKey { add(.key, key, into: &facts) }
            add(.store, configuration.store, into: &facts)
            add(.models, configuration.models, into: &facts)
        }
        for owner in owners {
            guard let maildir = owner.maildir else { continue }
            add(.maildir, maildir, shownAs: namesPeople ? nil : owner, into: &facts)
        }
        if let postfix = facts.postfix {
            for name in ["active", "deferred", "hold", "incoming"] {
                add(.spool, server.path(postfix.value("queue_directory")) + "/" + name, into: &facts)
            }
            addKeys(postfix, into: &facts)
        }
        addMailboxes(into: &facts)
        for backup in backups { add(.backup, backup, into: &facts) }
    }

    private func addKeys(_ postfix: PostfixConfiguration, into facts: inout MailServerFacts) {
        for name in ["smtpd_tls_key_file", "smtpd_tls_chain_files"] {
            // Without a key file of its own the certificate's has the key.
            let value = postfix.value(name)
            let paths = PostfixList.words(
                value == "$smtpd_tls_cert_file" ? postfix.value("smtpd_tls_cert_file") : value)
            for path in paths where path.hasPrefix("/") { add(.tlsKey, server.path(path), into: &facts) }
        }
    }

    /// The most mailboxes in one file that are looked at.
    private static let maxMailboxes = 10_000

    /// Mailboxes in one file: `/var/mail/NAME`.
    private func addMailboxes(into facts: inout MailServerFacts) {
        let folder = server.path(facts.postfix?.value("mail_spool_directory") ?? "/var/mail")
        guard let entries = opendir(folder) else { return }
        defer { closedir(entries) }
        var names: [String] = []
        while names.count < Self.maxMailboxes, let entry = readdir(entries) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != "..", !people.isExcluded(name, folder + "/" + name) {
                names.append(name)
            }
        }
        for name in names.sorted() {
            let path = folder + "/" + name
            guard let status = FileStatus(path, followsLinks: false), status.kind == .file else { continue }
            let owner = PersonalFiles.Owner(shown: "\(folder): uid \(status.owner)")
            add(.spool, path, shownAs: namesPeople ? nil : owner, into: &facts)
        }
    }

    private func add(
        _ role: FileAccess.Role, _ path: String, shownAs shown: PersonalFiles.Owner? = nil,
        into facts: inout MailServerFacts
    ) {
        guard let status = FileStatus(path), status.kind == .file || status.kind == .folder else { return }
        let read: UInt32 = status.kind == .folder ? 0o5 : 0o4
        let isOpen = FileReach(root: server.root).isOpenToAll(path, status)
        // A group is what some of these are shared by: models with the filter, TLS keys with ssl-cert.
        let isPrivate = role == .key || role == .store || role == .backup
        // A key at 0640 with the group of the filter is as it is prescribed.
        let isShared = role == .key && status.group == keyGroup && status.permissions & 0o020 == 0
        let isGroups = isPrivate && !isShared && status.group != 0 && status.permissions & (read << 3) != 0
        let mode = isGroups && !isOpen ? "g-rwx,o-rwx" : "o-rwx"
        let command = server.isThisMachine ? shown?.command ?? "chmod \(mode) \(path.forShell)" : ""
        facts.files.append(
            FileAccess(
                role, shownPath: (shown?.shown ?? path).forTerminal(), mode: status.permissions, isOpenToAll: isOpen,
                isOpenToGroup: isGroups, command: command))
    }
}
