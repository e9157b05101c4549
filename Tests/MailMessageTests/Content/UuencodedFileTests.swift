// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Uuencoded files in plain text") struct UuencodedFileTests {
    private static let cat = "begin 644 cat picture.gif\n&1TE&.#EA\n`\nend\n"

    private func content(_ text: String) -> MessageContent { Message(Array(("\n" + text).utf8)).content() }

    private func decoded(_ attachment: AttachmentInfo) -> String {
        var bytes: [UInt8] = []
        attachment.part.appendDecodedBody(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "a file is an attachment and no text",
        arguments: [
            ("before\n\(cat)after\n", "before\nafter\n", 1), (cat, "", 1), ("a\n" + cat + cat + "b", "a\nb", 2),
            ("a\nbegin 0644 x.gif\n&1TE&.#EA\n", "a\n", 1),
            ("a\nbegin 644 x\n&1TE&.#EA\nplain text\n", "a\nplain text\n", 1),
        ])
    func taken(_ text: String, _ visible: String, _ count: Int) throws {
        for text in [text, text.replacing("\n", with: "\r\n")] {
            let content = content(text)
            #expect(String(decoding: content.visibleText, as: UTF8.self) == visible)
            try #require(content.attachments.count == count)
            #expect(decoded(content.attachments[0]) == "GIF89a")
            #expect(content.attachments[0].detected == .gif)
        }
    }

    @Test("the file's name and type are told")
    func name() {
        let attachments = content(Self.cat).attachments
        #expect(attachments.map(\.filename) == ["cat picture.gif"])
        #expect(attachments.map(\.type) == ["application/octet-stream"])
    }

    @Test(
        "text that only begins like a file stays text",
        arguments: [
            "begin 644 words\nof a poem\nend\n", "begin again\n", "begin 999 x\n&1TE&.#EA\n", "begin 644\n&1TE&.#EA\n",
            "begin 644 x", "begin 644 x\nend\n", "I begin 644 x\n&1TE&.#EA\n",
        ])
    func kept(_ text: String) {
        let content = content(text)
        #expect(String(decoding: content.visibleText, as: UTF8.self) == text)
        #expect(content.attachments.isEmpty)
    }

    @Test("files beyond the budget stay text")
    func budget() {
        var budget = ContentBudget()
        budget.attachments = 3
        let message = Message(Array(("\n" + String(repeating: Self.cat, count: 5)).utf8))
        #expect(message.content(budget: budget).attachments.count == 3)
    }
}
