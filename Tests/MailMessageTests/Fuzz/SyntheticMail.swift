// SPDX-License-Identifier: Apache-2.0

/// Small messages that together hold every kind of syntax that the parsers know.
enum SyntheticMail {
    static let all: [String] = [multipart, encoded, nested, page, flowed, uuencoded, received, headersOnly, ""]

    static let multipart = """
        From: "A. Sender" <sender@example.com>
        To: Group: one@example.org, "T\\"wo" <two@[192.0.2.1]>;, three@example.net (Three)
        Cc: =?utf-8?q?J=C3=BCrgen?= <j@example.com>, @route.example:four@example.com
        Subject: =?utf-8?b?w6TDtg==?= =?iso-8859-1?q?=FC?= and =?x-none?q?more?=
        Date: Mon, 29 Feb 2016 23:59:60 +0130 (CET)
        Message-ID: <1.2@example.com>
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="b 1"

        preamble
        --b 1
        Content-Type: multipart/alternative; boundary=inner

        --inner
        Content-Type: text/plain; charset=us-ascii; format=flowed; delsp=yes

        Flowed text \nthat goes on http://example.com/path.
        > quoted
        -- \nsignature
        --inner
        Content-Type: text/html; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        <p style=3D"color:#fff">caf=E9 &amp; <a href=3D"http://example.com">x</a>=
        </p>
        --inner--
        --b 1
        Content-Type: application/pdf; name*0*=utf-8''r%C3%A9; name*1=port.pdf
        Content-Disposition: attachment; filename="=?utf-8?q?r=C3=A9port.pdf?="
        Content-Transfer-Encoding: base64

        JVBERi0xLjQKJcTl8uXrp/Og0MTGCg==
        --b 1--
        epilogue
        """

    static let encoded = """
        Subject: base64 without padding
        Content-Type: text/plain; charset=utf-7
        Content-Transfer-Encoding: base64

        K0FHRS0gK0FHSS0
        """

    static let nested = """
        Subject: digest
        Content-Type: multipart/digest; boundary=d

        --d

        Subject: one
        From: a@example.com

        text
        --d
        Content-Type: message/rfc822
        Content-Transfer-Encoding: base64

        U3ViamVjdDogdHdvCgp0ZXh0Cg==
        --d
        Content-Type: multipart/report; report-type=delivery-status

        --lost
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com
        --lost--
        --d--
        """

    static let page = """
        Content-Type: text/html

        <!DOCTYPE html><html><head><meta charset=gb2312><title>t</title><style>p{color:red}</style></head>
        <body bgcolor=white><!-- c --><p style="display:none">hidden</p><font color=white size=0>also</font>
        <table><tr><td>1<td>2</table><img src=http://img.example/a.gif width=1 height=1 alt="alt &eacute;&#233;">
        <a href="https://bank.example@evil.example/%2e">www.bank.example</a><form action=x><input type=password></form>
        <script>var a = "</p>";</script><div><div><div></b></i>end
        """

    static let flowed = "Content-Type: text/plain; format=flowed\r\n\r\n> > a \r\n> > b\r\n -- \r\n  c \r\nd\r\n"

    static let uuencoded = """
        Subject: an old file

        Here it is:
        begin 644 cat.txt
        #0V%T
        `
        end
        and more text
        """

    static let received = """
        Received: from mail.example.org (mail.example.org [IPv6:2001:db8::1]) by mx.example.com (Postfix) with ESMTPS
         (cipher=x) id 4F2/a for <u@example.com>; Tue, 1 Jan 2030 00:00:00 -0000 (UTC)
        Received: from [192.0.2.7] (helo=pc) by mail.example.org with esmtpsa (Exim 4.9) id 1abc; 2 Jan 98 3:04 EST
        Return-Path: <>
        X-Folded:\t=?utf-8?q?a?=
        \t=?utf-8?q?b?=
        >From: stuffed

        body
        """

    static let headersOnly = "From \u{e9}: broken\nSubject : x\nno colon\nDate: 32 Foo 99999\nContent-Type: ;;\n"
}
