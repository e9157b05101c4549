// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import Testing

@Suite("What is never a feature")
struct LeakageTests {
    private let body = "From: a@example.org\nTo: jmusterling@example.net\nSubject: Hello\n\nThe text of it.\n"

    @Test(
        "fields of site filters, mailboxes and delivery change nothing",
        arguments: [
            "X-Spam-Status: Yes, score=9.1 required=5.0", "X-Spam-Flag: YES", "X-Bogosity: Spam, tests=bogofilter",
            "X-Rspamd-Score: 15", "X-Barracuda-Spam-Score: 3", "X-ASG-Debug-ID: 1", "Status: RO", "X-Status: A",
            "X-Keywords: Junk", "X-UID: 77", "X-Mozilla-Status: 0001", "Content-Length: 1234", "Lines: 12",
            "Delivered-To: jmusterling@example.net", "Return-Path: <a@example.org>",
            "X-Original-To: jmusterling@example.net", "Envelope-To: jmusterling@example.net",
        ])
    func planted(field: String) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        #expect(extractor.extract(field + "\n" + body) == extractor.extract(body))
    }

    @Test(
        "a filter's mark before the subject changes nothing",
        arguments: [
            "[SPAM]", "[spam?]", "{Spam?}", "***SPAM***", "*****SPAM*****", "SPAM:", "[SPAM 7.5]", "[Suspected Spam]",
            "[Bulk]", "(Junk)", "[Spam-Verdacht]", "{Virus?} [SPAM]", "=?UTF-8?Q?=5BSPAM=5D?=",
        ])
    func mark(tag: String) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        let marked = body.replacing("Subject: Hello", with: "Subject: \(tag) Hello")
        #expect(extractor.extract(marked) == extractor.extract(body))
    }

    @Test(
        "what only looks like a mark stays",
        arguments: [
            "[spamassassin-users]", "[Spam", "spam", "*", "[]", "Re: [SPAM]", "NB:",
            "[" + String(repeating: "x ", count: 30) + "spam]",
        ])
    func noMark(text: String) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        let other = body.replacing("Subject: Hello", with: "Subject: \(text) Hello")
        #expect(extractor.extract(other) != extractor.extract(body))
    }

    @Test("which day it was is no feature; how a program writes dates, and its zone, are")
    func dates() {
        let views: FeatureViews = [.headerGrams, .headerWords, .headerPairs]
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: views))
        func mail(_ date: String, _ received: String) -> String {
            "Received: from a.example.org by b.example.org with ESMTP id 77; \(received)\nDate: \(date)\n" + body
        }
        let one = extractor.extract(mail("Tue, 24 Nov 2026 10:11:12 +0100 (CET)", "Tue, 24 Nov 2026 10:11:13 +0100"))
        let two = extractor.extract(mail("Sun, 01 May 2011 23:59:00 +0100 (CET)", "Sun, 01 May 2011 23:59:02 +0100"))
        #expect(one == two)
        for (date, received) in [
            ("Tue, 24 Nov 2026 10:11:12 -0700", "Tue, 24 Nov 2026 10:11:13 +0100"),
            ("24 Nov 2026 10:11:12 +0100 (CET)", "Tue, 24 Nov 2026 10:11:13 +0100"),
            ("Tue, 24 Nov 2026 10:11:12 +0100 (CET)", "Tue, 24 Nov 2026 10:11:13 -0800"),
        ] {
            #expect(extractor.extract(mail(date, received)) != one, "\(date) \(received)")
        }
    }

    @Test("fields that the configuration names change nothing", arguments: ["x-company-rank", "X-COMPANY-*"])
    func configured(pattern: String) {
        let options = FeatureOptions(views: [.headerGrams, .headerWords, .headerPairs], excludedFields: [pattern])
        var extractor = FeatureExtractor(key: TestKeys.first, options: options)
        let planted = "X-Company-Rank: clean\n" + body
        #expect(extractor.extract(planted) == extractor.extract(body))
        var other = FeatureExtractor(key: TestKeys.first)
        #expect(other.extract(planted) != other.extract(body))
    }

    @Test(
        "what is wrong with lines that delivery or a filter wrote changes nothing",
        arguments: [
            "X-Spam-Report: Inhaltsanalyse: Werbung für Körperpflege",
            "X-Spam-Status: Yes, " + String(repeating: "TEST,", count: 250), "X-Spam-Level : *****",
            "X-Spam-Checker: =?utf-8?q?un finished", "X-HE-Spam-Level: \u{0}", "X-Virus-Scanned: a\nno field at all",
            "Return-Path: <müller@example.org>", "Status: R\nStatus: O",
        ])
    func defectsOfOthers(field: String) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        #expect(extractor.extract(field + "\n" + body) == extractor.extract(body))
        let own = field.replacing(/^[^:]*:/, with: "Comments:")
        #expect(extractor.extract(own + "\n" + body) != extractor.extract("Comments: a\n" + body))
    }

    @Test(
        "what is wrong with the sender's own lines is a feature",
        arguments: ["Subject: Grüße", "X-A : b", "Subject: a\nno field"])
    func defectsOfSenders(field: String) throws {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: [.structure]))
        let plain = "From: a@example.org\nTo: jmusterling@example.net\nSubject: b\nX-A: b\n\nText\n"
        let name = field.prefix { $0.isLetter || $0 == "-" }
        let other = plain.replacing(try Regex("(?m)^\(name):.*$"), with: field)
        #expect(extractor.extract(other) != extractor.extract(plain))
    }

    @Test("another recipient's address and name give the same features")
    func recipients() {
        func mail(name: String, address: String, first: String) -> String {
            """
            From: Shop <news@example.org>
            To: \(name) <\(address)>
            Cc: "\(name)" <\(address)>
            Subject: News for \(first)
            MIME-Version: 1.0
            Content-Type: text/plain

            Dear \(first), \(name.uppercased())!
            This was sent to \(address), see https://shop.example.org/go
            """
        }
        // Names of equal length: how long a text is remains a feature.
        var extractor = FeatureExtractor(key: TestKeys.first)
        let one = extractor.extract(
            mail(name: "Jonathan Musterling", address: "jmusterling@example.net", first: "Jonathan"))
        let two = extractor.extract(
            mail(name: "Mathilda Mustermann", address: "mmustermann@example.com", first: "Mathilda"))
        for view in FeatureView.allCases {
            #expect(one.hashes(of: view) == two.hashes(of: view), "\(view)")
        }
    }

    @Test(
        "words of recipients vanish from a text, other words stay",
        arguments: [
            (
                "Anna Maria Obermayer <anna.obermayer@firm.example.net>",
                "Hi Obermayer at firm.example.net or www.firm.example.net", "hi at or www"
            ),
            ("ANNA.OBERMAYER@firm.example.net", "dear anna.obermayer, Anna_Obermayer? anna", "dear _"),
            ("info@firm.example.net", "more info for you", "more info for you"),
            ("Sales Team <sales@firm.example.net>", "our sales team", "our sales team"),
            ("bob@firm.example.net", "bob and bobsled bob@firm.example.net", "bob and bobsled"),
            ("Will Mark <wmark@gmail.com>", "you will mark gmail.com", "you will mark gmail.com"),
            ("x.petersen@firm.example.net", "petersens and petersen's", "petersens and s"),
            ("12345678@firm.example.net", "call 12345678", "call 12345678"),
            ("", "nothing to erase", "nothing to erase"),
        ])
    func erased(to: String, text: String, left: String) {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: .words))
        let spans = extractor.extractWithSpans(SampleMessages.message("To: \(to)\n\n\(text)\n")).spans
        let words = spans.sorted { $0.offset < $1.offset }.map { String(decoding: $0.text, as: UTF8.self) }
        #expect(words.map { $0.lowercased() } == left.split(separator: " ").map(String.init))
    }

    @Test("of a mailing list only the address vanishes")
    func lists() {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: .words))
        let mail = """
            To: Garden Planners <garden-planners@lists.example.org>
            List-Id: All about gardens <garden-planners.lists.example.org>

            Dear garden planners, write to garden-planners@lists.example.org
            """
        let spans = extractor.extractWithSpans(SampleMessages.message(mail)).spans
        let words = spans.sorted { $0.offset < $1.offset }.map { String(decoding: $0.text, as: UTF8.self) }
        #expect(words == ["Dear", "garden", "planners", "write", "to"])
    }

    @Test("recipients that the configuration names vanish too")
    func configuredRecipients() {
        let options = FeatureOptions(views: .words, recipients: ["hostelling@example.net", "company.example"])
        var extractor = FeatureExtractor(key: TestKeys.first, options: options)
        let spans = extractor.extractWithSpans(
            SampleMessages.message("A: b\n\nHi hostelling at mail.company.example now\n")
        ).spans
        #expect(Set(spans.map { String(decoding: $0.text, as: UTF8.self) }) == ["Hi", "at", "mail", "now"])
    }
}
