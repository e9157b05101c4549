// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Content of a message") struct MessageContentTests {
    static func content(
        _ text: String, _ alternatives: AlternativeParts = .all, budget: ContentBudget = .standard
    ) -> MessageContent {
        Message(Array(text.utf8)).content(budget: budget, alternatives: alternatives)
    }

    static let alternative = """
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain

        plain text http://plain.example/x.
        --a
        Content-Type: text/html; charset=utf-8

        <p>html t\u{e9}xt <i hidden>not seen</i><a href=http://html.example/>link</a>
        --a--
        --m
        Content-Type: message/rfc822

        Subject: inner

        inner text
        --m
        Content-Type: text/plain; name=notes.txt
        Content-Disposition: attachment; filename="notes.txt"

        attached text
        --m
        Content-Type: application/pdf; name="bill.pdf"
        Content-Transfer-Encoding: base64

        JVBERi0xLjQKJcTl8uXrp/Og0MTGCjQgMCBvYmoKPDwgL0xlbmd0aCA1IDAgUiAvRmlsdGVyIC9G
        --m--

        """

    @Test("all text parts are read in the order they stand")
    func allParts() {
        let content = Self.content(Self.alternative)
        let text = String(decoding: content.visibleText, as: UTF8.self)
        #expect(text == "plain text http://plain.example/x.\nhtml t\u{e9}xt link\ninner text\nattached text")
        #expect(String(decoding: content.hiddenText, as: UTF8.self) == "not seen")
        #expect(content.links.map { String(decoding: $0.host, as: UTF8.self) } == ["plain.example", "html.example"])
        #expect(content.plainParts == 3 && content.htmlParts == 1)
        #expect(!content.isCut)
    }

    @Test("the preferred alternative is the last that can be shown; attached text is not shown")
    func preferred() {
        let content = Self.content(Self.alternative, .preferred)
        #expect(String(decoding: content.visibleText, as: UTF8.self) == "html t\u{e9}xt link\ninner text")
        #expect(content.attachments.map(\.filename) == ["notes.txt", "bill.pdf"])
    }

    @Test("attachments are listed with what they are and what they claim to be")
    func attachments() throws {
        let attachments = Self.content(Self.alternative).attachments
        try #require(attachments.count == 2)
        #expect(attachments[1].type == "application/pdf")
        #expect(attachments[1].detected == .pdf)
        #expect(attachments[1].size == 57)
        #expect(attachments[0].detected == .text)
    }

    @Test(
        "flowed text has its paragraphs joined and its quoting kept",
        arguments: [
            ("one \ntwo\n", "one two\n"), ("one\ntwo", "one\ntwo"), ("> a \n> b\n> c\n", "> a b\n> c\n"),
            ("> a \nb", "> a \nb"), (" >x\n", ">x\n"), ("-- \nme\n", "-- \nme\n"), ("a \n-- \nme", "a \n-- \nme"),
            (">> a \n> b\n", ">> a \n> b\n"), ("a \n\nb", "a \nb"), ("last ", "last \n"), ("", ""),
        ])
    func flowed(_ source: String, _ expected: String) {
        let text = "Content-Type: text/plain; format=flowed\n\n" + source
        #expect(String(decoding: Self.content(text).visibleText, as: UTF8.self) == expected)
    }

    @Test("flowed text with DelSp has the spaces before soft line ends deleted")
    func deletedSpaces() {
        let text = "Content-Type: text/plain; format=flowed; delsp=yes\n\n日 \n本\n"
        #expect(String(decoding: Self.content(text).visibleText, as: UTF8.self) == "日本\n")
    }

    @Test(
        "URLs in plain text are links",
        arguments: [
            ("see https://example.com/a(b), or", ["https://example.com/a(b)"]),
            ("(http://example.com/x)", ["http://example.com/x"]),
            ("www.example.com.", ["www.example.com"]), ("<HTTP://EXAMPLE.com>", ["HTTP://EXAMPLE.com"]),
            ("http://www.example.com/ www.b.example", ["http://www.example.com/", "www.b.example"]),
            ("http:// www. x://y", []),
            ("ftp://f.example/ xhttp://g.example", ["ftp://f.example/", "http://g.example"]), ("awww.example.com", []),
            ("://", []),
        ])
    func plainLinks(_ text: String, _ targets: [String]) {
        let content = Self.content("\n" + text)
        #expect(content.links.map { String(decoding: $0.target, as: UTF8.self) } == targets)
        #expect(content.links.allSatisfy { $0.kind == .plainText && !$0.host.isEmpty })
    }

    @Test("a budget bounds the text over all parts")
    func budget() {
        var budget = ContentBudget()
        budget.visibleBytes = 40
        let content = Self.content(Self.alternative, budget: budget)
        #expect(content.visibleText.count <= 40 && content.isCut)
        #expect(content.attachments.count == 2)
        budget = ContentBudget()
        (budget.links, budget.attachments) = (1, 1)
        let few = Self.content(Self.alternative, budget: budget)
        #expect(few.links.count == 1 && few.attachments.count == 1 && few.isCut)
    }

    @Test(
        "files are told by their first bytes",
        arguments: [
            ([0x50, 0x4b, 3, 4], FileKind.zip), ([0x4d, 0x5a, 0x90], .windowsProgram),
            ([0x89, 0x50, 0x4e, 0x47], .png),
            ([0xd0, 0xcf, 0x11, 0xe0, 0xa1], .oleDocument), ([0x1f, 0x8b, 8], .gzip), ([], .empty),
            ([0, 1, 2], .unknown),
            (Array("  <!DOCTYPE HTML>".utf8), .html), (Array("#!/bin/sh".utf8), .script), (Array("hello".utf8), .text),
        ])
    func magic(_ bytes: [UInt8], _ kind: FileKind) { #expect(FileKind(of: bytes.span) == kind) }

    @Test("replaced bytes and wrong labels are counted")
    func replacements() {
        let header = Array("Content-Type: text/plain; charset=utf-8\n\n".utf8)
        #expect(Message(header + [0x61, 0xff, 0xfe]).content().replacements == 2)
        let wrong = Array("Content-Type: text/plain; charset=us-ascii\n\n".utf8)
        #expect(Message(wrong + [0xe9]).content().mislabelledParts == 1)
    }
}
