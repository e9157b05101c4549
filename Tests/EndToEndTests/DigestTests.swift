// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu digest")
struct DigestTests {
    /// Maildirs, and a program that takes mail: it writes down for whom, and the mail.
    struct Site {
        let folder: ScratchFolder
        var configuration: String { folder.path("spreu.yaml") }
        var sent: String { (try? String(contentsOfFile: folder.path("sent"), encoding: .utf8)) ?? "" }

        /// - Parameters:
        ///   - sendmail: the lines of a shell script that follow its first; `$SENT` is where mail is kept.
        ///   - domain: of the accounts.
        init(
            _ accounts: [String], extra: String = "", domain: String = "example.org",
            sendmail: String = "{ echo \"ARGS $*\"; cat; echo END; } >> \"$SENT\""
        ) throws {
            folder = try ScratchFolder()
            for account in accounts { try deliver(to: "\(domain)/\(account)", subject: "Offer for \(account)") }
            let script = folder.path("sendmail")
            try Data("#!/bin/sh\nSENT='\(folder.path("sent"))'\n\(sendmail)\n".utf8)
                .write(to: URL(fileURLWithPath: script))
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script)
            let text = """
                store: \(folder.path("store"))
                key: \(try Spreu.key())
                models: \(folder.path("models"))
                sources: [{maildirs: "\(folder.path("vmail/*/*/Maildir"))"}]
                exclude: {accounts: [works-council]}
                digest:
                  every: daily
                  from: postmaster@\(domain)
                  folder: \(folder.path("digest"))
                  sendmail: \(script)
                  languages: {de: [\(accounts.contains("bert") ? "bert" : "")]}
                \(extra)
                """
            try Data(text.utf8).write(to: URL(fileURLWithPath: configuration))
        }

        func deliver(to account: String, _ mailbox: String = ".Junk", subject: String) throws {
            let root = folder.path("vmail/\(account)/Maildir")
            for place in [root, root + "/" + mailbox] {
                for part in ["cur", "new", "tmp"] {
                    try FileManager.default.createDirectory(
                        atPath: place + "/" + part, withIntermediateDirectories: true)
                }
            }
            let time = Int(Date().timeIntervalSince1970) - 3_600
            let text =
                "From: Shop <shop@sender.example>\nSubject: \(subject)\nMessage-ID: <\(subject.count)@x>\n\nText\n"
            try Data(text.utf8).write(
                to: URL(fileURLWithPath: "\(root)/\(mailbox)/new/\(time).\(UUID().uuidString).mx"))
        }

        func run(_ arguments: String...) throws -> Program.Outcome {
            try Program("spreu").run(
                ["digest", "--config", configuration] + arguments, environment: ["LC_ALL": "C", "TZ": "UTC"])
        }

        /// The subjects of the mails that were listed to an account.
        func mails(to account: String) -> Int {
            sent.components(separatedBy: "ARGS -i -f <> -- \(account)\n").count - 1
        }
    }

    @Test("each account is told once of its own Junk, excluded ones never, and the report names nobody")
    func told() throws {
        let site = try Site(["anna", "bert", "works-council"])
        let rehearsal = try site.run("--dry-run")
        #expect(rehearsal.code == 0 && rehearsal.text.contains("2 mails would be sent, about 2 messages"))
        #expect(site.sent.isEmpty && !FileManager.default.fileExists(atPath: site.folder.path("digest")))
        let outcome = try site.run()
        #expect(outcome.code == 0 && outcome.text == "digests  2 mails sent, about 2 messages\n", "\(outcome.errors)")
        #expect(site.mails(to: "anna@example.org") == 1 && site.mails(to: "bert@example.org") == 1)
        #expect(site.sent.contains("Offer for anna") && site.sent.contains("1 neue Nachricht"))
        #expect(!site.sent.contains("works-council"))
        let again = try site.run("--json")
        #expect(again.code == 0 && (again.json?["tooEarly"] as? Int) == 2 && (again.json?["mails"] as? Int) == 0)
        for text in [
            rehearsal.text, outcome.text, again.text,
            try String(contentsOfFile: site.folder.path("digest/told"), encoding: .utf8),
        ] {
            #expect(!text.contains("anna") && !text.contains("Offer"))
        }
        let mode = try FileManager.default.attributesOfItem(atPath: site.folder.path("digest/told"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("a run that is killed between handing in and keeping that sends that one mail twice, and no other")
    func killed() throws {
        let kill = """
            { echo "ARGS $*"; cat; } >> "$SENT"
            case "$*" in *carl*) [ -e "$SENT.killed" ] || { touch "$SENT.killed"; kill -9 $PPID; } ;; esac
            """
        let site = try Site(["anna", "bert", "carl", "dora"], sendmail: kill)
        #expect(try site.run().code == 128 + SIGKILL)
        let second = try site.run()
        #expect(second.code == 0, "\(second.errors)")
        let counts = ["anna", "bert", "carl", "dora"].map { site.mails(to: "\($0)@example.org") }
        #expect(counts == [1, 1, 2, 1], "\(site.sent)")
    }

    @Test("where nothing can be handed in, the run fails with one line, and the next tells it")
    func refused() throws {
        let site = try Site(
            ["anna", "bert"], sendmail: "cat > /dev/null; [ -e \"$SENT\" ] || exit 75; echo \"ARGS $*\" >> \"$SENT\"")
        let outcome = try site.run()
        #expect(outcome.code == 75 && outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains("2 accounts, such as account ") && outcome.errors.contains("exit code 75"))
        try Data().write(to: URL(fileURLWithPath: site.folder.path("sent")))
        #expect(try site.run().text.hasPrefix("digests  2 mails sent"))
    }

    @Test("one account can be asked for by name or address; one that gets none is said")
    func account() throws {
        let site = try Site(["anna", "bert", "works-council"])
        #expect(try site.run("--account", "anna@example.org").text.hasPrefix("digests  1 mail sent"))
        #expect(site.mails(to: "anna@example.org") == 1 && site.mails(to: "bert@example.org") == 0)
        for name in ["nobody", "works-council"] {
            let outcome = try site.run("--account", name)
            #expect(outcome.code == 66 && outcome.errors.contains("no account '\(name)' gets a digest"))
        }
    }

    @Test("off, or misspelt, it says what to write")
    func off() throws {
        let site = try Site(["anna"])
        let text = try String(contentsOfFile: site.configuration, encoding: .utf8)
        for (wrong, complaint) in [
            (text.replacing("every: daily", with: "every: off"), "digests are off"),
            (text.replacing("every: daily", with: "every: hourly"), "write one of: off, daily, weekly"),
            (text.replacing("from: postmaster@example.org\n", with: "\n"), "'from' is missing"),
            (text.replacing("from: postmaster@example.org", with: "from: 'a b <x>'"), "invalid address"),
        ] {
            try Data(wrong.utf8).write(to: URL(fileURLWithPath: site.configuration))
            let outcome = try site.run()
            #expect(outcome.code == 78 && outcome.errors.contains(complaint), "\(outcome.errors)")
        }
        #expect(site.sent.isEmpty)
    }

    @Test(
        "a Maildir that may not be read is one line, and the others are told",
        .enabled(if: geteuid() == 0, "needs root"))
    func unreadable() throws {
        let site = try Site(["anna", "bert"])
        try FileManager.default.setAttributes(
            [.posixPermissions: 0], ofItemAtPath: site.folder.path("vmail/example.org/bert/Maildir/.Junk/new"))
        let user = try OtherUser(of: site.folder)
        let outcome = try user.run(site.configuration)
        #expect(outcome.code == 4 && outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(outcome.text.hasPrefix("digests  1 mail sent"), "\(outcome.text)")
    }

    /// `spreu digest` as a user who is not root and owns the site.
    private struct OtherUser {
        private static let nobody: UInt32 = 65_534

        init(of folder: ScratchFolder) throws {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.root)
            let files = FileManager.default.enumerator(atPath: folder.root)
            while let name = files?.nextObject() as? String { chown(folder.path(name), Self.nobody, Self.nobody) }
            chown(folder.root, Self.nobody, Self.nobody)
        }

        func run(_ configuration: String) throws -> Program.Outcome {
            let scratch = try ScratchFolder()
            let key = scratch.path("key")
            try FileManager.default.copyItem(atPath: Spreu.key(), toPath: key)
            chown(key, Self.nobody, Self.nobody)
            chown(scratch.root, Self.nobody, Self.nobody)
            let text = try String(contentsOfFile: configuration, encoding: .utf8)
            try Data(text.replacing(try Spreu.key(), with: key).utf8).write(to: URL(fileURLWithPath: configuration))
            return try Program(path: "/usr/bin/setpriv").run([
                "--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups", Program("spreu").path, "digest",
                "--config", configuration,
            ])
        }
    }
}

@Suite(
    "Digests through Postfix", .serialized,
    .enabled(if: PostfixInstance.obstacle == nil, Comment(rawValue: PostfixInstance.obstacle ?? "")))
struct PostfixDigestTests {
    @Test(
        "Postfix takes a digest without an envelope sender and delivers it as it is; the next night does not learn it")
    func delivered() throws {
        let postfix = try PostfixInstance()
        let site = try DigestTests.Site(
            ["anna.muster"], domain: PostfixInstance.domain,
            sendmail: "exec /usr/sbin/sendmail -C '\(postfix.folder.path("etc"))' \"$@\"")
        let outcome = try site.run()
        #expect(outcome.code == 0 && outcome.text.hasPrefix("digests  1 mail sent"), "\(outcome.errors)")
        let file = try postfix.delivered(1)[0]
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.hasPrefix("Return-Path: <>\n"), "\(text)")
        #expect(text.contains("\nFrom: Junk digest <postmaster@\(PostfixInstance.domain)>\n"))
        #expect(text.contains("\nTo: \(PostfixInstance.recipient)\n") && text.contains("Offer for anna[.]muster"))
        #expect(
            text.components(separatedBy: "\nMessage-ID: ").count == 2
                && text.contains("\nAuto-Submitted: auto-generated\n"))
        #expect(!postfix.log.contains("status=bounced"))

        let inbox = site.folder.path("vmail/\(PostfixInstance.domain)/anna.muster/Maildir/cur/")
        try FileManager.default.copyItem(atPath: file, toPath: inbox + "1700000000.M1P1.mx:2,S")
        try FileManager.default.copyItem(atPath: file, toPath: inbox + "1700000001.M2P1.mx:2,S")
        try Data(text.replacing("X-Spreu-Digest: ", with: "X-Spreu-Digest: 0").utf8)
            .write(to: URL(fileURLWithPath: inbox + "1700000001.M2P1.mx:2,S"))
        let night = try Program("spreu").run(["nightly", "--config", site.configuration, "--json"])
        let ingest = try #require(night.json?["ingest"] as? [String: Any], "\(night.errors)")
        #expect(ingest["sent"] as? Int == 1, "a mark that was tampered with counts nothing: \(ingest)")
    }
}
