// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import TestSupport
import Testing

/// A real Dovecot with the scripts that `docs/imapsieve.md` shows: a mail client moves a message, the batch learns it.
@Suite("IMAPSieve")
struct IMAPSieveTests {
    private static let dovecot = "/usr/sbin/dovecot"
    private static let isInstalled =
        FileManager.default.isExecutableFile(atPath: dovecot)
        && FileManager.default.fileExists(atPath: "/usr/lib/dovecot/modules/lib95_imap_sieve_plugin.so")

    @Test(
        "a message that a client moves to Junk, and another that it moves back, are learned as the ones that were delivered",
        .enabled(
            if: isInstalled && getuid() == 0, "needs root and Dovecot with Sieve: scripts/setup --tests installs it"),
        arguments: ["", "INBOX."])
    func moves(prefix: String) throws {
        let site = try NightlyTests.Site(copying: false)
        let root = site.folder.root
        let port = try Self.freePort()
        try Self.write(configuration(root, port, prefix), to: root + "/dovecot.conf")
        for folder in ["run", "state", "sieve", "bin", "drop", "vmail/example.org/anna/Maildir"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        // The scripts and the program are those of the page.
        for (name, text) in try Self.filesOfPage() {
            try Self.write(
                text.replacing("/usr/local/bin/spreu", with: Program("spreu").path)
                    .replacing("/var/lib/spreu/drop", with: root + "/drop"),
                to: "\(root)/\(name)")
        }
        chmod(root + "/bin/spreu-learn", 0o755)
        let maildir = root + "/vmail/example.org/anna/Maildir"
        for part in ["", ".Junk/", ".Deleted Messages/", ".Papierkorb/", ".Trash/"].flatMap({ folder in
            ["cur", "new", "tmp"].map { folder + $0 }
        }) {
            try FileManager.default.createDirectory(atPath: maildir + "/" + part, withIntermediateDirectories: true)
        }
        for (number, place) in [(1, "new"), (2, ".Junk/cur"), (3, ".Junk/cur"), (4, ".Junk/cur"), (5, ".Junk/cur")] {
            try Self.write(Self.mail(number), to: "\(maildir)/\(place)/\(1_700_000_000 + number).M1P1.mx")
        }
        for path in ["sieve", "drop", "vmail"] {
            _ = try Program(path: "/bin/chown").run(["-R", "65534:65534", "\(root)/\(path)"])
        }
        chmod(root + "/drop", 0o700)
        chmod(root, 0o755)
        try site.configure("drop: \(root)/drop")
        let before = try site.night("--json")
        #expect(try before.value["ingest"]["new"].integer == 5 && before.value["train"]["ham"].integer == 0)

        let server = Process()
        // Foundation starts programs with SIGCHLD blocked: Dovecot would never see that what it started has ended.
        server.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        server.arguments = [
            "-c",
            "import os, signal, sys; signal.pthread_sigmask(signal.SIG_SETMASK, []); os.execv(sys.argv[1], sys.argv[1:])",
            Self.dovecot, "-F", "-c", root + "/dovecot.conf",
        ]
        try server.run()
        defer {
            server.terminate()
            let deadline = Date.now.addingTimeInterval(10)
            while server.isRunning, Date.now < deadline { usleep(20_000) }
            // Its processes end when their master has.
            if server.isRunning { kill(server.processIdentifier, SIGKILL) }
        }
        let client = try Program(path: "/usr/bin/python3").run(["-c", Self.client, "\(port)", prefix])
        #expect(
            client.code == 0, "\(client.errors) \((try? String(contentsOfFile: root + "/log", encoding: .utf8)) ?? "")")
        let deadline = Date.now.addingTimeInterval(60)
        var records: [String] = []
        while records.count < 2, Date.now < deadline {
            records = try FileManager.default.contentsOfDirectory(atPath: root + "/drop").filter {
                $0.hasSuffix(".mail")
            }
            usleep(20_000)
        }
        try #require(records.count == 2, "\((try? String(contentsOfFile: root + "/log", encoding: .utf8)) ?? "")")

        #expect(try !String(contentsOfFile: root + "/log", encoding: .utf8).contains("Error:"))
        let after = try site.night("--json")
        #expect(try after.value["ingest"]["new"].integer == 0, "the same messages, by their canonical digests")
        #expect(
            try after.value["train"]["spam"].integer == 1 && after.value["train"]["ham"].integer == 1, "\(after.text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: root + "/drop").isEmpty)
        // Nobody passed the filter's verdict: it stands in the header.
        #expect(try after.value["drop"]["spamPassed"].integer == 1 && after.value["drop"]["hamCaught"].integer == 1)
    }

    /// What a mail client does: an IMAP MOVE each way.
    private static let client = """
        import imaplib, sys, time
        deadline = time.time() + 60
        while True:
            try:
                client = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]), timeout=20)
                break
            except OSError:
                if time.time() > deadline: raise
                time.sleep(0.05)
        client.login("anna@example.org", "secret")
        prefix = sys.argv[2]
        def name(folder): return folder if folder == "INBOX" else '"' + prefix + folder + '"'
        # The trash of most clients and Apple Mail's, by name, and one by what the server says: deleted junk is still junk.
        for source, target, number in (
            ("Junk", "Trash", 5), ("Junk", "Deleted Messages", 3), ("Junk", "Papierkorb", 4), ("Junk", "INBOX", 2),
            ("INBOX", "Junk", 1),
        ):
            source, target = name(source), name(target)
            assert client.select(source)[0] == "OK"
            found = client.uid("SEARCH", None, "SUBJECT", f"{number}")[1][0].split()
            assert len(found) == 1, found
            answer = client.uid("MOVE", found[0].decode(), target)
            assert answer[0] == "OK", answer
        client.logout()
        """

    private func configuration(_ root: String, _ port: Int, _ prefix: String) -> String {
        """
        protocols = imap
        listen = 127.0.0.1
        base_dir = \(root)/run
        state_dir = \(root)/state
        log_path = \(root)/log
        ssl = no
        disable_plaintext_auth = no
        mail_location = maildir:\(root)/vmail/%d/%n/Maildir
        first_valid_uid = 1
        passdb {
          driver = static
          args = password=secret
        }
        userdb {
          driver = static
          args = uid=65534 gid=65534 home=\(root)/vmail/%d/%n
        }
        namespace inbox {
          inbox = yes
          prefix = \(prefix)
          separator = .
          mailbox Papierkorb {
            special_use = \\Trash
          }
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = \(port)
          }
        }
        service anvil {
          chroot =
        }
        !include \(root)/90-spreu.conf
        plugin {
          imapsieve_mailbox1_before = file:\(root)/sieve/learn-spam.sieve
          imapsieve_mailbox2_before = file:\(root)/sieve/learn-spam.sieve
          imapsieve_mailbox3_before = file:\(root)/sieve/learn-ham.sieve
          imapsieve_mailbox4_before = file:\(root)/sieve/learn-ham.sieve
          sieve_pipe_bin_dir = \(root)/bin
        }

        """
    }

    /// The files that the page shows: each block begins with its name after `#`.
    private static func filesOfPage() throws -> [(name: String, text: String)] {
        let page = try String(contentsOfFile: SharedFiles.projectRoot + "/docs/imapsieve.md", encoding: .utf8)
        let names = [
            "/etc/dovecot/conf.d/90-spreu.conf": "90-spreu.conf",
            "/etc/dovecot/sieve/learn-spam.sieve": "sieve/learn-spam.sieve",
            "/etc/dovecot/sieve/learn-ham.sieve": "sieve/learn-ham.sieve",
            "/usr/lib/spreu/bin/spreu-learn": "bin/spreu-learn",
        ]
        let blocks = page.components(separatedBy: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
        let files = blocks.compactMap { block -> (String, String)? in
            let lines = block.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
            guard let place = lines.prefix(2).firstIndex(where: { $0.hasPrefix("# /") }),
                let name = names[String(lines[place].dropFirst(2))]
            else { return nil }
            return (name, lines.joined(separator: "\n"))
        }
        try #require(files.count == names.count, "docs/imapsieve.md has changed")
        return files
    }

    private static func mail(_ number: Int) -> String {
        """
        X-Spreu: \(number == 1 ? "ham, probability=0.010000" : "spam, probability=0.990000"), model=0123456789abcdef
        Return-Path: <sender\(number)@example.com>
        Delivered-To: anna@example.org
        Received: from a.example.com (a.example.com [192.0.2.1]) by mx.example.org with ESMTP id \(number); \
        Tue, 3 Mar 2026 10:00:0\(number) +0000
        From: sender\(number)@example.com
        To: anna@example.org
        Subject: number \(number)
        Message-ID: <\(number)@example.com>

        Some words of message \(number), for her to judge.

        """
    }

    private static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private static func freePort() throws -> Int {
        let file = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(file) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(file, address, length)
                getsockname(file, address, &length)
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }
}
