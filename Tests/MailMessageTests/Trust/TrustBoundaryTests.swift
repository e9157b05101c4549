// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Trust boundary") struct TrustBoundaryTests {
    /// A header, one field a line, each with the origin that is expected.
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        var trust = TrustBoundary.guess
        let fields: [(String, FieldOrigin)]
        var testDescription: String { name }
    }

    static let site = TrustBoundary(hosts: ["site.example"])

    static let samples: [Sample] = [
        Sample(
            name: "a delivered copy, guessed",
            fields: [
                ("Return-Path: <joe@out.example>", .delivery), ("X-Original-To: me@site.example", .delivery),
                ("X-Company-Check: clean", .siteFilter),
                ("Authentication-Results: mx.site.example; spf=pass", .siteFilter),
                ("Received: from localhost (localhost [127.0.0.1]) by mail.site.example (Postfix)", .internalHop),
                (
                    "Received: from relay.out.example (relay.out.example [192.0.2.1]) by mx.site.example (Postfix)",
                    .internalHop
                ),
                ("X-Spam-Status: No, score=1", .siteFilter),
                ("Received: from pc (unknown [10.0.0.3]) by relay.out.example", .externalHop),
                ("Authentication-Results: relay.out.example; auth=pass", .sender), ("From: joe@out.example", .sender),
                ("X-Mailer: Example", .sender), ("X-Campaign: 5", .sender), ("Status: RO", .mailbox),
            ]),
        Sample(
            name: "a milter's view, guessed",
            fields: [
                ("Received: from pc (unknown [10.0.0.3]) by relay.out.example", .externalHop),
                ("Authentication-Results: relay.out.example; auth=pass", .sender), ("X-Campaign: 5", .sender),
                ("From: joe@out.example", .sender),
            ]),
        Sample(
            name: "read in a mailbox, without a sign of delivery, guessed",
            fields: [
                ("Received: from pc (unknown [10.0.0.3]) by relay.out.example", .externalHop),
                ("X-Campaign: 5", .sender), ("From: joe@out.example", .sender), ("Status: RO", .mailbox),
                ("X-UID: 7", .mailbox),
            ]),
        Sample(
            name: "a delivered copy, by host names", trust: site,
            fields: [
                (
                    "Received: from mx.site.example (mx.site.example [192.0.2.9]) by store.site.example with LMTP",
                    .internalHop
                ),
                ("Received: (qmail 17 invoked by uid 89); 1 Jan 2024 00:00:00 -0000", .internalHop),
                ("Received: from relay.out.example ([192.0.2.1]) by MX.Site.Example", .internalHop),
                ("Received: from a by site.example.evil.example", .externalHop),
                ("Received: from b by mx.site.example", .externalHop), ("Subject: x", .sender),
            ]),
        Sample(
            name: "a milter's view, by host names", trust: site,
            fields: [
                ("Authentication-Results: mx.site.example; dkim=pass", .siteFilter),
                ("Received: from a by relay.out.example", .externalHop), ("X-A: b", .sender),
            ]),
        Sample(
            name: "own servers that other names wrote, by networks",
            trust: TrustBoundary(
                networks: ["198.51.100.0/24", "2001:db8::/32"].compactMap { NetworkRange($0) }, hosts: ["site.example"]),
            fields: [
                ("Received: from gw ([198.51.100.7]) by mx.site.example", .internalHop),
                ("Received: from edge (edge [IPv6:2001:db8::1]) by gw.branch.example", .internalHop),
                ("Received: from relay.out.example ([192.0.2.1]) by edge.branch.example", .internalHop),
                ("Received: from a by relay.out.example", .externalHop),
            ]),
        Sample(
            name: "fetched from a provider",
            fields: [
                ("Return-Path: <a@out.example>", .delivery),
                ("Received: from pop.provider.example by localhost with POP3 (fetchmail-6.4)", .internalHop),
                ("Received: from relay.out.example ([192.0.2.1]) by mx.provider.example with ESMTP", .internalHop),
                ("Received: from exch01.corp.local by exch02.corp.local with mapi", .externalHop), ("From: a", .sender),
            ]),
        Sample(
            name: "no hop at all",
            fields: [
                ("Authentication-Results: x.example; spf=fail", .siteFilter), ("From: a", .sender),
                ("X-Odd: b", .sender),
            ]),
        Sample(
            name: "names of filters and mailboxes",
            fields: [
                ("x-BOGOSITY: Spam", .siteFilter), ("X-Example-Org-MailScanner-SpamCheck: no", .siteFilter),
                ("X-Barracuda-Spam-Score: 3", .siteFilter), ("X-ASG-Debug-ID: 1", .siteFilter),
                ("X-Spreu: ham", .siteFilter),
                ("Received-SPF: pass", .siteFilter), ("X-Mozilla-Status2: 0", .mailbox), ("X-UIDL: 1", .mailbox),
                ("Content-Length: 1", .mailbox), ("Lines: 1", .mailbox), ("X-Keywords: a", .mailbox),
                ("Content-Type: text/plain", .sender), ("DKIM-Signature: v=1", .sender), ("X-Priority: 1", .sender),
                ("List-Id: <x>", .sender), ("X-MS-Exchange-Organization-SCL: 1", .siteFilter),
            ]),
    ]

    @Test("each field has its origin", arguments: samples)
    func origins(_ sample: Sample) {
        let message = Message(Array((sample.fields.map(\.0).joined(separator: "\n") + "\n\nbody\n").utf8))
        let origins = sample.trust.origins(of: message)
        #expect(origins.count == sample.fields.count)
        for ((field, expected), origin) in zip(sample.fields, origins) { #expect(origin == expected, "\(field)") }
    }

    @Test(
        "a filter's field is known by a word of its name",
        arguments: [
            "X-HE-Spam-Level", "X-HE-Spam-Score", "X-TOI-SPAM", "X-TOI-VIRUSSCAN", "X-cloud-security-Digest",
            "X-SES-Spam-Verdict", "X-SES-Virus-Verdict", "X-Yandex-Spam", "X-GND-Status", "X-GND-Score", "X-ME-VSScore",
            "X-SmarterMail-TotalSpamWeight", "X-WatchGuard-AntiVirus", "X-CM-Analysis", "X-Email-Type-Id", "Spam-Flag",
            "Spam-Score", "Spam-Status", "Old-X-Spam-Status", "X-Original-Spam-Status", "X-Is-Spam", "X-ACL-Warn",
            "IronPort-SDR", "X-Example_Junk", "X-Phishing-Risk", "X-MyScanner", "X-Corp-Verdict",
        ])
    func filterWords(name: String) {
        #expect(TrustBoundary.guess.origins(of: Message(Array("\(name): 1\n\n".utf8))) == [.siteFilter])
    }

    @Test(
        "a name in which no word is a filter's stays the sender's",
        arguments: [
            "Subject", "X-Mailer", "X-Campaign-Id", "X-Span", "X-Canned-Reply", "X-Vir", "X-AntiAbuse",
            "X-Report-Abuse",
            "List-Unsubscribe-Post", "Feedback-ID", "X-CSA-Complaints", "X-Priority",
        ])
    func otherWords(name: String) {
        #expect(TrustBoundary.guess.origins(of: Message(Array("\(name): 1\n\n".utf8))) == [.sender])
    }

    @Test("names of a site's own fields can be added")
    func ownNames() {
        var trust = TrustBoundary.guess
        trust.siteFields.add("X-Company-*", .siteFilter)
        trust.siteFields.add("X-Folder-Hint", .mailbox)
        let message = Message(Array("X-COMPANY-Verdict: spam\nx-folder-hint: a\nX-Companion: b\n\n".utf8))
        #expect(trust.origins(of: message) == [.siteFilter, .mailbox, .sender])
    }

    @Test(
        "a network holds the addresses that begin alike",
        arguments: [
            ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false), ("0.0.0.0/0", "203.0.113.5", true),
            ("192.0.2.128/25", "192.0.2.127", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
            ("::/0", "192.0.2.1", true),
            ("192.0.2.0/24", "::ffff:192.0.2.9", true), ("192.0.2.0/24", "host.example", false),
            ("192.0.2.0/24", "192.0.2.09", false), ("192.0.2.0/24", "192.0.002.9", false),
            ("2001:db8::/32", "2001:db8:0:0:0:0:0:1", true), ("2001:db8::/32", "2001:db8:1:2:3:4:5::", true),
            ("2001:db8::/32", "2001:db8:1:2:3:4:5:6::", false), ("2001:db8::/32", "2001:db8::1::2", false),
            ("2001:db8::/32", "2001:db8::192.0.2.1", true), ("2001:db8::/32", "2001:db8::192.0.2", false),
            ("2001:db8::/32", "2001:db8:1:", false), ("2001:db8::/32", "2001:db8::12345", false),
            ("::/16", "::", true), ("::/16", ":::", false), ("::/16", ":1::", false),
        ])
    func network(_ range: String, _ address: String, _ isInside: Bool) throws {
        #expect(try #require(NetworkRange(range)).contains(address) == isInside)
    }

    @Test(
        "what is no network is none",
        arguments: ["", "192.0.2", "192.0.2.0/33", "192.0.2.0/-1", "a/8", "2001:db8::/129", "192.0.2.0/"])
    func noNetwork(_ range: String) { #expect(NetworkRange(range) == nil) }
}

@Suite("Digests") struct MessageDigestsTests {
    static let arrived = """
        Received: from pc (unknown [10.0.0.3])
        \tby relay.out.example (Postfix) with ESMTPA id 1
        \tfor <me@site.example>; Mon, 1 Jan 2024 00:00:00 +0000
        DKIM-Signature: v=1; a=rsa-sha256; d=out.example;
         b=abc
        From: Joe <joe@out.example>
        To: me@site.example
        Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=
        X-Mailer: Example

        Hello
        \u{20}
        From here on.

        """

    static let delivered =
        """
        Return-Path: <joe@out.example>
        X-Original-To: me@site.example
        Delivered-To: me@site.example
        Received: from localhost (localhost [127.0.0.1])
        \tby mail.site.example (Postfix) with ESMTP id 3
        \tfor <me@site.example>; Mon, 1 Jan 2024 00:00:02 +0000
        X-Spam-Status: No, score=0.1
        \ttests=NONE
        Received: from relay.out.example (relay.out.example [192.0.2.1])
        \tby mx.site.example (Postfix) with ESMTPS id 2
        \tfor <me@site.example>; Mon, 1 Jan 2024 00:00:01 +0000

        """ + arrived.replacingFirst("X-Mailer", with: "X-Spreu: ham\nX-Mailer") + "\n"

    static let withStatus = delivered.replacingFirst(
        "From: Joe", with: "Status: RO\nX-UID: 7\nContent-Length: 30\nFrom: Joe")

    @Test(
        "a delivered copy, a milter's view and an IMAPSieve copy have one canonical digest",
        arguments: [TrustBoundary.guess, TrustBoundary(hosts: ["site.example"])])
    func oneMessage(_ trust: TrustBoundary) {
        let lf = [
            Self.arrived, Self.delivered, Self.withStatus, Self.arrived + "\n\n", String(Self.arrived.dropLast()),
        ]
        let crlf = lf.map { $0.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") }
        let digests = (lf + crlf).map { Message(Array($0.utf8)).digests(trust: trust) }
        #expect(Set(digests.map(\.canonical)).count == 1)
        #expect(Set(digests.map(\.raw)).count == digests.count)
        #expect(digests[0].canonical.count == 32 && digests[0].raw.count == 32)
    }

    @Test(
        "what the sender wrote changes the canonical digest",
        arguments: [
            ("Hello", "Hallo"), ("Joe <", "Jo <"), ("id 1", "id 4"), ("\n\nHello", "\nX-More: 1\n\nHello"),
            ("b=abc", "b=abd"),
        ])
    func another(_ old: String, _ new: String) {
        let changed = Self.delivered.replacingFirst(old, with: new)
        #expect(changed != Self.delivered)
        #expect(
            SiteMessage(Message(Array(changed.utf8))).canonicalDigest()
                != SiteMessage(Message(Array(Self.delivered.utf8))).canonicalDigest())
    }

    @Test("digests are those of SHA-256")
    func known() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(Message([]).digests().raw.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == empty)
        let abc = Message(Array("abc".utf8)).digests().raw
        #expect(abc.prefix(4) == [0xba, 0x78, 0x16, 0xbf])
    }

    @Test("anything has digests", arguments: ["", "\n", "\r\n", "no header", "A: b", "\n\n\n", "A: b\r\n\r\n\r\n"])
    func anything(_ text: String) { #expect(Message(Array(text.utf8)).digests().canonical.count == 32) }
}

extension String {
    /// The text with the first occurrence of a part replaced.
    fileprivate func replacingFirst(_ part: String, with other: String) -> String {
        guard let range = ranges(of: part).first else { return self }
        return replacingCharacters(of: range, with: other)
    }

    private func replacingCharacters(of range: Range<Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
