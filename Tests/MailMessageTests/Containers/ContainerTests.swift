// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("Containers that mail programs open") struct ContainerTests {
    /// A message whose body is a container, and what is read of it.
    static func content(
        _ type: String, _ body: [UInt8], _ alternatives: AlternativeParts = .all
    ) -> MessageContent {
        let header = "Subject: x\nContent-Type: \(type)\nContent-Transfer-Encoding: binary\n\n"
        return Message(Array(header.utf8) + body).content(alternatives: alternatives)
    }

    static func encoded(_ type: String, base64: String) -> Message {
        Message(Array("Content-Type: \(type)\nContent-Transfer-Encoding: base64\n\n\(base64)\n".utf8))
    }

    // MARK: S/MIME

    /// One entity, a page and a PDF, signed and compressed:
    /// `openssl cms -sign -nodetach -binary -nocerts -noattr`, the same with `-stream` (lengths indefinite, octet strings in
    /// octet strings), and by hand (zlib of Python in a CompressedData, RFC 3274).
    static let objects: [(name: String, type: String, base64: String)] = [
        (
            "signed, lengths definite", "application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
            """
            MIIBzwYJKoZIhvcNAQcCoIIBwDCCAbwCAQExDTALBglghkgBZQMEAgEwggETBgkqhkiG9w0BBwGgggEEBIIBAENvbnRlbnQtVHlw
            ZTogbXVsdGlwYXJ0L21peGVkOyBib3VuZGFyeT1iDQoNCi0tYg0KQ29udGVudC1UeXBlOiB0ZXh0L2h0bWw7IGNoYXJzZXQ9dXRm
            LTgNCg0KPHA+Y2hlYXAgPGEgaHJlZj0iaHR0cDovL3Nob3AuZXhhbXBsZS5uZXQvIj5waWxsczwvYT48L3A+DQotLWINCkNvbnRl
            bnQtVHlwZTogYXBwbGljYXRpb24vcGRmOyBuYW1lPWJpbGwucGRmDQpDb250ZW50LVRyYW5zZmVyLUVuY29kaW5nOiBiYXNlNjQN
            Cg0KSlZCRVJpMD0NCi0tYi0tDQoxgZAwgY0CAQEwJjAOMQwwCgYDVQQDDANBbm4CFBWdlWKeE2PuRuIwoKBufdaMdYBTMAsGCWCG
            SAFlAwQCATAKBggqhkjOPQQDAgRHMEUCIGp/SF3R+tbBBNrfd0v9nPjc1qxQfS/CZ0yM12Ma1eBlAiEA6aQCAhK28TTNBEnCHVYJ
            ZsHLd93i0/yJuSxYzTIGlDg=
            """
        ),
        (
            "signed, lengths indefinite", "application/x-pkcs7-mime",
            """
            MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBoIAkgASCAQBDb250ZW50LVR5cGU6IG11bHRp
            cGFydC9taXhlZDsgYm91bmRhcnk9Yg0KDQotLWINCkNvbnRlbnQtVHlwZTogdGV4dC9odG1sOyBjaGFyc2V0PXV0Zi04DQoNCjxw
            PmNoZWFwIDxhIGhyZWY9Imh0dHA6Ly9zaG9wLmV4YW1wbGUubmV0LyI+cGlsbHM8L2E+PC9wPg0KLS1iDQpDb250ZW50LVR5cGU6
            IGFwcGxpY2F0aW9uL3BkZjsgbmFtZT1iaWxsLnBkZg0KQ29udGVudC1UcmFuc2Zlci1FbmNvZGluZzogYmFzZTY0DQoNCkpWQkVS
            aTA9DQotLWItLQ0KAAAAAAAAMYGPMIGMAgEBMCYwDjEMMAoGA1UEAwwDQW5uAhQVnZVinhNj7kbiMKCgbn3WjHWAUzALBglghkgB
            ZQMEAgEwCgYIKoZIzj0EAwIERjBEAiAK/wtCYRpW9j8fQ36L6GPAlwSGzZebC4AonrDL5dCzqQIgQalTRqDTImOOfwAkAqAdekB4
            3zPaO/WmmrMl/KkBEZMAAAAAAAA=
            """
        ),
        (
            "compressed, known by its name", "application/octet-stream; name=\"smime.P7M\"",
            """
            MIH4BgsqhkiG9w0BCRABCaCB6DCB5QIBADANBgsqhkiG9w0BCRADCDCB0AYJKoZIhvcNAQcBoIHCBIG/eJxtjrGKwzAQRHuD/0Gk
            l3XFEQ7bcpGQJmU4rl/b60ggrRZpDc7fx7nqDlINA/N4c04kSKK/H4ytimsQz5DFRL/h3KkxrTRDftixrupK6z3O/wjBTYyTGDo1
            OcgFxa6y6K/XvOdhcgiselAu42IPToRbY4pL3OAGkQM2hGIOA/sQSm9g6A0Pb03AHPwE4hMZnpdOEUS04841e/2zzkBlwawvNKXZ
            071VIxQ8fr4uXX9Ol5v/sL8GrevqCRYvUuc=
            """
        ),
    ]

    @Test("the entity that is signed is read as the message, whoever signed", arguments: objects.indices)
    func cms(_ index: Int) {
        let message = Self.encoded(Self.objects[index].type, base64: Self.objects[index].base64)
        for alternatives in [AlternativeParts.all, .preferred] {
            let content = message.content(alternatives: alternatives)
            #expect(
                String(decoding: content.visibleText, as: UTF8.self) == "cheap pills", "\(Self.objects[index].name)")
            #expect(content.links.map { String(decoding: $0.host, as: UTF8.self) } == ["shop.example.net"])
            #expect(content.attachments.map(\.filename) == ["bill.pdf"])
            #expect(content.contentFlags == [.cms])
        }
    }

    @Test("a CMS object that breaks off anywhere is read as far as it goes, and is an attachment if it goes nowhere")
    func brokenCMS() throws {
        for object in Self.objects {
            let whole = Self.encoded(object.type, base64: object.base64)
            var bytes: [UInt8] = []
            whole.root.appendDecodedBody(to: &bytes)
            for end in 0..<bytes.count {
                let content = Self.content(object.type, Array(bytes[..<end]))
                #expect(content.attachments.count <= 1)
            }
        }
        #expect(Self.content("application/pkcs7-mime; name=x.p7m", [0x30, 0x80]).attachments.count == 1)
    }

    @Test("objects within objects are opened to a depth, and the rest is said to be unopened")
    func nested() {
        var entity = Array("Content-Type: text/plain\n\ninnermost".utf8)
        for depth in 1...6 {
            let content = Message(entity).content()
            #expect(String(decoding: content.visibleText, as: UTF8.self) == (depth <= 5 ? "innermost" : ""))
            #expect(content.contentFlags.contains(.unopened) == (depth > 5))
            let header = "Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: binary\n\n"
            entity = Array(header.utf8) + Self.signed(entity)
        }
    }

    @Test("what comes out of compressed objects takes the room that there is for containers")
    func bombs() {
        let part = "--b\nContent-Type: application/pkcs7-mime\nContent-Transfer-Encoding: binary\n\n"
        let page = "Content-Type: multipart/mixed; boundary=a\n\n" + String(repeating: "--a\n\nx\n", count: 300_000)
        let bomb = Array(part.utf8) + Self.compressed(Array(page.utf8)) + Array("\n".utf8)
        let header = Array("Content-Type: multipart/mixed; boundary=b\n\n".utf8)
        for alternatives in [AlternativeParts.all, .preferred] {
            let (two, four) = (Message(header + bomb + bomb), Message(header + bomb + bomb + bomb + bomb))
            // The first two fill the room, so that more of them cost nothing.
            let shown = (two.content(alternatives: alternatives), four.content(alternatives: alternatives))
            #expect(shown.1.plainParts == shown.0.plainParts && shown.1.plainParts <= 25_000)
            #expect(shown.1.attachments.count == 2 && shown.1.contentFlags == [.cms, .cut, .unopened])
        }
        let opened = Message(header + bomb + bomb + bomb + bomb).partsWithOpened(limit: 1 << 20).filter(\.isText)
        #expect(opened.count <= 1_000)
    }

    /// A SignedData without signers, by hand.
    static func signed(_ content: [UInt8]) -> [UInt8] {
        cms(pkcs7 + [2], [2, 1, 1, 0x31, 0], content)
    }

    /// A CompressedData, by hand.
    static func compressed(_ content: [UInt8]) -> [UInt8] {
        let type: [UInt8] = [6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 1, 9]
        return cms(type, [2, 1, 0, 0x30, 0], zlibCompressed(content))
    }

    private static let pkcs7: [UInt8] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7]

    private static func cms(_ type: [UInt8], _ before: [UInt8], _ content: [UInt8]) -> [UInt8] {
        func element(_ tag: UInt8, _ content: [UInt8]) -> [UInt8] {
            [tag, 0x83, UInt8(content.count >> 16), UInt8(content.count >> 8 & 0xff), UInt8(content.count & 0xff)]
                + content
        }
        let data = element(0x30, pkcs7 + [1] + element(0xa0, element(4, content)))
        return element(0x30, type + element(0xa0, element(0x30, before + data)))
    }

    // MARK: TNEF

    static func tnef(_ body: (inout TNEFStream) -> Void) -> [UInt8] {
        var stream = TNEFStream()
        body(&stream)
        return stream.bytes
    }

    @Test("the HTML of a winmail.dat is shown, in the charset that it names, and its attachments are listed")
    func tnefHTML() {
        let bytes = Self.tnef { stream in
            stream.attribute(0x0008_9006, [0, 0, 1, 0])
            stream.properties(
                0x0006_9003,
                [
                    TNEFStream.named("Keywords", 7),
                    TNEFStream.property(0x1000, type: 0x1f, TNEFStream.utf16("plain p\u{ed}lls")),
                    TNEFStream.property(0x3fde, 1251),
                    TNEFStream.property(
                        0x1013, type: 0x102, Array("<p>Z<b></b>orbulate <i hidden>x</i> ".utf8) + [0xc6]),
                ])
            stream.attribute(0x0006_9002, level: 2, [UInt8](repeating: 0, count: 14))
            stream.attribute(0x0001_8010, level: 2, Array("BILL~1.EXE\0".utf8))
            stream.attribute(0x0006_800f, level: 2, Array("MZ\u{90}".utf8))
            stream.properties(
                0x0006_9005, level: 2, [TNEFStream.property(0x3707, type: 0x1f, TNEFStream.utf16("bill 2024.exe"))])
        }
        let type = "application/ms-tnef; name=winmail.dat"
        let shown = Self.content(type, bytes, .preferred)
        #expect(String(decoding: shown.visibleText, as: UTF8.self) == "Zorbulate \u{416}")
        #expect(String(decoding: shown.hiddenText, as: UTF8.self) == "x")
        #expect(shown.attachments.map(\.filename) == ["winmail.dat", "bill 2024.exe"])
        #expect(shown.attachments.last?.detected == .windowsProgram)
        let all = Self.content("application/octet-stream; name=WINMAIL.DAT", bytes)
        #expect(String(decoding: all.visibleText, as: UTF8.self) == "plain p\u{ed}lls\nZorbulate \u{416}")
        #expect(all.contentFlags == [.tnef])
    }

    @Test("plain text of a winmail.dat is read, as an attribute and as a property")
    func tnefPlain() {
        let attribute = Self.tnef { $0.attribute(0x0002_800c, Array("cheap pills\0".utf8)) }
        let property = Self.tnef {
            $0.attribute(0x0006_9007, TNEFStream.littleEndian(1252))
            $0.properties(0x0006_9003, [TNEFStream.property(0x1000, type: 0x1e, Array("cheap pills\0".utf8))])
        }
        for bytes in [attribute, property] {
            let content = Self.content("application/ms-tnef", bytes, .preferred)
            #expect(String(decoding: content.visibleText, as: UTF8.self) == "cheap pills")
        }
    }

    /// MS-OXRTFCP, section 4.1.1: `{\rtf1\ansi\ansicpg1252\pard hello world}` in 45 bytes.
    static let compressedRTF: [UInt8] = [
        0x2d, 0x00, 0x00, 0x00, 0x2b, 0x00, 0x00, 0x00, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00,
        0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35, 0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09,
        0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0,
    ]

    @Test("rich text of a winmail.dat is unpacked; in it the HTML that Outlook wrapped")
    func tnefRichText() {
        let wrapped =
            #"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 "#
            + #"caf\'e9{\*\htmltag84 <a href="http://shop.example.net/">}pi\u322?ls{\*\htmltag92 </a>}\htmlrtf }\htmlrtf0 }"#
        let uncompressed =
            TNEFStream.littleEndian(UInt32(wrapped.utf8.count + 12))
            + TNEFStream.littleEndian(UInt32(wrapped.utf8.count))
            + Array("MELA".utf8) + [0, 0, 0, 0] + Array(wrapped.utf8)
        for (rtf, text, hosts) in [
            (Self.compressedRTF, "hello world", []), (uncompressed, "caf\u{e9}pi\u{142}ls", ["shop.example.net"]),
        ] {
            let bytes = Self.tnef { $0.properties(0x0006_9003, [TNEFStream.property(0x1009, type: 0x102, rtf)]) }
            let content = Self.content("application/ms-tnef", bytes, .preferred)
            #expect(String(decoding: content.visibleText, as: UTF8.self) == text)
            #expect(content.links.map { String(decoding: $0.host, as: UTF8.self) } == hosts)
        }
    }

    @Test("a message within a winmail.dat is opened, too")
    func tnefWithin() {
        let inner = Self.tnef { $0.attribute(0x0002_800c, Array("inner pills".utf8)) }
        let outer = Self.tnef {
            $0.attribute(0x0006_9002, level: 2, [UInt8](repeating: 0, count: 14))
            $0.properties(
                0x0006_9005, level: 2,
                [TNEFStream.property(0x3701, type: 0x0d, [UInt8](repeating: 9, count: 16) + inner)])
        }
        let content = Self.content("application/ms-tnef", outer, .preferred)
        #expect(String(decoding: content.visibleText, as: UTF8.self) == "inner pills")
    }

    @Test("damaged containers are read to some end", arguments: 0..<20)
    func damaged(_ seed: UInt64) {
        var mutator = Mutator(seed: seed)
        var originals = [Self.signed(Array("Content-Type: text/plain\n\nx".utf8)), Self.compressedRTF]
        originals.append(
            Self.tnef {
                $0.properties(
                    0x0006_9003,
                    [
                        TNEFStream.named("a", 1), TNEFStream.property(0x1009, type: 0x102, Self.compressedRTF),
                        TNEFStream.property(0x1000, type: 0x101e, Array("text".utf8)),
                    ])
                $0.attribute(0x0001_8010, level: 2, Array("name".utf8))
            })
        for original in originals {
            for type in ["application/ms-tnef", "application/pkcs7-mime", "text/rtf", "text/calendar"] {
                for _ in 0..<20 { _ = Self.content(type, mutator.damaged(original)) }
            }
        }
    }

    // MARK: Rich text

    @Test(
        "of rich text the text is read, without fonts, styles and pictures",
        arguments: [
            (#"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}\b cheap\b0  pills\par next}"#, "cheap pills\nnext"),
            (#"{\rtf1{\*\generator x;}a\~b\_c\{d\}\\e{\pict 00ff}}"#, "a b-c{d}\\e"),
            (#"{\rtf1\ansicpg1251 \'c6\u1046?\uc2\u-10179??\u-8704??!}"#, "\u{416}\u{416}\u{1f600}!"),
            (
                #"{\rtf1 {\field{\*\fldinst HYPERLINK "http://shop.example.net/"}{\fldrslt pills}}}"#,
                #" HYPERLINK "http://shop.example.net/"pills"#
            ),
            (#"{\rtf1 a\bin3 }}}b}"#, "ab"), ("no rtf", "no rtf"), ("{{{{", ""),
        ])
    func richText(_ rtf: String, _ text: String) {
        let content = Self.content("text/rtf", Array(rtf.utf8))
        #expect(String(decoding: content.visibleText, as: UTF8.self) == text)
    }

    @Test("a byte of the code page behind a backslash is that character, not a broken one")
    func escapedByte() {
        let rtf = Array(#"{\rtf1\ansi caf\"#.utf8) + [0xE9] + Array("!}".utf8)
        #expect(String(decoding: Self.content("text/rtf", rtf).visibleText, as: UTF8.self) == "caf\u{E9}!")
    }

    // MARK: Invitations and cards

    static let invitation = """
        BEGIN:VCALENDAR\r
        METHOD:REQUEST\r
        BEGIN:VEVENT\r
        DTSTART:20240305T100000Z\r
        ORGANIZER;CN="Dr. Pill, MD":mailto:pill@example.net\r
        SUMMARY;LANGUAGE="en:us":Cheap\\, cheap pi\r
         lls\\nnow\r
        DESCRIPTION:see http://shop.example.net/\\;x\r
        LOCATION:Room 1\r
        URL:https://b.example/\r
        X-ALT-DESC;FMTTYPE=text/html:<p>ric<b></b>h <a href="http://c.example/">text</a></p>\r
        END:VEVENT\r
        END:VCALENDAR\r

        """

    @Test("of an invitation is shown what calendars show of it, beside the alternative that is chosen")
    func calendar() {
        let message = Message(
            Array(
                ("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n"
                    + "--b\nContent-Type: text/html\n\n<p>page</p>\n--b\nContent-Type: text/calendar; method=REQUEST\n\n"
                    + Self.invitation + "--b--\n").utf8))
        let shown = message.content(alternatives: .preferred)
        #expect(
            String(decoding: shown.visibleText, as: UTF8.self) == """
                page
                Dr. Pill, MD
                mailto:pill@example.net
                Cheap, cheap pills
                now
                see http://shop.example.net/;x
                Room 1
                https://b.example/
                rich text
                """)
        let hosts = ["shop.example.net", "b.example", "c.example"]
        #expect(shown.links.map { String(decoding: $0.host, as: UTF8.self) } == hosts)
        #expect(shown.contentFlags == [.calendar])
        // Who knows no calendars sees the lines.
        let all = String(decoding: message.content().visibleText, as: UTF8.self)
        #expect(all.contains("METHOD:REQUEST") && all.contains("Cheap, cheap pills"))
    }

    @Test(
        "of a contact card is shown what address books show",
        arguments: [
            (
                "BEGIN:VCARD\nFN:Dr. Pill\nitem1.URL:http://shop.example.net/\nPHOTO;ENCODING=b:AAAA\nNOTE:cheap\\npills\n",
                "Dr. Pill\nhttp://shop.example.net/\ncheap\npills"
            ),
            (
                "BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:ch=65ap =\n=C3=A9\nTEL:123\n",
                "cheap \u{e9}\n123"
            ), ("no card\n", "no card\n"),
        ])
    func card(_ card: String, _ text: String) {
        let content = Self.content("text/vcard", Array(card.utf8), .preferred)
        #expect(String(decoding: content.visibleText, as: UTF8.self) == text)
    }

    @Test("a line that goes on at soft ends takes no longer than one that goes on at blanks")
    func softEnds() {
        func seconds(_ unit: String) -> Double {
            let value = String(repeating: unit, count: 300_000)
            let card = Array("NOTE;X=\(String(repeating: "x", count: 150));ENCODING=QUOTED-PRINTABLE:\(value)\n".utf8)
            return (0..<3).map { _ in CPUTime.seconds { _ = Self.content("text/vcard", card, .preferred) } }.min() ?? 0
        }
        #expect(seconds("x=\n") < 4 * seconds("x\n "))
    }

    // MARK: Pages under other names

    @Test(
        "HTML is read as HTML under the names that some mail programs know",
        arguments: ["text/x-amp-html", "text/watch-html", "application/xhtml+xml"])
    func pages(_ type: String) {
        let content = Self.content(type, Array("<html amp4email><p>Zor<b></b>bulate<i hidden>x</i></p>".utf8))
        #expect(String(decoding: content.visibleText, as: UTF8.self) == "Zorbulate")
        #expect(String(decoding: content.hiddenText, as: UTF8.self) == "x" && content.htmlParts == 1)
    }

    @Test("of three alternatives Gmail's is read for the features, and not shown where another is")
    func amp() {
        let message = Message(
            Array(
                ("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n"
                    + "--b\nContent-Type: text/x-amp-html\n\n<p>Zor<b></b>bulate</p>\n"
                    + "--b\nContent-Type: text/html\n\n<p>page</p>\n--b--\n").utf8))
        #expect(String(decoding: message.content().visibleText, as: UTF8.self) == "plain\nZorbulate\npage")
        #expect(String(decoding: message.content(alternatives: .preferred).visibleText, as: UTF8.self) == "page")
    }
}
