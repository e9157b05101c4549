// SPDX-License-Identifier: Apache-2.0
import Announcements
import JunkDigest
import MailMessage
import Testing

@Suite("Strangers' text in a digest")
struct ShownTextTests {
    @Test(
        "what could become a link is written so that it cannot",
        arguments: [
            ("see http://evil.example/x now", "see http[:]//evil[.]example/x now"),
            ("www.evil.example", "www[.]evil[.]example"),
            ("HTTPS://1.2.3.4/a", "HTTPS[:]//1.2.3.4/a"),
            ("mailto:a@evil.example", "mailto[:]a@evil[.]example"),
            ("pay at b\u{FF0E}example", "pay at b[.]example"),
            ("b\u{2024}example b\u{FE52}example b\u{3002}example", "b[.]example b[.]example b[.]example"),
            ("evil\u{0335}.example", "evil\u{0335}[.]example"),
            ("http\u{FF1A}//anna", "http[:]//anna"),
            ("webcal:anna", "webcal[:]anna"), ("slack:x", "slack[:]x"),
            ("ms-word:ofe|u|x", "ms-word[:]ofe|u|x"),
            ("пример.рф", "пример[.]рф"),
            ("skype:anna?call", "skype[:]anna?call"),
            ("custom://anna", "custom[:]//anna"),
            ("bank.1und1", "bank[.]1und1"),
        ])
    func links(text: String, shown: String) {
        #expect(ShownText.line(text, characters: 100) == shown)
    }

    @Test(
        "ordinary subjects stay as they are",
        arguments: [
            "Re: Rechnung 4711 vom 30.11.2026", "Einladung: 14:30 Uhr, Raum 2.04", "Angebot Nr. 3 (1.234,50 €)",
            "Grüße aus Köln 🎉", "שלום", "v1.2",
        ])
    func ordinary(text: String) {
        #expect(ShownText.line(text, characters: 100) == text)
    }

    @Test("what is not seen, turns letters or covers other lines is gone, and a text is one line")
    func invisible() {
        #expect(ShownText.line("a\u{202E}gpj.exe\u{200B}\u{2066}", characters: 50) == "agpj[.]exe")
        #expect(ShownText.line("one\r\nTo: x\u{2028}two\u{1B}[31m\u{0}", characters: 50) == "one To: x two [31m")
        #expect(ShownText.line("\u{3164}\u{2800} \u{A0}", characters: 50) == "")
        let zalgo = "Z" + String(repeating: "\u{0335}", count: 500) + "o"
        #expect(ShownText.line(zalgo, characters: 50).unicodeScalars.count == 5)
        #expect(ShownText.line("\u{E000}", characters: 50) == "\u{FFFD}")
    }

    @Test("what is long is cut, by characters and by bytes")
    func long() {
        let cut = ShownText.line(String(repeating: "x", count: 300), characters: 50)
        #expect(cut.count == 50 && cut.hasSuffix("x\u{2026}"))
        let family = String(repeating: "\u{1F1E9}\u{1F1EA}", count: 200)
        #expect(ShownText.line(family, characters: 50).utf8.count <= 203)
    }

    @Test(
        "labels of host names are decoded and encoded as RFC 3492 says",
        arguments: [
            ("bücher.example", "xn--bcher-kva.example"), ("аррӏе.com", "xn--80ak6aa92e.com"),
            ("他们为什么不说中文.example", "xn--ihqwcrb4cv8a8dqg056pqjye.example"), ("faß.de", "xn--fa-hia.de"),
        ])
    func punycode(letters: String, ascii: String) {
        #expect(Punycode.encoded(host: letters) == ascii)
        #expect(Punycode.decoded(host: ascii) == letters)
    }

    @Test(
        "labels that are no encoding stay as they are",
        arguments: [
            "example.com", "xn--", "xn--a", "xn--99999999999999999999", "xn--\u{e4}", "a..b", "xn--a-ecp.ru\u{1F}",
        ])
    func noPunycode(host: String) {
        let decoded = Punycode.decoded(host: host)
        #expect(decoded == host || decoded.unicodeScalars.contains { !$0.isASCII })
    }

    @Test("text of a header field is ASCII, in words of no more than 75 bytes, and ends no field")
    func headers() {
        #expect(EncodedHeader.encoded("Junk: 3 new (2026-11-30)") == "Junk: 3 new (2026-11-30)")
        #expect(EncodedHeader.encoded("Junk-Übersicht") == "=?utf-8?Q?Junk-=C3=9Cbersicht?=")
        #expect(EncodedHeader.encoded("a\r\nBcc: b") == "a  Bcc: b")
        let long = EncodedHeader.encoded(String(repeating: "ü", count: 100))
        #expect(long.split(separator: "\n").allSatisfy { $0.utf8.count <= 76 })
        let message = Message(Array("Subject: \(long)\n\n".utf8))
        #expect(message.subject == String(repeating: "ü", count: 100))
    }

    @Test("dates are written as RFC 5322 has them")
    func dates() {
        #expect(MailDate(secondsSince1970: 1_057_049_557, zoneMinutes: 120).rfc5322 == "Tue, 1 Jul 2003 10:52:37 +0200")
        #expect(MailDate(secondsSince1970: 0, zoneMinutes: -210).rfc5322 == "Wed, 31 Dec 1969 20:30:00 -0330")
    }
}
