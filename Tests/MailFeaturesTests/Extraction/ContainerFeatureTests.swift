// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import Testing

@Suite("Features of what is shown and of what is opened") struct ContainerFeatureTests {
    static func texts(_ view: FeatureView, _ bytes: [UInt8]) -> [String] {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: FeatureViews(view)))
        return extractor.extractWithSpans(Message(bytes)).spans.map { String(decoding: $0.text, as: UTF8.self) }
    }

    static let page = #"<p>Zorbulate <a href="http://shop.example.net/">pills</a></p>"#

    @Test(
        "the page that is shown is in every view of text, however long the plain text that is not",
        arguments: [49_000, 500_000])
    func budget(_ plainBytes: Int) {
        let plain = String(repeating: "a b http://decoy.example/ meeting ", count: plainBytes / 33)
        let message = Array(
            ("Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain\n\n\(plain)\n"
                + "--b\nContent-Type: text/html\n\n\(Self.page)\n--b--\n").utf8)
        #expect(Self.texts(.words, message).contains("Zorbulate"))
        #expect(Self.texts(.textGrams, message).contains("zorbu"))
        #expect(Self.texts(.links, message).contains("host=shop.example.net"))
        #expect(Self.texts(.skeleton, message).contains("<a"))
        let structure = Self.texts(.structure, message)
        #expect(structure.contains("content=cut"))
        #expect(Self.texts(.words, message).contains("meeting"))
    }

    @Test("words at the end of a long text are features, however short those before them")
    func end() {
        let message = Array(("Subject: x\n\n" + String(repeating: "a b ", count: 100_000) + "Zorbulate\n").utf8)
        #expect(Self.texts(.words, message).contains("Zorbulate"))
    }

    /// A zip archive of one stored file, without its directory.
    static func archive(of name: String) -> [UInt8] {
        Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 22) + [UInt8(name.utf8.count), 0, 0, 0]
            + Array(name.utf8)
    }

    @Test("names within an archive are features of attachments")
    func archive() {
        let header = "Content-Type: application/zip; name=bill.zip\nContent-Transfer-Encoding: binary\n\n"
        let texts = Self.texts(.attachments, Array(header.utf8) + Self.archive(of: "docs/Bill 7.pdf.EXE"))
        #expect(texts.contains("inner extension=exe") && texts.contains("inner name=bill"))
        #expect(texts.contains("no directory"))
    }

    @Test("text and files of a signed entity are features as those of any part")
    func signed() {
        let entity =
            "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n\(Self.page)\n"
            + "--b\nContent-Type: application/pdf; name=inner.pdf\n\nx\n--b--\n"
        let length = [0x82, UInt8(entity.utf8.count >> 8), UInt8(entity.utf8.count & 0xff)]
        let pkcs7: [UInt8] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7]
        let start: [UInt8] = [0x30, 0x80] + pkcs7 + [2, 0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80]
        let object = start + pkcs7 + [1, 0xa0, 0x80, 4] + length + Array(entity.utf8)
        let header = "Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: binary\n\n"
        let message = Array(header.utf8) + object
        #expect(Self.texts(.words, message).contains("Zorbulate"))
        #expect(Self.texts(.links, message).contains("host=shop.example.net"))
        #expect(Self.texts(.attachments, message).contains("name=inner"))
        #expect(Self.texts(.structure, message).contains("content=cms"))
    }
}
