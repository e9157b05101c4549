// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import LearningDrop
import TestSupport
import Testing

@Suite("Whose files they are", .enabled(if: geteuid() == 0, "needs root, who may give files to nobody"))
struct OwnerTests {
    private static let setpriv = Program(path: "/usr/bin/setpriv")
    private static let user = ["--reuid", "\(FileUser.nobody)", "--regid", "\(FileUser.nobody)", "--clear-groups"]

    /// Gives a folder with all that is in it to nobody.
    private func giveAway(_ path: String) throws {
        let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        for file in [path] + inside.map({ path + "/" + $0 }) {
            #expect(lchown(file, FileUser.nobody, FileUser.nobody) == 0)
        }
    }

    @Test("root is refused where store, key or models belong to another user, and leaves nothing there")
    func root() throws {
        let site = try NightlyTests.Site()
        try site.night()
        let folder = site.folder
        let store = ["--store", folder.path("store"), "--key", folder.path("key")]
        for part in ["store", "key", "models"] { try giveAway(folder.path(part)) }
        func files() -> Set<String> {
            Set(FileManager.default.enumerator(atPath: folder.root)?.compactMap { $0 as? String } ?? [])
        }
        let before = files()
        let commands: [[String]] = [
            ["train", "--output", folder.path("model")] + store, ["ingest", "--label", "ham", folder.root] + store,
            ["store", "compact"] + store, ["store", "check"] + store, ["store", "runs"] + store,
            ["label", "spam", "--digest", "00112233"] + store, ["forget", "--digest", "00112233"] + store,
            ["models", "rollback", "--models", folder.path("models/site")],
            ["store", "restore", "--from", folder.path("x"), "--store", folder.path("models/store"), "--key", "/k"],
        ]
        let night = try site.night()
        #expect(night.code == 77, "\(night.errors)")
        for command in commands {
            let outcome = try Program("spreu").run(command)
            #expect(outcome.code == 77, "\(command) \(outcome.errors)")
            #expect(outcome.errors.contains("belongs to nobody") && outcome.errors.contains("'sudo -u nobody'"))
        }
        #expect(files() == before)
    }

    @Test("root is refused where the watch's files belong to another user, whom it would lock out")
    func alarms() throws {
        let folder = try ScratchFolder()
        try "".write(toFile: folder.path("mail.log"), atomically: true, encoding: .utf8)
        try """
        store: \(folder.path("store"))
        key: \(folder.path("key"))
        models: \(folder.path("models"))
        sources: []
        site: {recipients: [example.com]}
        alarms: {folder: \(folder.path("alarms")), mail-to: [postmaster@example.com]}
        """.write(toFile: folder.path("spreu.yaml"), atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: folder.path("alarms"), withIntermediateDirectories: true)
        try giveAway(folder.path("alarms"))
        for command in [
            ["incident", "close", "20548-c1f2"], ["incident", "show", "20548-c1f2", "--reason", "on call"],
            ["watch", "--once", folder.path("mail.log")],
        ] {
            let outcome = try Program("spreu").run(command + ["--config", folder.path("spreu.yaml")])
            #expect(outcome.code == 77 && outcome.errors.contains("'sudo -u nobody'"), "\(command) \(outcome.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("alarms")).isEmpty)
    }

    @Test("a site key is not made by root in a folder of another user")
    func key() throws {
        let folder = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: folder.path("home"), withIntermediateDirectories: true)
        try giveAway(folder.path("home"))
        let outcome = try Program("spreu").run([
            "train", "--ham", SampleCorpus.path("new/ham.eml"), "--spam", SampleCorpus.path("new/spam.eml"), "--output",
            folder.path("model"), "--key", folder.path("home/state/site.key"),
        ])
        #expect(outcome.code == 77 && outcome.errors.contains("belongs to nobody"), "\(outcome.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("home")).isEmpty)
    }

    @Test(
        "the user whose site it is runs the night, and feedback that this user may not read stay",
        .enabled(if: setpriv.exists, "needs setpriv (scripts/setup --tests installs it)"))
    func otherUser() throws {
        let site = try NightlyTests.Site()
        let drop = site.folder.path("drop")
        try FileManager.default.createDirectory(
            atPath: drop, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try site.configure("drop: \(drop)")
        let feedback = try DropWriter(drop).append(
            DropRecord(
                .spam, message: Array("Subject: a\n\nb\n".utf8), account: "anna", origin: "test", time: DropWriter.now))
        try giveAway(site.folder.root)
        #expect(lchown(drop + "/\(feedback)", 0, 54_321) == 0)
        // A copy that any user may run, wherever the project lies.
        let tools = try ScratchFolder()
        let spreu = tools.path("spreu")
        try FileManager.default.copyItem(atPath: Program("spreu").path, toPath: spreu)
        #expect(chmod(tools.root, 0o755) == 0 && chmod(spreu, 0o755) == 0)
        let night = try Self.setpriv.run(
            Self.user + [spreu, "nightly", "--config", site.folder.path("spreu.yaml")],
            environment: ["SPREU_NOW": "\(site.now)"])
        #expect(night.code == 4, "\(night.errors)")
        #expect(
            night.errors.contains("Permission denied; it stays: user nobody must be in group 54321: usermod -aG"),
            "\(night.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: drop) == ["\(feedback)"])
        // What another may not see is not said to be missing.
        for part in ["models/site", "store"] { #expect(lchown(site.folder.path(part), 0, 0) == 0) }
        #expect(chmod(site.folder.path("models/site"), 0o700) == 0)
        for command in [
            ["models", "list", "--models", site.folder.path("models/site")],
            ["store", "check", "--store", site.folder.path("store"), "--key", site.folder.path("key")],
        ] {
            let outcome = try Self.setpriv.run(Self.user + [spreu] + command)
            #expect(outcome.code != 0 && outcome.errors.contains("Permission denied"), "\(command) \(outcome.errors)")
        }
    }
}
