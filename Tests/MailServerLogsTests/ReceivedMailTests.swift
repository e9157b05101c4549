// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

@Suite("Mail of other servers, one by one")
struct ReceivedMailTests {
    /// What is known of the mail in some lines, a second apart, and in more of them an hour later.
    private func received(_ lines: [String], later: [String] = []) -> [ReceivedMail] {
        var options = LogAnalysis.Options()
        options.followsReceived = true
        var analysis = LogAnalysis(options, seed: 42)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        let timed =
            lines.enumerated().map { ("10:00:\($0 + 10)", $1) } + later.enumerated().map { ("11:00:\($0 + 10)", $1) }
        for (time, line) in timed {
            let bytes = Array("2026-03-01T\(time)Z mx \(line)".utf8)
            analysis.add(bytes.span, &parser)
        }
        analysis.endReceived()
        return analysis.takeReceived()
    }

    private static let arrival = [
        "postfix/smtpd[7]: connect from relay.bulk.example[192.0.2.1]",
        "postfix/smtpd[7]: AAAAA1: client=relay.bulk.example[192.0.2.1]",
        "postfix/cleanup[8]: AAAAA1: message-id=<1@bulk.example>",
    ]
    private static let queued = [
        "postfix/qmgr[9]: AAAAA1: from=<Annaberg@Bulk.example>, size=1000, nrcpt=1 (queue active)",
        "postfix/qmgr[9]: AAAAA1: removed",
    ]

    private static func verdict(_ word: String, _ id: String = "AAAAA1") -> String {
        "spreud[1]: info message action=tag probability=0.9 protocol=milter queue=\(id) size=9 source=outside verdict=\(word)"
    }

    private static func expected(_ outcome: ReceivedMail.Outcome) -> ReceivedMail {
        var mail = ReceivedMail(time: 0)
        (mail.clientAddress, mail.clientName) = ("192.0.2.1", "relay.bulk.example")
        mail.senderDomain = "Bulk.example"
        mail.outcome = outcome
        return mail
    }

    private func check(_ found: [ReceivedMail], _ outcome: ReceivedMail.Outcome) {
        #expect(found.count == 1)
        for var mail in found {
            mail.time = 0
            #expect(mail == Self.expected(outcome))
        }
    }

    @Test("client, sender's domain and verdict are joined by the queue id; a doubtful verdict is none")
    func joined() {
        check(received(Self.arrival + [Self.verdict("spam")] + Self.queued), .judged(isSpam: true))
        check(received(Self.arrival + [Self.verdict("ham")] + Self.queued), .judged(isSpam: false))
        check(received(Self.arrival + [Self.verdict("unsure")] + Self.queued), .unjudged)
        check(received(Self.arrival + [Self.verdict("spam", "BBBBB2")] + Self.queued), .unjudged)
    }

    @Test("a verdict is joined also where the filter's log is read first, and where the message waits in the queue")
    func order() {
        check(received([Self.verdict("spam")] + Self.arrival + Self.queued), .judged(isSpam: true))
        check(
            received(Self.arrival + [Self.verdict("spam"), Self.queued[0]]), .judged(isSpam: true))
    }

    private static let refusal =
        "postfix/cleanup[8]: AAAAA1: milter-reject: END-OF-MESSAGE from relay.bulk.example[192.0.2.1]: 5.7.1 Spam; "
        + "from=<annaberg@bulk.example> to=<b@example.com> proto=ESMTP helo=<ylmf-pc>"

    @Test(
        "what the filter refused was called spam, whichever log is read first; what another filter refused is a refusal"
    )
    func refusedMessage() {
        for lines in [
            Self.arrival + [Self.verdict("spam"), Self.refusal], Self.arrival + [Self.refusal, Self.verdict("spam")],
            [Self.verdict("spam")] + Self.arrival + [Self.refusal],
        ] {
            let found = received(lines)
            #expect(found.map(\.outcome) == [.judged(isSpam: true)])
            #expect(found.first?.helo == "ylmf-pc" && found.first?.senderDomain == "bulk.example")
        }
        #expect(received(Self.arrival + [Self.refusal]).map(\.outcome) == [.refused])
        // A queue id is used again.
        #expect(
            received(Self.arrival + [Self.refusal], later: [Self.verdict("spam")]).map(\.outcome) == [.refused])
        let later = Self.refusal.replacing("5.7.1", with: "4.7.1")
        #expect(received(Self.arrival + [later]).isEmpty)
    }

    @Test("refused clients count with name and HELO; who is to come back, users and the server itself do not")
    func refusedClients() {
        func line(_ service: String, _ client: String, _ reply: String) -> String {
            "postfix/\(service)[7]: NOQUEUE: reject: RCPT from \(client): \(reply); from=<x@bulk.example> to=<b@example.com> "
                + "proto=ESMTP helo=<relay.bulk.example>"
        }
        let blocked = "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.example"
        let found = received([line("smtpd", "unknown[192.0.2.1]", blocked)])
        #expect(found.map(\.outcome) == [.refused])
        #expect(found.first?.clientName == "" && found.first?.clientAddress == "192.0.2.1")
        #expect(found.first?.helo == "relay.bulk.example" && found.first?.senderDomain == "bulk.example")
        #expect(received([line("postscreen", "[192.0.2.1]:4711", "550 5.7.1 Service unavailable")]).count == 1)
        #expect(received([line("smtpd", "unknown[192.0.2.1]", "450 4.2.0 Greylisted")]).isEmpty)
        #expect(received([line("submission/smtpd", "x[192.0.2.1]", "554 5.7.1 No")]).isEmpty)
        #expect(received([line("smtpd", "localhost[127.0.0.1]", "554 5.7.1 No")]).isEmpty)
    }

    @Test("a rule's line without a queue id names the HELO of the message that follows in the session")
    func hello() {
        let rule =
            "postfix/smtpd[7]: NOQUEUE: prepend: RCPT from relay.bulk.example[192.0.2.1]: <x>: Client host triggers PREPEND; "
            + "from=<annaberg@bulk.example> to=<b@example.com> proto=ESMTP helo=<mail.bulk.example>: X-Field: 1"
        var lines = Self.arrival
        lines.insert(rule, at: 1)
        #expect(received(lines + Self.queued).map(\.helo) == ["mail.bulk.example"])
    }

    @Test("mail of users, of the server itself and what a filter hands back is nobody else's")
    func others() {
        #expect(
            received([
                "postfix/submission/smtpd[7]: AAAAA1: client=x[192.0.2.1], sasl_method=PLAIN, sasl_username=annaberg",
                "postfix/qmgr[9]: AAAAA1: from=<a@example.com>, size=1000, nrcpt=1 (queue active)",
            ]).isEmpty)
        #expect(
            received([
                "postfix/pickup[7]: AAAAA1: uid=0 from=<root>",
                "postfix/qmgr[9]: AAAAA1: from=<root@example.com>, size=1000, nrcpt=1 (queue active)",
            ]).isEmpty)
        let back = [
            "postfix/smtpd[7]: BBBBB2: client=localhost[127.0.0.1], orig_queue_id=AAAAA1, orig_client=relay.bulk.example[192.0.2.1]",
            "postfix/cleanup[8]: BBBBB2: message-id=<1@bulk.example>",
        ]
        check(
            received(Self.arrival + [Self.queued[0]] + back + [Self.verdict("spam", "BBBBB2")]), .judged(isSpam: true))
    }

    @Test("without the option nothing is followed")
    func off() {
        var analysis = LogAnalysis(LogAnalysis.Options(), seed: 42)
        var parser = LineParser(written: 1_800_000_000, year: 2026)
        for line in Self.arrival {
            let bytes = Array("2026-03-01T10:00:00Z mx \(line)".utf8)
            analysis.add(bytes.span, &parser)
        }
        analysis.endReceived()
        #expect(analysis.takeReceived().isEmpty)
    }
}
