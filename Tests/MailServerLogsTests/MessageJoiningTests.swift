// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

@Suite("Messages are counted once")
struct MessageJoiningTests {
    private func postfix(_ lines: [String], host: String = "mx") -> String {
        lines.enumerated().map { "2026-03-01T10:\(20 + $0 / 50):\($0 % 50 + 10)Z \(host) postfix/\($1)" }.joined(
            separator: "\n")
    }

    private let arrival = [
        "smtpd[1]: AAAAA1: client=mail.example.net[192.0.2.1]", "cleanup[1]: AAAAA1: message-id=<1@example.net>",
        "qmgr[1]: AAAAA1: from=<a@example.net>, size=1000, nrcpt=1 (queue active)",
    ]

    @Test("a message from a client to a mailbox")
    func simple() {
        let tables = analysis(
            postfix(
                arrival + [
                    "lmtp[1]: AAAAA1: to=<b@example.com>, relay=mx[private/lmtp], delay=1, delays=0.1/0/0.8/0.1, dsn=2.0.0, "
                        + "status=sent (250 2.0.0 Saved)", "qmgr[1]: AAAAA1: removed",
                ]))
        #expect(tables.messages(.incoming) == 1 && tables.received == 1)
        #expect(tables.totals.deliveredHere == 1 && tables.totals.deliveredElsewhere == 0)
        #expect(tables.totals.bytesReceived == 1000 && tables.totals.bytesDelivered == 1000)
        #expect(tables.recipientDomains.top(1) { $0.delivered }.first?.name == "example.com")
        #expect(tables.networks.top(1) { $0.messages }.first?.name == "192.0.2.0/24")
        #expect(tables.stageLongest == [0, 0, 1, 0])
    }

    /// Ways in which a message comes back from a filter.
    private static let returns = [
        "smtpd[2]: BBBBB2: client=localhost[127.0.0.1], orig_queue_id=AAAAA1, orig_client=mail.example.net[192.0.2.1]",
        "smtpd[2]: BBBBB2: client=localhost[127.0.0.1]", "pickup[2]: BBBBB2: uid=110 from=<a@example.net>",
    ]

    @Test("a message that comes back from a filter goes on", arguments: returns, [false, true])
    func filter(comesBack: String, isLate: Bool) {
        let handover =
            "smtp[1]: AAAAA1: to=<b@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=1/0/0/0, dsn=2.0.0, "
            + "status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as BBBBB2)"
        let inner = [
            comesBack, "cleanup[1]: BBBBB2: message-id=<1@example.net>",
            "qmgr[1]: BBBBB2: from=<a@example.net>, size=1400, nrcpt=1 (queue active)",
        ]
        let delivered = [
            "local[1]: BBBBB2: to=<b@example.com>, relay=local, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (delivered to maildir)",
            "qmgr[1]: BBBBB2: removed",
        ]
        let end = [handover, "qmgr[1]: AAAAA1: removed"]
        let tables = analysis(postfix(arrival + inner + (isLate ? delivered + end : end + delivered)))
        #expect(tables.received == 1 && tables.messages(.incoming) == 1)
        #expect(tables.totals.joined == 1)
        #expect(tables.totals.deliveredHere == 1 && tables.totals.deliveredElsewhere == 0)
        #expect(tables.totals.bytesReceived == 1000)
    }

    @Test("a message over two hosts is one")
    func hosts() {
        let first = postfix(
            arrival + [
                "smtp[1]: AAAAA1: to=<b@example.com>, relay=mx2.example.com[192.0.2.20]:25, delay=1, delays=1/0/0/0, dsn=2.0.0, "
                    + "status=sent (250 2.0.0 Ok: queued as CCCCC3)", "qmgr[1]: AAAAA1: removed",
            ])
        let second = postfix(
            [
                "smtpd[1]: CCCCC3: client=mx.example.com[192.0.2.10]", "cleanup[1]: CCCCC3: message-id=<1@example.net>",
                "qmgr[1]: CCCCC3: from=<a@example.net>, size=1100, nrcpt=1 (queue active)",
                "virtual[1]: CCCCC3: to=<b@example.com>, relay=virtual, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (delivered)",
                "qmgr[1]: CCCCC3: removed",
            ], host: "mx2")
        let lines = (first + "\n" + second).split(separator: "\n").sorted { $0.prefix(20) < $1.prefix(20) }
        let tables = analysis(lines.joined(separator: "\n"))
        #expect(tables.received == 1 && tables.totals.joined == 1)
        #expect(tables.totals.deliveredHere == 1 && tables.totals.deliveredElsewhere == 0)
    }

    @Test("a list is one recipient, an archive's copy none")
    func aliases() {
        var options = LogAnalysis.Options()
        options.archiveAddresses = ["archive@example.com"]
        let copies = [
            ("one@example.com", "<list@example.com>"), ("two@example.com", "<list@example.com>"),
            ("archive@example.com", nil),
        ].map { to, list in
            "local[1]: AAAAA1: to=<\(to)>, \(list.map { "orig_to=\($0), " } ?? "")relay=local, delay=1, delays=1/0/0/0, "
                + "dsn=2.0.0, status=sent (delivered to maildir)"
        }
        let tables = analysis(postfix(arrival + copies + ["qmgr[1]: AAAAA1: removed"]), options)
        #expect(tables.totals.deliveredHere == 1)
        #expect(tables.totals.archived == 1)
    }

    @Test("a notification and a vacation reply are counted apart")
    func ownMail() {
        let tables = analysis(
            postfix(
                arrival + [
                    "smtp[1]: AAAAA1: to=<b@example.org>, relay=mx.example.org[198.51.100.1]:25, delay=1, delays=1/0/0/0, "
                        + "dsn=5.1.1, status=bounced (host mx.example.org[198.51.100.1] said: 550 5.1.1 no such user)",
                    "cleanup[1]: DDDDD4: message-id=<2@mx.example.com>",
                    "bounce[1]: AAAAA1: sender non-delivery notification: DDDDD4",
                    "qmgr[1]: DDDDD4: from=<>, size=2000, nrcpt=1 (queue active)", "qmgr[1]: AAAAA1: removed",
                    "qmgr[1]: DDDDD4: removed", "pickup[1]: EEEEE5: uid=5000 from=<>",
                    "cleanup[1]: EEEEE5: message-id=<dovecot-sieve-1@mx.example.com>", "qmgr[1]: EEEEE5: removed",
                ]))
        #expect(
            tables.messages(.incoming) == 1 && tables.messages(.notification) == 1 && tables.messages(.vacation) == 1)
        #expect(tables.received == 3 && tables.totals.bounced == 1)
    }

    @Test("a deferred recipient that gets its copy later is delivered once")
    func deferral() {
        let put = { (status: String) in
            "smtp[1]: AAAAA1: to=<b@example.org>, relay=mx.example.org[198.51.100.1]:25, delay=1, delays=1/0/0/0, dsn=4.0.0, \(status)"
        }
        let tables = analysis(
            postfix(
                arrival + [
                    put("status=deferred (later)"), put("status=deferred (later)"), put("status=sent (250 Ok)"),
                    "qmgr[1]: AAAAA1: removed",
                ]))
        #expect(tables.totals.deferrals == 2 && tables.totals.deferredMessages == 1)
        #expect(tables.totals.deliveredElsewhere == 1 && tables.totals.queued == 0)
    }

    @Test("what is put off until it expires goes back")
    func expiry() {
        let tables = analysis(
            postfix(
                arrival + [
                    "smtp[1]: AAAAA1: to=<b@example.org>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.1, status=deferred (no)",
                    "qmgr[1]: AAAAA1: from=<a@example.net>, status=expired, returned to sender",
                    "qmgr[1]: AAAAA1: removed",
                ]))
        #expect(tables.totals.expired == 1 && tables.totals.bounced == 1 && tables.totals.deferrals == 1)
    }

    @Test("a queue id that is used again is another message, and one that stays waits in the queue")
    func reuse() {
        let tables = analysis(postfix(arrival + ["qmgr[1]: AAAAA1: removed"] + arrival))
        #expect(tables.received == 1 && tables.totals.queued == 1)
        let again = analysis(postfix(arrival + ["qmgr[1]: AAAAA1: removed"] + arrival + ["qmgr[1]: AAAAA1: removed"]))
        #expect(again.received == 2 && again.totals.queued == 0)
    }

    @Test("two instances may use the same queue id")
    func instances() {
        let one = postfix(arrival + ["qmgr[1]: AAAAA1: removed"])
        let two = one.replacing("postfix/", with: "postfix-out/")
        let lines = (one + "\n" + two).split(separator: "\n").sorted { $0.prefix(20) < $1.prefix(20) }
        #expect(analysis(lines.joined(separator: "\n")).received == 2)
    }

    @Test("a message that is refused at its end was never received")
    func refused() {
        let tables = analysis(
            postfix([
                "smtpd[1]: AAAAA1: client=mail.example.net[192.0.2.1]",
                "cleanup[1]: AAAAA1: message-id=<1@example.net>",
                "cleanup[1]: AAAAA1: milter-reject: END-OF-MESSAGE from mail.example.net[192.0.2.1]: 5.7.1 Spam; "
                    + "from=<a@example.net> to=<b@example.com> proto=ESMTP helo=<x>",
            ]))
        #expect(tables.received == 0 && tables.totals.queued == 0 && tables.totals.rejected == 1)
        #expect(tables.rejections[Int(RejectionReason.content.rawValue)] == 1)
    }

    @Test("sizes and times that no server writes stop nothing")
    func absurd() {
        let size = "999999999999999999"
        let lines = (0..<40).flatMap { number in
            [
                "cleanup[1]: AAAA\(number + 10): message-id=<\(number)@x>",
                "qmgr[1]: AAAA\(number + 10): from=<a@b>, size=\(size), nrcpt=\(size) (queue active)",
                "local[1]: AAAA\(number + 10): to=<b@example.com>, relay=local, delay=\(size), delays=\(size)/\(size)/\(size)/\(size), "
                    + "dsn=2.0.0, status=sent (ok)", "qmgr[1]: AAAA\(number + 10): removed",
            ]
        }
        let journal =
            #"{"__REALTIME_TIMESTAMP":"999999999999999999","SYSLOG_IDENTIFIER":"postfix/smtpd","MESSAGE":"connect from x[192.0.2.1]"}"#
        let tables = analysis(postfix(lines) + "\n9998-12-31T23:59:59Z mx postfix/qmgr[1]: AAAA10: removed\n" + journal)
        #expect(tables.received == 40 && tables.lines.unreadable == 1)
    }

    @Test(
        "too many recipients at once, or of a message, are counted as they are, and it is said",
        arguments: [true, false])
    func recipients(isOfAll: Bool) {
        var options = LogAnalysis.Options()
        if isOfAll { options.maxRecipients = 20 }
        var analysis = LogAnalysis(options, seed: 1)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        for message in 0..<(isOfAll ? 10 : 1) {
            for recipient in 0..<(isOfAll ? 10 : 10_005) {
                let line = Array(
                    ("Mar  1 10:00:00 mx postfix/lmtp[1]: 4FA\(message)00001: to=<v\(recipient)@example.com>, relay=x[private/l], "
                        + "delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)").utf8)
                analysis.add(line.span, &parser)
            }
        }
        // What was given up is counted already.
        #expect((analysis.tables.totals.deliveredHere >= 70) == isOfAll)
        #expect(analysis.wasFull == isOfAll && analysis.recipientsLeftOut == (isOfAll ? 0 : 5))
    }

    @Test("too many messages at once are counted as they are, and it is said", arguments: [false, true])
    func bounds(isOneSecond: Bool) {
        var options = LogAnalysis.Options()
        options.maxMessages = 10
        var analysis = LogAnalysis(options, seed: 1)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        for number in 0..<100 {
            let time = isOneSecond ? "10:10" : "\(10 + number / 60):\(10 + number % 50)"
            let line =
                "2026-03-01T10:\(time)Z mx postfix/qmgr[1]: \(10_000 + number)A: from=<\(number)@x>, size=1, nrcpt=1 (queue active)"
            analysis.add(Array(line.utf8).span, &parser)
        }
        analysis.finishAll()
        #expect(analysis.wasFull)
        #expect(analysis.tables.received >= 80)
    }
}
