// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

@Suite("Fields that a client forges")
struct ForgedFieldTests {
    private func lines(_ texts: [String]) -> String { texts.map { "Mar  1 10:20:30 mx \($0)\n" }.joined() }

    @Test(
        "a login name does not make an address",
        arguments: ["x>, rip=angela.merkel., y", "x>, method=y, rip=1.angela.2, TLS, z", ", rip=203.0.113.1"])
    func login(name: String) {
        let text =
            "dovecot: imap-login: Disconnected (auth failed, 1 attempts in 2 secs): user=<\(name)>, method=PLAIN, "
            + "rip=192.0.2.1, lip=192.0.2.9, session=<abc>"
        let networks = analysis(lines([text])).networks
        #expect(networks.top(9) { $0.failedLogins }.map(\.name) == ["192.0.2.0/24"])
    }

    @Test("what is no address makes no network", arguments: ["angela.merkel.", "192.0.2.x", "a:b", "fe80::1%eth"])
    func address(text: String) {
        let tables = analysis(
            lines([
                "dovecot: imap-login: Aborted login (auth failed, 1 attempts): user=<x>, method=PLAIN, rip=\(text), lip=::1"
            ]))
        let names = tables.networks.top(9) { $0.failedLogins }.map(\.name)
        #expect(!names.contains { $0.contains("angela") || $0.contains("x") || $0.contains("%") })
    }

    @Test("a block list is the one behind the last bracket, and has a domain's letters")
    func list() {
        let sender = #""x] blocked using angela.merkel@example.com"@evil.example"#
        func reject(_ list: String) -> String {
            "postfix/smtpd[1]: NOQUEUE: reject: RCPT from unknown[192.0.2.1]: 554 5.7.1 Service unavailable; "
                + "Sender address [\(sender)] blocked using \(list); from=<\(sender)> to=<x@example.com> proto=ESMTP helo=<x>"
        }
        let tables = analysis(lines([reject("dbl.example"), reject("angela@example.com")]))
        #expect(tables.blockLists.top(9) { $0 }.map(\.name) == ["dbl.example"])
        #expect(tables.rejections[Int(RejectionReason.blockList.rawValue)] == 2)
    }

    @Test("a quoted local part ends no address, and delays of centuries are none")
    func quotes() {
        let tables = analysis(
            lines([
                "postfix/smtpd[1]: 4FA0000001: client=a.example[192.0.2.1]",
                "postfix/cleanup[2]: 4FA0000001: message-id=<1@a.example>",
                #"postfix/qmgr[3]: 4FA0000001: from=<"x@bank.example>, status=expired, \" returned"@evil.example>, "#
                    + "size=1000, nrcpt=1 (queue active)",
                #"postfix/smtp[5]: 4FA0000001: to=<"x@b.example>, delays=9/0/0/0, relay=mx.google.com[192.0.2.7]:25, "#
                    + #"dsn=2.0.0, status=sent (250 ok)"@example.com>, relay=mx.b.example[192.0.2.7]:25, delay=1, "#
                    + "delays=999999999999999/0/0/0.5, dsn=4.0.0, status=deferred (450 later)",
            ]))
        #expect(tables.totals.deferrals == 1 && tables.totals.deliveredElsewhere == 0 && tables.totals.expired == 0)
        #expect(tables.senderDomains.top(9) { $0.messages }.contains { $0.name == "bank.example" } == false)
        #expect(tables.stageSeconds == [0, 0, 0, 0])
    }
}
