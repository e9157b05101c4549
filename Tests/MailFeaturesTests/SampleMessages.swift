// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage

/// Invented messages that use every view.
enum SampleMessages {
    static let plain = """
        Received: from mail.example.com (mail.example.com [192.0.2.10]) by mx.example.net with ESMTPS id ABC123;
         Mon, 5 Jan 2026 10:00:00 +0100
        Received: from laptop (dsl-203-0-113-7.example.com [203.0.113.7]) by mail.example.com with ESMTPA;
         Mon, 5 Jan 2026 09:59:58 +0100
        From: "Erika Beispiel" <erika.beispiel@example.com>
        To: Jonathan Musterling <jmusterling@example.net>
        Subject: =?utf-8?q?Protokoll_der_Sitzung_f=C3=BCr_M=C3=A4rz?=
        Date: Mon, 5 Jan 2026 09:59:57 +0100
        Message-ID: <20260105095957.1234@example.com>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 8bit

        Hallo Jonathan,

        anbei das Protokoll. Nächster Termin: Dienstag 14 Uhr, siehe https://www.example.com/termine/2026?id=7
        Viele Grüße
        Erika
        """

    static let html = """
        From: Winner Service <claim@prize.example>
        To: jmusterling@example.net
        Reply-To: other@elsewhere.example
        Subject: You are a W I N N E R - clаim now
        Date: Tue, 6 Jan 2026 00:00:00 -0500
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary="----=_Part_77_ab"

        ------=_Part_77_ab
        Content-Type: text/plain; charset=us-ascii

        Cl\u{AD}aim your pri\u{200B}ze, jmusterling!
        ------=_Part_77_ab
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        <html><body bgcolor=3D"#ffffff"><div style=3D"display:none">invisible words here</div>
        <b>FREE</b> money <a href=3D"http://192.0.2.99/claim.php?user=3D1&amp;k=3Dx">www.bank.example</a>
        <img src=3D"http://track.example/p.gif" width=3D1 height=3D1><form action=3D"http://evil.example/post">
        <input type=3Dpassword></form></body></html>
        ------=_Part_77_ab--
        """

    static let attachment = """
        From: scanner@example.com
        To: office@example.net
        Subject: Scan
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b1

        --b1
        Content-Type: text/plain

        See the attached invoice.
        --b1
        Content-Type: application/octet-stream; name="invoice.pdf.exe"
        Content-Disposition: attachment; filename="invoice.pdf.exe"
        Content-Transfer-Encoding: base64

        TVqQAAMAAAAEAAAA//8AALgAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        --b1--
        """

    static let chinese = """
        From: =?gb2312?B?1tDOxA==?= <news@example.org>
        To: kunde@example.net
        Subject: =?utf-8?B?5YWN6LS55LyY5oOg?=
        MIME-Version: 1.0
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: base64

        5YWN6LS55LyY5oOg77yM56uL5Y2z6LSt5LmwaVBob25l44CCDQo=
        """

    static let headerless = "\njust a body, nothing else\n"

    /// Messages whose last bytes are an attachment's: of one part, and cut off before the last boundary.
    static let endingInAttachments = [
        """
        From: a@example.org
        Content-Type: application/pdf; name=bill.pdf
        Content-Transfer-Encoding: base64

        JVBERi0xLjQKJeLjz9MK
        """,
        """
        From: a@example.org
        Content-Type: text/csv; name=list.csv
        Content-Disposition: attachment; filename=list.csv

        one,two
        three,four

        """,
        """
        From: a@example.org
        Content-Type: multipart/mixed; boundary=b

        --b

        see below
        --b
        Content-Type: text/csv
        Content-Disposition: attachment; filename=list.csv
        Content-Transfer-Encoding: quoted-printable

        one,two=20
        three,fo=
        ur

        """,
    ].map { message($0) }

    static let all = [plain, html, attachment, chinese, headerless].map { message($0) }

    /// Reads a message from text.
    static func message(_ text: String) -> Message { Message(Array(text.utf8)) }
}

extension FeatureExtractor {
    /// The features of a message given as text.
    mutating func extract(_ text: String) -> FeatureVector { extract(SampleMessages.message(text)) }
}

extension FeatureVector {
    /// The hashes of one view.
    func hashes(of view: FeatureView) -> [UInt32] { withView(view) { Array($0) } }
}
