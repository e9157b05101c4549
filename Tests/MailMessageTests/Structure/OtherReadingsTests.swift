// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

/// What mail programs read otherwise is read, too: `docs/evasions.md`.
@Suite("Other readings of the same bytes") struct OtherReadingsTests {
    private static let html = "<p>Zorbulate <a href=\"http://shop.example.net/\">pills</a></p>"
    private static let encoded =
        "PHA+Wm9yYnVsYXRlIDxhIGhyZWY9Imh0dHA6Ly9zaG9wLmV4YW1wbGUubmV0LyI+\ncGlsbHM8L2E+PC9wPg==\n"

    private func content(_ text: String, _ alternatives: AlternativeParts = .all) -> (text: String, links: [String]) {
        let content = Message(Array(text.utf8)).content(alternatives: alternatives)
        return (
            String(decoding: content.visibleText, as: UTF8.self),
            content.links.map { String(decoding: $0.target, as: UTF8.self) }
        )
    }

    /// - Parameter first: whether the first reading has it, too; nil if that does not matter.
    private func expectRead(_ text: String, first: Bool?) {
        let union = content(text)
        #expect(union.text.contains("Zorbulate pills"))
        #expect(union.links.contains("http://shop.example.net/"))
        if let first { #expect(content(text, .preferred).text.contains("Zorbulate pills") == first) }
    }

    @Test(
        "of two Content-Types the first is shown, both are read, in a message and in a part",
        arguments: [
            ("text/html", "application/octet-stream", true), ("application/octet-stream", "text/html", false),
            ("text/html", "text/plain", true), ("text/html", "multipart/mixed; boundary=none", true),
            ("image/png", "text/html", false),
        ])
    func twoTypes(_ first: String, _ second: String, _ isShown: Bool) {
        let part = "Content-Type: \(first)\nContent-Type: \(second)\n\n\(Self.html)\n"
        expectRead(part, first: isShown)
        expectRead("Content-Type: multipart/mixed; boundary=B\n\n--B\n\(part)--B--\n", first: isShown)
    }

    @Test(
        "of more types than are read the first and the last are, and of more encodings each that decodes otherwise",
        arguments: ["image/png", "image/png; a=", "text/plain; charset=x"])
    func manyTypes(_ first: String) {
        let types = (0..<6).map { "Content-Type: \(first)\($0)\n" }.joined()
        expectRead("\(types)Content-Type: text/html\n\n\(Self.html)\n", first: nil)
        let boundaries = "boundary=A; boundary=C; boundary=D; boundary=E; boundary=F; boundary=B"
        let body = "--A\n\none\n--B\nContent-Type: text/html\n\n\(Self.html)\n--B--\n--A--\n"
        expectRead("Content-Type: multipart/mixed; \(boundaries)\n\n\(body)", first: false)
        let encodings = ["7bit", "8bit", "binary", "none", "x-other", "uuencode", "base64"]
        let fields = encodings.map { "Content-Transfer-Encoding: \($0)\n" }.joined()
        let both = "Content-Type: multipart/mixed; boundary=A\n\(fields)Content-Type: multipart/mixed; boundary=B\n"
        expectRead("\(both)\n\(body)", first: false)
    }

    @Test("types and encodings by which nothing reads otherwise are no other readings")
    func sameReadings() {
        let fields = "Content-Type: text/html\nContent-Type: text/html; x=y\nContent-Transfer-Encoding: 7bit\n"
        let text = "\(fields)Content-Transfer-Encoding: 8bit\n\n\(Self.html)\n"
        #expect(Message(Array(text.utf8)).root.otherReadings.isEmpty)
    }

    @Test("of two multiparts by two Content-Types or boundaries the parts of both are read")
    func twoBoundaries() {
        let body = "--A\n\none\n--B\nContent-Type: text/html\n\n\(Self.html)\n--B--\n--A--\n"
        for header in [
            "Content-Type: multipart/mixed; boundary=A; boundary=B\n",
            "Content-Type: multipart/mixed; boundary=A\nContent-Type: multipart/mixed; boundary=B\n",
        ] {
            expectRead("\(header)\n\(body)", first: false)
            #expect(content("\(header)\n\(body)").text.contains("one"))
        }
    }

    @Test(
        "of two transfer encodings the first is shown, both are read",
        arguments: [("7bit", "base64", false), ("base64", "7bit", true), ("quoted-printable", "base64", false)])
    func twoEncodings(_ first: String, _ second: String, _ isShown: Bool) {
        let fields = "Content-Transfer-Encoding: \(first)\nContent-Transfer-Encoding: \(second)\n"
        expectRead("Content-Type: text/html\n\(fields)\n\(Self.encoded)", first: isShown)
    }

    @Test("of two charsets both are read")
    func twoCharsets() {
        let text = "Content-Type: text/plain; charset=utf-16le; charset=us-ascii\n\nZorbulate pills\n"
        #expect(content(text).text.contains("Zorbulate pills"))
    }

    @Test(
        "a body of nothing but base64 is decoded whatever its header says",
        arguments: ["", "Content-Transfer-Encoding: 7bit\n", "Content-Transfer-Encoding: x-none\n"])
    func undeclaredBase64(_ field: String) {
        expectRead("Content-Type: text/html\n\(field)\n\(Self.encoded)", first: false)
        let word = String(repeating: "abc", count: 30)
        #expect(content("\n\(word) and more\n").text.split(separator: "\n").count == 1)
    }

    @Test(
        "base64 is decoded on over junk and padding, and what is none is text",
        arguments: ["*\n", "-----\n\n", "\u{FEFF}", "  !\n"])
    func junkBeforeBase64(_ junk: String) {
        let header = "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
        expectRead(header + junk + Self.encoded, first: true)
        expectRead(header + "no base64, says this line\n" + Self.encoded, first: nil)
        expectRead(header + "PHA+YTwvcD4=\n" + "Not: base64\n\(Self.html)\n", first: nil)
        // The footer that a list put below.
        expectRead(header + "PHA+YTwvcD4=\n_____\n\(Self.html)\n", first: false)
        // Pieces behind padding, with junk in them.
        expectRead(header + "PHA+YTwvcD4=\n!" + Self.encoded, first: false)
    }

    @Test(
        "a line that goes on behind the boundary is text to Thunderbird and a boundary to RFC 2046: both are read",
        arguments: ["</i> ", " - ", "x "])
    func longerLines(_ rest: String) {
        let text = """
            Content-Type: multipart/mixed; boundary=B

            --B
            Content-Type: text/html

            <p>hello
            --B\(rest)Zorbulate pills <a href="http://shop.example.net/">x</a>
            --B\(rest)
            Content-Type: text/plain

            Second reading
            --B--
            """
        expectRead(text, first: true)
        let message = Message(Array(text.utf8))
        #expect(message.root.children.count == 1)
        #expect(message.root.otherReadings.map(\.children.count) == [3])
        #expect(message.root.otherReadings.last?.children.last?.contentType == .textPlain)
    }

    @Test("a boundary counts on longer lines if it stands on no other")
    func onlyLongerLines() {
        let text = "Content-Type: multipart/mixed; boundary=B\n\n--B x\n\none\n--B x\n\ntwo\n--B-- x\n"
        #expect(Message(Array(text.utf8)).root.children.count == 2)
    }

    @Test(
        "a CR alone ends a line beside LF and CR LF, and what others see is another reading",
        arguments: ["\n", "\r\n"])
    func loneReturns(_ lineEnd: String) {
        let part = "--B\rContent-Type: text/html\rContent-Transfer-Encoding: base64\r\r"
        let text =
            "Content-Type: multipart/mixed; boundary=B\n\n"
            + part + Self.encoded.replacing("\n", with: "\r") + "--B--\r\n"
        let whole = text.replacing("\n", with: lineEnd)
        expectRead(whole, first: true)
        let message = Message(Array(whole.utf8))
        #expect(message.defects.contains(.carriageReturnLines))
        #expect(message.root.otherReadings.count == 1)
        // In text, and in a header that no program reads otherwise, it changes nothing.
        let other = Message(Array("Subject: x\(lineEnd)\(lineEnd)one\rtwo\(lineEnd)".utf8))
        #expect(other.root.otherReadings.isEmpty && other.defects.isDisjoint(with: .carriageReturnLines))
    }

    @Test("a doubled CR before an LF ends one line")
    func doubledReturns() {
        let message = Message(Array("Subject: x\r\r\nFrom: a@example.com\r\r\n\r\nbody\rmore\n".utf8))
        #expect(message.subject == "x")
        #expect(message.from.count == 1)
    }

    @Test(
        "preamble and epilogue are hidden text, with their links, where nothing else is shown, but for the usual notice"
    )
    func aroundTheParts() {
        func read(_ preamble: String, part: String, _ epilogue: String) -> (hidden: String, links: Int, visible: String)
        {
            let text = "Content-Type: multipart/mixed; boundary=B\n\n\(preamble)\n--B\n\n\(part)\n--B--\n\(epilogue)\n"
            let content = Message(Array(text.utf8)).content()
            return (
                String(decoding: content.hiddenText, as: UTF8.self), content.links.count,
                String(decoding: content.visibleText, as: UTF8.self)
            )
        }
        #expect(read("This is a multi-part message in MIME format.", part: " ", "").hidden == "")
        let both = read("Zorbulate http://a.example/", part: "", "pills")
        #expect(both.hidden.contains("Zorbulate") && both.hidden.contains("pills") && both.links == 1)
        // A mailing list's footer.
        let footer = read("", part: "one", "-- \nTo unsubscribe http://lists.example/")
        #expect(footer == ("", 0, "one"))
    }

    @Test("other readings do not displace what is shown")
    func budgets() {
        let second = String(repeating: "second ", count: 1_000)
        let text =
            "Content-Type: multipart/mixed; boundary=B; boundary=C\n\n--C\n\n\(second)\n--B\n\nfirst\n--B--\n"
        var budget = ContentBudget()
        budget.visibleBytes = 100
        let content = Message(Array(text.utf8)).content(budget: budget)
        #expect(String(decoding: content.visibleText, as: UTF8.self).hasPrefix("first"))
    }

    @Test("no number of ambiguous parts hides the one behind them")
    func manyAmbiguous() {
        let types = (0..<4).map { "Content-Type: text/plain; name=a\($0)\n" }.joined()
        let encodings = ["base64", "7bit", "quoted-printable", "uuencode"]
        let all = types + encodings.map { "Content-Transfer-Encoding: \($0)\n" }.joined()
        let last = "--B\nContent-Type: image/png\nContent-Type: text/html\n\n\(Self.html)\n--B--\n"
        func message(_ part: String, _ count: Int) -> String {
            let parts = String(repeating: "--B\n\(part)\nhi\n", count: count)
            return "Content-Type: multipart/mixed; boundary=B\n\n\(parts)\(last)"
        }
        let two = "Content-Type: text/plain\nContent-Type: text/html\n"
        for text in [message(two, 900), message(all, 20), message(all, 900)] { expectRead(text, first: false) }
        let flags = [20, 900].map { Message(Array(message(all, $0).utf8)).content().contentFlags.contains(.cut) }
        #expect(flags == [false, true])
    }

    @Test("no number of texts that were not declared hides the one behind them", arguments: [1, 300, 900])
    func manyUndeclared(_ count: Int) {
        let part = "--B\nContent-Type: text/html\n\n"
        let junk = part + String(repeating: "PHA+aGVsbG88L3A+PHA+aGVsbG88L3A+PHA+aGVsbG88L3A+\n", count: 4)
        let text =
            "Content-Type: multipart/mixed; boundary=B\n\n\(String(repeating: junk, count: count))\(part)\(Self.encoded)--B--\n"
        expectRead(text, first: false)
    }

    @Test("a text that was not declared is read to its end in whichever charset")
    func undeclaredCharset() {
        // "é" forty times, and a word.
        let text = String(repeating: "6enp", count: 13) + "6SBab3JidWxhdGUh"
        let message = "Content-Type: text/plain; charset=iso-8859-1\n\n\(text)\n"
        #expect(content(message).text.hasSuffix("\u{e9} Zorbulate!"))
    }

    // MARK: Time

    @Test(
        "reading everything takes a time in proportion to the message",
        arguments: [
            "longer lines", "two types nested", "lone returns", "padded pieces", "junk lines", "empty parts",
            "nested boundaries", "blanks in quoted-printable", "fields", "two boundaries",
        ])
    func time(_ shape: String) {
        let growth = LinearTime(small: 32 << 10, large: 256 << 10, tolerance: 3, floor: 0.02).excess { size in
            Self.message(shape, size: size)
        } work: {
            _ = Message($0).content()
        }
        #expect(growth == nil)
    }

    private static func message(_ shape: String, size: Int) -> [UInt8] {
        func filled(_ top: String, _ unit: String, _ end: String = "") -> [UInt8] {
            Array((top + String(repeating: unit, count: size / unit.utf8.count) + end).utf8)
        }
        let multipart = "Content-Type: multipart/mixed; boundary=B\n\n--B\n\n"
        switch shape {
        case "longer lines": return filled(multipart, "--B x\n")
        case "two types nested":
            var top = ""
            for level in 0..<45 {
                top += "Content-Type: multipart/mixed; boundary=b\(level)x\n"
                top += "Content-Type: multipart/mixed; boundary=c\(level)x\n\n--b\(level)x\n"
            }
            return filled(top + "\n", "text\n")
        case "lone returns": return filled(multipart, "\r\r\r\r\r\r\r\rx", "\n")
        case "padded pieces": return filled("Content-Transfer-Encoding: base64\n\n", "PA==")
        case "junk lines": return filled("Content-Transfer-Encoding: base64\n\n", "Zm9v\n!\nYQ==\n")
        case "empty parts": return filled(multipart, "--B\n\n.\n")
        case "nested boundaries":
            var text = ""
            var level = 0
            while text.utf8.count < size {
                text += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n"
                level += 1
            }
            return Array(text.utf8)
        case "blanks in quoted-printable":
            return filled("Content-Transfer-Encoding: quoted-printable\n\n", "a        =\n  \n")
        case "fields": return filled("", "To: a@example.com\n")
        default:
            return filled(
                "Content-Type: multipart/mixed; boundary=B; boundary=C; boundary=D; boundary=E\n\n--B\n\n", "--C\n\n")
        }
    }
}
