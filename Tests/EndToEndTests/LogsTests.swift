// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu logs")
struct LogsTests {
    private let spreu = Program("spreu")

    private let log = """
        2026-03-01T10:20:30Z mx postfix/smtpd[1]: connect from mail.example.net[192.0.2.1]
        2026-03-01T10:20:30Z mx postfix/smtpd[1]: AAAAA1: client=mail.example.net[192.0.2.1]
        2026-03-01T10:20:30Z mx postfix/cleanup[2]: AAAAA1: message-id=<1@example.net>
        2026-03-01T10:20:30Z mx postfix/qmgr[3]: AAAAA1: from=<annaberg@example.net>, size=1000, nrcpt=1 (queue active)
        2026-03-01T10:20:31Z mx postfix/lmtp[4]: AAAAA1: to=<bertram@example.com>, relay=mx[private/lmtp], delay=1, \
        delays=0.1/0/0.8/0.1, dsn=2.0.0, status=sent (250 2.0.0 Saved)
        2026-03-01T10:20:31Z mx postfix/qmgr[3]: AAAAA1: removed
        2026-03-01T10:20:32Z mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.1]: 554 5.7.1 Service unavailable; \
        Client host [192.0.2.1] blocked using list.example.org; from=<a@b.example> to=<bertram@example.com> proto=ESMTP helo=<x>

        """

    @Test("the report says what is in the log, in 80 columns, and names nobody")
    func text() throws {
        let outcome = try spreu.run(["logs"], input: Data(log.utf8))
        #expect(outcome.code == 0)
        for words in [
            "received", "example.com", "block list", "list.example.org", "192.0.2.0/24", "By hour of the day",
        ] {
            #expect(outcome.text.contains(words), "\(words)")
        }
        #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        for person in ["annaberg", "bertram"] { #expect(!outcome.text.contains(person)) }
    }

    @Test("JSON has the keys that programs depend on, CSV the same values")
    func data() throws {
        let value = try spreu.run(["logs", "--json"], input: Data(log.utf8)).value
        #expect(value["first"].string == "2026-03-01T10:20:30Z")
        #expect(value["lineCounts"]["total"].integer == 7)
        #expect(value["recipientDomains"].elements.first?["domain"].string == "example.com")
        #expect(value["recipientDomains"].elements.first?["delivered"].integer == 1)
        #expect(value["refusals"].elements.first?["count"].integer == 1)
        let csv = try spreu.run(["logs", "--csv"], input: Data(log.utf8)).text
        #expect(csv.hasPrefix("section,row,column,value\n"))
        #expect(csv.contains("recipientDomains,example.com,delivered,1\n"))
    }

    @Test("the page loads nothing and names nobody")
    func page() throws {
        let folder = try ScratchFolder()
        let outcome = try spreu.run(["logs", "--html", folder.path("logs.html")], input: Data(log.utf8))
        #expect(outcome.code == 0)
        let page = try String(contentsOfFile: folder.path("logs.html"), encoding: .utf8)
        #expect(page.contains("example.com") && page.contains("<svg"))
        #expect(!page.contains("What else?"), "a table without a place")
        for word in ["annaberg", "bertram", "<script", "src=\"http"] { #expect(!page.contains(word), "\(word)") }
    }

    @Test("what is no log is an error, and says what to do")
    func noLog() throws {
        let outcome = try spreu.run(["logs"], input: Data("This is a text that is no log.\n".utf8))
        #expect(outcome.code == 65)
        #expect(outcome.errors.contains("no log line in it"))
        #expect(try spreu.run(["logs", "/nowhere/mail.log"]).code == 66)
    }

    @Test("with a state, a second run reports only what is new")
    func state() throws {
        let folder = try ScratchFolder()
        let (path, state) = (folder.path("mail.log"), folder.path("state"))
        let arguments = ["logs", "--json", "--state", state, path]
        try Data(log.utf8).write(to: URL(fileURLWithPath: path))
        #expect(try spreu.run(arguments).value["lineCounts"]["total"].integer == 7)
        let more = "2026-03-01T10:40:00Z mx postfix/smtpd[1]: connect from mail.example.net[192.0.2.1]\n"
        try Data((log + more).utf8).write(to: URL(fileURLWithPath: path))
        let second = try spreu.run(arguments).value
        #expect(second["lineCounts"]["total"].integer == 1)
        // What left the queue just before the end of the first run is told by the second.
        #expect(second["recipientDomains"].elements.first?["delivered"].integer == 1)
        let kept = try FileManager.default.attributesOfItem(atPath: state)[.posixPermissions] as? Int
        #expect(kept == 0o600)
    }

    @Test("a run without news names no date, and is no error")
    func noNews() throws {
        let folder = try ScratchFolder()
        let (path, page) = (folder.path("mail.log"), folder.path("page.html"))
        try Data(log.utf8).write(to: URL(fileURLWithPath: path))
        let arguments = ["logs", "--state", folder.path("state"), "--html", page, path]
        _ = try spreu.run(arguments)
        let text = try spreu.run(arguments)
        #expect(text.code == 0 && text.text.hasPrefix("Mail server logs, no new lines\n"))
        #expect(try !String(contentsOfFile: page, encoding: .utf8).contains("1970"))
        let value = try spreu.run(arguments + ["--json"]).value
        #expect(value["first"].string == nil && value["lineCounts"]["total"].integer == 0)
    }

    @Test("what was printed is not printed again, though the page could not be written")
    func pageFails() throws {
        let folder = try ScratchFolder()
        let path = folder.path("mail.log")
        try Data(log.utf8).write(to: URL(fileURLWithPath: path))
        let arguments = ["logs", "--json", "--state", folder.path("state"), path]
        // A name that is short enough, but for what a file in the making has behind it.
        let first = try spreu.run(arguments + ["--html", folder.path(String(repeating: "x", count: 250))])
        #expect(try first.code == 73 && first.value["lineCounts"]["total"].integer == 7)
        #expect(try spreu.run(arguments).value["lineCounts"]["total"].integer == 0)
    }
}
