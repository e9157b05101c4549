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

    /// Something for each table, and lines of which none may be counted.
    private var all: String {
        let answer =
            "host mx.example said: 550 5.7.606 Access denied, banned sending IP [192.0.2.9] (in reply to RCPT TO command)"
        return log + """
            2026-03-01T11:00:00Z mx postfix/smtpd[1]: BBBBB1: client=laptop[198.51.100.7], sasl_method=PLAIN, sasl_username=annaberg
            2026-03-01T11:00:00Z mx postfix/smtpd[1]: Anonymous TLS connection established from laptop[198.51.100.7]: TLSv1.3 with cipher \
            TLS_AES_256_GCM_SHA384 (256/256 bits)
            2026-03-01T11:00:00Z mx postfix/cleanup[2]: BBBBB1: message-id=<2@example.com>
            2026-03-01T11:00:00Z mx postfix/qmgr[3]: BBBBB1: from=<annaberg@example.com>, size=2000000, nrcpt=3 (queue active)
            2026-03-01T11:00:02Z mx postfix/smtp[4]: BBBBB1: to=<a@outlook.com>, \
            relay=example-com.mail.protection.outlook.com[203.0.113.1]:25, delay=2, delays=0.1/0/0.9/1, dsn=5.7.606, status=bounced (\(answer))
            2026-03-01T11:00:02Z mx postfix/smtp[4]: BBBBB1: to=<b@gmx.de>, relay=mx00.gmx.net[203.0.113.2]:25, delay=2, \
            delays=0.1/0/0.9/1, dsn=4.7.0, status=deferred (host mx00.gmx.net said: 450 4.7.1 Try again later)
            2026-03-01T11:00:02Z mx postfix/smtp[4]: BBBBB1: to=<c@t-online.de>, relay=mx00.t-online.de[203.0.113.3]:25, delay=2, \
            delays=0.1/0/0.9/1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
            2026-03-01T11:00:03Z mx postfix/postscreen[5]: PREGREET 6 after 1.2 from [192.0.2.8]:4711: EHLO x
            2026-03-01T11:00:03Z mx postfix/dnsblog[6]: addr 192.0.2.8 listed by domain zen.example.org as 127.0.0.2
            2026-03-01T11:00:04Z mx postfix/smtpd[1]: disconnect from laptop[198.51.100.7] ehlo=1 quit=1 commands=2
            2026-03-01T11:00:05Z mx dovecot: imap-login: Login: user=<annaberg>, method=PLAIN, rip=198.51.100.7, lip=192.0.2.1, TLS
            2026-03-01T11:00:05Z mx dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<x>, method=PLAIN, \
            rip=192.0.2.8, lip=192.0.2.1
            2026-03-01T11:00:06Z mx spreud[7]: message action=quarantine queue=AAAAA1 verdict=spam probability=0.99 size=100 protocol=milter
            2026-03-01T11:00:07Z mx postfix/smtpd[1]: warning: hostname x does not resolve to address 192.0.2.8
            2026-03-02T11:00:07Z mx cron[9]: something else
            this line is none

            """
    }

    @Test("in German nothing is left in English but what servers wrote")
    func german() throws {
        let folder = try ScratchFolder()
        func run(_ language: String) throws -> (Program.Outcome, page: String) {
            let path = folder.path(language)
            let outcome = try spreu.run(["logs", "--language", language, "--html", path], input: Data(all.utf8))
            return (outcome, try String(contentsOfFile: path, encoding: .utf8))
        }
        let (english, german) = (try run("en"), try run("de"))
        #expect(
            german.0.code == 4
                && german.0.errors == "spreu: Warnung: 1 Zeile nicht als Logzeile lesbar und nicht gezählt\n")
        #expect(english.0.errors == "spreu: warning: 1 line could not be read as log lines; they are not counted\n")
        for words in [
            "Logs des Mailservers, 01.03.2026 10:20 UTC bis 02.03.2026 11:00 UTC", "Abgelehnt, nach Sperrliste",
            "Montag",
            "Wofür Zustellungen Zeit brauchten", "GMX und WEB.DE", "zur Freischaltung: ", "Spam, quarantine",
            "unter 10 MiB",
        ] {
            #expect(german.0.text.contains(words), "\(words)")
        }
        #expect(german.0.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        #expect(english.0.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        // Whatever the one says in two words and more, the other says in its own.
        let answers = ["Access denied", "Try again", "does not", "TLSv1.3", "PREGREET", "GMX"]
        func phrases(_ page: String) -> Set<String> {
            let body = page.drop { $0 != "\n" }.components(separatedBy: "<body")[1]
            return Set(
                body.split(separator: ">").compactMap {
                    $0.split(separator: "<", omittingEmptySubsequences: false).first
                }
                .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                .filter { $0.contains(/[A-Za-z]{2,} [A-Za-z]{2,}/) })
        }
        let said = phrases(english.page)
        #expect(said.count > 60 && said.contains("What large receivers say"))
        for phrase in said.intersection(phrases(german.page)) {
            #expect(answers.contains { phrase.contains($0) }, "\(phrase)")
        }
        #expect(german.page.contains("Nicht alles ließ sich zählen: 1 Zeile nicht"))
        // Not cut as a stranger's word is.
        #expect(german.page.contains("https://sendersupport.olc.protection.outlook.com/snds/"))
        for person in ["annaberg", "bertram"] {
            #expect(!german.page.contains(person) && !german.0.text.contains(person))
        }
    }

    @Test("programs get the same names in every language")
    func names() throws {
        for format in ["--json", "--csv"] {
            let outputs = try ["en", "de"].map {
                try spreu.run(["logs", "--language", $0, format], input: Data(all.utf8)).text
            }
            #expect(outputs[0] == outputs[1] && outputs[0].contains("from other servers"))
        }
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
