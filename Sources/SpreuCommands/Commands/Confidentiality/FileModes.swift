// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import DurableFiles
import Glibc
import MailServerConfiguration
import NightlyBatch
import TextOutput

/// Who can read the files that hold mail, or keys to it.
struct FileModes {
    private(set) var gaps: [ExposureGap] = []
    private let configuration: NightlyConfiguration?
    private let server: ServerFiles
    private let owners: [PersonalFiles.Owner]
    private let namesPeople: Bool

    init(_ configuration: NightlyConfiguration?, _ server: ServerFiles, _ people: PersonalFiles) {
        self.configuration = configuration
        self.server = server
        owners = people.owners
        namesPeople = configuration?.people == .names
        if configuration == nil { gaps.append(ExposureGap(.files, "no configuration: key, store, models, accounts")) }
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
            add(.maildir, maildir, shownAs: namesPeople ? nil : owner.shown, into: &facts)
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
            if name != ".", name != "..", configuration?.exclude.accounts.cover(login: name) != true {
                names.append(name)
            }
        }
        for name in names.sorted() {
            let path = folder + "/" + name
            guard let status = FileStatus(path, followsLinks: false), status.kind == .file else { continue }
            add(.spool, path, shownAs: namesPeople ? nil : "\(folder): uid \(status.owner)", into: &facts)
        }
    }

    private func add(
        _ role: FileAccess.Role, _ path: String, shownAs shown: String? = nil, into facts: inout MailServerFacts
    ) {
        guard let status = FileStatus(path), status.kind == .file || status.kind == .folder else { return }
        let read: UInt32 = status.kind == .folder ? 0o5 : 0o4
        let isOpen = status.permissions & read != 0 && Self.isReachable(path)
        // A group is what some of these are shared by: models with the filter, TLS keys with ssl-cert.
        let isPrivate = role == .key || role == .store || role == .backup
        let isGroups = isPrivate && status.group != 0 && status.permissions & (read << 3) != 0
        let command = isGroups && !isOpen ? "chmod g-rwx,o-rwx" : "chmod o-rwx"
        facts.files.append(
            FileAccess(
                role, shownPath: (shown ?? path).forTerminal(), mode: status.permissions, isOpenToAll: isOpen,
                isOpenToGroup: isGroups,
                command: shown == nil ? "\(command) \(path.forShell)" : "spreu status --accounts"))
    }

    /// Whether every user gets as far as a path: all folders around it let them through.
    private static func isReachable(_ path: String) -> Bool {
        var folder = (FileName.resolved(path) ?? path)[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            let status = FileStatus(folder.isEmpty ? "/" : String(folder))
            if let status, status.permissions & 0o1 == 0 { return false }
            if folder.isEmpty { break }
        }
        return true
    }
}
