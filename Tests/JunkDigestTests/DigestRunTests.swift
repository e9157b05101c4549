// SPDX-License-Identifier: Apache-2.0
import Announcements
import Foundation
import JunkDigest
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import TestSupport
import Testing

@Suite("Digests of Junk")
struct DigestRunTests {
    @Test("a digest goes to its own account, in its language, and names sender, subject and date")
    func mail() throws {
        let site = try DigestSite()
        site.settings = "every: daily\nlanguages: {de: [bert]}"
        try site.deliver(
            to: "example.org/anna",
            header: "From: \"M\u{fc}ller\" <shop@example.com>\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=")
        try site.deliver(to: "example.org/bert")
        let report = try site.run()
        #expect(report.told.map(\.language) == ["en", "de"] && report.messages == 2 && report.warnings == [])
        #expect(site.sent.map(\.recipients) == [["anna@example.org"], ["bert@example.org"]])
        let (anna, bert) = (site.sent[0].text, site.sent[1].text)
        #expect(anna.contains("2023-11-14 17:13: Grüße\n     from shop@example[.]com \"Müller\"\n"), "\(anna)")
        #expect(anna.contains("\nSubject: Junk: 1 new message (2023-11-14)\n"))
        #expect(bert.contains("\nSubject: Junk: 1 neue Nachricht (14.11.2023)\n"))
        #expect(bert.contains("kein-digest") && anna.contains("no-digest"))
    }

    @Test("a program may write to standard error, and nothing of it is taken for its output")
    func program() {
        // Dovecot's programs end with an error where a warning cannot be written.
        let program = ChildProgram("/bin/sh", ["-c", "echo warning >&2 || exit 81; echo output"])
        let (outcome, bytes) = program.output(limit: 100)
        #expect(outcome == .succeeded)
        #expect(String(decoding: bytes, as: UTF8.self) == "output\n")
    }

    @Test("the mail is well-formed, says that a program made it, and can be answered or bounced by nobody")
    func form() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        _ = try site.run()
        let mail = try #require(site.sent.first)
        let message = Message(Array(mail.text.utf8))
        #expect(message.defects.isEmpty && message.from.map(\.address) == ["postmaster@example.org"])
        #expect(message.to.map(\.address) == ["anna@example.org"] && message.messageID != nil)
        #expect(message.date?.secondsSince1970 == site.now)
        #expect(message.header.first("auto-submitted")?.unfolded == "auto-generated")
        #expect(message.header.first("list-id")?.unfolded == "<junk-digest.mx.example.org>")
        #expect(mail.isUnanswerable)
        #expect(mail.text.split(separator: "\n").allSatisfy { $0.utf8.count <= 998 })
    }

    @Test("what the filter was least sure of comes first, then what it says nothing of")
    func order() throws {
        let site = try DigestSite()
        for (subject, verdict) in [
            ("sure", "spam, log-odds=20.0"), ("unknown", nil), ("nearly ham", "spam, log-odds=0.5"),
            ("between", "unsure, log-odds=1.5"),
        ] as [(String, String?)] {
            try site.deliver(to: "example.org/anna", header: "From: a@b.example\nSubject: \(subject)", verdict: verdict)
        }
        // A field that came with the message says nothing.
        try site.deliver(
            to: "example.org/anna", hoursAgo: 6,
            header: "From: a@b.example\nX-Spreu: ham, log-odds=-9\nSubject: forged", verdict: nil)
        _ = try site.run()
        let text = try #require(site.sent.first).text
        let subjects = text.matches(of: /\d\d:\d\d: (.+)/).map { String($0.1) }
        #expect(subjects == ["nearly ham", "between", "sure", "unknown", "forged"])
    }

    @Test(
        "what people put into Junk themselves is counted, and alone gives no mail; what another filter put there is listed"
    )
    func ofPeople() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna", verdict: "ham, log-odds=-3")
        #expect(try site.run().told.isEmpty && site.sent.isEmpty)
        site.now += 86_400
        try site.deliver(to: "example.org/anna", verdict: "ham, log-odds=-3")
        try site.deliver(to: "example.org/anna")
        try site.deliver(
            to: "example.org/anna", header: "From: a@b.example\nSubject: other filter",
            verdict: "ham, log-odds=-3\nX-Spam-Flag: YES")
        #expect(try site.run().messages == 2)
        #expect(try #require(site.sent.first).text.contains("1 more, which you or a rule of yours"))
        #expect(site.sent[0].text.contains("other filter"))
    }

    @Test("nothing is told twice, and nothing is left out, however often it runs")
    func twice() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna", hoursAgo: 30)
        try site.deliver(to: "example.org/anna", hoursAgo: 5)
        // Within the last minutes: for the next one.
        try site.deliver(to: "example.org/anna", hoursAgo: 0.1)
        #expect(try site.run().messages == 1)
        #expect(try site.run().early == 1)
        site.now += 86_400
        try site.deliver(to: "example.org/anna", hoursAgo: 1)
        #expect(try site.run().messages == 2)
        site.now += 86_400
        let report = try site.run()
        #expect(report.told.isEmpty && report.quiet == 1 && site.sent.count == 2)
        // The timer did not run for ten days.
        try site.deliver(to: "example.org/anna", hoursAgo: -100)
        site.now += 10 * 86_400
        #expect(try site.run().messages == 1)
    }

    @Test("a rehearsal sends and keeps nothing")
    func rehearsal() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        #expect(try site.rehearse().text.hasPrefix("would tell account 16 of 1 message (en)\n"))
        #expect(site.sent.isEmpty && !FileManager.default.fileExists(atPath: site.folder.path("digest")))
        #expect(try site.run().messages == 1)
    }

    @Test("a weekly digest covers a week")
    func weekly() throws {
        let site = try DigestSite()
        site.settings = "every: weekly"
        try site.deliver(to: "example.org/anna", hoursAgo: 150)
        #expect(try site.run().messages == 1)
        site.now += 3 * 86_400
        #expect(try site.run().early == 1)
    }

    @Test("one whom the mail server refuses is told by the next run, and does not keep others waiting")
    func refused() throws {
        let site = try DigestSite()
        for account in ["anna", "bert"] { try site.deliver(to: "example.org/\(account)") }
        site.isBroken = true
        let failed = try site.run()
        #expect(failed.told.isEmpty && failed.warnings.count == 1)
        #expect(
            failed.warnings[0].hasPrefix(
                "2 accounts, such as account 16: the digest was not sent (/usr/sbin/sendmail: exit"))
        site.isBroken = false
        site.now += 3_600
        #expect(try site.run().messages == 2)
    }

    @Test("what could not be sent for longer than digests go back is still told, and only who is gone is forgotten")
    func longRefused() throws {
        let site = try DigestSite()
        for account in ["anna", "bert"] { try site.deliver(to: "example.org/\(account)") }
        #expect(try site.run().told.count == 2)
        site.now += 40 * 86_400
        try FileManager.default.removeItem(atPath: site.folder.path("vmail/example.org/bert"))
        try site.deliver(to: "example.org/anna", hoursAgo: 20 * 24)
        site.isBroken = true
        #expect(try site.run(site.configuration(), isWhole: false).hasFailed)
        let state = {
            try String(contentsOfFile: site.folder.path("digest/told"), encoding: .utf8).split(separator: "\n")
        }
        #expect(try state().count == 4)
        #expect(try site.run().hasFailed && state().count == 3)
        site.isBroken = false
        let report = try site.run()
        #expect(report.messages == 1 && !report.hasFailed)
    }

    @Test("the site's own digests are not listed in the next")
    func ownDigest() throws {
        let site = try DigestSite()
        let path = try site.deliver(to: "example.org/anna")
        _ = try site.run()
        site.now += 86_400
        let digest = try site.deliver(to: "example.org/anna")
        #expect(path != digest)
        try Data(try #require(site.sent.first).text.utf8).write(to: URL(fileURLWithPath: digest))
        #expect(try site.run().quiet == 1)
    }

    @Test("where no mail can be handed in, the run ends after a few attempts")
    func allRefused() throws {
        let site = try DigestSite()
        for number in 0..<20 { try site.deliver(to: "example.org/user\(number)") }
        site.isBroken = true
        let warnings = try site.run().warnings
        #expect(warnings.count == 2 && warnings[0].hasPrefix("5 accounts") && warnings[1].hasPrefix("15 accounts"))
    }

    @Test(
        "a folder stops it, in several spellings",
        arguments: [".no-digest", ".Spreu.no-digest", ".Kein Digest", ".spreu.Kein_Digest", ".INBOX.NoDigest"])
    func stopped(folder: String) throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        try site.deliver(to: "example.org/anna", folder)
        #expect(try site.run().stopped == 1 && site.sent.isEmpty)
        // What came meanwhile is not told later.
        try FileManager.default.removeItem(atPath: site.folder.path("vmail/example.org/anna/Maildir/\(folder)"))
        site.now += 86_400
        #expect(try site.run().quiet == 1)
    }

    @Test("a folder of another name does not stop it", arguments: [".Work.no-digest", ".no-digests", ".digest"])
    func notStopped(folder: String) throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        try site.deliver(to: "example.org/anna", folder)
        #expect(try site.run().told.count == 1)
    }

    @Test("excluded accounts, robots, exceptions and accounts that are not meant get none")
    func excluded() throws {
        let site = try DigestSite()
        for account in ["anna", "works-council", "scanner", "info", "other"] {
            try site.deliver(to: "example.org/\(account)")
        }
        try site.deliver(to: "example.net/carl")
        site.settings = "every: daily\naccounts: ['example.org/*']\nexcept: [info]"
        site.others = "robots: [scanner]\nexclude: {accounts: [works-council]}\nreports: {spam: [other]}"
        #expect(try site.run().told.count == 1)
        #expect(site.sent.map(\.recipients) == [["anna@example.org"]])
    }

    @Test("an account whose name is no address is told of once, and gets nothing")
    func noAddress() throws {
        let site = try DigestSite()
        for name in ["a b", "x;rm -rf", "-oQ", "m\u{fc}ller"] { try site.deliver(to: "example.org/\(name)") }
        try site.deliver(to: "example.org/anna")
        let report = try site.run()
        #expect(site.sent.map(\.recipients) == [["anna@example.org"]])
        #expect(report.warnings.count == 1 && report.warnings[0].hasPrefix("4 accounts, such as "))
    }

    @Test("accounts without a domain get the configured one, or are left to the mail server", arguments: [true, false])
    func users(hasDomain: Bool) throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        var configuration = try site.configuration()
        configuration.sources = [.accounts(pattern: site.folder.path("vmail/example.org/*/Maildir"), FolderRule())]
        if hasDomain { configuration.digest.domain = "example.org" }
        let mailboxes = configuration.digestMailboxes(configuration.findSources())
        #expect(mailboxes.map(\.recipient) == [hasDomain ? "anna@example.org" : "anna"])
    }

    @Test("what is marked as deleted or lies elsewhere is not told")
    func others() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna", flags: "ST")
        try site.deliver(to: "example.org/anna", "")
        try site.deliver(to: "example.org/anna", ".Trash")
        #expect(try site.run().quiet == 1)
    }

    @Test("what is dated in the future is told of as a wrong clock")
    func future() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna", hoursAgo: -1_000)
        let warnings = try site.run().warnings
        #expect(warnings.count == 1 && warnings[0].contains("dated in the future (1 message)"))
        // The clock goes back.
        site.now -= 10 * 86_400
        #expect(try site.run().warnings[0].contains("told until a time in the future"))
    }

    @Test("a damaged state is told of with its line, and nothing is sent")
    func damaged() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        _ = try site.run()
        let path = site.folder.path("digest/told")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("anna") && text.split(separator: "\n").count == 3)
        for (damage, line) in [(text + "x\n", 4), ("", 1), ("\u{0}\u{1}", 1)] {
            try Data(damage.utf8).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: DigestStateError.self) { try site.run() }
            #expect(error?.description.hasPrefix("\(path):\(line): ") == true)
        }
        #expect(site.sent.count == 1)
    }

    @Test("two runs at once: the second says that the first is there")
    func locked() throws {
        let site = try DigestSite()
        let state = try DigestState(folder: site.folder.path("digest"), key: site.key)
        let error = #expect(throws: DigestStateError.self) { try site.run() }
        #expect(error?.description.contains("is in use by spreu digest") == true)
        withExtendedLifetime(state) {}
    }

    @Test(
        "a digest is known by its mark whatever a mail server did to its line ends; a forged or moved mark counts nothing"
    )
    func mark() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        _ = try site.run()
        let text = try #require(site.sent.first).text
        let mark = DigestMark(key: site.key)
        #expect(mark.isOn(Message(Array(text.utf8))))
        #expect(mark.isOn(Message(Array(text.replacing("\n", with: "\r\n").utf8))))
        #expect(mark.isOn(Message(Array(("Received: by mx.example.org\n" + text).utf8))))
        #expect(!mark.isOn(Message(Array((text + "Buy now\n").utf8))))
        #expect(!mark.isOn(Message(Array(text.replacing("@mx.example.org>\nList", with: "@x.example>\nList").utf8))))
        #expect(!DigestMark(key: .random()).isOn(Message(Array(text.utf8))))
        #expect(!mark.isOn(Message(Array("X-Spreu-Digest: 0000000000000000\nMessage-ID: <a@b>\n\nx\n".utf8))))
    }
}
