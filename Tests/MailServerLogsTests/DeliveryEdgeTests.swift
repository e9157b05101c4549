// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

@Suite("What becomes of messages in less common setups")
struct DeliveryEdgeTests {
    private func log(_ lines: [String]) -> String {
        lines.map { "Mar  1 10:00:00 \($0)\n" }.joined()
    }

    private func mx(_ lines: [String]) -> LogTables { analysis(log(lines.map { "mx postfix/\($0)" })) }

    private let arrival = [
        "smtpd[1]: 4FA0000001: client=a.example[192.0.2.1]", "cleanup[2]: 4FA0000001: message-id=<1@a.example>",
        "qmgr[3]: 4FA0000001: from=<s@a.example>, size=1000, nrcpt=1 (queue active)",
    ]

    private func sent(_ id: String, _ relay: String, _ response: String, by agent: String = "smtp") -> String {
        "\(agent)[4]: \(id): to=<x@example.com>, relay=\(relay), delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (\(response))"
    }

    @Test("an alias that forwards joins what goes on")
    func forwarded() {
        let tables = mx(
            arrival + [
                "cleanup[2]: 4FA0000002: message-id=<other@a.example>",
                sent("4FA0000001", "local", "forwarded as 4FA0000002", by: "local"),
                "qmgr[3]: 4FA0000001: removed",
                "qmgr[3]: 4FA0000002: from=<s@a.example>, size=1100, nrcpt=1 (queue active)",
                sent("4FA0000002", "mx.b.example[192.0.2.7]:25", "250 ok"), "qmgr[3]: 4FA0000002: removed",
            ])
        #expect(tables.received == 1 && tables.totals.deliveredElsewhere == 1 && tables.totals.deliveredHere == 0)
    }

    @Test("a message over two hosts within a second is one, whichever log comes first", arguments: [true, false])
    func sameSecond(isFirstHostFirst: Bool) {
        let first =
            (arrival + [
                sent("4FA0000001", "mx2.example[192.0.2.7]:25", "250 Ok: queued as 4FB0000002"),
                "qmgr[3]: 4FA0000001: removed",
            ])
            .map { "mx postfix/\($0)" }
        let second = [
            "smtpd[1]: 4FB0000002: client=mx.example[192.0.2.6]", "cleanup[2]: 4FB0000002: message-id=<1@a.example>",
            "qmgr[3]: 4FB0000002: from=<s@a.example>, size=1100, nrcpt=1 (queue active)",
            sent("4FB0000002", "mx2[private/l]", "250 ok", by: "lmtp"), "qmgr[3]: 4FB0000002: removed",
        ].map { "mx2 postfix/\($0)" }
        let tables = analysis(log(isFirstHostFirst ? first + second : second + first))
        #expect(tables.received == 1 && tables.totals.deliveredHere == 1 && tables.totals.deliveredElsewhere == 0)
    }

    @Test("a stranger's queue id that is another message's here joins nothing")
    func strangersID() {
        let tables = mx(
            arrival + [
                "smtpd[1]: 4FA0000002: client=z.example[192.0.2.66]",
                "cleanup[2]: 4FA0000002: message-id=<2@z.example>",
                "qmgr[3]: 4FA0000002: from=<s@z.example>, size=99000, nrcpt=1 (queue active)",
                sent("4FA0000001", "mx.evil.example[203.0.113.5]:25", "250 Ok: queued as 4FA0000002"),
                "qmgr[3]: 4FA0000001: removed", sent("4FA0000002", "mx[private/l]", "250 ok", by: "lmtp"),
                "qmgr[3]: 4FA0000002: removed",
            ])
        #expect(tables.received == 2 && tables.totals.deliveredHere == 1 && tables.totals.deliveredElsewhere == 1)
    }

    @Test("a repeated line counts as often as it says, within bounds", arguments: [(3, 3), (999_999_999, 1_000)])
    func repetition(times: Int, counted: Int) {
        let tables = mx(["smtpd[1]: message repeated \(times) times: [ connect from x[192.0.2.1]]"])
        #expect(tables.totals.connections == counted)
    }

    @Test("a filter before the queue: who sent is whom it sends for, and what it says is counted once")
    func proxy() {
        let reply = "; from=<s@a.example> to=<x@example.com> proto=ESMTP helo=<a.example>"
        let tables = mx([
            "smtpd[9]: 4FA0000002: client=localhost[127.0.0.1], orig_client=a.example[192.0.2.1]",
            "cleanup[2]: 4FA0000002: message-id=<1@a.example>",
            "qmgr[3]: 4FA0000002: from=<s@a.example>, size=1000, nrcpt=1 (queue active)",
            "smtpd[1]: proxy-accept: END-OF-MESSAGE: 250 2.0.0 Ok: queued as 4FA0000002" + reply,
            "smtpd[1]: NOQUEUE: proxy-reject: END-OF-MESSAGE: 554 5.7.0 Reject" + reply,
            sent("4FA0000002", "mx[private/l]", "250 ok", by: "lmtp"), "qmgr[3]: 4FA0000002: removed",
        ])
        #expect(tables.messages(.incoming) == 1 && tables.messages(.loopback) == 0)
        #expect(tables.totals.rejected == 1 && tables.totals.warned == 0)
        #expect(tables.networks.top(1) { $0.messages }.first?.name == "192.0.2.0/24")
    }

    @Test("a message that never was in the queue is none, received or waiting")
    func neverQueued() {
        let tables = mx(Array(arrival.prefix(2)))
        #expect(tables.received == 0 && tables.totals.queued == 0)
    }

    @Test("a message whose copy a filter's server refused ends when it leaves the queue")
    func refusedChild() {
        let end = "Mar  1 11:00:00 mx postfix/smtpd[1]: connect from a.example[192.0.2.1]\n"
        let lines =
            arrival + [
                "smtpd[9]: 4FA0000002: client=localhost[127.0.0.1], orig_queue_id=4FA0000001, orig_client=a.example[192.0.2.1]",
                "cleanup[2]: 4FA0000002: reject: header Subject: x from localhost[127.0.0.1]; from=<s@a.example> to=<x@example.com> "
                    + "proto=ESMTP helo=<localhost>: 5.7.1 no",
                "smtp[4]: 4FA0000001: to=<x@example.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=1, delays=0/0/0/1, dsn=5.7.1, "
                    + "status=bounced (host 127.0.0.1 said: 550 5.7.1 no)", "qmgr[3]: 4FA0000001: removed",
            ]
        var reader = LogAnalysis(seed: 1)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        for line in (log(lines.map { "mx postfix/\($0)" }) + end).split(separator: "\n") {
            let bytes = Array(line.utf8)
            reader.add(bytes.span, &parser)
        }
        #expect(reader.tables.received == 1 && reader.tables.totals.bounced == 1)
    }

    @Test("Exim: delivery to this host, TLS to others, and refusals behind a sender of any name")
    func exim() {
        let tables = analysis(
            """
            2026-03-01 10:00:00 1abCDe-0000Ab-2C <= s@a.example H=mx.a.example [192.0.2.1]:4242 P=esmtp S=1000 id=1@a.example
            2026-03-01 10:00:01 1abCDe-0000Ab-2C => x <x@example.com> R=lmtp T=dovecot_lmtp H=127.0.0.1 [127.0.0.1] C="250 2.0.0 Saved"
            2026-03-01 10:00:01 1abCDe-0000Ab-2C -> y@b.example R=dnslookup T=remote_smtp H=mx.b.example [192.0.2.7] X=TLS1.3:x:256 C="250 OK"
            2026-03-01 10:00:02 1abCDe-0000Ab-2C Completed
            2026-03-01 10:00:04 H=bad.example [192.0.2.9] F=<a@bad.example> rejected RCPT <q@example.com>: 192.0.2.9 is listed at zen.example.org
            2026-03-01 10:00:04 H=(x) [192.0.2.9] F=<"x-rejected a"@x> rejected RCPT <q@example.com>: Unrouteable address
            2026-03-01 10:00:04 H=(x) [192.0.2.9] F=<a@x> rejected RCPT <q@example.com>: Policy, see spamhaus.org/faq for Pampa
            2026-03-01 10:00:04 H=(x) [192.0.2.9] F=<a@x> rejected after DATA: This is Spam
            """)
        #expect(
            tables.totals.deliveredHere == 1 && tables.totals.deliveredElsewhere == 1 && tables.totals.outgoingTLS == 1)
        #expect(tables.blockLists.top(9) { $0 }.map(\.name) == ["zen.example.org"])
        let reasons: [RejectionReason] = [.blockList, .unknownUser, .policy, .content]
        #expect(reasons.map { tables.rejections[Int($0.rawValue)] } == [1, 1, 1, 1])
    }

    @Test("Dovecot: what is forwarded is not stored, and a Message-ID says no more than it is")
    func dovecot() {
        let tables = analysis(
            log([
                "mx dovecot: lmtp(a)<1><s>: sieve: msgid=<1@x>: saved mail to INBOX",
                "mx dovecot: lmtp(a)<1><s>: sieve: msgid=<3@x>: forwarded to <b@other.example>",
                "mx dovecot: lmtp(a)<1><s>: sieve: msgid=<3@x>: redirected message to <b@other.example>",
                "mx dovecot: lmtp(a)<1><s>: sieve: msgid=<x>: saved mail to y>: sent vacation response to <c@x>",
            ]))
        #expect(tables.totals.stored == 1 && tables.totals.vacations == 1)
    }

    @Test("a quoted address in a refusal hides no reason")
    func quotedSubject() {
        let address = #""x>: y"@example.com"#
        let tables = mx([
            "smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 5.1.1 <\(address)>: Recipient address rejected: User unknown; "
                + "from=<a@b.example> to=<\(address)> proto=ESMTP helo=<x>"
        ])
        #expect(tables.rejections[Int(RejectionReason.unknownUser.rawValue)] == 1)
    }

    @Test("a size that is not known is no size")
    func unknownSize() {
        let tables = mx([sent("4FA0000001", "mx[private/l]", "250 ok", by: "lmtp"), "qmgr[3]: 4FA0000001: removed"])
        #expect(tables.received == 1 && tables.sizes.count == 0)
    }
}
