// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import TestSupport
import Testing

@Suite("Reading feedback")
struct ReadingTests {
    @Test(
        "an attached report is known by its content, whatever its name and type say",
        arguments: ["gzip", "zip", "plain"])
    func content(form: String) throws {
        let text = Array(Sample.report([Sample.row("198.51.100.1", "4")]).utf8)
        let file = form == "gzip" ? gzipCompressed(text) : form == "zip" ? Sample.zip([text]) : text
        let read = try ReadFile(Sample.mail(file))
        #expect(read.aggregates.first?.rows.first?.count == 4)
    }

    @Test("a report in an enclosed message is read")
    func enclosed() throws {
        let inner = Sample.mail(gzipCompressed(Array(Sample.report([Sample.row("198.51.100.1")]).utf8)))
        let read = try ReadFile("From: <a@example.com>\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n\(inner)")
        #expect(read.aggregates.count == 1)
    }

    @Test("names of elements may have a prefix, and the root a namespace of its own")
    func namespaces() throws {
        let report = Sample.report([Sample.row("198.51.100.1")])
            .replacing("</", with: "</d:").replacing("<", with: "<d:").replacing("<d:/d:", with: "</d:").replacing(
                "<d:?", with: "<?"
            )
            .replacing("<d:feedback>", with: "<d:feedback xmlns:d=\"urn:ietf:params:xml:ns:dmarc-2.0\">")
        #expect(try ReadFile(report).aggregates.first?.rows.count == 1)
    }

    @Test("a broken row costs only itself, and its reason is kept")
    func salvage() throws {
        let broken = Sample.row("198.51.100.2").replacing("<count>1</count>", with: "<count>1</cnt>")
        let report = try #require(
            ReadFile(Sample.report([Sample.row("198.51.100.1"), broken, Sample.row("198.51.100.3")])).aggregates.first)
        #expect(report.rows.map(\.source) == ["198.51.100.1", "198.51.100.3"])
        #expect(report.lostRows == 1)
        guard case .malformed? = report.problem else {
            Issue.record("\(String(describing: report.problem))")
            return
        }
    }

    @Test("an ampersand that was not escaped costs nothing but its own element")
    func ampersand() throws {
        let text = Sample.report([Sample.row("198.51.100.1", "9")]).replacing(
            "<org_name>mail.example</org_name>", with: "<org_name>Sons & Daughters</org_name>")
        let report = try #require(ReadFile(text).aggregates.first)
        #expect(report.rows.first?.count == 9)
        #expect(report.organisation == "mail.example", "the contact's domain stands for it")
    }

    @Test("other mail is other mail: with an archive of something else, or a page")
    func otherMail() throws {
        #expect(try ReadFile(Sample.mail(Sample.zip([Array("an invoice".utf8)]))).otherMail == 1)
        #expect(
            try ReadFile(Sample.mail(Array("<html><body>hello</body></html>".utf8), type: "text/html")).otherMail == 1)
        #expect(try ReadFile(Sample.mail(Array("{\"a\": 1}".utf8))).otherMail == 1)
    }

    @Test("a complaint has its type and its reporter, and the message's origin in the site, but nothing of the message")
    func complaint() throws {
        let mail = """
            From: FBL <fbl@provider.example>
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: text/plain

            This is an abuse report.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            Version: 1

            --b
            Content-Type: message/rfc822

            Received: from relay.provider.example by in.provider.example with ESMTP id FOREIGN1; Mon, 2 Mar 2026 10:00:02 +0000
            Received: from localhost by web.example.com (Postfix) with ESMTP id 4Xq1Ab2Cd3; Mon, 2 Mar 2026 10:00:00 +0000
            X-PHP-Originating-Script: 33:newsletter.php
            To: <secret.person@provider.example>
            Subject: secret

            secret words
            --b--
            """
        let report = try #require(ReadFile(mail, site: SiteIdentity(hosts: ["example.com"])).complaints.first)
        #expect(report.type == "abuse" && report.reporter == "provider.example")
        #expect(report.original == OriginalMessage(queueID: "4Xq1Ab2Cd3", script: "newsletter.php"))
        #expect(!"\(report)".contains("secret"))
        let stranger = try #require(ReadFile(mail).complaints.first)
        #expect(stranger.original.queueID == nil, "without hosts of the site no queue id is ours")
    }

    @Test(
        "a report's mail that is not its sender's is marked, and one that names another sender",
        arguments: [
            (FeedbackReader.Authentication.passed, "dmarc@mail.example", ReportProof.passed),
            (.passed, "dmarc@bounce.mail.example", .passed), (.passed, "dmarc@attacker.example", .otherSender),
            (.failed, "dmarc@mail.example", .failed), (.notChecked, "dmarc@attacker.example", .notChecked),
        ])
    func proof(authentication: FeedbackReader.Authentication, sender: String, proof: ReportProof) throws {
        let mail = Sample.mail(Array(Sample.report([Sample.row("198.51.100.1")]).utf8), from: sender)
        #expect(try ReadFile(mail, authentication: authentication).proofs == [proof])
    }
}
