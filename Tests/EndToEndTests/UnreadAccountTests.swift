// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Accounts that the user of the night may not read.
@Suite("Unread accounts")
struct UnreadAccountTests {
    private static let setpriv = Program(path: "/usr/bin/setpriv")
    private let site: NightlyTests.Site
    private let spreu: String

    init() throws {
        site = try NightlyTests.Site("gate:\n  label-days: 365\n  stale-days: 365")
        spreu = site.folder.path("spreu")
        try FileManager.default.copyItem(atPath: Program("spreu").path, toPath: spreu)
        for name in ["bert", "carl"] {
            for part in ["cur", "new", ".Junk/cur", ".Junk/new"] {
                try FileManager.default.createDirectory(
                    atPath: path(name, "Maildir/" + part), withIntermediateDirectories: true)
            }
            let mail = "From: a@example.com\nMessage-ID: <\(name)@example.com>\n\nText of \(name)\n"
            try Data(mail.utf8).write(to: URL(fileURLWithPath: path(name, "Maildir/.Junk/cur/17000000.M1P1.mx:2,S")))
        }
        _ = try Program(path: "/bin/chmod").run(["-R", "a+rX", site.folder.root])
        try setPermissions(0o777, site.folder.root)
    }

    private func path(_ account: String, _ rest: String = "") -> String {
        site.folder.path("vmail/example.org/\(account)/\(rest)")
    }

    private func setPermissions(_ mode: UInt16, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Runs a command without root's right to read everything.
    private func run(_ arguments: [String]) throws -> Program.Outcome {
        site.now += 3_600
        let command = [spreu] + arguments + ["--config", site.folder.path("spreu.yaml")]
        let environment = ["SPREU_NOW": "\(site.now)"]
        guard geteuid() == 0 else {
            return try Program(path: spreu).run(Array(command.dropFirst()), environment: environment)
        }
        return try Self.setpriv.run(
            ["--reuid", "65534", "--regid", "65534", "--clear-groups"] + command, environment: environment)
    }

    @Test(
        "an account, or a folder in one, that may not be read is told by the check, the night and the status, with the way out",
        .enabled(if: setpriv.exists, "setpriv is missing: scripts/setup --tests installs it"))
    func closed() throws {
        #expect(try run(["config", "check"]).code == 0)
        let before = try run(["nightly"])
        #expect(before.code == 0, "\(before.errors) \(before.text)")
        #expect(try run(["status"]).code == 0)

        let closed = [path("bert"), path("carl", "Maildir/.Junk")]
        for folder in closed { try setPermissions(0, folder) }
        defer { for folder in closed { try? setPermissions(0o755, folder) } }
        for command in [["config", "check"], ["nightly"]] {
            let outcome = try run(command)
            #expect(outcome.code == 4 && outcome.errorLines.count == 2, "\(outcome.errors) \(outcome.text)")
            #expect(outcome.errors.contains("bert cannot be opened (Permission denied): mail in it is not read; "))
            #expect(
                outcome.errors.contains("setfacl -R -P -m u:nobody:rX -d -m u:nobody:rX \(path("bert").dropLast())"))
            #expect(outcome.errors.contains("carl/Maildir/.Junk: cannot be opened (Permission denied)"))
        }
        let status = try run(["status"])
        #expect(status.code == 1 && status.text.hasPrefix("SPREU WARNING - "), "\(status.text)")
        #expect(status.text.contains("bert cannot be opened") && status.text.contains("accountsUnread=1"))
        // Root, who may read all of it, is told what nights can.
        let asRoot = try Program("spreu").run(
            ["status", "--config", site.folder.path("spreu.yaml")], environment: ["SPREU_NOW": "\(site.now)"])
        #expect(asRoot.code == 1 && asRoot.text.contains("accountsUnread=1"), "\(asRoot.text)")
        for folder in closed { try setPermissions(0o755, folder) }
        let after = try run(["nightly", "--json"])
        #expect(try after.code == 0 && after.value["ingest"]["removed"].integer == 0, "\(after.errors)")
    }
}
