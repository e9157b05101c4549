// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import TestSupport
import Testing

@Suite("Bounces")
struct BounceTests {
    private func notification(_ status: String, _ diagnosis: String, action: String = "failed") -> String {
        """
        From: MAILER-DAEMON@mx.customer.example
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary=b

        --b
        Content-Type: text/plain

        Your message could not be delivered.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.customer.example

        Final-Recipient: rfc822; secret.person@customer.example
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: smtp; \(diagnosis)

        --b
        Content-Type: text/rfc822-headers

        Received: from localhost by mx1.example.com (Postfix) with ESMTP id 4Xq9Zz; Mon, 2 Mar 2026 10:00:00 +0000
        X-PHP-Originating-Script: 33:contact.php
        Subject: secret

        --b--
        """
    }

    @Test(
        "the reason is what the remote host says, and else what the code says",
        arguments: [
            (
                "5.1.1", "550 5.1.1 <x@customer.example>: Recipient address rejected: User unknown",
                BounceClass.userUnknown
            ),
            ("5.0.0", "550 5.2.2 over quota", .mailboxFull), ("5.2.2", "552", .mailboxFull),
            ("5.0.0", "554 Service unavailable; Client host [192.0.2.1] blocked using list.example", .blocked),
            ("5.7.26", "550 5.7.26 This mail is unauthenticated", .notAuthenticated),
            ("5.7.1", "550 5.7.1 rejected by DMARC policy", .notAuthenticated), ("5.3.4", "552 5.3.4", .tooLarge),
            ("5.4.4", "Host not found", .domainUnknown), ("4.4.1", "Connection timed out", .unreachable),
            ("5.7.1", "550 5.7.1 Relaying denied", .policy), ("5.2.1", "550 The account is disabled", .mailboxDisabled),
            ("4.7.0", "451 4.7.0 too many messages, slow down", .rateLimited), ("5.4.6", "Too many hops", .systemError),
            ("5.7.1", "554 5.7.1 Message classified as spam", .content),
            ("5.1.1", "550 Unbekannter Empfänger", .userUnknown), ("5.2.2", "552 Postfach ist voll", .mailboxFull),
        ])
    func reason(status: String, diagnosis: String, reason: BounceClass) throws {
        let bounce = try #require(ReadFile(notification(status, diagnosis)).bounces.first)
        #expect(bounce.reason == reason)
    }

    @Test("a bounce keeps the recipient's domain and our own queue id and script, nothing else of the message")
    func privacy() throws {
        let bounce = try #require(
            ReadFile(notification("5.1.1", "550 no such user"), site: SiteIdentity(hosts: ["example.com"])).bounces
                .first)
        #expect(bounce.recipientDomain == "customer.example")
        #expect(bounce.original == OriginalMessage(queueID: "4Xq9Zz", script: "contact.php"))
        #expect(!"\(bounce)".contains("secret"))
    }

    @Test("mail that is delayed is not given up; mail that has arrived is no bounce")
    func actions() throws {
        #expect(try ReadFile(notification("4.4.1", "timed out", action: "delayed")).bounces.first?.isFinal == false)
        #expect(try ReadFile(notification("2.1.5", "250 ok", action: "delivered")).bounces.isEmpty)
        #expect(try ReadFile(notification("2.1.5", "250 ok", action: "relayed")).otherMail == 1)
    }

    struct Plain: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var header: String
        var text: String
        var reason: BounceClass
        var recipients = 1
    }

    @Test(
        "notifications that are not of RFC 3464 are read by their words",
        arguments: [
            Plain(
                testDescription: "Exim",
                header:
                    "From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: a@customer.example",
                text: """
                    A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

                      a@customer.example
                        SMTP error from remote mail server after RCPT TO:<a@customer.example>:
                        550 5.1.1 User unknown

                    ------ This is a copy of the message, including all the headers. ------

                    Return-path: <me@example.com>
                    Subject: mailbox full
                    """, reason: .userUnknown),
            Plain(
                testDescription: "qmail", header: "From: MAILER-DAEMON@mx.example\nSubject: failure notice",
                text: """
                    Hi. This is the qmail-send program at mx.example.
                    I'm afraid I wasn't able to deliver your message to the following addresses.

                    <a@customer.example>:
                    192.0.2.9 does not like recipient.
                    Remote host said: 552 Mailbox full

                    <b@customer.example>:
                    Sorry, no mailbox here by that name. (#5.1.1)

                    --- Below this line is a copy of the message.

                    Return-Path: <me@example.com>
                    """, reason: .mailboxFull, recipients: 2),
            Plain(
                testDescription: "German",
                header: "From: Postmaster <postmaster@mx.example>\nSubject: Unzustellbar: Angebot",
                text: """
                    Ihre Nachricht konnte nicht zugestellt werden.

                    Das Postfach ist voll.
                    """, reason: .mailboxFull),
            Plain(
                testDescription: "old Exchange",
                header: "From: System Administrator <postmaster@mx.example>\nSubject: Undeliverable: offer",
                text: """
                    Your message did not reach some or all of the intended recipients.

                          The e-mail account does not exist at the organization this message was sent to.
                    """, reason: .userUnknown),
        ])
    func plain(sample: Plain) throws {
        let bounces = try ReadFile("\(sample.header)\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\n\(sample.text)\n").bounces
        #expect(bounces.count == sample.recipients)
        #expect(bounces.first?.reason == sample.reason)
    }

    @Test(
        "an absence, an answer and a newsletter about failures are no bounces",
        arguments: [
            "From: a@customer.example\nSubject: Out of office\nAuto-Submitted: auto-replied\n\nI am away until Monday.",
            "From: a@customer.example\nSubject: Re: offer\n\nThank you. Does the mailbox full of letters arrive?",
            "From: news@customer.example\nSubject: Five ways to avoid failure\n\nUser unknown? Read on.",
        ])
    func otherMail(mail: String) throws {
        #expect(try ReadFile(mail + "\n").otherMail == 1)
    }

    @Test("a notification of a thousand recipients and more is bounded")
    func manyRecipients() throws {
        let groups = (0..<5_000).map {
            "Final-Recipient: rfc822; a\($0)@customer.example\nAction: failed\nStatus: 5.1.1\n\n"
        }
        let mail = "From: MAILER-DAEMON@mx.example\nContent-Type: message/delivery-status\n\n" + groups.joined()
        #expect(try ReadFile(mail).bounces.count <= 1_000)
    }

    /// `scripts/compare-bounces` compares each with Sisimai.
    @Test(
        "bounces of the wild are known as such, and what is none is not",
        .enabled(if: SharedFiles.exists("mime/sisimai-bounces"), "shared/mime is not there"))
    func wild() {
        let read = ReadFile(path: SharedFiles.path("mime/sisimai-bounces/maildir/bsd"))
        #expect(read.feedback.count >= 630)
        #expect(read.otherMail <= 16)
        let said = read.bounces.count { $0.reason != .undetermined }
        #expect(Double(said) / Double(read.bounces.count) > 0.93)
        let none = ReadFile(path: SharedFiles.path("mime/sisimai-bounces/maildir/not"))
        #expect(none.feedback.isEmpty && none.otherMail == 3)
    }
}
