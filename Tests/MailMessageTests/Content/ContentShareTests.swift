// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Budgets go to what is shown") struct ContentShareTests {
    static func alternative(plain: String, html: String) -> Message {
        Message(
            Array(
                ("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n" + plain
                    + "\n--b\nContent-Type: text/html\n\n" + html + "\n--b--\n").utf8))
    }

    static func words(_ word: String, bytes: Int) -> String {
        String(repeating: word + " ", count: bytes / (word.utf8.count + 1))
    }

    static let budget: ContentBudget = {
        var budget = ContentBudget()
        (budget.visibleBytes, budget.orderedBytes, budget.links) = (48_000, 8_000, 200)
        return budget
    }()

    @Test("the page that is shown is read, however long the plain text that is not")
    func shownFirst() {
        let links = String(repeating: "http://decoy.example/ ", count: 3_000)
        let message = Self.alternative(
            plain: links, html: #"<p>Zorbulate <a href="http://shop.example.net/">pills</a></p>"#)
        let content = message.content(budget: Self.budget)
        let text = String(decoding: content.visibleText, as: UTF8.self)
        #expect(text.hasPrefix("Zorbulate pills\nhttp://decoy"))
        #expect(content.visibleText.count <= 48_000)
        #expect(content.links.count == 200)
        #expect(content.links.first.map { String(decoding: $0.host, as: UTF8.self) } == "shop.example.net")
        #expect(content.skeleton.starts(with: "<p\n".utf8))
        #expect(content.contentFlags == [.cut] && content.isCut)
    }

    @Test("an alternative that nobody sees keeps a share beside a long page")
    func othersKeepAShare() {
        let message = Self.alternative(
            plain: "Zorbulate " + Self.words("plain", bytes: 60_000), html: Self.words("page", bytes: 60_000))
        let text = String(decoding: message.content(budget: Self.budget).visibleText, as: UTF8.self)
        #expect(text.hasPrefix("page page") && text.contains("\nZorbulate plain"))
    }

    @Test(
        "the end of a long text is read, of whichever type and encoding",
        arguments: ["text/plain", "text/html", "text/plain; format=flowed"], ["8bit", "base64", "quoted-printable"])
    func end(_ type: String, _ encoding: String) {
        let text = (0..<30_000).map { "w\($0) \u{e9}\($0 % 12 == 11 ? "\n" : "")" }.joined() + "\nZorbulate\n\n"
        var body = Array(text.utf8)
        switch encoding {
        case "base64": body = Self.base64(body)
        case "quoted-printable":
            body = body.flatMap { $0 < 0x80 ? [$0] : Array("=\(String($0, radix: 16, uppercase: true))".utf8) }
        default: break
        }
        let header = "Content-Type: \(type); charset=utf-8\nContent-Transfer-Encoding: \(encoding)\n\n"
        let content = Message(Array(header.utf8) + body).content(budget: Self.budget)
        let visible = String(decoding: content.visibleText, as: UTF8.self)
        #expect(visible.hasPrefix("w0 \u{e9}w1 ") && visible.hasSuffix("Zorbulate"))
        #expect(content.visibleText.count <= 48_000 && content.visibleText.count > 47_000)
        #expect(content.contentFlags == [.cut])
        #expect(content.replacements == 0)
    }

    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var output: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for index in 0..<4 {
                output.append(index <= group.count ? digits[value >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
            }
            if start % 57 == 54 { output.append(UInt8(ascii: "\n")) }
        }
        return output
    }

    @Test("a message of a thousand parts has each of them read a little")
    func manyParts() {
        let parts = (0..<900).map { "--b\n\nbegin\($0) " + Self.words("filler", bytes: 3_000) + "end\($0)\n" }
        let message = Message(
            Array(("Content-Type: multipart/mixed; boundary=b\n\n" + parts.joined() + "--b--\n").utf8))
        let text = String(decoding: message.content(budget: Self.budget).visibleText, as: UTF8.self)
        #expect(text.contains("begin0 ") && text.contains("begin899 ") && text.contains("end899"))
        #expect(text.utf8.count <= 48_000)
    }

    @Test("the end of a file that is uuencoded in a long text is no text")
    func uuencodedEnd() {
        let line = "M" + String(repeating: "1", count: 60) + "\n"
        let text = "hello\nbegin 644 a.bin\n" + String(repeating: line, count: 3_000) + "`\nend\n"
        let content = Message(Array(("Subject: x\n\n" + text).utf8)).content(budget: Self.budget)
        #expect(String(decoding: content.visibleText, as: UTF8.self).hasPrefix("hello\n"))
        #expect(content.visibleText.count < 100)
    }

    @Test(
        "a body that is one picture is said to be so",
        arguments: [
            ("Content-Type: image/png\n\nx", true),
            ("Content-Type: text/html\n\n<a href=x><img src=\"http://a.example/a.png\" alt=\"buy\"></a>", true),
            (
                "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<img src=cid:a>\n"
                    + "--b\nContent-Type: image/png\nContent-Disposition: inline\n\nx\n--b--\n", true
            ),
            (
                "Content-Type: text/html\n\n<img src=\"http://a.example/a.png\">what the letter has to say is here",
                false
            ),
            ("Content-Type: text/plain\n\nhello", false),
        ])
    func onePicture(_ message: String, _ isPicture: Bool) {
        let flags = Message(Array(message.utf8)).content().contentFlags
        #expect(flags.contains(.onePicture) == isPicture)
    }
}
