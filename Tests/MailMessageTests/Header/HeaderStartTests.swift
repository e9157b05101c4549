// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Where a header begins, and what of a long one is read") struct HeaderStartTests {
    @Test(
        "a byte-order mark and empty lines before a header are passed over",
        arguments: [
            "", "\u{FEFF}", "\n", "\r\n\r\n", "\u{FEFF}\r\n", "\n\n\n",
            "\u{FEFF}From a@example.com Thu Aug  2 18:26:25 2002\n",
        ])
    func skipped(_ top: String) {
        for fields in ["Subject: x\nFrom: a@example.com", "X-Odd: y\n\tz\nSubject: x\nFrom: a@example.com"] {
            let text = "\(top)\(fields)\n\nbody\n"
            let message = Message(Array(text.utf8))
            #expect(message.subject == "x")
            #expect(message.from.count == 1)
            #expect(!message.defects.contains(.noHeader))
            let enclosed = Message(Array("Content-Type: message/rfc822\n\n\(text)".utf8))
            #expect(enclosed.root.children.first?.header.first("subject")?.decoded == "x")
        }
    }

    @Test(
        "where no header follows them, they are the end of one that is empty",
        arguments: [
            "\nbody\n", "\n\nhttp://example.com/\n", "\nhttp://example.com/\nhttp://example.net/\n", "\n", "\u{FEFF}",
        ])
    func notSkipped(_ text: String) {
        let message = Message(Array(text.utf8))
        #expect(message.defects.contains(.noHeader) && message.header.fields.isEmpty)
    }

    @Test("an empty line on top of a part says that it has no header")
    func parts() {
        let text = "Content-Type: multipart/mixed; boundary=B\n\n--B\n\nSubject: text\n\nmore\n--B--\n"
        #expect(Message(Array(text.utf8)).root.children.first?.header.fields.isEmpty == true)
    }

    @Test("what reading depends on is taken wherever it stands", arguments: [1_999, 2_000, 2_001, 6_000])
    func neededFields(_ count: Int) {
        let filler = (0..<count).map { "X-\($0): y\n" }.joined()
        let needed =
            "SUBJECT : a\n b\nX-Last: z\n z\nFrom: a@example.com\nTo: b@example.com\nDate: Tue, 05 Mar 2024 10:00:00 +0100\n"
            + "Content-Type: text/html;\n charset=utf-8\nContent-Transfer-Encoding: base64\n"
        let message = Message(Array("\(filler)\(needed)\nPHA+Wm9yYnVsYXRlPC9wPg==\n".utf8))
        #expect(message.subject == "a b")
        #expect(message.from.count == 1 && message.to.count == 1 && message.date != nil)
        #expect(String(decoding: message.content().visibleText, as: UTF8.self).contains("Zorbulate"))
        #expect(message.cuts.map(\.limit) == [.headerFields])
        #expect(message.header.fields.count < 2_000 + 20)
    }

    @Test("behind a header of more than a mebibyte, too, and no more than eight of a name")
    func longHeader() {
        let filler = String(repeating: "X: \(String(repeating: "y", count: 900))\n", count: 1_200)
        let message = Message(Array((filler + String(repeating: "Subject: x\n", count: 5_000) + "\nbody").utf8))
        #expect(message.header.all("subject").count == 8)
        #expect(message.cuts.map(\.limit) == [.headerBytes])
    }
}
