// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

@Suite("Lines of Dovecot and Exim")
struct DovecotAndEximTests {
    @Test(
        "a line of Dovecot is what it says",
        arguments: [
            (
                "imap-login: Login: user=<anna@example.com>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.9, TLS",
                LogEvent.Kind.login
            ),
            ("imap-login: Logged in: user=<anna@example.com>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.9", .login),
            (
                "pop3-login: Aborted login (auth failed, 1 attempts): user=<anna>, method=PLAIN, rip=192.0.2.1",
                .loginFailed
            ),
            (
                "imap-login: Disconnected (no auth attempts in 0 secs): user=<>, rip=192.0.2.1, lip=192.0.2.9",
                .connectionLost
            ),
            ("auth-worker(1): sql(anna,192.0.2.1): Password mismatch (given password: secret)", .passwordFailed),
            ("imap(anna)<1><x>: Disconnected: Logged out in=1 out=2", .sessionEnded),
            ("lmtp(anna)<1><x>: msgid=<1@example.net>: saved mail to INBOX", .stored),
            ("lmtp(anna)<1><x>: sieve: msgid=<1@example.net>: stored mail into mailbox 'Junk'", .stored),
            ("lmtp(42, anna): xyz: msgid=<1@example.net>: saved mail to INBOX", .stored),
            ("lmtp(anna)<1><x>: sieve: msgid=<1@example.net>: sent vacation response to <b@example.net>", .vacation),
            ("lmtp(1): Connect from local", .notice), ("master: Dovecot v2.3.19 starting up for imap", .notice),
            ("lmtp(anna)<1><x>: Error: Mailbox INBOX: write failed", .warning), ("something else entirely", .unknown),
            ("Error: bind(/var/spool/postfix/private/lmtp) failed: No such file or directory", .warning),
            ("Fatal: Failed to start listeners", .warning),
        ])
    func dovecot(text: String, kind: LogEvent.Kind) throws {
        let read = try #require(ReadLine("Mar  1 10:20:30 mx dovecot: \(text)"))
        #expect(read.kind == kind, "\(read.fields)")
        if kind == .login || kind == .loginFailed { #expect(read.fields[.clientAddress] == "192.0.2.1") }
    }

    @Test(
        "what the units of Debian 13 print beside the log is known",
        arguments: [
            "updating /etc/localtime => /var/spool/postfix//etc/localtime",
            "postfix/postlog: stopping the Postfix mail system",
        ])
    func unitOutput(text: String) throws {
        let read = try #require(ReadLine("Mar  1 10:20:30 mx postfix[42]: \(text)"))
        #expect(read.kind == .notice, "\(read.fields)")
    }

    @Test(
        "a line of Exim is what it says",
        arguments: [
            (
                "1abCDe-0000Ab-2C <= a@example.net H=mail.example.net (helo) [192.0.2.1]:42 P=esmtps X=TLS1.3:x:256 CV=no S=1234 id=1@example.net",
                LogEvent.Kind.arrival,
                [
                    LogField.from: "a@example.net", .clientAddress: "192.0.2.1", .size: "1234",
                    .messageID: "1@example.net",
                ]
            ),
            (
                "1abCDe-000000001aB-2cDe => anna <anna@example.com> R=local_user T=maildir_home", .delivery,
                [.queueID: "1abCDe-000000001aB-2cDe", .to: "anna@example.com"]
            ),
            (
                "1abCDe-0000Ab-2C => b@example.org R=dnslookup T=remote_smtp H=mx.example.org [198.51.100.1] C=\"250 OK id=1xyZab-0000Ab-2C\"",
                .delivery, [.to: "b@example.org", .relayAddress: "198.51.100.1", .otherQueueID: "1xyZab-0000Ab-2C"]
            ),
            (
                "1abCDe-0000Ab-2C == b@example.org R=dnslookup T=remote_smtp defer (-44): 450 later", .delivery,
                [.to: "b@example.org"]
            ),
            ("1abCDe-0000Ab-2C ** b@example.org R=dnslookup T=remote_smtp: 550 no", .delivery, [.response: "550 no"]),
            ("1abCDe-0000Ab-2C Completed", .removed, [:]),
            (
                "H=mail.example.net [192.0.2.1] F=<a@example.net> rejected RCPT <b@example.com>: Unknown user", .rule,
                [.to: "b@example.com", .from: "a@example.net", .reason: "Unknown user", .clientAddress: "192.0.2.1"]
            ),
            (
                "login authenticator failed for (x) [192.0.2.1]: 535 Incorrect authentication data (set_id=anna)",
                .loginFailed,
                [.account: "anna", .clientAddress: "192.0.2.1"]
            ),
        ])
    func exim(text: String, kind: LogEvent.Kind, fields: [LogField: String]) throws {
        for head in ["2026-03-01 10:20:30 ", "2026-03-01 10:20:30 [42] ", "Mar  1 10:20:30 mx exim[42]: "] {
            let read = try #require(ReadLine(head + text))
            #expect(read.kind == kind)
            for (field, value) in fields { #expect(read.fields[field] == value, "\(field) of \(head)") }
        }
    }
}
