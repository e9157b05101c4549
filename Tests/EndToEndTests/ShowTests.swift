// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu show")
struct ShowTests {
    private let message = """
        From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen@example.com>
        To: Anna <anna@example.org>, ben@example.org
        Subject: =?utf-8?B?R3LDvMOfZQ==?=
        Date: Tue, 24 Nov 2026 10:00:00 +0100
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/html; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        <p>Sch=F6n</p><p style=3D"display:none">secret</p><a href=3D"http://other.example.net/x">www.example.com</a>
        --b
        Content-Type: application/pdf; name=a.pdf
        Content-Disposition: attachment; filename="a.pdf"
        Content-Transfer-Encoding: base64

        aGVsbG8=
        --b--
        """

    @Test("JSON has the keys that scripts depend on")
    func json() throws {
        let shown = try Spreu.run(["show", "--json"], input: Data(message.utf8)).value
        #expect(shown["subject"].string == "Gr\u{FC}\u{DF}e")
        #expect(shown["from"].elements.first?["name"].string == "J\u{FC}rgen M\u{FC}ller")
        #expect(shown["from"].elements.first?["address"].string == "juergen@example.com")
        #expect(shown["to"].elements.map { $0["address"].string } == ["anna@example.org", "ben@example.org"])
        #expect(shown["date"].string == "2026-11-24T10:00:00+01:00")
        #expect(shown["text"].string?.contains("Sch\u{F6}n") == true)
        #expect(shown["text"].string?.contains("secret") == false)
        #expect(shown["hiddenText"].string?.contains("secret") == true)
        let link = try #require(shown["links"].elements.first)
        #expect(link["shown"].string == "www.example.com" && link["target"].string == "http://other.example.net/x")
        #expect(shown["defects"].elements.isEmpty)
        let root = try #require(shown["parts"].elements.first)
        #expect(root["type"].string == "multipart/mixed" && root["parts"].elements.count == 2)
        let pdf = try #require(root["parts"].elements.last)
        #expect(pdf["filename"].string == "a.pdf" && pdf["disposition"].string == "attachment")
        #expect(pdf["encoding"].string == "base64" && pdf["size"].integer == 5)
        #expect(
            pdf["sha256"].string == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824")
        #expect(root["parts"].elements.first?["charset"].string == "iso-8859-1")
    }

    @Test("the text for people has fields, parts, text and links")
    func text() throws {
        let shown = try Spreu.run(["show"], input: Data(message.utf8)).text
        for part in ["Gr\u{FC}\u{DF}e", "application/pdf", "Sch\u{F6}n", "http://other.example.net/x"] {
            #expect(shown.contains(part))
        }
    }

    @Test("mail cannot steer the terminal")
    func controls() throws {
        let hostile = "Subject: \u{1B}[2J=?utf-8?Q?=1B[31m?= \u{202E}x\n\n\u{1B}]0;title\u{7}text\n"
        let shown = try Spreu.run(["show"], input: Data(hostile.utf8))
        #expect(shown.code == 0)
        #expect(!shown.text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{7}" || $0 == "\u{202E}" })
    }

    @Test("of an mbox the first message is shown")
    func mbox() throws {
        let shown = try Spreu.run(["show", "--json", SampleCorpus.path("ham.mbox")])
        #expect(shown.code == 0)
        #expect(try shown.value["subject"].string?.isEmpty == false)
    }

    @Test("a file that is not there is no input")
    func missing() throws {
        let shown = try Spreu.run(["show", "/nonexistent"])
        #expect(shown.code == 66 && shown.errors.contains("/nonexistent"))
    }
}
