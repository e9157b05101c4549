// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

@Suite("What stands before a line's text")
struct LineParserTests {
    private static let text = "connect from mail.example.net[192.0.2.1]"
    /// 2026-03-01T10:20:30Z.
    private static let time = 1_772_360_430

    @Test(
        "the same entry in every layout that has a zone",
        arguments: [
            "2026-03-01T11:20:30.123456+01:00 mx postfix/smtpd[42]: \(text)",
            "2026-03-01T11:20:30+0100 mx postfix/smtpd[42]: \(text)",
            "2026-03-01T10:20:30Z mx postfix/smtpd[42]: \(text)",
            "<22>2026-03-01T10:20:30.1Z mx postfix/smtpd[42]: \(text)",
            #"{"__REALTIME_TIMESTAMP":"1772360430000001","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"postfix/smtpd","#
                + #""PRIORITY":"6","_SYSTEMD_UNIT":"postfix@-.service","MESSAGE":"\#(text)"}"#,
            #"{ "MESSAGE" : "\#(text)", "X" : ["a", "b]"], "Y" : null, "_HOSTNAME" : "mx", "#
                + #""SYSLOG_IDENTIFIER" : "postfix/smtpd", "__REALTIME_TIMESTAMP" : "1772360430000001" }"#,
        ])
    func layouts(line: String) throws {
        let read = try #require(ReadLine(line))
        #expect(read.time == Self.time)
        #expect(read.host == "mx")
        #expect(read.program.server == .postfix && read.program.daemon == "smtpd")
        #expect(read.text == Self.text)
        #expect(read.fields[.clientAddress] == "192.0.2.1")
    }

    @Test(
        "a date without a year, with one digit or two, is read alike",
        arguments: ["Mar  1 10:20:30", "Mar 1 10:20:30", "Mar 01 10:20:30", "<22>Mar  1 10:20:30"])
    func days(stamp: String) throws {
        let first = try #require(ReadLine("Mar  1 10:20:30 mx postfix/smtpd[42]: \(Self.text)"))
        let read = try #require(ReadLine("\(stamp) mx postfix/smtpd[42]: \(Self.text)"))
        #expect(read.time == first.time && read.text == Self.text && read.host == "mx")
    }

    @Test("a journal's text may be escaped, or an array of bytes")
    func journalTexts() throws {
        let head =
            #"{"__REALTIME_TIMESTAMP":"1772360430000001","_HOSTNAME":"mx","SYSLOG_IDENTIFIER":"dovecot","MESSAGE":"#
        #expect(ReadLine(head + #""a \"b\" \\ c\td\u00e9"}"#)?.text == #"a "b" \ c d?"#)
        #expect(ReadLine(head + "[104,101,108,108,111]}")?.text == "hello")
        #expect(ReadLine(head + "null}")?.text == "")
    }

    @Test(
        "a tag names server, daemon, service and instance",
        arguments: [
            ("postfix/smtpd[1]:", MailServer.postfix, "smtpd", false),
            ("postfix/submission/smtpd[1]:", .postfix, "smtpd", true),
            ("postfix-in/smtps/smtpd[1]:", .postfix, "smtpd", true), ("dovecot:", .dovecot, "dovecot", false),
            ("exim4[3]:", .exim, "exim4", false), ("spreud[9]:", .spreud, "spreud", false),
            ("cron[1]:", .other, "cron", false),
        ])
    func tags(tag: String, server: MailServer, daemon: String, isSubmission: Bool) throws {
        let program = try #require(ReadLine("Mar  1 10:20:30 mx \(tag) some text")).program
        #expect(program.server == server && program.daemon == daemon && program.isSubmission == isSubmission)
    }

    @Test("after December comes January of the next year, and a clock set back over New Year goes back a year")
    func rollover() throws {
        var parser = LineParser(written: 1_800_000_000, year: 2025)
        var names = LogNames()
        let times = ["Dec 31 23:59:59", "Jan  1 00:00:01", "Dec 31 23:59:58", "Jan  1 00:00:03"].compactMap {
            ReadLine("\($0) mx postfix/smtpd[1]: \(Self.text)", &parser, &names)?.time
        }
        let first = try #require(times.first)
        #expect(times == [first, first + 2, first - 1, first + 4])
    }

    @Test("without a year, the first line is at most a year older than the file")
    func writtenYear() throws {
        // Written on 2026-03-01.
        for (stamp, days) in [("Feb 28 12:00:00", 1), ("Mar  2 09:00:00", 0), ("Mar  3 12:00:00", 364)] {
            var parser = LineParser(written: Self.time, year: nil)
            var names = LogNames()
            let time = try #require(ReadLine("\(stamp) mx postfix/smtpd[1]: \(Self.text)", &parser, &names)?.time)
            let age = Self.time - time
            #expect(days == 0 ? age < 0 : (age > 0 && age / 86_400 <= days))
        }
    }

    @Test(
        "what is no log line is none",
        arguments: [
            "", "short", "Foo  1 00:00:00 mx a: b", "Mar 99 10:20:30 mx a: b", "2026-13-01T10:20:30Z mx a: b",
            "{\"a\":1}",
        ])
    func noLines(line: String) { #expect(ReadLine(line) == nil) }
}
