// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// RFC 2047, and section 5 of RFC 2231.
@Suite("Encoded words") struct EncodedWordTests {
    /// The value of a field, decoded, on one line.
    private func decode(_ value: String) -> String? {
        Message(Array("Subject: \(value)\r\n\r\n".utf8)).subject
    }

    @Test(
        "the examples of RFC 2047, section 8",
        arguments: [
            ("=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>", "Keith Moore <moore@cs.utk.edu>"),
            ("=?ISO-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>", "Keld Jørn Simonsen <keld@dkuug.dk>"),
            ("=?ISO-8859-1?Q?Andr=E9?= Pirard <PIRARD@vm1.ulg.ac.be>", "André Pirard <PIRARD@vm1.ulg.ac.be>"),
            (
                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=\r\n =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
                "If you can read this you understand the example."
            ),
            ("=?ISO-8859-1?Q?Olle_J=E4rnefors?=", "Olle Järnefors"),
            ("=?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?=", "Patrik Fältström"),
            (
                "Nathaniel Borenstein <nsb@thumper.bellcore.com>\r\n (=?iso-8859-8?b?7eXs+SDv4SDs6PTw?=)",
                "Nathaniel Borenstein <nsb@thumper.bellcore.com> (םולש ןב לטפנ)"
            ),
            ("(=?ISO-8859-1?Q?a?=)", "(a)"), ("(=?ISO-8859-1?Q?a?= b)", "(a b)"),
            ("(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"),
            ("(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)"),
            ("(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)", "(ab)"), ("(=?ISO-8859-1?Q?a_b?=)", "(a b)"),
            ("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"),
        ])
    func examples(_ value: String, _ expected: String) { #expect(decode(value) == expected) }

    @Test(
        "both encodings are read, their letter and the charset in either case",
        arguments: [
            ("=?utf-8?q?=C3=9Cber?=", "Über"), ("=?UTF-8?Q?=C3=9Cber?=", "Über"), ("=?Utf-8?q?=c3=9cber?=", "Über"),
            ("=?utf-8?b?w5xiZXI=?=", "Über"), ("=?UTF-8?B?w5xiZXI=?=", "Über"), ("=?utf-8?Q?=E2=82=AC_100?=", "€ 100"),
            ("=?us-ascii?q?abc?=", "abc"), ("=?utf-8?q?a_b=5Fc?=", "a b_c"), ("=?utf-8?q?a=20b?=", "a b"),
            ("=?utf-8?q?=3D=3F?=", "=?"), ("=?utf-8?q?=3F=3D?=", "?="), ("=?utf-8?q?a=3Fb?=", "a?b"),
            ("=?utf-8?q?1+1=3D2?=", "1+1=2"), ("=?utf-8?b?Pz0=?=", "?="), ("=?utf-8?b?8J+YgA==?=", "😀"),
            ("=?utf-8?q?=F0=9F=98=80?=", "😀"), ("=?utf-8?b?PT91dGYtOD9xP2E/PQ==?=", "=?utf-8?q?a?="),
            // What stands for itself in Q.
            ("=?utf-8?q?a!*+-/z?=", "a!*+-/z"), ("=?utf-8?q?(\"a\",;:<b@c>)?=", "(\"a\",;:<b@c>)"),
            // Padding that was forgotten.
            ("=?utf-8?b?w5w?=", "Ü"), ("=?utf-8?b?w5xi?=", "Üb"), ("=?utf-8?b?YQ=?=", "a"),
        ])
    func encodings(_ value: String, _ expected: String) { #expect(decode(value) == expected) }

    @Test(
        "the charset is the one that the word names",
        arguments: [
            ("=?iso-8859-1?q?=C4=D6=DC?=", "ÄÖÜ"), ("=?ISO-8859-1?B?xNbc?=", "ÄÖÜ"), ("=?iso-8859-15?q?=A4?=", "€"),
            ("=?iso-8859-2?q?=B1=E6=EA?=", "ąćę"), ("=?iso-8859-5?q?=BF=E0=D8=D2=D5=E2?=", "Привет"),
            ("=?iso-8859-7?q?=E1=E2=E3?=", "αβγ"), ("=?windows-1251?B?z/Do4uXy?=", "Привет"),
            ("=?koi8-r?B?8NLJ18XU?=", "Привет"), ("=?KOI8-R?Q?=F0=D2=C9=D7=C5=D4?=", "Привет"),
            ("=?windows-1252?q?=80=93=94?=", "€\u{201c}\u{201d}"), ("=?windows-1256?q?=E3=D1?=", "مر"),
            ("=?gb2312?B?xOO6ww==?=", "你好"), ("=?GBK?Q?=C4=E3=BA=C3?=", "你好"), ("=?gb18030?B?xOO6ww==?=", "你好"),
            ("=?big5?B?p0Gmbg==?=", "你好"), ("=?Big5?Q?=A7A=A6n?=", "你好"), ("=?shift_jis?B?k/qWew==?=", "日本"),
            ("=?Shift_JIS?Q?=93=FA=96{?=", "日本"), ("=?euc-jp?B?xvzL3A==?=", "日本"), ("=?euc-kr?B?sKE=?=", "가"),
            ("=?ks_c_5601-1987?B?sKE=?=", "가"), ("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"),
            ("=?iso-2022-jp?Q?=1B$BF|K\\=1B(B?=", "日本"), ("=?utf-7?Q?Hi_+Jjo-!?=", "Hi ☺!"),
            ("=?utf-16?B?/v8AQQBC?=", "AB"), ("=?utf-16be?B?AEEgrA==?=", "A€"),
            // A language after the charset (RFC 2231, section 5).
            ("=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"), ("=?utf-8*de-AT?q?J=C3=A4nner?=", "Jänner"),
            ("=?iso-8859-1*da?b?SvhybnM=?=", "Jørns"), ("=?UTF-8*?q?=C3=A4?=", "ä"),
            // What the charset does not have.
            ("=?utf-8?q?a=FFb?=", "a\u{fffd}b"), ("=?utf-8?b?4oI=?=", "\u{fffd}"),
            ("=?utf-8?q?=C0=80?=", "\u{fffd}\u{fffd}"),
            // A charset that nobody knows does not make text of ASCII unreadable.
            ("=?x-unknown?q?a_b?=", "a b"), ("=?x-unknown?b?YWJj?=", "abc"),
        ])
    func charsets(_ value: String, _ expected: String) { #expect(decode(value) == expected) }

    @Test(
        "white space between words is left out, between a word and text it stays",
        arguments: [
            ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"), ("=?utf-8?q?a?=\t=?utf-8?q?b?=", "ab"),
            ("=?utf-8?q?a?=\r\n =?utf-8?q?b?=\r\n =?utf-8?q?c?=", "abc"),
            ("=?utf-8?q?a?= \r\n \t =?utf-8?b?Yg==?=", "ab"),
            ("=?utf-8?q?a?= =?iso-8859-1?q?=E4?= =?koi8-r?q?=C1?=", "aäа"),
            ("=?utf-8?q?a_?= =?utf-8?q?b?=", "a b"), ("=?utf-8?q?a?= =?utf-8?q?_b?=", "a b"),
            ("=?utf-8?b?YSA=?= =?utf-8?b?Yg==?=", "a b"),
            ("=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"), ("a =?utf-8?q?b?= c", "a b c"),
            ("a\r\n =?utf-8?q?b?=\r\n c", "a b c"), ("=?utf-8?q?a?= =?utf-8?q?b?= c d", "ab c d"),
            ("=?utf-8?q?a?= =? =?utf-8?q?b?=", "a =? b"), ("(=?utf-8?q?a?= =?utf-8?q?b?= c)", "(ab c)"),
            ("Re: =?utf-8?q?=C3=84?=", "Re: Ä"), ("Re: [x] =?utf-8?q?=C3=84?=", "Re: [x] Ä"),
            ("  =?utf-8?q?a?=  ", "a"),
        ])
    func whiteSpace(_ value: String, _ expected: String) { #expect(decode(value) == expected) }

    @Test(
        "a character may be split between words of one charset",
        arguments: [
            ("=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "€"), ("=?utf-8?q?=E2=82?= =?utf-8?q?=AC?=", "€"),
            ("=?utf-8?q?=E2?= =?utf-8?q?=82?= =?utf-8?q?=AC?=", "€"), ("=?utf-8?b?4oI=?=\r\n =?UTF-8?Q?=AC?=", "€"),
            ("=?utf-8?b?8J8=?= =?utf-8?b?mIA=?=", "😀"), ("=?gb2312?b?xA==?= =?gb2312?b?47rD?=", "你好"),
            ("=?big5?q?=A7?= =?BIG5?q?A=A6n?=", "你好"), ("=?shift_jis?q?=93?= =?shift_jis?q?=FA?=", "日"),
            // Not over a change of charset, nor over text.
            ("=?utf-8?q?=E2=82?= =?iso-8859-1?q?=AC?=", "\u{fffd}¬"),
            ("=?utf-8?q?=E2=82?= x =?utf-8?q?=AC?=", "\u{fffd} x \u{fffd}"),
            // Each word's own padding ends its own bytes.
            ("=?utf-8?b?YQ==?= =?utf-8?b?Yg==?=", "ab"), ("=?utf-8?b?YWI=?= =?utf-8?b?Yw==?=", "abc"),
        ])
    func splitCharacters(_ value: String, _ expected: String) { #expect(decode(value) == expected) }

    @Test(
        "what is no encoded word is text",
        arguments: [
            "=?", "=?=", "?=", "=??=", "=???=", "=????=", "= ?utf-8?q?a?=", "=?utf-8", "=?utf-8?", "=?utf-8?q",
            "=?utf-8?q?",
            "=?utf-8?q?abc", "=?utf-8?q?abc?", "=?utf-8?q?abc? =", "=?utf-8?abc?=", "=?utf-8?x?abc?=",
            "=?utf-8?qq?abc?=",
            "=?utf-8?bq?abc?=", "=?utf-8??abc?=", "=?utf 8?q?abc?=", "=?utf-8 ?q?abc?=", "=?utf-8?q abc?=", "=?q?abc?=",
            "utf-8?q?abc?=", "?utf-8?q?abc?=", "a = ? b", "1 =? 2", "=?utf-8?8?abc?=", "=?utf-8?\u{e9}?abc?=",
        ])
    func text(_ value: String) { #expect(decode(value) == value) }

    @Test(
        "an escape that is none stays as it is",
        arguments: [
            ("=?utf-8?q?=?=", "="), ("=?utf-8?q?a=?=", "a="), ("=?utf-8?q?=4?=", "=4"), ("=?utf-8?q?=ZZ?=", "=ZZ"),
            ("=?utf-8?q?=4G=41?=", "=4GA"), ("=?utf-8?q?==41?=", "=A"), ("=?utf-8?q?1=_?=x", "1= x"),
        ])
    func escapes(_ value: String, _ expected: String) { #expect(decode(value) == expected) }

    @Test(
        "words that break the rules and can be read are read",
        arguments: [
            // White space and question marks inside.
            ("=?utf-8?q?a b?=", "a b"), ("=?utf-8?q?=C3=84 =C3=96?=", "Ä Ö"), ("=?utf-8?b?w5wg YQ==?=", "Ü a"),
            ("=?utf-8?b?w5\r\n w=?=", "Ü"), ("=?utf-8?q?what?now?=", "what?now"), ("=?utf-8?q?Oh?=20yes?=", "Oh? yes"),
            // No white space around.
            ("=?utf-8?q?a?==?utf-8?q?b?=", "ab"), ("a=?utf-8?q?b?=c", "abc"),
            ("=?utf-8?b?YQ==?==?utf-8?b?Yg==?=", "ab"),
            ("[SPAM]=?utf-8?q?x?=", "[SPAM] x"), ("\"=?utf-8?q?=C3=84?=\"", "\"Ä\""),
            // No end before the next word.
            ("=?utf-8?q?abc =?utf-8?q?def?=", "abcdef"),
        ])
    func lenient(_ value: String, _ expected: String) { #expect(decode(value) == expected) }

    @Test("a word may be longer than 75 bytes", arguments: [76, 200, 998, 5_000])
    func longWords(length: Int) {
        let text = String(repeating: "x", count: length - 12)
        #expect(decode("=?utf-8?q?\(text)?=") == text)
    }

    @Test(
        "names and comments of addresses are decoded, addresses are not",
        arguments: [
            ("=?utf-8?q?J=C3=BCrgen_M=C3=BCller?= <j@a.example>", "Jürgen Müller", nil, "j@a.example"),
            ("=?utf-8?q?A?= =?utf-8?q?B?= C <a@b.example>", "AB C", nil, "a@b.example"),
            ("A =?utf-8?b?w5w=?= C <a@b.example>", "A Ü C", nil, "a@b.example"),
            ("=?utf-8?q?Doe=2C_John?= <a@b.example>", "Doe, John", nil, "a@b.example"),
            ("=?utf-8?q?=3Cx=40y=3E?= <a@b.example>", "<x@y>", nil, "a@b.example"),
            ("=?gb2312?b?xA==?=\r\n =?gb2312?b?47rD?= <a@b.example>", "你好", nil, "a@b.example"),
            ("=?US-ASCII*EN?Q?Keith_Moore?= <a@b.example>", "Keith Moore", nil, "a@b.example"),
            ("a@b.example (=?utf-8?q?=C3=9C?=)", nil, "Ü", "a@b.example"),
            ("a@b.example (=?iso-8859-8?b?7eXs+Q==?=)", nil, "םולש", "a@b.example"),
            ("=?utf-8?x?A?= <a@b.example>", "=?utf-8?x?A?=", nil, "a@b.example"),
        ] as [(String, String?, String?, String)])
    func phrases(_ value: String, _ name: String?, _ comment: String?, _ address: String) {
        let mailboxes = AddressList(parsing: value).mailboxes
        #expect(mailboxes == [Address(displayName: name, comment: comment, address: address)])
    }
}
