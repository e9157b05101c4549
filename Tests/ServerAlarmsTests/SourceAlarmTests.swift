// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import OutgoingBrake
import ServerAlarms
import Testing

@Suite("Alarms on logins, clients and scripts")
struct SourceAlarmTests {
    private static let start = WatchedLog.monday + 36_000

    @Test(
        "a login, a client and a script each have a ceiling of external recipients in ten minutes",
        arguments: [
            (WatchedLog.login("Anna"), ActivitySource.Kind.login, "anna"),
            ("client=device[192.0.2.31]", .client, "192.0.2.31"), ("uid=33 from=<www-data>", .script, "33"),
        ])
    func ceiling(arrival: String, kind: ActivitySource.Kind, name: String) throws {
        var log = WatchedLog()
        for number in 0..<99 { log.send(Self.start + number, arrival, to: ["x\(number)@example.net"]) }
        #expect(log.findings.isEmpty)
        log.send(Self.start + 99, arrival, to: ["x99@example.net"])
        let found = try #require(log.findings.first)
        #expect(found.rule == .ceiling && found.count == 100 && found.limit == 100)
        #expect(found.subject == .source(WatchedLog.key(kind, name)))
        #expect(found.queueID == "A10064")
    }

    @Test("own domains, those below them, and strangers' mail that is forwarded are not counted")
    func ownDomains() {
        var log = WatchedLog()
        let own = (0..<150).map { "x\($0)@" + ($0 % 2 == 0 ? "Example.com" : "a.b.example.org") }
        log.send(Self.start, WatchedLog.login("anna"), to: own)
        log.send(Self.start, "client=other[203.0.113.7]", to: (0..<150).map { "y\($0)@example.net" })
        #expect(log.findings.isEmpty)
    }

    @Test("a recipient whose mail is put off counts once, however often it is tried")
    func deferred() {
        var log = WatchedLog()
        log.add(Self.start, "postfix/smtpd[1]: AAAAA1: \(WatchedLog.login("anna"))")
        for number in 0..<200 {
            log.add(
                Self.start + number,
                "postfix/smtp[3]: AAAAA1: to=<a@example.net>, relay=none, delay=1, delays=0/0/0/1, dsn=4.4.1, status=deferred (x)"
            )
        }
        log.settle()
        #expect(log.findings.isEmpty)
    }

    @Test("behind a content filter a recipient counts once, for the login that wrote")
    func filter() throws {
        var log = WatchedLog()
        for number in 0..<99 {
            let (one, two) = ("A\(10_000 + number)", "B\(10_000 + number)")
            log.add(Self.start, "postfix/smtpd[1]: \(one): \(WatchedLog.login("anna"))")
            log.add(
                Self.start,
                "postfix/smtpd[1]: \(two): client=localhost[127.0.0.1], orig_queue_id=\(one), orig_client=unknown[198.51.100.7]"
            )
            log.add(
                Self.start,
                "postfix/smtp[3]: \(one): to=<a\(number)@example.net>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as \(two))"
            )
            log.add(
                Self.start,
                "postfix/smtp[3]: \(two): to=<a\(number)@example.net>, relay=mx.example.net[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)"
            )
        }
        log.settle()
        #expect(log.findings.isEmpty)
        let record = try #require(log.watch.history.sources[WatchedLog.key(.login, "anna")])
        #expect(record.total(in: .tenMinutes, at: Self.start) == 99)
    }

    @Test("a newsletter has ceilings of its own")
    func ownCeiling() {
        var settings = AlarmSettings.forTests
        settings.own[ActivitySource(.login, "news")] = BrakeCeilings(tenMinutes: 500, hour: 500, day: 500)
        var log = WatchedLog(settings)
        log.send(Self.start, WatchedLog.login("news"), to: (0..<499).map { "x\($0)@example.net" })
        #expect(log.findings.isEmpty)
        log.send(Self.start, WatchedLog.login("news"), to: ["last@example.net"])
        #expect(log.findings.first?.limit == 500)
    }

    @Test("an account that writes slowly to many whom it never wrote to is told within the day")
    func slow() throws {
        var log = WatchedLog()
        log.usualWeeks()
        #expect(log.findings.isEmpty)
        let attack = WatchedLog.monday + 28 * WatchedLog.day
        for number in 0..<60 {
            log.send(attack + number * 180, WatchedLog.login("anna"), to: ["x\(number)@example.net"])
        }
        let found = try #require(log.findings.first)
        #expect(found.rule == .newRecipients && found.count == 50)
    }

    @Test("writing to many whom one writes to every month is no departure")
    func known() {
        var log = WatchedLog()
        let customers = (0..<90).map { "x\($0)@example.net" }
        log.send(Self.start, WatchedLog.login("anna"), to: customers)
        log.usualWeeks()
        log.send(Self.start + 29 * WatchedLog.day, WatchedLog.login("anna"), to: customers)
        #expect(log.findings.isEmpty)
    }

    @Test("eight new people, in mail from a network that is new, are told; from the usual network not")
    func foreign() throws {
        for (address, isTold) in [("203.0.113.5", true), ("198.51.100.9", false)] {
            var log = WatchedLog()
            log.usualWeeks()
            let attack = WatchedLog.monday + 28 * WatchedLog.day + 3_600
            for number in 0..<10 {
                log.send(attack + number * 900, WatchedLog.login("anna", from: address), to: ["x\(number)@example.net"])
            }
            #expect(log.findings.contains { $0.rule == .foreignLogin && $0.count == 8 } == isTold)
        }
    }

    @Test("who travels writes mostly to people that they know: no alarm")
    func travelling() {
        var log = WatchedLog()
        log.usualWeeks()
        let time = WatchedLog.monday + 28 * WatchedLog.day + 3_600
        for number in 0..<20 {
            for to in ["b@example.net", "c@example.net", "new\(number)@example.net"] {
                log.send(time + number * 600, WatchedLog.login("anna", from: "203.0.113.5"), to: [to])
            }
        }
        #expect(log.findings.isEmpty)
    }

    @Test("a network that three of the site's people use is nobody's new one")
    func common() {
        var log = WatchedLog()
        for name in ["b", "c", "d"] {
            log.send(Self.start, WatchedLog.login(name, from: "203.0.113.5"), to: ["a@example.net"])
        }
        log.usualWeeks()
        let time = WatchedLog.monday + 28 * WatchedLog.day + 3_600
        for number in 0..<10 {
            log.send(time + number, WatchedLog.login("anna", from: "203.0.113.6"), to: ["x\(number)@example.net"])
        }
        #expect(log.findings.isEmpty)
    }

    @Test("a redirect that is new after a login from a new network is told; one without it is not")
    func redirect() {
        for (address, isTold) in [("203.0.113.5", true), ("198.51.100.9", false)] {
            var log = WatchedLog()
            log.usualWeeks()
            let time = WatchedLog.monday + 28 * WatchedLog.day + 3_600
            log.add(
                time,
                "dovecot: imap-login: Login: user=<anna>, method=PLAIN, rip=\(address), lip=192.0.2.10, TLS, session=<x>"
            )
            log.add(
                time + 60, "dovecot: lmtp(anna)<1><x>: sieve: msgid=<1@example.net>: forwarded to <evil@example.net>")
            log.settle()
            #expect(log.findings.contains { $0.rule == .foreignLogin } == isTold)
        }
    }

    @Test("failures alone alarm nobody; a success after many, from a new network, does")
    func guessed() {
        var log = WatchedLog()
        log.usualWeeks()
        let time = WatchedLog.monday + 28 * WatchedLog.day + 3_600
        for number in 0..<500 {
            log.add(
                time + number,
                "dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<anna>, method=PLAIN, rip=203.0.113.5, lip=192.0.2.10, session=<x>"
            )
        }
        log.settle()
        #expect(log.findings.isEmpty)
        log.add(
            time + 600,
            "dovecot: imap-login: Login: user=<anna>, method=PLAIN, rip=203.0.113.5, lip=192.0.2.10, TLS, session=<x>")
        log.settle()
        #expect(log.findings.map(\.rule) == [.guessedPassword])
        #expect(log.findings.first?.count == 500)
    }

    @Test("who is excluded is counted in totals only")
    func excluded() {
        var log = WatchedLog()
        let key = WatchedLog.key(.login, "anna")
        log.add(Self.start, "postfix/smtpd[1]: AAAAA1: \(WatchedLog.login("anna"))")
        for number in 0..<150 {
            log.add(
                Self.start,
                "postfix/smtp[3]: AAAAA1: to=<a\(number)@example.net>, relay=mx.example.net[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)"
            )
        }
        let found = log.watch.take(log.analysis.takeActivity(), waiting: 0) { $0 == key }
        #expect(found.isEmpty && log.watch.history.sources.isEmpty)
        #expect(log.watch.history.site[.recipients]?.count(ofDay: Self.start / 86_400) == 150)
    }

    @Test("whoever writes to an alias of the site has written to nobody outside, however many are behind it")
    func alias() {
        var log = WatchedLog()
        let id = "B00001"
        log.add(WatchedLog.monday, "postfix/smtpd[1]: \(id): \(WatchedLog.login("anna"))")
        for number in 0..<200 {
            log.add(
                WatchedLog.monday,
                "postfix/smtp[3]: \(id): to=<m\(number)@club.example>, orig_to=<club@example.com>, relay=mx[203.0.113.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 Ok)"
            )
        }
        log.settle()
        #expect(log.findings.isEmpty)
    }
}
