// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Exim as `scripts/fetch-exim` unpacks it, with a configuration of its own that delivers into a Maildir.
final class Exim {
    private static let root = SharedFiles.projectRoot + "/.build/exim"
    private static let program = Program(path: root + "/usr/sbin/exim4")
    private static let user = "Debian-exim"

    static var isUsable: Bool { program.exists && getuid() == 0 && getpwnam(user) != nil }

    private let folder: ScratchFolder
    var maildir: String { folder.path("Maildir/new") }
    var log: String { (try? String(contentsOfFile: folder.path("log/mainlog"), encoding: .utf8)) ?? "" }

    /// - Parameters:
    ///   - variant: What follows the port in `spamd_address`.
    ///   - dataACL: The statements of the ACL that asks the filter, as docs/exim.md shows them.
    init(spamdPort: Int, variant: String, dataACL: String) throws {
        folder = try ScratchFolder()
        let text = """
            keep_environment =
            spool_directory = \(folder.path("spool"))
            log_file_path = \(folder.path("log"))/%slog
            primary_hostname = mx.site.example.com
            qualify_domain = site.example.com
            exim_user = \(Self.user)
            exim_group = \(Self.user)
            never_users =
            deliver_drop_privilege = true
            message_size_limit = 100M
            smtp_accept_max_per_connection = 0
            smtp_accept_queue_per_connection = 0
            spamd_address = 127.0.0.1 \(spamdPort)\(variant)
            acl_smtp_rcpt = accept
            acl_smtp_data = check_data
            begin acl
            check_data:
            \(dataACL)
              accept
            begin routers
            all:
              driver = accept
              transport = maildir
            begin transports
            maildir:
              driver = appendfile
              directory = \(folder.path("Maildir"))
              maildir_format
              delivery_date_add
              envelope_to_add
              return_path_add
              user = \(Self.user)
            """
        try Data((text + "\n").utf8).write(to: URL(fileURLWithPath: folder.path("exim.conf")))
        let uid = getpwnam(Self.user)?.pointee.pw_uid ?? 0
        let gid = getpwnam(Self.user)?.pointee.pw_gid ?? 0
        for name in ["spool", "log", "Maildir"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
            #expect(chown(folder.path(name), uid, gid) == 0)
        }
        #expect(chmod(folder.path("exim.conf"), 0o644) == 0 && chmod(folder.root, 0o755) == 0)
    }

    /// Hands messages over in one SMTP session and delivers each before the next.
    ///
    /// - Returns: what Exim replied, line by line.
    func deliver(_ messages: [Data]) throws -> [Substring] {
        var session = Data("EHLO client.example.net\r\n".utf8)
        for message in messages {
            session += Data("MAIL FROM:<joe@out.example.net>\r\nRCPT TO:<anna@site.example.com>\r\nDATA\r\n".utf8)
            var line: [UInt8] = []
            func end() {
                if line.last == 0x0D { line.removeLast() }
                if line.first == 0x2E { session.append(0x2E) }
                session += Data(line) + Data("\r\n".utf8)
                line.removeAll(keepingCapacity: true)
            }
            for byte in message {
                if byte == 0x0A { end() } else { line.append(byte) }
            }
            if !line.isEmpty { end() }
            session += Data(".\r\n".utf8)
        }
        session += Data("QUIT\r\n".utf8)
        let libraries = ["/usr/lib", "/usr/lib/x86_64-linux-gnu"].map { Self.root + $0 }.joined(separator: ":")
        let outcome = try Self.program.run(
            ["-C", folder.path("exim.conf"), "-odi", "-bs"], input: session,
            environment: ["LD_LIBRARY_PATH": libraries])
        #expect(outcome.code == 0, "\(outcome.errors) \(log)")
        return outcome.text.split(separator: "\r\n")
    }

    /// The delivered files.
    func delivered() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: maildir).map { maildir + "/" + $0 }
    }
}

@Suite(
    "spreud with a real Exim",
    .enabled(
        if: Exim.isUsable, "needs root and .build/exim: scripts/fetch-exim unpacks it where apt-get reaches Debian"))
struct EximTests {
    enum Variant: String, CaseIterable {
        case spamd = ""
        case rspamd = " variant=rspamd"
    }

    /// As in docs/exim.md.
    private static let tag = """
          warn
            spam = nobody:true
            add_header = X-Spam-Score: $spam_score
            add_header = X-Spam-Report: $spam_report
          warn
            spam = nobody
            add_header = X-Spam-Flag: YES
        """

    @Test("spam is tagged, ham is not, in both variants", arguments: Variant.allCases)
    func tags(variant: Variant) throws {
        let filter = try FilterProcess()
        let exim = try Exim(spamdPort: filter.spamdPort, variant: variant.rawValue, dataACL: Self.tag)
        for (name, isSpam) in [("spam", true), ("ham", false)] {
            let replies = try exim.deliver([SampleCorpus.data("new/\(name).eml")])
            #expect(replies.contains { $0.hasPrefix("250 OK id=") }, "\(replies) \(exim.log)")
            let path = try #require(exim.delivered().first)
            let text = String(decoding: try Spreu.data(path), as: UTF8.self)
            #expect(text.contains("\nX-Spam-Flag: YES\n") == isSpam)
            #expect(text.contains("\nX-Spam-Report: ") && logOdds(in: text) != nil)
            try FileManager.default.removeItem(atPath: path)
        }
        // Exim asks for a message once and keeps the answer; rspamd's variant tells the queue id.
        let lines = filter.log.split(separator: "\n").filter { $0.contains(" message ") }
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains(" queue=") == (variant == .rspamd) })
    }

    @Test("what is rejected by the advice of the policy is refused in the SMTP session")
    func rejects() throws {
        let filter = try FilterProcess("policy: {reject-at: 3.5}")
        let acl = """
              deny
                spam = nobody
                condition = ${if eq{$spam_action}{reject}}
                message = This message looks like spam
            """
        let exim = try Exim(spamdPort: filter.spamdPort, variant: " variant=rspamd", dataACL: acl)
        let replies = try exim.deliver([SampleCorpus.data("new/spam.eml"), SampleCorpus.data("new/ham.eml")])
        #expect(replies.filter { $0 == "550 This message looks like spam" }.count == 1, "\(replies) \(exim.log)")
        #expect(try exim.delivered().count == 1)
    }

    @Test("while the filter is away mail is delivered, as docs/exim.md sets it up")
    func filterAway() throws {
        let exim = try Exim(
            spamdPort: RawClient.freePort(), variant: "",
            dataACL: Self.tag.replacing("nobody:true", with: "nobody:true/defer_ok").replacing(
                "spam = nobody\n", with: "spam = nobody/defer_ok\n"))
        #expect(try exim.deliver([SampleCorpus.data("new/spam.eml")]).contains { $0.hasPrefix("250 OK id=") })
        #expect(try exim.delivered().count == 1)
    }

    @Test(
        "200 messages: each has the log-odds that 'spreu classify' finds in the file as it was delivered",
        arguments: Variant.allCases, RealMail.allCases.filter(\.isPresent))
    func servedAsLearned(variant: Variant, mail: RealMail) throws {
        let filter = try FilterProcess()
        let exim = try Exim(spamdPort: filter.spamdPort, variant: variant.rawValue, dataACL: Self.tag)
        let replies = try exim.deliver(mail.paths().map { try Spreu.data($0) })
        let delivered = try exim.delivered()
        #expect(
            delivered.count == RealMail.count,
            "\(replies.filter { !$0.hasPrefix("2") && !$0.hasPrefix("3") }.prefix(5))")
        var said: [String: Double] = [:]
        for path in delivered {
            let text = String(decoding: try Spreu.data(path), as: UTF8.self)
            guard let report = text.range(of: "\nX-Spam-Report: ", options: .backwards) else { continue }
            said[path] = logOdds(in: text[report.upperBound...])
        }
        try expectServedAsLearned(said)
    }
}
