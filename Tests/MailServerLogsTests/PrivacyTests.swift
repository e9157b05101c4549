// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import Testing

@Suite("No person is in the tables")
struct PrivacyTests {
    @Test(
        "no account, address, password or text of a line",
        arguments: [
            "dovecot: auth-worker(1): sql(annaberg,192.0.2.1): unknown user (given password: Annaberg99)",
            "dovecot: auth-worker(1): Error: sql(annaberg@example.com,192.0.2.1): given password: annaberg",
            "dovecot: imap-login: Login: user=<annaberg@example.com>, method=PLAIN, rip=192.0.2.1, lip=192.0.2.9, TLS",
            "dovecot: something new about user annaberg and more",
            "dovecot: login annaberg@example.com done: 'annaberg'",
            "postfix/smtpd[1]: warning: unknown[192.0.2.1]: SASL LOGIN authentication failed: x, sasl_username=annaberg",
            "postfix/smtpd[1]: something sasl_username=annaberg new <annaberg@example.com>",
            "postfix/smtpd[1]: AAAAA1: client=x[192.0.2.1], sasl_method=PLAIN, sasl_username=annaberg",
            "postfix/smtp[1]: AAAAA1: to=<annaberg@example.org>, relay=mx.icloud.com[192.0.2.1]:25, delay=1, delays=1/0/0/0, "
                + "dsn=5.1.1, status=bounced (host mx.icloud.com[192.0.2.1] said: 550 5.1.1 <annaberg@example.org>: no user annaberg)",
            "postfix/cleanup[1]: AAAAA1: warning: header Subject: annaberg from x[192.0.2.1]; from=<a@b> to=<c@d>",
            "postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 5.1.1 <annaberg@example.com>: User unknown; from=<annaberg@x>",
            "exim[1]: login authenticator failed for (x) [192.0.2.1]: 535 Incorrect authentication data (set_id=annaberg)",
            "postfix/smtpd[1]: warning: Illegal address syntax from unknown[192.0.2.1] in RCPT command: annaberg",
            "postfix/smtpd[1]: warning: Illegal address syntax from unknown[192.0.2.1] in MAIL command: <a> Annaberg",
            "postfix/pipe[1]: fatal: get_service_attr: unknown username: annaberg",
            "postfix/local[1]: warning: required alias not found: annaberg",
            "postfix/sendmail[1]: fatal: Annaberg Buchholz: no login name found for user ID 1000",
            "postfix/sendmail[1]: fatal: annaberg buchholz: no login name found for user ID 1000",
            "postfix/sendmail[1]: fatal: Annaberg: something else",
            "dovecot: imap(x)<1><abc>: Error: Mailbox Annaberg: UID=3: read(/x) failed",
            "dovecot: imap(x)<1><abc>: Warning: Subscription for Buchholz Annaberg missing",
            "dovecot: auth: Error: sql(buchholz annaberg merkel,192.0.2.1): query failed",
            "dovecot: auth: Error: sql(buchholz) annaberg merkel,192.0.2.1): query failed",
            "dovecot: auth: Error: passwd: User annaberg unknown",
            "dovecot: lmtp(buchholz annaberg schmidt)<1><abc>: Some new line from Annaberg",
            "dovecot: doveadm: Error: User doesn't exist annaberg",
            "exim[1]: 1abCDe-0000Ab-2C Subject Annaberg Buchholz hat",
            "exim[1]: Warning: ACL \"warn\" statement skipped for Annaberg",
            "postfix/smtpd[1]: 4FABCD123: Annaberg Merkel strange line",
            "postfix/smtpd[1]: something new for the one annaberg",
            "exim[1]: unknown words about \"annaberg\" and annaberg@example.com",
        ])
    func people(text: String) {
        let tables = analysis("Mar  1 10:20:30 mx \(text)")
        #expect(tables.lines.total == 1)
        #expect(!String(describing: tables).lowercased().contains("annaberg"))
    }

    @Test("what a large receiver answers stays readable, without its values")
    func answer() {
        let tables = analysis(
            "Mar  1 10:20:30 mx postfix/smtp[1]: AAAAA1: to=<annaberg@t-online.de>, relay=mx00.t-online.de[192.0.2.1]:25, delay=1, "
                + "delays=1/0/0/0, dsn=5.0.0, status=bounced (host mx00.t-online.de[192.0.2.1] said: 554 IP=192.0.2.9 - "
                + "A problem occurred. Ask your postmaster for help)")
        let answers = tables.receivers.flatMap { $0.answers.top(9) { $0 }.map(\.name) }
        #expect(answers == ["554 IP=# - A problem occurred. Ask your postmaster for help"])
    }
}
