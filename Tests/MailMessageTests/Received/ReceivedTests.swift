// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// Received fields: RFC 5321, section 4.4, and what servers make of it.
@Suite("Received fields") struct ReceivedTests {
    /// What is told of a hop, in a fixed order, without what is absent.
    private func read(_ text: String) -> String {
        let field = ReceivedField(parsing: text)
        let clauses = [
            ("from", field.from), ("helo", field.helo), ("name", field.reverseName), ("ip", field.ip), ("by", field.by),
            ("via", field.via), ("with", field.with), ("id", field.id), ("for", field.forAddress),
            ("date", field.date?.rfc3339),
        ]
        return clauses.compactMap { name, value in value.map { "\(name)=\($0)" } }.joined(separator: " ")
    }

    @Test(
        "the examples of RFC 5321 and 5322",
        arguments: [
            (
                "from x.y.test\r\n   by example.net\r\n   via TCP\r\n   with ESMTP\r\n   id ABC12345\r\n"
                    + "   for <mary@example.net>;  21 Nov 1997 10:05:43 -0600",
                "from=x.y.test by=example.net via=TCP with=ESMTP id=ABC12345 for=mary@example.net "
                    + "date=1997-11-21T10:05:43-06:00"
            ),
            (
                "from node.example by x.y.test; 21 Nov 1997 10:01:22 -0600",
                "from=node.example by=x.y.test date=1997-11-21T10:01:22-06:00"
            ),
            (
                "from bar.example by foo.example ; Thu, 21 May 1998 05:33:29 -0700",
                "from=bar.example by=foo.example date=1998-05-21T05:33:29-07:00"
            ),
        ])
    func examples(_ text: String, _ expected: String) { #expect(read(text) == expected) }

    @Test(
        "Postfix: the name of HELO, then the name found for the address and the address",
        arguments: [
            (
                "from mx.example.org (mail.example.org [192.0.2.1])\r\n\tby in.example.com (Postfix) with ESMTPS id 4bXyz1\r\n"
                    + "\tfor <bob@example.com>; Thu,  1 Jan 2026 10:00:00 +0100 (CET)",
                "from=mx.example.org name=mail.example.org ip=192.0.2.1 by=in.example.com with=ESMTPS id=4bXyz1 "
                    + "for=bob@example.com date=2026-01-01T10:00:00+01:00"
            ),
            (
                "from pc (unknown [198.51.100.7]) by in.example.com (Postfix) with SMTP id 0A1B2; 1 Jan 2026 10:00:00 -0500",
                "from=pc ip=198.51.100.7 by=in.example.com with=SMTP id=0A1B2 date=2026-01-01T10:00:00-05:00"
            ),
            (
                "from mx.example.org (mx.example.org [IPv6:2001:db8::25])\r\n"
                    + "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\r\n"
                    + "\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\r\n"
                    + "\t(No client certificate requested)\r\n\tby in.example.com (Postfix) with ESMTPS id 4c\r\n"
                    + "\tfor <bob@example.com>; 1 Jan 2026 10:00:00 +0000 (UTC)",
                "from=mx.example.org name=mx.example.org ip=2001:db8::25 by=in.example.com with=ESMTPS id=4c "
                    + "for=bob@example.com date=2026-01-01T10:00:00Z"
            ),
            (
                "from [192.168.1.5] (host.isp.example [203.0.113.9])\r\n\t(Authenticated sender: ann@example.com)\r\n"
                    + "\tby out.example.com (Postfix) with ESMTPSA id 4d; 1 Jan 2026 10:00:00 +0000",
                "from=192.168.1.5 name=host.isp.example ip=203.0.113.9 by=out.example.com with=ESMTPSA id=4d "
                    + "date=2026-01-01T10:00:00Z"
            ),
            (
                "from localhost (localhost [127.0.0.1]) by in.example.com (Postfix) with ESMTP id 4e",
                "from=localhost ip=127.0.0.1 by=in.example.com with=ESMTP id=4e"
            ),
            (
                "from localhost (localhost [IPv6:::1]) by in.example.com (Postfix) with LMTP id 4f",
                "from=localhost ip=::1 by=in.example.com with=LMTP id=4f"
            ),
            (
                "by in.example.com (Postfix, from userid 1000)\r\n\tid 9F8E7; Thu, 1 Jan 2026 10:00:00 +0000 (UTC)",
                "by=in.example.com id=9F8E7 date=2026-01-01T10:00:00Z"
            ),
        ])
    func postfix(_ text: String, _ expected: String) { #expect(read(text) == expected) }

    @Test(
        "Exim: HELO as helo=, perhaps with a port behind the address",
        arguments: [
            (
                "from mail.example.org ([192.0.2.10])\r\n\tby mx.example.com with esmtps  (TLS1.3) tls TLS_AES_256_GCM_SHA384\r\n"
                    + "\t(Exim 4.96)\r\n\t(envelope-from <ann@example.org>)\r\n\tid 1tA2bC-000001-2F\r\n"
                    + "\tfor bob@example.com;\r\n\tThu, 01 Jan 2026 10:00:00 +0000",
                "from=mail.example.org ip=192.0.2.10 by=mx.example.com with=esmtps id=1tA2bC-000001-2F "
                    + "for=bob@example.com date=2026-01-01T10:00:00Z"
            ),
            (
                "from [192.0.2.10] (helo=mail.example.org) by mx.example.com with esmtp (Exim 4.96) id 1a-2-3",
                "from=192.0.2.10 helo=mail.example.org ip=192.0.2.10 by=mx.example.com with=esmtp id=1a-2-3"
            ),
            (
                "from [192.0.2.10] (port=41234 helo=[10.0.0.7]) by mx.example.com with esmtp",
                "from=192.0.2.10 helo=10.0.0.7 ip=192.0.2.10 by=mx.example.com with=esmtp"
            ),
            (
                "from mail.example.org ([192.0.2.10]:41234 helo=other.example) by mx.example.com with esmtp",
                "from=mail.example.org helo=other.example ip=192.0.2.10 by=mx.example.com with=esmtp"
            ),
            (
                "from mail.example.org ([192.000.002.010]) by mx.example.com with esmtp",
                "from=mail.example.org ip=192.000.002.010 by=mx.example.com with=esmtp"
            ),
            (
                "from mail.example.org ([2001:db8::7]:25) by mx.example.com with esmtp",
                "from=mail.example.org ip=2001:db8::7 by=mx.example.com with=esmtp"
            ),
            (
                "from ann by host.example.com with local (Exim 4.96) (envelope-from <ann@host.example.com>) id 1x-2-3",
                "from=ann by=host.example.com with=local id=1x-2-3"
            ),
        ])
    func exim(_ text: String, _ expected: String) { #expect(read(text) == expected) }

    @Test(
        "Exchange: zones behind addresses, protocols of several words",
        arguments: [
            (
                "from EX01.example.com (10.0.0.5) by EX02.example.com (10.0.0.6) with Microsoft\r\n"
                    + " SMTP Server (version=TLS1_2,\r\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1118.40;"
                    + " Thu, 1 Jan 2026 10:00:00 +0000",
                "from=EX01.example.com ip=10.0.0.5 by=EX02.example.com with=SMTP id=15.2.1118.40 date=2026-01-01T10:00:00Z"
            ),
            (
                "from EX01.example.com ([fe80::1]) by EX01.example.com ([fe80::1%4]) with mapi id 15.20.0001.000",
                "from=EX01.example.com ip=fe80::1 by=EX01.example.com with=mapi id=15.20.0001.000"
            ),
            (
                "from EX01.example.com ([fe80::200:ff:fe00:1%12]) by EX02.example.com with mapi",
                "from=EX01.example.com ip=fe80::200:ff:fe00:1 by=EX02.example.com with=mapi"
            ),
            (
                "from mx.example.org (192.0.2.8) by EX01.example.com (10.0.0.5) with Microsoft SMTP Server"
                    + " id 15.2 via Frontend Transport; Thu, 1 Jan 2026 10:00:00 +0000",
                "from=mx.example.org ip=192.0.2.8 by=EX01.example.com via=Frontend with=SMTP id=15.2 "
                    + "date=2026-01-01T10:00:00Z"
            ),
        ])
    func exchange(_ text: String, _ expected: String) { #expect(read(text) == expected) }

    @Test(
        "qmail, sendmail and others",
        arguments: [
            (
                "from unknown (HELO mail.example.org) (192.0.2.4)\r\n  by mx.example.com with SMTP; 1 Jan 2026 09:00:00 -0000",
                "from=unknown helo=mail.example.org ip=192.0.2.4 by=mx.example.com with=SMTP date=2026-01-01T09:00:00Z"
            ),
            (
                "from mail.example.org (HELO other.example) (192.0.2.4) by mx.example.com with ESMTPS",
                "from=mail.example.org helo=other.example ip=192.0.2.4 by=mx.example.com with=ESMTPS"
            ),
            ("(qmail 12345 invoked by uid 89); 1 Jan 2026 09:00:00 -0000", "date=2026-01-01T09:00:00Z"),
            (
                "from mx.example.org (mx.example.org [192.0.2.1] (may be forged))\r\n"
                    + "\tby in.example.com (8.17.1/8.17.1) with ESMTPS id 501A0aXX012345\r\n"
                    + "\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NO)\r\n"
                    + "\tfor <bob@example.com>; Thu, 1 Jan 2026 10:00:00 GMT",
                "from=mx.example.org name=mx.example.org ip=192.0.2.1 by=in.example.com with=ESMTPS id=501A0aXX012345 "
                    + "for=bob@example.com date=2026-01-01T10:00:00Z"
            ),
            (
                "from mail.example.org (EHLO other.example) ([192.0.2.4]) by mx.example.com with ESMTP id abc (envelope)",
                "from=mail.example.org helo=other.example ip=192.0.2.4 by=mx.example.com with=ESMTP id=abc"
            ),
            (
                "from in.example.com ([192.0.2.9])\r\n\tby store.example.com with LMTP\r\n\tid YAAqEjb\r\n"
                    + "\t(envelope-from <ann@example.org>)\r\n\tfor <bob@example.com>; Thu, 01 Jan 2026 10:00:00 +0000",
                "from=in.example.com ip=192.0.2.9 by=store.example.com with=LMTP id=YAAqEjb for=bob@example.com "
                    + "date=2026-01-01T10:00:00Z"
            ),
            (
                "by 2001:db8:612:3c85:0:0:0:0 with SMTP id abc; Thu, 1 Jan 2026 02:00:00 -0800 (PST)",
                "by=2001:db8:612:3c85:0:0:0:0 with=SMTP id=abc date=2026-01-01T02:00:00-08:00"
            ),
            (
                "by 10.1.2.3 with HTTP; 1 Jan 2026 02:00:00 -0800",
                "by=10.1.2.3 with=HTTP date=2026-01-01T02:00:00-08:00"
            ),
            (
                "from mx.example.org (mx.example.org. [192.0.2.1]) by [192.0.2.2] with SMTP",
                "from=mx.example.org name=mx.example.org. ip=192.0.2.1 by=192.0.2.2 with=SMTP"
            ),
        ])
    func others(_ text: String, _ expected: String) { #expect(read(text) == expected) }

    @Test(
        "addresses: brackets, tag, port and zone are left out, what is none is none",
        arguments: [
            ("[192.0.2.1]", "192.0.2.1"), ("192.0.2.1", "192.0.2.1"), ("[192.0.2.1]:25", "192.0.2.1"),
            ("[0.0.0.0]", "0.0.0.0"), ("[255.255.255.255]", "255.255.255.255"),
            ("[IPv6:2001:db8::1]", "2001:db8::1"), ("[ipv6:2001:DB8::1]", "2001:DB8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("IPv6:2001:db8::1", "2001:db8::1"), ("[IPv6:2001:db8:0:0:0:0:0:1]", "2001:db8:0:0:0:0:0:1"),
            ("[::1]", "::1"), ("[::]", "::"), ("[1::]", "1::"), ("[IPv6:::ffff:192.0.2.1]", "::ffff:192.0.2.1"),
            ("[64:ff9b::192.0.2.1]", "64:ff9b::192.0.2.1"), ("[fe80::1%eth0]", "fe80::1"),
            ("[1:2:3:4:5:6:7:8]", "1:2:3:4:5:6:7:8"), ("[1:2:3:4:5:6:7::]", "1:2:3:4:5:6:7::"),
            ("[1:2:3:4:5:6:192.0.2.1]", "1:2:3:4:5:6:192.0.2.1"),
            ("[256.0.0.1]", nil), ("[1.2.3]", nil), ("[1.2.3.4.5]", nil), ("[1..2.3]", nil), ("[1.2.3.]", nil),
            ("[1.2.3.a]", nil), ("[1.2.3.0004]", nil), ("[12345::1]", nil), ("[1:2:3:4:5:6:7]", nil),
            ("[1:2:3:4:5:6:7:8:9]", nil), ("[g::1]", nil), ("[IPv6:]", nil), ("[:]", nil), ("[]", nil), ("[1]", nil),
            // One gap at most, and no colon left over at the ends (RFC 4291, section 2.2).
            ("[1::2::3]", nil), ("[1:::2]", nil), ("[:1::2]", nil), ("[1::2:]", nil), ("[1:2:3:4:5:6:7:]", nil),
            ("[:2:3:4:5:6:7:8]", nil), ("[1:2:192.0.2.1]", nil), ("[1:2:3:4:5:6:7:192.0.2.1]", nil),
            ("[1::2::192.0.2.1]", nil), ("[::ffff:192.0.2.256]", nil),
        ] as [(String, String?)])
    func addresses(_ literal: String, _ expected: String?) {
        #expect(ReceivedField(parsing: "from a.example (b.example \(literal)) by c.example").ip == expected)
    }

    @Test(
        "clauses may be missing, and their keywords are of either case",
        arguments: [
            ("", ""), (" \r\n ", ""), ("from a.example", "from=a.example"), ("by b.example", "by=b.example"),
            ("with SMTP", "with=SMTP"), ("id 1", "id=1"), ("for <a@b.example>", "for=a@b.example"),
            ("via UUCP", "via=UUCP"),
            ("; 1 Jan 2026 10:00:00 +0000", "date=2026-01-01T10:00:00Z"), ("from", ""),
            ("from by b.example", "by=b.example"),
            (
                "FROM a.example BY b.example VIA TCP WITH SMTP ID 1 FOR <a@b.example>",
                "from=a.example by=b.example via=TCP with=SMTP id=1 for=a@b.example"
            ),
            ("id 1 by b.example from a.example", "from=a.example by=b.example id=1"),
            ("from a.example;", "from=a.example"), ("from a.example; yesterday", "from=a.example"),
            // Ids and recipients as they are written.
            ("id <1.2@c.example>", "id=1.2@c.example"), ("for a@b.example", "for=a@b.example"),
            ("for <\"a b\"@c.example>", "for=\"a b\"@c.example"), ("for <a@b.example> (c)", "for=a@b.example"),
            ("for multiple recipients", ""),
            ("for <a@b.example>; 1 Jan 2026 10:00:00 +0000", "for=a@b.example date=2026-01-01T10:00:00Z"),
        ])
    func missing(_ text: String, _ expected: String) { #expect(read(text) == expected) }

    @Test(
        "comments hide their words, nested and with escapes",
        arguments: [
            ("from a.example (by evil.example) by b.example", "from=a.example by=b.example"),
            ("from a.example (x (by y) (z)) by b.example", "from=a.example by=b.example"),
            ("from a.example (\\) by evil.example) by b.example", "from=a.example by=b.example"),
            ("from a.example by b.example (c; d) with SMTP", "from=a.example by=b.example with=SMTP"),
            ("from(c)a.example(d)by(e)b.example", "from=a.example by=b.example"),
            ("from a.example by b.example (id 2) id 1", "from=a.example by=b.example id=1"),
            ("from a.example by b.example (no end id 1", "from=a.example by=b.example"),
            (
                "by b.example (x; y); 1 Jan 2026 10:00:00 (a (b)) +0100 (CET)",
                "by=b.example date=2026-01-01T10:00:00+01:00"
            ),
            (
                "from a.example (b.example (c (d)) [192.0.2.1]) by e.example",
                "from=a.example name=b.example ip=192.0.2.1 by=e.example"
            ),
        ])
    func comments(_ text: String, _ expected: String) { #expect(read(text) == expected) }

    @Test(
        "what is no Received field says nothing",
        arguments: [
            "nonsense", ";", ";;;", "(", "(((", ")", "[", "]", "<", ">", "from (", "from [", "by ;", "\u{0}", "é",
            "from ;",
        ])
    func junk(_ text: String) { #expect(read(text).isEmpty) }

    @Test("a field is read the same from a message as from its text")
    func fromMessage() {
        let text = "from a.example (b.example [192.0.2.1])\r\n by c.example; 1 Jan 2026 10:00:00 +0000"
        let message = Message(Array("Received: \(text)\r\nReceived: by d.example\r\n\r\n".utf8))
        #expect(message.received == [ReceivedField(parsing: text), ReceivedField(parsing: "by d.example")])
    }
}
