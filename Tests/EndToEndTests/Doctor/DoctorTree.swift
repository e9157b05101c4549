// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport

/// A site with mail server, filter and one night, below a folder, with nothing wrong; faults are planted in it.
final class DoctorTree {
    let folder: ScratchFolder
    /// Seconds since 1970: two hours after the night.
    var now = NightlyTests.Site.nightTime + 2 * 3_600
    /// What else keeps running while the tree is looked at.
    var filters: [FilterProcess] = []

    /// The users of the tree: whoever runs the tests owns all of it, unless that is root, whom no mode stops.
    static let isRoot = geteuid() == 0
    static let (user, group) = isRoot ? (4_711, 4_711) : (Int(getuid()), Int(getgid()))
    static let learners = isRoot ? 4_712 : group

    /// One night's key, store and models, made once; copied into each tree.
    private static let night: Result<ScratchFolder, any Error> = Result {
        let site = try NightlyTests.Site()
        let outcome = try site.night()
        guard outcome.code == NightlyTests.Site.undisturbed else { throw Failed(reason: outcome.errors) }
        let folder = try ScratchFolder.untilTestsEnd()
        for name in ["key", "store", "models"] {
            try FileManager.default.copyItem(atPath: site.folder.path(name), toPath: folder.path(name))
        }
        return folder
    }

    struct Failed: Error { let reason: String }

    /// One filter with that night's model, for all trees.
    private static let filter: Result<ScratchFolder, any Error> = Result {
        let made = try night.get()
        let folder = try ScratchFolder.untilTestsEnd()
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.root)
        let text = """
            model: \(made.path("models/site/current/model.spreu"))
            key: \(made.path("key"))
            milter: {listen: "unix:\(folder.path("milter.sock"))", mode: 0666}
            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Program("spreud").path)
        process.arguments = ["--config", folder.path("spreud.yaml")]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        running = process
        atexit { DoctorTree.running?.terminate() }
        guard eventually({ (try? RawClient(path: folder.path("milter.sock"))) != nil }) else {
            throw Failed(reason: "the filter does not listen")
        }
        return folder
    }
    // SAFETY: written once, before any tree is made, by the initializer of `filter`.
    nonisolated(unsafe) private static var running: Process?

    init() throws {
        folder = try ScratchFolder()
        let (made, filter) = (try Self.night.get(), try Self.filter.get())
        for name in ["key", "store", "models"] {
            try FileManager.default.copyItem(atPath: made.path(name), toPath: folder.path(name))
        }
        for (name, text) in Self.files(folder.root) { try write(name, text) }
        for name in ["anna", "betriebsrat"] {
            for part in ["cur", "new", "tmp"] { try makeFolder("vmail/example.org/\(name)/Maildir/\(part)") }
        }
        try write("vmail/example.org/anna/Maildir/cur/1.M1P1.mx:2,S", "From: a@example.com\n\nText\n")
        try makeFolder("var/spool/postfix/spreu")
        // Another name of the socket itself: a link would lead out of the tree.
        try FileManager.default.linkItem(
            atPath: filter.path("milter.sock"), toPath: folder.path("var/spool/postfix/spreu/milter.sock"))
        for unit in [
            "timers.target.wants/spreu-nightly.timer", "multi-user.target.wants/spreud.service",
            "sockets.target.wants/spreud.socket", "multi-user.target.wants/spreu-watch.service",
        ] {
            try write("etc/systemd/system/" + unit, "")
        }
        try makeFolder("drop")
        try own(folder.root)
        try mode("var/spool/postfix/spreu", 0o755)
        try mode("usr/lib/spreu/bin/spreu-learn", 0o755)
        try mode("vmail/example.org/betriebsrat", 0)
        try attributes("drop", [.groupOwnerAccountID: Self.learners])
        try mode("drop", 0o3730)
        for name in ["key", "spreu.yaml", "spreud.yaml"] { try mode(name, 0o600) }
        try mode("store", 0o700)
    }

    private func own(_ root: String) throws {
        guard Self.isRoot else { return }
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        for name in [""] + names { lchown(root + "/" + name, uid_t(Self.user), gid_t(Self.group)) }
    }

    static func files(_ root: String) -> [String: String] {
        [
            "etc/hostname": "mx\n",
            "etc/passwd": """
            root:x:0:0:root:/root:/bin/sh
            spreu:x:\(user):\(group)::/var/lib/spreu:/usr/sbin/nologin
            postfix:x:4713:4713::/var/spool/postfix:/usr/sbin/nologin
            vmail:x:4714:4714::/var/vmail:/usr/sbin/nologin

            """,
            "etc/group": """
            root:x:0:
            spreu:x:\(group):
            spreu-learn:x:\(learners):spreu,vmail
            postfix:x:4713:

            """,
            "etc/postfix/main.cf": """
            compatibility_level = 3.6
            queue_directory = /var/spool/postfix
            smtpd_milters = inet:127.0.0.1:8891, { unix:spreu/milter.sock, default_action=accept, connect_timeout=5s }
            non_smtpd_milters = $smtpd_milters

            """,
            "etc/postfix/master.cf": """
            smtp inet n - y - - smtpd
            submission inet n - y - - smtpd
              -o smtpd_tls_security_level=encrypt

            """,
            "etc/systemd/system/spreud.socket": """
            [Socket]
            ListenStream=/var/spool/postfix/spreu/milter.sock
            FileDescriptorName=milter

            """,
            "etc/dovecot/sieve-before.d/spreu.sieve": """
            require ["fileinto"];
            if header :matches "X-Spreu" "spam,*" { fileinto "Junk"; stop; }

            """,
            "etc/dovecot/sieve/learn-spam.sieve": feedback("spam"),
            "etc/dovecot/sieve/learn-ham.sieve": feedback("ham"),
            "usr/lib/spreu/bin/spreu-learn": "#!/bin/sh\n",
            "mail.log": "",
            "doveconf": """
            # 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf
            mail_access_groups = spreu-learn
            plugin {
              imapsieve_mailbox1_before = file:/etc/dovecot/sieve/learn-spam.sieve
              imapsieve_mailbox1_causes = COPY APPEND
              imapsieve_mailbox1_name = Junk
              imapsieve_mailbox2_before = file:/etc/dovecot/sieve/learn-ham.sieve
              imapsieve_mailbox2_causes = COPY
              imapsieve_mailbox2_from = Junk
              imapsieve_mailbox2_name = *
              sieve_before = /etc/dovecot/sieve-before.d
              sieve_global_extensions = +vnd.dovecot.pipe +vnd.dovecot.environment
              sieve_pipe_bin_dir = /usr/lib/spreu/bin
              sieve_plugins = sieve_imapsieve sieve_extprograms
            }
            protocols = imap lmtp
            protocol lmtp {
              mail_plugins = sieve
            }
            protocol imap {
              mail_plugins = imap_sieve
            }

            """,
            "spreu.yaml": """
            store: \(root)/store
            key: \(root)/key
            models: \(root)/models
            sources:
              - maildirs: \(root)/vmail/*/*/Maildir
                settle: "0"
            exclude:
              accounts: ["betriebsrat@*"]
            drop: \(root)/drop
            alarms:
              folder: \(root)/alarms
              logs: [\(root)/mail.log]
              domains: [example.org]
              command: [/usr/local/bin/send-sms, geheimes-token]
              mail-to: [chefin@example.org]

            """,
            "spreud.yaml": """
            model: \(root)/models/site/current/model.spreu
            key: \(root)/key
            milter: {listen: systemd}

            """,
        ]
    }

    private static func feedback(_ label: String) -> String {
        """
        require ["vnd.dovecot.pipe", "copy", "imapsieve", "environment"];
        if environment :matches "imap.user" ["betriebsrat@*"] { stop; }
        pipe :copy "spreu-learn" ["\(label)", "account"];

        """
    }

    // MARK: changing it

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
    }

    func write(_ name: String, _ text: String) throws {
        let path = folder.path(name)
        let place = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        // In place: owner and mode stay.
        if FileManager.default.fileExists(atPath: path) {
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.truncate(atOffset: 0)
            try file.write(contentsOf: Data(text.utf8))
            try file.close()
        } else {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            if Self.isRoot { lchown(path, uid_t(Self.user), gid_t(Self.group)) }
        }
    }

    func add(_ text: String, to name: String) throws {
        try write(name, try String(contentsOfFile: folder.path(name), encoding: .utf8) + text)
    }

    func replace(_ old: String, with new: String, in name: String) throws {
        let text = try String(contentsOfFile: folder.path(name), encoding: .utf8)
        guard text.contains(old) else { throw Failed(reason: "\(name) has no '\(old)'") }
        try write(name, text.replacing(old, with: new))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: folder.path(name)) }

    func mode(_ name: String, _ mode: Int) throws { try attributes(name, [.posixPermissions: mode]) }

    private func attributes(_ name: String, _ attributes: [FileAttributeKey: Any]) throws {
        try FileManager.default.setAttributes(attributes, ofItemAtPath: folder.path(name))
    }

    /// Runs the check over the tree.
    func check(_ arguments: [String] = ["--json"]) throws -> Program.Outcome {
        try Program("spreu").run(
            [
                "doctor", "--root", folder.root, "--config", folder.path("spreu.yaml"), "--dovecot",
                folder.path("doveconf"), "--language", "en",
            ] + arguments, environment: ["SPREU_NOW": "\(now)"])
    }
}
