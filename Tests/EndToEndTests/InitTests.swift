// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("spreu init")
struct InitTests {
    private static let strace = Program(path: "/usr/bin/strace")
    private static let python = Program(path: "/usr/bin/python3")
    private static let id = Program(path: "/usr/bin/id")

    /// A mail server of two accounts: the sample's mail, and the works council's.
    struct Server {
        let folder: ScratchFolder
        let user: String

        init(mail: Bool = false) throws {
            folder = try ScratchFolder()
            user = try InitTests.id.run(["-un"]).text.split(separator: "\n").first.map(String.init) ?? "root"
            try FileManager.default.createDirectory(
                atPath: folder.path("vmail/example.org/anna"), withIntermediateDirectories: true)
            if mail {
                try FileManager.default.copyItem(
                    atPath: SampleCorpus.path("Maildir"), toPath: folder.path("vmail/example.org/anna/Maildir"))
            }
            for part in [
                "anna/Maildir/cur", "anna/Maildir/new", "anna/Maildir/.Junk/cur", "anna/Maildir/.Junk/new",
                "betriebsrat/Maildir/cur",
            ] {
                try FileManager.default.createDirectory(
                    atPath: folder.path("vmail/example.org/\(part)"), withIntermediateDirectories: true)
            }
            try write("vmail/example.org/betriebsrat/Maildir/cur/1.geheim:2,S", "Subject: geheim\n\ngeheim\n")
            try write("vmail/example.org/anna/Maildir/.Junk/cur/1.junk:2,S", "Subject: pills\n\npills\n")
            try write(
                "main.cf",
                """
                myhostname = mx.example.org
                mydestination = localhost
                mynetworks = 127.0.0.0/8 [::1]/128 192.0.2.0/24
                smtpd_milters = inet:localhost:11332

                """)
            try write(
                "doveconf",
                """
                # 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf
                mail_location = maildir:\(folder.path("vmail"))/%d/%n/Maildir

                """)
            try FileManager.default.createDirectory(atPath: folder.path("state"), withIntermediateDirectories: true)
        }

        func write(_ path: String, _ text: String) throws {
            try text.write(toFile: folder.path(path), atomically: true, encoding: .utf8)
        }

        func text(_ name: String) throws -> String {
            try String(contentsOfFile: folder.path("etc/\(name)"), encoding: .utf8)
        }

        var arguments: [String] {
            [
                "init", "--output", folder.path("etc"), "--state", folder.path("state"), "--user", user, "--postfix",
                folder.path("main.cf"), "--dovecot", folder.path("doveconf"),
            ]
        }

        func run(_ more: String..., language: String = "en") throws -> Program.Outcome {
            try Program("spreu").run(
                arguments + ["--language", language] + more, environment: ["SPREU_NOW": "1772800000"])
        }

        /// All that is written, with its bytes and times.
        func files() throws -> [String: String] {
            var files: [String: String] = [:]
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path("etc")) {
                let path = folder.path("etc/\(name)")
                let modified = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
                files[name] = "\(modified ?? "") \(try String(contentsOfFile: path, encoding: .utf8))"
            }
            return files
        }
    }

    @Test("it writes what the night and the filter read, and says what it found")
    func writes() throws {
        let server = try Server()
        let outcome = try server.run("--yes", "--close", "betriebsrat")
        #expect([0, 4].contains(outcome.code), "\(outcome.errors)")
        #expect(try server.text("spreu.yaml").contains("\(server.folder.path("vmail"))/*/*/Maildir"))
        #expect(try server.text("spreu.yaml").contains("accounts: [betriebsrat]"))
        #expect(try server.text("site.yaml").contains("networks: [\"192.0.2.0/24\"]"))
        #expect(try server.text("site.yaml").contains("recipients: [example.org]"))
        for words in [
            "mx.example.org", "2.3.19.1", "rspamd", "spam: Junk (1 account, 1 message)", "Nothing was learned",
        ] {
            #expect(outcome.text.contains(words), "\(words): \(outcome.text)")
        }
        // A milter that is there stays, before this one.
        #expect(outcome.text.contains("'smtpd_milters = inet:localhost:11332, { unix:spreu/milter.sock"))
        #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("    ") })
        let check = try Program("spreu").run(["config", "check", "--config", server.folder.path("etc/spreu.yaml")])
        #expect([0, 4].contains(check.code), "\(check.errors)")
        #expect(check.text.contains("of 1 account"))
    }

    @Test("run twice it changes nothing, in whatever language; --diff never does")
    func twice() throws {
        let server = try Server()
        let shown = try server.run("--diff", "--close", "betriebsrat")
        #expect(shown.text.contains("+  accounts: [betriebsrat]"), "\(shown.text)")
        #expect(!FileManager.default.fileExists(atPath: server.folder.path("etc")))
        _ = try server.run("--yes", "--close", "betriebsrat")
        let before = try server.files()
        #expect(before.count == 3)
        // What stays closed was said once, and where store and key are.
        let again = try server.run("--yes", language: "de")
        #expect(try server.files() == before)
        var without = server.arguments
        without.removeSubrange(3...4)
        #expect(!without.contains("--state"))
        _ = try Program("spreu").run(without + ["--yes"], environment: ["SPREU_NOW": "1772800000"])
        #expect(try server.files() == before)
        #expect(again.text.contains("unverändert"))
        let difference = try server.run("--diff", "--close", "geheim")
        #expect(difference.text.contains("+  accounts: [betriebsrat, geheim]"), "\(difference.text)")
        #expect(try server.files() == before)
    }

    @Test("a file that was changed by hand stays, and --replace keeps it beside the new one")
    func edited() throws {
        let server = try Server()
        _ = try server.run("--yes", "--close", "betriebsrat")
        let edited = try server.text("spreu.yaml") + "\nretention: {mail: 200d}\n"
        try server.write("etc/spreu.yaml", edited)
        let kept = try server.run("--yes", "--close", "geheim")
        #expect(try server.text("spreu.yaml") == edited)
        #expect(kept.text.replacing("\n   ", with: "").contains("changed by hand"), "\(kept.text)")
        // What the file names is looked at as before.
        #expect(kept.text.contains("spam: Junk (1 account, 1 message)"), "\(kept.text)")
        #expect(!kept.text.contains("symbolic link"), "\(kept.text)")
        _ = try server.run("--yes", "--replace")
        #expect(try !server.text("spreu.yaml").contains("200d"))
        #expect(try server.text("spreu.yaml").contains("betriebsrat"))
        #expect(try server.text("spreu.yaml.before-init") == edited)
        // The first copy may be the only one of what somebody wrote: the second lies beside it.
        let again = try server.text("spreu.yaml") + "\ndrop: /elsewhere\n"
        try server.write("etc/spreu.yaml", again.replacing(/\ndrop: .*#.*\n/, with: "\n"))
        let second = try server.run("--yes", "--replace")
        #expect(second.text.contains("spreu.yaml.before-init-2"), "\(second.text) \(second.errors)")
        #expect(try server.text("spreu.yaml.before-init") == edited)
        #expect(try server.text("spreu.yaml.before-init-2").contains("/elsewhere"))
    }

    @Test("a configuration that cannot be read stops it: nobody knows what stays closed")
    func broken() throws {
        let server = try Server()
        try FileManager.default.createDirectory(
            atPath: server.folder.path("etc"), withIntermediateDirectories: true)
        try server.write("etc/spreu.yaml", "store: /s\nexclude: [\n")
        let outcome = try server.run("--yes")
        #expect(outcome.code == 78)
        #expect(try server.files().count == 1)
    }

    @Test(
        "nothing in an account that stays closed is opened or listed",
        .enabled(if: strace.exists, "strace is missing: scripts/setup --tests installs it"))
    func closed() throws {
        let server = try Server()
        let log = server.folder.path("strace")
        let outcome = try Self.strace.run(
            ["-f", "-o", log, "-e", "trace=file", Program("spreu").path] + server.arguments + [
                "--yes", "--close", "betriebsrat",
            ])
        #expect([0, 4].contains(outcome.code), "\(outcome.errors)")
        let calls = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
        #expect(calls.contains { $0.contains("example.org/anna/Maildir/cur") })
        // Its home is seen from outside, and asked for its permissions.
        #expect(calls.filter { $0.contains("example.org/betriebsrat/") } == [])
        #expect(calls.filter { $0.contains("example.org/betriebsrat\"") && $0.contains("open") } == [])
        #expect(!outcome.text.contains("geheim"))
    }

    @Test("with --train a first model is made by the night, and the filter takes what was written")
    func trains() throws {
        let server = try Server(mail: true)
        let outcome = try server.run("--yes", "--close", "betriebsrat", "--train")
        #expect([0, 4].contains(outcome.code), "\(outcome.errors) \(outcome.text)")
        // The figures are those of the nightly report.
        #expect(outcome.errors.contains("evaluate"), "\(outcome.errors)")
        let model = server.folder.path("state/models/site/current/model.spreu")
        #expect(FileManager.default.fileExists(atPath: model), "\(outcome.errors)")
        let filter = try Program("spreud").run(["--config", server.folder.path("etc/spreud.yaml"), "--check-config"])
        #expect(filter.code == 0, "\(filter.errors)")
        // The model is there: nothing more is learned or said of it.
        let again = try server.run("--yes", "--train")
        #expect(!again.errors.contains("evaluate"))
    }

    @Test("mail that is encrypted on disk is said to be unreadable, with what can be done")
    func encrypted() throws {
        let server = try Server()
        let path = server.folder.path("vmail/example.org/anna/Maildir/cur/2.crypt:2,S")
        try (Data("CRYPTED".utf8) + Data([3, 7, 2, 0, 0, 0, 0, 0, 0])).write(to: URL(fileURLWithPath: path))
        let outcome = try server.run("--yes", "--close", "betriebsrat")
        #expect(outcome.code == 4)
        #expect(outcome.text.contains("1 of"), "\(outcome.text)")
        #expect(outcome.text.contains("mail_crypt_save_version=0"))
    }

    /// Runs it at a terminal with these answers; Enter to further questions.
    private static func answering(
        _ answers: [String], _ server: Server, _ more: String...
    ) throws -> Program.Outcome {
        let lines = answers.map { "b\"\($0)\\n\"" }.joined(separator: ", ")
        let script = """
            import os, pty, sys
            answers = [\(lines)] + [b"\\n"] * 6
            shown = b""
            def read(fd):
                global shown
                data = os.read(fd, 4096)
                shown += data
                if shown.endswith(b") > ") and answers:
                    os.write(fd, answers.pop(0))
                    shown += b"!"
                return data
            code = pty.spawn(sys.argv[1:], read)
            sys.exit(os.waitstatus_to_exitcode(code))
            """
        return try Self.python.run(
            ["-c", script, Program("spreu").path] + server.arguments + ["--language", "de"] + more,
            environment: ["SPREU_NOW": "1772800000", "TERM": "dumb"])
    }

    @Test("on a terminal it asks at most six questions, first what stays closed")
    func asks() throws {
        guard Self.python.exists else { return }
        let server = try Server()
        let outcome = try Self.answering(["betriebsrat, Personal", "fax", "n"], server)
        #expect([0, 4].contains(outcome.code), "\(outcome.text) \(outcome.errors)")
        let questions = outcome.text.split(whereSeparator: \.isNewline).compactMap { line in
            line.hasPrefix(" ") || line.dropFirst().prefix(2) != ". " ? nil : line.first
        }
        #expect(questions.first == "1" && questions.count <= 6, "\(questions)")
        #expect(outcome.text.contains("1. Welche Konten und Ordner müssen verschlossen bleiben?"))
        let written = try server.text("spreu.yaml")
        #expect(written.contains("accounts: [betriebsrat, Personal]"), "\(written)")
        #expect(written.contains("robots: [fax]"))
        #expect(!written.contains("existing-junk"))
    }

    @Test("an answer is added to what an option or the configuration closes, and takes nothing of it back")
    func answers() throws {
        guard Self.python.exists else { return }
        let server = try Server()
        _ = try server.run("--yes", "--close", "betriebsrat", "--robot", "scan")
        let outcome = try Self.answering(["meldestelle"], server, "--close", "Personal")
        #expect(outcome.text.contains("schon: betriebsrat, Personal; Enter: keine weiteren"), "\(outcome.text)")
        let written = try server.text("spreu.yaml")
        #expect(written.contains("accounts: [betriebsrat, Personal, meldestelle]"), "\(written)")
        #expect(written.contains("robots: [scan]"))
    }

    /// A server below a folder, with user spreu and accounts that only their owner may read.
    private static func tree(_ maildirs: [String]) throws -> ScratchFolder {
        let tree = try ScratchFolder()
        for path in maildirs.flatMap({ ["\($0)/cur", "\($0)/new", "\($0)/tmp"] }) + ["etc/postfix", "var/lib"] {
            try FileManager.default.createDirectory(
                atPath: tree.path(path), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        try "myhostname = box.example.org\n".write(
            toFile: tree.path("etc/postfix/main.cf"), atomically: true, encoding: .utf8)
        try "spreu:x:991:991::/var/lib/spreu:/bin/false\n".write(
            toFile: tree.path("etc/passwd"), atomically: true, encoding: .utf8)
        return tree
    }

    private static func setUp(_ tree: ScratchFolder, _ more: String...) throws -> Program.Outcome {
        try Program("spreu").run(["init", "--root", tree.root, "--yes", "--language", "en"] + more)
    }

    @Test("while a name that was given closes nothing, no command that opens mail is printed")
    func unknownName() throws {
        let tree = try Self.tree(["var/vmail/example.org/anna/Maildir", "var/vmail/example.org/rat/Maildir"])
        let outcome = try Self.setUp(tree, "--close", "raat")
        #expect(outcome.code == 4, "\(outcome.errors)")
        #expect(outcome.text.contains("Nothing that opens mail is printed"), "\(outcome.text)")
        #expect(!outcome.text.contains("setfacl"), "\(outcome.text)")
        let again = try Self.setUp(tree, "--close", "rat")
        #expect(again.text.contains("for mail in /var/vmail/example.org/anna/Maildir; do"), "\(again.text)")
        #expect(!again.text.contains("example.org/rat"), "\(again.text)")
        // It stays told that the other name closes nothing.
        #expect(again.text.contains("raat: there is no such account or folder"), "\(again.text)")
    }

    @Test("an account of iRedMail is closed by its user's name")
    func iRedMail() throws {
        let place = "var/vmail/vmail1/example.org/"
        let tree = try Self.tree(
            ["a/n/n/anna", "r/a/t/rat"].map { "\(place)\($0)-2026.01.01.10.00.00/Maildir" })
        let outcome = try Self.setUp(tree, "--close", "rat")
        #expect(outcome.text.contains("anna-2026.01.01.10.00.00/Maildir"), "\(outcome.text)")
        #expect(!outcome.text.contains("rat-2026"), "\(outcome.text)")
        #expect(outcome.text.contains("1 account, and 0 folders"), "\(outcome.text)")
    }

    @Test("a server below a folder is left by no link, and a pipe in place of a file is not waited for")
    func leaving() throws {
        let tree = try Self.tree(["var/vmail/example.org/anna/Maildir"])
        let outside = try ScratchFolder()
        try "main: outside\n".write(toFile: outside.path("spreu.yaml"), atomically: true, encoding: .utf8)
        try "myhostname = outside.example.net\n".write(
            toFile: outside.path("main.cf"), atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(
            atPath: outside.path("vmail/example.net/bert/Maildir/cur"), withIntermediateDirectories: true)
        func link(_ path: String, _ target: String) throws {
            try? FileManager.default.removeItem(atPath: tree.path(path))
            try FileManager.default.createSymbolicLink(atPath: tree.path(path), withDestinationPath: target)
        }
        try link("etc/spreu", outside.root)
        try link("etc/postfix/main.cf", outside.path("main.cf"))
        try link("var/vmail/example.net", outside.path("vmail/example.net"))
        try FileManager.default.createDirectory(
            atPath: tree.path(outside.root), withIntermediateDirectories: true)
        mkfifo(tree.path("etc/hostname"), 0o600)
        mkfifo(tree.path("etc/group"), 0o600)
        let outcome = try Self.setUp(tree)
        #expect(outcome.code == 4, "\(outcome.errors)")
        #expect(!outcome.text.contains("outside.example.net") && !outcome.text.contains("bert"), "\(outcome.text)")
        #expect(outcome.text.contains("symbolic links that are not followed"), "\(outcome.text)")
        #expect(try String(contentsOfFile: outside.path("spreu.yaml"), encoding: .utf8) == "main: outside\n")
        // Where the link leads for a process of that server.
        #expect(FileManager.default.fileExists(atPath: tree.path(outside.root) + "/spreu.yaml"))
    }

    @Test("without a terminal and without --yes it does nothing")
    func noTerminal() throws {
        let server = try Server()
        let outcome = try server.run()
        #expect(outcome.code == 64)
        #expect(!FileManager.default.fileExists(atPath: server.folder.path("etc")))
    }

    @Test("the same for programs, with the commands that are missing")
    func json() throws {
        let server = try Server()
        let outcome = try Program("spreu").run(server.arguments + ["--json", "--close", "betriebsrat"])
        let value = try outcome.value
        #expect(value["accounts"].number == 1)
        #expect(value["closed"]["accounts"].number == 1)
        #expect(value["files"].elements.count == 3)
        #expect(value["access"].elements.isEmpty == false)
        #expect(!outcome.text.contains("betriebsrat/Maildir"))
    }

    @Test("a server below a folder is set up there, with its own paths")
    func root() throws {
        let tree = try ScratchFolder()
        for path in [
            "home/user-data/mail/mailboxes/example.org/anna/cur", "home/user-data/mail/mailboxes/example.org/anna/new",
            "etc/postfix", "var/lib",
        ] {
            try FileManager.default.createDirectory(atPath: tree.path(path), withIntermediateDirectories: true)
        }
        try "myhostname = box.example.org\n".write(
            toFile: tree.path("etc/postfix/main.cf"), atomically: true, encoding: .utf8)
        try "spreu:x:991:991::/var/lib/spreu:/bin/false\n".write(
            toFile: tree.path("etc/passwd"), atomically: true, encoding: .utf8)
        try "".write(toFile: tree.path("etc/mailinabox.conf"), atomically: true, encoding: .utf8)
        let outcome = try Program("spreu").run(["init", "--root", tree.root, "--yes", "--language", "en"])
        #expect(outcome.code == 4, "\(outcome.errors)")
        let written = try String(contentsOfFile: tree.path("etc/spreu/spreu.yaml"), encoding: .utf8)
        #expect(written.contains("- maildirs: /home/user-data/mail/mailboxes/*/*\n"))
        #expect(written.contains("site: /etc/spreu/site.yaml"))
        #expect(outcome.text.contains("as Mail-in-a-Box has them"))
        #expect(!outcome.text.contains(tree.root), "\(outcome.text)")
    }
}
