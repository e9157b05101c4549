// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
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
            return AccessCheck(configuration, configuration.findSources(), places)
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

    @Test("the loop for many accounts passes over closed ones, and a closed folder is shut after it")
    func loop() throws {
        let server = try Server(exclude: "exclude: {accounts: [betriebsrat], folders: [Junk]}")
        let check = server.check()
        let loop = try #require(check.loops.first)
        #expect(loop.first == "for mail in /var/vmail/*/*/Maildir; do")
        #expect(loop.contains { $0.contains("/var/vmail/example.org/betriebsrat/*) continue") })
        #expect(loop.contains("    setfacl -m u:spreu:x \"${mail%/Maildir}\""))
        #expect(check.commands.contains { $0.hasPrefix("setfacl -m u:spreu:---") && $0.contains("anna/Maildir/.Junk") })
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
