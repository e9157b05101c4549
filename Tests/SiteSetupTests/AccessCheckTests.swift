// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import MailIngest
import MailServerConfiguration
import NightlyBatch
import SiteSetup
import TestSupport
import Testing

@Suite("What the service user may do")
struct AccessCheckTests {
    private static let users = UserTable(
        passwd: """
            root:x:0:0:root:/root:/bin/sh
            vmail:x:5000:5000::/var/vmail:/usr/sbin/nologin
            spreu:x:991:991::/var/lib/spreu:/usr/sbin/nologin
            postfix:x:102:105::/var/spool/postfix:/usr/sbin/nologin
            """,
        group: "root:x:0:\nvmail:x:5000:\nspreu:x:991:\nspreu-learn:x:992:spreu,vmail\npostfix:x:105:\n")

    /// A server of three accounts, as Dovecot makes them: nobody but their owner gets in.
    private struct Server {
        let folder: ScratchFolder
        var configuration: NightlyConfiguration

        init(exclude: String = "") throws {
            folder = try ScratchFolder()
            for name in ["anna", "bert", "betriebsrat"] {
                for part in ["cur", "new", "tmp", ".Junk/cur", ".Junk/new", ".Junk/tmp"] {
                    try FileManager.default.createDirectory(
                        atPath: folder.path("var/vmail/example.org/\(name)/Maildir/\(part)"),
                        withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                }
                let message = folder.path("var/vmail/example.org/\(name)/Maildir/cur/1.a:2,S")
                try "Subject: hello\n\nhello\n".write(toFile: message, atomically: true, encoding: .utf8)
                chmod(message, 0o600)
            }
            for path in ["var/vmail", "var/vmail/example.org"] { chmod(folder.path(path), 0o700) }
            let text = """
                store: \(folder.root)/var/lib/spreu/store
                key: \(folder.root)/var/lib/spreu/site.key
                models: \(folder.root)/var/lib/spreu/models
                sources: [{maildirs: "\(folder.root)/var/vmail/*/*/Maildir"}]
                \(exclude)
                """
            configuration = try NightlyConfiguration(text, path: "spreu.yaml")
            // Ours, whoever runs the tests: what is to be told is whether another user gets in.
            for path in ["", "/var", "/var/vmail"] { chmod(folder.root + path, path == "/var/vmail" ? 0o700 : 0o755) }
        }

        func check(_ users: UserTable = AccessCheckTests.users) -> AccessCheck {
            var places = ServerPlaces(users: users)
            places.root = folder.root
            return AccessCheck(configuration, places)
        }

        func path(_ name: String) -> String { folder.path("var/vmail/" + name) }
    }

    private func kinds(_ check: AccessCheck) -> Set<AccessGap.Kind> { Set(check.gaps.map(\.kind)) }

    /// The value of an access list's attribute in which a user has rights beside those of the mode.
    private static func list(_ rights: UInt8) -> [UInt8] {
        func entry(_ tag: UInt8, _ rights: UInt8, _ number: UInt32 = .max) -> [UInt8] {
            [tag, 0, rights, 0] + (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
        }
        return [2, 0, 0, 0] + entry(1, 7) + entry(2, rights, 991) + entry(4, 0) + entry(16, 7) + entry(32, 0)
    }

    /// Sets an access list; whether the file system keeps one.
    @discardableResult
    private static func set(_ rights: UInt8, on path: String, default isDefault: Bool = false) -> Bool {
        let name = "system.posix_acl_" + (isDefault ? "default" : "access")
        guard let symbol = dlsym(nil, "setxattr") else { return false }
        typealias Call =
            @convention(c) (
                UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer?, Int, Int32
            ) -> Int32
        let call = unsafeBitCast(symbol, to: Call.self)
        return list(rights).withUnsafeBytes { call(path, name, $0.baseAddress, $0.count, 0) } == 0
    }

    /// Opens an account as the printed commands do.
    private static func open(_ home: String, defaults: Bool = true) {
        set(1, on: home)
        let all = FileManager.default.enumerator(atPath: home + "/Maildir")?.compactMap { $0 as? String } ?? []
        for path in [home + "/Maildir"] + all.map({ home + "/Maildir/" + $0 }) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            set(isFolder.boolValue ? 5 : 4, on: path)
            if isFolder.boolValue, defaults { set(5, on: path, default: true) }
        }
    }

    @Test("accounts that only their owner may read are named, with the commands that open them and no others")
    func closed() throws {
        let server = try Server(exclude: "exclude: {accounts: [betriebsrat]}")
        let check = server.check()
        #expect(kinds(check).isSuperset(of: [.way, .accounts]))
        let accounts = try #require(check.gaps.first { $0.kind == .accounts })
        #expect(accounts.count == 2)
        #expect(accounts.example == "/var/vmail/example.org/anna/Maildir")
        #expect(
            check.commands.contains(
                "setfacl -R -P -m u:spreu:rX -d -m u:spreu:rX /var/vmail/example.org/anna/Maildir"))
        #expect(check.commands.contains("setfacl -m u:spreu:rx /var/vmail /var/vmail/example.org"))
        #expect(!check.commands.contains { $0.contains("betriebsrat") })
    }

    @Test("what the commands did leaves nothing to say")
    func opened() throws {
        let server = try Server(exclude: "exclude: {accounts: [betriebsrat]}")
        guard Self.set(5, on: server.path("example.org")) else { return }
        Self.set(5, on: server.path(""))
        for name in ["anna", "bert"] { Self.open(server.path("example.org/\(name)")) }
        #expect(kinds(server.check()).isDisjoint(with: [.way, .accounts, .newMail, .closedIsOpen]))
    }

    @Test("without a default list the mail of tomorrow could not be read")
    func newMail() throws {
        let server = try Server(exclude: "exclude: {accounts: [betriebsrat]}")
        guard Self.set(5, on: server.path("example.org")) else { return }
        Self.set(5, on: server.path(""))
        Self.open(server.path("example.org/anna"))
        Self.open(server.path("example.org/bert"), defaults: false)
        let check = server.check()
        let gap = try #require(check.gaps.first { $0.kind == .newMail })
        #expect(gap.count == 1)
        #expect(gap.example == "/var/vmail/example.org/bert/Maildir")
        #expect(!kinds(check).contains(.accounts))
    }

    @Test("a single message that cannot be read shuts its account")
    func message() throws {
        let server = try Server()
        for name in ["anna", "bert", "betriebsrat"] { Self.open(server.path("example.org/\(name)")) }
        guard Self.set(5, on: server.path("example.org")) else { return }
        Self.set(5, on: server.path(""))
        Self.set(0, on: server.path("example.org/anna/Maildir/cur/1.a:2,S"))
        let gap = try #require(server.check().gaps.first { $0.kind == .accounts })
        #expect(gap.count == 1)
    }

    @Test("a closed account whose home lets the user in is told, with what shuts it")
    func closedIsOpen() throws {
        let server = try Server(exclude: "exclude: {accounts: [betriebsrat]}")
        chmod(server.path("example.org/betriebsrat"), 0o755)
        let gap = try #require(server.check().gaps.first { $0.kind == .closedIsOpen })
        #expect(gap.commands == ["setfacl -m u:spreu:--- /var/vmail/example.org/betriebsrat"])
    }

    @Test("the loop for many accounts passes over closed ones, and opens home by home")
    func loop() throws {
        let server = try Server(exclude: "exclude: {accounts: [betriebsrat, '/var/vmail/example.org/o''neil']}")
        let loop = try #require(server.check().loops.first)
        #expect(loop.first == "for mail in /var/vmail/*/*/Maildir; do")
        #expect(loop.contains { $0.contains("/var/vmail/*/betriebsrat/maildir|") && $0.hasSuffix(") continue ;;") })
        #expect(loop.contains { $0.contains(#"/'o'\''neil'/*) continue"#) }, "\(loop)")
        #expect(loop.contains("    setfacl -m u:spreu:x \"${mail%/Maildir}\""))
        #expect(loop.contains(#"    setfacl -R -P -m u:spreu:rX -d -m u:spreu:rX "$mail""#))
    }

    /// Runs commands with a `setfacl` that only writes down how it was called; the server's paths are this folder's.
    private func calls(_ commands: [String], _ server: Server, isComplete: Bool = true) throws -> [String] {
        let folder = try ScratchFolder()
        let log = folder.path("log")
        let fake = "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '\(log)'\n"
        try fake.write(toFile: folder.path("setfacl"), atomically: true, encoding: .utf8)
        chmod(folder.path("setfacl"), 0o755)
        try Data().write(to: URL(fileURLWithPath: log))
        let root = server.folder.root
        let script = commands.map { line in
            // What a 'case' compares are the server's paths, in small letters.
            line.hasSuffix(") continue ;;")
                ? line
                : line.replacing("/var/vmail", with: root + "/var/vmail")
                    .replacing("%s \"$mail\"", with: "%s \"${mail#\(root)}\"")
        }.joined(separator: "\n")
        let outcome = try Program(path: "/bin/sh").run(
            ["-e", "-c", script], environment: ["PATH": folder.root + ":/usr/bin:/bin"])
        #expect(outcome.code == 0 && outcome.errors.isEmpty == isComplete, "\(outcome.errors)")
        return try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            .map { String($0).replacing(server.folder.root, with: "") }
    }

    @Test("at no moment does a loop or a command open an excluded folder, also one that was made after it was printed")
    func closedFolders() throws {
        let server = try Server(
            exclude: "exclude: {accounts: [betriebsrat, 'melde*@*'], folders: [Junk, 'Personal*', Ärzte, A/B]}")
        let check = server.check()
        // Later accounts, and folders of all kinds.
        for part in ["cur", "new", "tmp"] {
            for folder in [
                "anna/Maildir/.junk.Alt", "anna/Maildir/.Personalakten", "anna/Maildir/.&AMQ-rzte", "anna/Maildir/A/B",
                "anna/Maildir/.Projekte", "dora/Maildir/.Junk", "dora/Maildir", "Meldestelle/Maildir",
            ] {
                try FileManager.default.createDirectory(
                    atPath: server.path("example.org/\(folder)/\(part)"), withIntermediateDirectories: true)
            }
        }
        let shut = ["/.Junk", "/.junk.Alt", "/.Personalakten", "/.&AMQ-rzte", "/A/B"]
        func isShut(_ path: String) -> Bool { shut.contains { path.contains("Maildir\($0)") } }
        let single = try #require(check.gaps.first { $0.kind == .accounts }).commands
        for commands in [try #require(check.loops.first), single] {
            let calls = try calls(commands, server)
            #expect(calls.contains { $0.hasPrefix("-m u:spreu:rx,d:u:spreu:rX ") && $0.contains("anna/Maildir") })
            for call in calls {
                let words = call.split(separator: " ").map(String.init)
                #expect(!call.contains("-R") && !call.lowercased().contains("betriebsrat") && !call.contains("elde"))
                guard let rights = words.dropFirst().first, rights != "u:spreu:---" else { continue }
                #expect(words.filter(isShut) == [], "\(call)")
            }
            let closings = calls.filter { $0.hasPrefix("-m u:spreu:--- ") }.joined(separator: " ")
            for folder in shut { #expect(closings.contains("/anna/Maildir\(folder)"), "\(folder)") }
            // What is to be shut is shut before the way to it is opened.
            let first = try #require(calls.firstIndex { $0 == "-m u:spreu:x /var/vmail/example.org/anna" })
            let last = try #require(calls.lastIndex { $0.hasPrefix("-m u:spreu:---") && $0.contains("/anna/") })
            #expect(last < first)
            #expect(calls.contains { $0.contains("anna/Maildir/.Projekte") })
        }
        let loop = try #require(check.loops.first)
        #expect(try calls(loop, server).contains { $0.contains("dora/Maildir") })
        // Without the line that names what is to be shut nothing is opened.
        #expect(try calls(Array(loop.dropFirst()), server, isComplete: false) == [])
    }

    @Test("a link in place of a Maildir is told, and no command opens what it leads to")
    func links() throws {
        let server = try Server()
        let secret = server.folder.path("root")
        try FileManager.default.createDirectory(atPath: secret + "/cur", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: secret + "/new", withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: server.path("example.org/anna/Maildir"))
        try FileManager.default.createSymbolicLink(
            atPath: server.path("example.org/anna/Maildir"), withDestinationPath: secret)
        let check = server.check()
        let gap = try #require(check.gaps.first { $0.kind == .linked })
        #expect(gap.count == 1 && gap.example == "/var/vmail/example.org/anna/Maildir" && gap.commands == [])
        #expect(!check.commands.contains { $0.contains("anna") })
        let calls = try calls(try #require(check.loops.first), server)
        #expect(
            calls.contains { $0.contains("bert") } && !calls.contains { $0.contains("anna") || $0.contains("root") })
    }

    @Test("exclusions and links hold however the pattern is written", arguments: ["/*/*/Maildir/", "//*/./*/Maildir"])
    func slashes(pattern: String) throws {
        var server = try Server()
        server.configuration = try NightlyConfiguration(
            """
            store: /s
            key: /k
            models: /m
            sources: [{maildirs: "\(server.folder.root)/var/vmail\(pattern)"}]
            exclude: {accounts: [betriebsrat]}
            """, path: "spreu.yaml")
        let secret = server.folder.path("root")
        try FileManager.default.createDirectory(atPath: secret + "/cur", withIntermediateDirectories: true)
        try FileManager.default.removeItem(atPath: server.path("example.org/anna/Maildir"))
        try FileManager.default.createSymbolicLink(
            atPath: server.path("example.org/anna/Maildir"), withDestinationPath: secret)
        let check = server.check()
        #expect(check.gaps.first { $0.kind == .linked }?.count == 1)
        for commands in [try #require(check.loops.first), check.commands] {
            #expect(!commands.contains { $0.contains("setfacl") && $0.contains("betriebsrat") })
        }
        let calls = try calls(try #require(check.loops.first), server)
        #expect(calls.contains { $0.contains("-m u:spreu:x /var/vmail/example.org/bert") }, "\(calls)")
        for word in ["anna", "root", "betriebsrat"] { #expect(!calls.contains { $0.contains(word) }, "\(calls)") }
    }

    @Test(
        "a loop passes over what a pattern excludes, also accounts that are made later",
        arguments: ["[!ab]a*", "[^ab]a*", "*org/c*", "example.*/carl"])
    func laterAccounts(name: String) throws {
        let server = try Server(exclude: "exclude: {accounts: ['\(name)']}")
        let loop = try #require(server.check().loops.first)
        try FileManager.default.createDirectory(
            atPath: server.path("example.org/carl/Maildir/cur"), withIntermediateDirectories: true)
        let calls = try calls(loop, server)
        #expect(calls.contains { $0.contains("anna") } && !calls.contains { $0.contains("carl") }, "\(loop) \(calls)")
    }

    @Test("within a home in which the pattern goes on no link is followed, and no loop is printed")
    func linkBetweenWildcards() throws {
        var server = try Server()
        let files = FileManager.default
        try files.createDirectory(
            atPath: server.folder.path("etc/private/key/cur"), withIntermediateDirectories: true)
        try files.createDirectory(
            atPath: server.folder.path("home/anna/mail/example.org/a/cur"), withIntermediateDirectories: true)
        try files.createDirectory(atPath: server.folder.path("home/mallory"), withIntermediateDirectories: true)
        try files.createSymbolicLink(
            atPath: server.folder.path("home/mallory/mail"), withDestinationPath: "../../etc")
        for path in ["home", "home/anna", "home/anna/mail", "home/anna/mail/example.org"] {
            chmod(server.folder.path(path), 0o711)
        }
        server.configuration.sources = [.accounts(pattern: server.folder.path("home/*/mail/*/*"), FolderRule())]
        let check = server.check()
        #expect(check.gaps.contains { $0.kind == .linked } && check.loops.isEmpty)
        #expect(!check.commands.contains { $0.contains("mallory") || $0.contains("etc/private") }, "\(check.commands)")
    }

    @Test("of letters beyond ASCII each excluded folder is named, for find does not know which are the same")
    func foreignLetters() throws {
        let server = try Server(exclude: "exclude: {folders: [Übung]}")
        for name in [".\u{DC}BUNG", ".U\u{308}bung"] {
            try FileManager.default.createDirectory(
                atPath: server.path("example.org/anna/Maildir/\(name)/cur"), withIntermediateDirectories: true)
        }
        let loop = try #require(server.check().loops.first)
        for call in try calls(loop, server) where !call.hasPrefix("-m u:spreu:---") {
            #expect(!call.contains("BUNG") && !call.contains("\u{308}bung"), "\(call)")
        }
    }

    @Test("a file that is no key is not handed over, whatever its size")
    func foreignKey() throws {
        var server = try Server()
        try FileManager.default.createDirectory(atPath: server.folder.path("srv"), withIntermediateDirectories: true)
        try "root:x:0:0\n".write(toFile: server.folder.path("srv/passwd"), atomically: true, encoding: .utf8)
        for key in ["srv/passwd", "srv"] {
            server.configuration.key = server.folder.path(key)
            let check = server.check()
            #expect(!check.commands.contains { $0.contains("chown") && $0.contains("/srv") }, "\(check.commands)")
        }
    }

    @Test("the home of a closed account is that of the pattern that found it")
    func closedHome() throws {
        var server = try Server(exclude: "exclude: {accounts: [rat]}")
        let home = server.folder.path("srv/post/rat")
        try FileManager.default.createDirectory(atPath: home + "/mail/Maildir/cur", withIntermediateDirectories: true)
        chmod(home, 0o755)
        // As many parts as the other pattern has.
        server.configuration.sources.append(
            .accounts(pattern: server.folder.path("srv/post/*/mail/Maildir"), FolderRule()))
        let gap = try #require(server.check().gaps.first { $0.kind == .closedIsOpen })
        #expect(gap.commands == ["setfacl -m u:spreu:--- /srv/post/rat"])
    }

    @Test("no folder is handed over that somebody else has made")
    func foreignFolders() throws {
        var server = try Server()
        for path in ["srv", "srv/drop"] {
            try FileManager.default.createDirectory(atPath: server.folder.path(path), withIntermediateDirectories: true)
        }
        server.configuration.store = server.folder.path("srv/store")
        server.configuration.key = server.folder.path("srv/site.key")
        server.configuration.models = server.folder.path("srv/models")
        server.configuration.drop = server.folder.path("srv/drop")
        let check = server.check()
        #expect(check.gaps.filter { $0.kind == .foreign }.map(\.example) == ["/srv", "/srv/drop"])
        #expect(check.commands.filter { $0.contains("/srv") } == [])
        // A folder of its own is made, and nothing around it.
        server.configuration.store = server.folder.path("srv/spreu/store")
        server.configuration.key = server.folder.path("srv/spreu/site.key")
        server.configuration.models = server.folder.path("srv/spreu/models")
        server.configuration.drop = nil
        #expect(
            server.check().commands.filter { $0.contains("/srv") } == [
                "install -d -m 711 -o spreu -g spreu /srv/spreu"
            ])
        // What is there under a store's name, and is none, is nobody's to give away.
        try FileManager.default.createDirectory(
            atPath: server.folder.path("srv/spreu/store/others"), withIntermediateDirectories: true)
        let again = server.check()
        #expect(again.gaps.contains { $0.kind == .foreign && $0.example == "/srv/spreu/store" })
        #expect(!again.commands.contains { $0.contains("chown") })
    }

    @Test("without the service user only that is said")
    func noUser() throws {
        let check = try Server().check(UserTable(passwd: "root:x:0:0:root:/root:/bin/sh", group: ""))
        #expect(check.gaps.map(\.kind) == [.noUser])
    }

    @Test("the owner of all mail has to be in the group of those who hand it in")
    func mailUser() throws {
        let server = try Server()
        for name in ["anna", "bert", "betriebsrat"]
        where chown(server.path("example.org/\(name)/Maildir"), 5_000, 5_000) != 0 {
            return
        }
        let users = UserTable(
            passwd: "vmail:x:5000:5000::/var/vmail:/bin/false\nspreu:x:991:991::/var/lib/spreu:/bin/false",
            group: "spreu:x:991:\nspreu-learn:x:992:spreu\n")
        let gap = try #require(server.check(users).gaps.first { $0.kind == .mailUserOutsideLearnGroup })
        #expect(gap.commands == ["usermod -a -G spreu-learn vmail"])
        #expect(!kinds(server.check()).contains(.mailUserOutsideLearnGroup))
    }
}
