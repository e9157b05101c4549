// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// The parameters of RFC 2045, section 5.1, and RFC 2231.
@Suite("Parameters") struct ParameterTests {
    /// The parameters of a text/plain as `name=value`.
    private func parameters(_ text: String) -> [String] {
        let message = Message(Array("Content-Type: text/plain\(text)\r\n\r\n".utf8))
        return message.root.contentType.parameters.all.map { "\($0.name)=\($0.value)" }
    }

    @Test(
        "tokens and quoted strings",
        arguments: [
            ("", []), ("; charset=us-ascii", ["charset=us-ascii"]), ("; charset=\"us-ascii\"", ["charset=us-ascii"]),
            ("; charset=us-ascii (Plain text)", ["charset=us-ascii"]), (";charset=utf-8", ["charset=utf-8"]),
            ("; CHARSET=UTF-8", ["charset=UTF-8"]), ("; Name=\"MixedCase\"", ["name=MixedCase"]),
            ("; charset=utf-8; format=flowed", ["charset=utf-8", "format=flowed"]),
            ("; format=flowed; delsp=yes; charset=utf-8", ["format=flowed", "delsp=yes", "charset=utf-8"]),
            ("; boundary=\"gc0p4Jq0M:2Yt08jU534c0p\"", ["boundary=gc0p4Jq0M:2Yt08jU534c0p"]),
            ("; boundary=\"----=_Part 1 (2)/3,4;5?6\"", ["boundary=----=_Part 1 (2)/3,4;5?6"]),
            // White space and comments.
            (" ;  charset  =  utf-8  ;  a=b", ["charset=utf-8", "a=b"]),
            (";\r\n\tcharset=utf-8;\r\n name=\"a\"", ["charset=utf-8", "name=a"]),
            (" (c); (d) charset (e) = (f) utf-8 (g)", ["charset=utf-8"]),
            ("; (a (nested; x=y) \\) one) charset=utf-8", ["charset=utf-8"]),
            // Quoting.
            ("; name=\"a;b\"; c=d", ["name=a;b", "c=d"]), ("; name=\"a=b\"", ["name=a=b"]),
            ("; name=\"a\\\"b\"", ["name=a\"b"]), ("; name=\"a\\\\b\"", ["name=a\\b"]), ("; name=\"\\a\"", ["name=a"]),
            ("; name=\"(no comment)\"", ["name=(no comment)"]), ("; name=\" a  b \"", ["name= a  b "]),
            ("; name=\"a\r\n b\"", ["name=a b"]), ("; name=\"it's\"", ["name=it's"]), ("; name=it's", ["name=it's"]),
            ("; name=\"\"", ["name="]), ("; name=\"\"; a=b", ["name=", "a=b"]), ("; name=\";\"", ["name=;"]),
            ("; name=\"a%20b\"", ["name=a%20b"]), ("; name=a%20b", ["name=a%20b"]), ("; name=\"*\"", ["name=*"]),
            // Of those given twice, the first counts for each name.
            ("; a=1; b=2; c=3", ["a=1", "b=2", "c=3"]), ("; a=1; A=2", ["a=1"]), ("; a=1; b=2; a=1", ["a=1", "b=2"]),
        ] as [(String, [String])])
    func reads(_ text: String, _ expected: [String]) { #expect(parameters(text) == expected) }

    @Test(
        "the extended form of a parameter counts before the plain one, wherever it stands (RFC 6266, section 4.3)",
        arguments: [
            ("; name=a; name*=utf-8''%C3%A4", ["name=ä"]), ("; name*=utf-8''%C3%A4; name=a", ["name=ä"]),
            ("; name=a; name*0=b; name*1=c", ["name=bc"]), ("; name*0=b; name=a; name*1=c", ["name=bc"]),
            ("; name=a; name*0*=utf-8''%C3%A4; name*1=c; x=y", ["name=äc", "x=y"]),
        ])
    func extendedForm(_ text: String, _ expected: [String]) {
        #expect(parameters(text) == expected)
        let message = Message(Array("Content-Type: text/plain\(text)\r\n\r\n".utf8))
        #expect(!message.defects.contains(.malformedParameter))
    }

    @Test(
        "a type ends where a token ends, and its parameters are found all the same",
        arguments: [
            "text/html, charset=x", "text/html,charset=x", "text/html: charset=x", "text/html:; charset=x",
            "text/html=; charset=x", "text/html/; charset=x", "text/html/x; charset=x", "text//html; charset=x",
            "text/html\u{A0}; charset=x", "text/html\u{A0} charset=x", "text/html\"; charset=x",
            "\"text/html\"; charset=x", "text/html<br>; charset=x", "text/html@; charset=x", "text/html?; charset=x",
            "text/html[]; charset=x", "text/html\\; charset=x", "text/html); charset=x", "text/html charset=x",
            "text/html(a comment); charset=x", "(a (nested) comment) text/html; charset=x",
            "text(a)/(b)html(c) ; (d) charset=x", "text / html ; charset=x", "TEXT/Html;charset=x",
        ])
    func tokens(_ value: String) {
        let type = Message(Array("Content-Type: \(value)\r\n\r\n".utf8)).root.contentType
        #expect(type.type == "text" && type.subtype == "html")
        #expect(type.charset == "x")
    }

    @Test(
        "a transfer encoding is the first token, behind comments and what should not be there",
        arguments: [
            "base64", " BASE64 ", "base64;", "base64 (as ever)", "(as 7bit) base64", "\"base64\"", "base64, 7bit",
            "base64: x", ": base64", "<base64>", "base64\u{A0}", "base64/7bit",
        ])
    func encodings(_ value: String) {
        let message = Message(Array("Content-Transfer-Encoding: \(value)\r\n\r\n".utf8))
        #expect(message.root.transferEncoding == .base64)
    }

    @Test(
        "a disposition is a token, too",
        arguments: [
            "attachment; filename=x", "attachment, filename=x", "attachment: filename=x", "attachment<; filename=x",
            "\"attachment\"; filename=x", "(a) attachment (b); filename=x",
        ])
    func dispositions(_ value: String) {
        let message = Message(Array("Content-Disposition: \(value)\r\n\r\n".utf8))
        #expect(message.root.filename == "x")
        if !value.hasPrefix("\"") { #expect(message.root.disposition?.kind == "attachment") }
    }

    @Test(
        "charset, language and percent-encoding (RFC 2231, section 4)",
        arguments: [
            ("title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "title=This is ***fun***"),
            ("name*=utf-8''%E2%82%AC%20rates", "name=€ rates"), ("name*=UTF-8''%e2%82%ac", "name=€"),
            ("name*=utf-8'de'%C3%A4.txt", "name=ä.txt"), ("name*=iso-8859-1'de'%E4", "name=ä"),
            ("name*=ISO-8859-1''%A3%20rates", "name=£ rates"), ("name*=iso-8859-15''%A4", "name=€"),
            ("name*=koi8-r'ru'%F0%D2%C9%D7%C5%D4", "name=Привет"), ("name*=windows-1251''%CF%F0", "name=Пр"),
            ("name*=shift_jis'ja'%93%FA%96%7B", "name=日本"), ("name*=gb2312'zh'%C4%E3%BA%C3", "name=你好"),
            ("name*=euc-kr''%B0%A1", "name=가"), ("name*=iso-2022-jp''%1B$BF|K\\%1B%28B", "name=日本"),
            // Either may be empty.
            ("name*=us-ascii''abc", "name=abc"), ("name*=''abc", "name=abc"), ("name*='en'abc", "name=abc"),
            ("name*=utf-8''", "name="), ("name*=utf-8'en'", "name="),
            // The name and the charset in either case.
            ("NAME*=Utf-8''A", "name=A"), ("Name*=uTF-8'EN'%c3%84", "name=Ä"),
            // Only the first two apostrophes part the value.
            ("name*=utf-8''it's", "name=it's"), ("name*=utf-8''it%27s", "name=it's"), ("name*=utf-8'''a'", "name='a'"),
            // Percent-encoding of anything, and what is none.
            ("name*=utf-8''%41%62%2F", "name=Ab/"), ("name*=utf-8''%25%3B%22%2A", "name=%;\"*"),
            ("name*=utf-8''%2541", "name=%41"), ("name*=utf-8''100%", "name=100%"), ("name*=utf-8''%4", "name=%4"),
            ("name*=utf-8''%zz", "name=%zz"), ("name*=utf-8''%%41", "name=%A"), ("name*=utf-8''a+b_c", "name=a+b_c"),
            // Bytes that the charset does not have.
            ("name*=utf-8''%FF", "name=\u{fffd}"), ("name*=utf-8''a%C3", "name=a\u{fffd}"),
        ])
    func extended(_ text: String, _ expected: String) { #expect(parameters("; \(text)") == [expected]) }

    @Test(
        "continuations (RFC 2231, sections 3 and 4.1)",
        arguments: [
            (
                "URL*0=\"ftp://\";\r\n URL*1=\"cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar\"",
                ["url=ftp://cs.utk.edu/pub/moore/bulk-mailer/bulk-mailer.tar"]
            ),
            (
                "title*0*=us-ascii'en'This%20is%20even%20more%20;\r\n title*1*=%2A%2A%2Afun%2A%2A%2A%20;\r\n"
                    + " title*2=\"isn't it!\"", ["title=This is even more ***fun*** isn't it!"]
            ),
            ("n*0=a", ["n=a"]), ("n*0=a; n*1=b; n*2=c", ["n=abc"]), ("n*0=\"a \"; n*1=\" b\"", ["n=a  b"]),
            ("n*0=\"a;\"; n*1=\"b=c\"", ["n=a;b=c"]), ("N*0=a; n*1=b", ["n=ab"]), ("n*0=\"\"; n*1=b", ["n=b"]),
            // The order in the field says nothing.
            ("n*1=b; n*0=a", ["n=ab"]), ("n*2=c; n*0=a; n*1=b", ["n=abc"]),
            ("n*1*=%62; n*0*=utf-8''%61", ["n=ab"]), ("x=1; n*1=b; y=2; n*0=a", ["x=1", "n=ab", "y=2"]),
            // Numbers are numbers.
            (
                "n*10=k; n*9=j; n*8=i; n*7=h; n*6=g; n*5=f; n*4=e; n*3=d; n*2=c; n*1=b; n*0=a", ["n=abcdefghijk"]
            ),
            ("n*9=x; n*10=y; n*0=w", ["n=wxy"]), ("a*0=1; b*0=x; a*1=2; b*1=y", ["a=12", "b=xy"]),
            // Only marked pieces are percent-encoded.
            ("n*0*=utf-8''%41; n*1=%42", ["n=A%42"]), ("n*0*=utf-8''%41; n*1=\"%42\"; n*2*=%43", ["n=A%42C"]),
            ("n*0=%41; n*1=%42", ["n=%41%42"]),
            // A character may be split between pieces; apostrophes after the first piece are text.
            ("n*0*=utf-8''%E2%82; n*1*=%AC", ["n=€"]), ("n*0*=shift_jis'ja'%93; n*1*=%FA", ["n=日"]),
            ("n*0*=utf-8''a; n*1*='b'c", ["n=a'b'c"]), ("n*0*=utf-8'en'a; n*1=\"it's\"", ["n=ait's"]),
            // A gap in the numbers, or no beginning: what there is.
            ("n*0=a; n*2=c", ["n=ac"]), ("n*1=b", ["n=b"]), ("n*1=b; n*2=c", ["n=bc"]),
            ("n*0*=utf-8''%61; n*5*=%62", ["n=ab"]),
            // Encoded words that broken senders spread over pieces.
            ("n*0=\"=?utf-8?q?=C3\"; n*1=\"=84?=\"", ["n=Ä"]),
        ] as [(String, [String])])
    func continued(_ text: String, _ expected: [String]) { #expect(parameters("; \(text)") == expected) }

    @Test(
        "what the RFCs forbid and senders write",
        arguments: [
            ("; name=\"=?utf-8?q?=C3=A4.txt?=\"", ["name=ä.txt"]), ("; name==?utf-8?b?w6QudHh0?=", ["name=ä.txt"]),
            ("; name=\"=?utf-8?q?a?=\r\n =?utf-8?q?b?=\"", ["name=ab"]), ("; name=\"ä.txt\"", ["name=ä.txt"]),
            ("; name=ä.txt", ["name=ä.txt"]), ("; name=my file.pdf; a=b", ["name=my file.pdf", "a=b"]),
            ("; name=a/b@c", ["name=a/b@c"]), ("; charset=utf-8 format=flowed", ["charset=utf-8", "format=flowed"]),
            ("; name=\"a\" charset=b", ["name=a", "charset=b"]), ("; name*=\"utf-8''a%20b\"", ["name=a b"]),
            ("; name*=abc", ["name=abc"]), ("; name*=%C3%A4", ["name=ä"]), (";", []), (";;;", []),
            ("; charset=utf-8;", ["charset=utf-8"]), (";; charset=utf-8;; ;", ["charset=utf-8"]),
            ("; =x; a=b", ["a=b"]), ("; name=; a=b", ["a=b"]), ("; name; a=b", ["a=b"]), ("; a=b; name", ["a=b"]),
            ("; name=\"abc", ["name=abc"]), ("; name=\"abc; a=b", ["name=abc; a=b"]), ("; name=\"abc\\", ["name=abc"]),
            ("; name=\"a\"\"b\"", ["name=a"]), ("; (no end charset=utf-8", []),
        ] as [(String, [String])])
    func lenient(_ text: String, _ expected: [String]) { #expect(parameters(text) == expected) }

    @Test(
        "a name given twice and what cannot be read are defects",
        arguments: [
            "; a=1; a=2", "; name=\"abc", "; name; a=b", "; =x",
        ])
    func defects(_ text: String) {
        let message = Message(Array("Content-Type: text/plain\(text)\r\n\r\n".utf8))
        #expect(message.root.defects.contains(.malformedParameter))
    }

    @Test(
        "types are read in lower case",
        arguments: [
            ("text/plain", "text", "plain"), ("TEXT/HTML", "text", "html"), ("Image/SVG+XML", "image", "svg+xml"),
            ("application/vnd.ms-excel", "application", "vnd.ms-excel"),
            (" (c) text (d) / (e) plain (f)", "text", "plain"),
            ("multipart/mixed; boundary=x", "multipart", "mixed"), ("message/rfc822", "message", "rfc822"),
            ("text/x-a.b_c-d", "text", "x-a.b_c-d"), ("text", "text", ""), ("text/", "text", ""),
            ("text/plain;", "text", "plain"), ("text\r\n /plain", "text", "plain"), ("text/\"plain\"", "text", ""),
        ])
    func types(_ value: String, _ type: String, _ subtype: String) {
        let found = Message(Array("Content-Type: \(value)\r\n\r\n".utf8)).root.contentType
        #expect(found.type == type && found.subtype == subtype)
    }

    @Test(
        "dispositions (RFC 2183)",
        arguments: [
            ("inline", "inline", nil), ("ATTACHMENT", "attachment", nil),
            (
                "attachment; filename=genome.jpeg;\r\n modification-date=\"Wed, 12 Feb 1997 16:29:51 -0500\"",
                "attachment", "genome.jpeg"
            ),
            ("attachment; filename=\"a; b.txt\"", "attachment", "a; b.txt"),
            ("attachment;filename=a", "attachment", "a"),
            ("attachment; FileName=\"A\"", "attachment", "A"), ("inline (c); filename (d) = a", "inline", "a"),
            ("attachment; filename*=utf-8''%E2%82%AC%20rates.pdf", "attachment", "€ rates.pdf"),
            ("attachment; filename*0=\"a\"; filename*1=\".pdf\"", "attachment", "a.pdf"),
            ("attachment; filename*0*=utf-8''%C3%84; filename*1=.pdf", "attachment", "Ä.pdf"),
            ("attachment; filename=\"=?utf-8?b?w6QudHh0?=\"", "attachment", "ä.txt"),
            ("attachment; filename=\"\\\\\\\\host\\\\a.txt\"", "attachment", "\\\\host\\a.txt"),
            ("x-other; filename=\"\"", "x-other", ""),
        ] as [(String, String, String?)])
    func dispositions(_ value: String, _ kind: String, _ name: String?) {
        let root = Message(Array("Content-Disposition: \(value)\r\n\r\n".utf8)).root
        #expect(root.disposition?.kind == kind && root.filename == name)
    }
}
