// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import OutboundMail
import Testing

@Suite("What leaves without a sender of the site's own")
struct SiteMailRuleTests {
    private static let day = OutboundLog.monday + 36 * OutboundLog.day + 36_000

    @Test("mail from outside to outside, without a login, is an open relay")
    func relay() throws {
        var log = OutboundLog()
        for n in 0..<5 {
            log.send(
                Self.day + n, "client=unknown[8.8.8.\(n)]", from: "f@forged.example", to: ["s\(n)@other\(n).example"])
        }
        let finding = try #require(log.findings().first)
        #expect(finding.kind == .openRelay && finding.signs == [.relayed(count: 5, clients: 5)])
    }

    @Test("relayed mail that all goes to one domain says so: it may be one of the site's own")
    func oneDomain() throws {
        var log = OutboundLog()
        for n in 0..<5 {
            log.send(
                Self.day + n, "client=unknown[8.8.8.\(n)]", from: "f@forged.example", to: ["s\(n)@sister.example"])
        }
        let finding = try #require(log.findings().first)
        #expect(finding.signs.contains { if case .oneDomain = $0 { true } else { false } })
    }

    @Test("mail from outside to an alias that goes on to the outside is no relay")
    func forward() {
        var log = OutboundLog()
        for n in 0..<50 {
            log.send(
                Self.day + n * 60, "client=mx[198.51.100.9]", from: "a@sender.example", to: ["private@mail.example"],
                original: "anna@example.com")
        }
        #expect(log.findings().isEmpty)
        #expect(log.analysis.forwards[OutboundLog.key(.login, "anna@example.com")] != nil)
    }

    @Test("an alias that sends on spam, with the sender of a stranger, is found")
    func forwardedSpam() throws {
        var log = OutboundLog()
        for n in 0..<10 {
            log.send(
                Self.day + n * 3_600, "client=mx[198.51.100.9]", from: "a@sender.example",
                to: ["private@mail.example"], original: "anna@example.com", verdict: n % 2 == 0 ? "spam" : "ham")
        }
        let finding = try #require(log.findings().first)
        #expect(finding.kind == .forwardedSpam && finding.source == OutboundLog.key(.login, "anna@example.com"))
        #expect(finding.signs.contains(.spam(count: 5, of: 10)))
        #expect(finding.signs.contains(.foreignForwards(count: 10, of: 10)))
    }

    @Test("a rewritten sender (SRS) is none of a stranger's")
    func rewritten() {
        var log = OutboundLog()
        log.send(
            Self.day, "client=mx[198.51.100.9]", from: "SRS0=aa=bb=sender.example=a@elsewhere.example",
            to: ["private@mail.example"], original: "anna@example.com")
        _ = log.findings()
        let days = log.analysis.forwards[OutboundLog.key(.login, "anna@example.com")]
        #expect(days?.values.first?.copies == 1 && days?.values.first?.foreignSenders == 0)
    }

    @Test("what a rule of Sieve sends on is its mailbox's, and no relay")
    func sieve() {
        var log = OutboundLog()
        for n in 0..<5 {
            let (time, id) = (Self.day + n * 60, "B0000\(n)")
            log.add(time, "postfix/smtpd[1]: \(id): client=mx[198.51.100.9]")
            log.add(time, "postfix/cleanup[1]: \(id): message-id=<m\(n)@sender.example>")
            log.add(time, "postfix/qmgr[1]: \(id): from=<a@sender.example>, size=1, nrcpt=1 (queue active)")
            log.add(
                time,
                "dovecot: lmtp(anna)<1><aBc>: sieve: msgid=<m\(n)@sender.example>: forwarded to <private@mail.example>")
            log.add(time, "postfix/pickup[1]: C0000\(n): uid=5000 from=<a@sender.example>")
            log.add(time, "postfix/cleanup[1]: C0000\(n): message-id=<m\(n)@sender.example>")
            log.add(time, "postfix/qmgr[1]: C0000\(n): from=<a@sender.example>, size=1, nrcpt=1 (queue active)")
            log.add(
                time,
                "postfix/smtp[1]: C0000\(n): to=<private@mail.example>, relay=mx[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)"
            )
            log.add(time, "postfix/qmgr[1]: C0000\(n): removed")
            log.add(
                time,
                "postfix/lmtp[1]: \(id): to=<anna@example.com>, relay=mx[private/dovecot-lmtp], delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Saved)"
            )
            log.add(time, "postfix/qmgr[1]: \(id): removed")
        }
        #expect(log.findings().isEmpty)
        let days = log.analysis.forwards[OutboundLog.key(.login, "anna")]
        #expect(days?.values.first?.copies == 5 && days?.values.first?.foreignSenders == 5)
    }

    @Test("notifications about mail from outside that go to the outside are backscatter, those to users are not")
    func backscatter() throws {
        var log = OutboundLog()
        func bounced(_ number: Int, _ arrival: String, _ sender: String) {
            let (time, id, notice) = (Self.day + number, "B\(1_000 + number)", "D\(1_000 + number)")
            log.add(time, "postfix/smtpd[1]: \(id): \(arrival)")
            log.add(time, "postfix/qmgr[1]: \(id): from=<\(sender)>, size=1, nrcpt=1 (queue active)")
            log.add(
                time,
                "postfix/lmtp[1]: \(id): to=<nobody@example.com>, relay=mx[private/dovecot-lmtp], delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (550 5.1.1 unknown)"
            )
            log.add(time, "postfix/bounce[1]: \(id): sender non-delivery notification: \(notice)")
            log.add(time, "postfix/qmgr[1]: \(notice): from=<>, size=1, nrcpt=1 (queue active)")
            log.add(time, "postfix/qmgr[1]: \(id): removed")
            log.add(
                time,
                "postfix/smtp[1]: \(notice): to=<\(sender)>, relay=mx[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)"
            )
            log.add(time, "postfix/qmgr[1]: \(notice): removed")
        }
        for n in 0..<25 { bounced(n, "client=unknown[8.8.8.8]", "v\(n)@victim.example") }
        for n in 100..<140 { bounced(n, OutboundLog.login("anna"), "anna@elsewhere.example") }
        let findings = log.findings()
        #expect(findings.map(\.kind) == [.backscatter])
        #expect(findings.first?.signs == [.notices(count: 25, lost: 0)])
    }

    @Test("a used queue id, a clock that runs back, and names without end are borne")
    func hostile() {
        var log = OutboundLog()
        let long = String(repeating: "x\u{202E}", count: 2_000)
        for n in 0..<300 {
            let time = n % 2 == 0 ? Self.day + n : Self.day - n * 10_000
            log.add(time, "postfix/smtpd[1]: AAAAA1: \(OutboundLog.login(long + "\(n)"))")
            log.add(
                time,
                "postfix/qmgr[1]: AAAAA1: from=<\(long)@\(long)>, size=99999999999999999999, nrcpt=1 (queue active)")
            log.add(
                time,
                "postfix/smtp[1]: AAAAA1: to=<\(long)@\(n).example>, relay=mx[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=5.1.1, status=bounced (\(long))"
            )
            log.add(time, "spreud[7]: info message action=accept queue=AAAAA1 verdict=spam")
            log.add(time, "postfix/bounce[1]: AAAAA1: sender non-delivery notification: AAAAA1")
        }
        for finding in log.findings() { #expect(finding.noticed > 0) }
    }
}
