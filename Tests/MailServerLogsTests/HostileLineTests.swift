// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import TestSupport
import Testing

@Suite("Hostile lines") struct HostileLineTests {
    /// What may be repeated by whoever says something that is logged.
    private static let pieces = [
        "\"\"", "()", "(", ")", "<", ">", "<\"", "\">: ", ">: ", "; from=<", ", status=sent (", "msgid=<", "[]", "]",
        "] blocked using ", ", rip=", ": user=<", "'a", "rejected ", "=", "a=", ": ", "auth-worker<", "pam", "\\\"",
        " said: ",
        "{\"a\":", "user ", "queued as ", "\u{301}", "\u{0}", "delays=1/",
    ]

    /// Lines up to where it stands.
    private static let heads = [
        "postfix/smtpd[1]: warning: ", "postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 5.7.1 ",
        "postfix/smtpd[1]: 4AAA1: client=", "postfix/cleanup[1]: 4AAA1: message-id=<",
        "postfix/cleanup[1]: 4AAA1: reject: header Subject: ", "postfix/qmgr[1]: 4AAA1: from=<",
        "postfix/smtp[1]: 4AAA1: to=<a@b.example>, relay=mx.google.com[192.0.2.1]:25, status=bounced (x said: 550 ",
        "postfix/postscreen[1]: PREGREET 6 after 1 from [192.0.2.1]:25: ", "postfix/unknown[1]: ",
        "dovecot: lmtp(a)<1><b>: sieve: msgid=<", "dovecot: imap-login: Disconnected: ",
        "dovecot: imap-login: Login: user=<",
        "dovecot: auth-worker(1): Info: sql(", "dovecot: imap(a)<1>: Error: ", "exim[1]: 1abCDe-0000Ab-2C <= ",
        "exim[1]: 1abCDe-0000Ab-2C => ", "exim[1]: H=x [192.0.2.1] ", "spreud[1]: message ", "",
    ]

    @Test("a line takes a time in proportion to its length, whatever is repeated in it", arguments: heads)
    func linear(head: String) {
        for piece in Self.pieces {
            let excess = LinearTime(small: 6_000, large: 60_000, tolerance: 4, floor: 0.002).excess(of: { size in
                let count = size / piece.utf8.count
                return Array(("Mar  1 10:00:00 mx " + head + String(repeating: piece, count: count)).utf8)
            }) { line in
                var analysis = LogAnalysis(seed: 42)
                var parser = LineParser(written: 1_800_000_000, year: 2026)
                // Twice: what a first line leaves may cost the next.
                analysis.add(line.span, &parser)
                analysis.add(line.span, &parser)
                analysis.finishAll()
            }
            #expect(excess == nil, "\(piece): \(excess ?? "")")
        }
    }
}
