// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("What a file is taken for")
struct DetectionTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test(
        "its first bytes tell",
        arguments: [
            ("\(postmark)\n\(mail(1))\n", .mboxrd),
            (mail(1), .message), (mail(1, lineEnd: "\r\n"), .message), ("\u{FEFF}\(mail(1))", .message),
            ("\n\n\(mail(1))", .message), ("X-Only: mine\nRECEIVED: x\n\n", .message), ("just text\n", .message),
            ("Subject: x", .message), ("spam data/1\nham data/2\n", .index), ("Spam /x", .index),
            ("\u{FEFF}ham a b c\r\n\r\nHAM d\r\n", .index), ("spam data/1\nSubject: x\n", .message),
            ("spam: a field\n\ntext", .message), ("", nil), ("\0\0\0\0", nil), ("\u{1}\0text", nil),
        ] as [(String, ArchiveFormat?)])
    func detection(_ text: String, _ format: ArchiveFormat?) throws {
        #expect(ArchiveFormat.detect(try folder.write("file", text)) == format)
    }

    @Test("what is not there or cannot be opened is nothing")
    func nothing() throws {
        #expect(ArchiveFormat.detect(folder.path("none")) == nil)
        #expect(ArchiveFormat.detect(try folder.makeFolder("folder")) == .emlFolder)
    }

    /// A message whose header has a word at a place where another format has its signature.
    private static func message(with word: String, at place: Int) -> String {
        let start = "X-Authentication-Warning: "
        let fill = String(repeating: "host ", count: place).prefix(place - start.utf8.count - 1)
        return "\(start)\(fill) \(word) said so\nSubject: x\n\n\(String(repeating: "Text.\n", count: 200))"
    }

    @Test("mail with the word ustar where tar has its signature is no tar archive")
    func mailLikeTar() throws {
        let text = Self.message(with: "ustar", at: 257)
        let path = try folder.write("data/1", text)
        #expect(Array(text.utf8)[257..<262].elementsEqual("ustar".utf8))
        let index = try folder.write("index", "ham data/1\n")
        for source in [path, index, folder.path("data")] {
            let read = Reading(source)
            #expect(read.texts == [text])
            #expect(read.warnings == [])
        }
    }

    @Test(
        "a message is one, however it begins",
        arguments: ["BZh: x", "BZh9: x", "!BDN: x", "PK: x", "LZIP: x", "CRYPTED: x"])
    func oddFields(_ field: String) throws {
        let text = "\(field)\nSubject: x\n\nText\n"
        #expect(Reading(try folder.write("file", text)).texts == [text])
    }

    @Test("a tar archive is told with its remedy, compressed or not", arguments: ["ustar", "gnu", "posix", "v7"])
    func tar(_ format: String) throws {
        try folder.write("Re: mail.eml", Self.message(with: "x", at: 100))
        let outcome = try Program(path: "/bin/tar").run(
            ["-C", folder.root, "--format", format, "-cf", folder.path("mail.tar"), "Re: mail.eml"])
        try #require(outcome.code == 0)
        let read = Reading(folder.path("mail.tar"))
        // The oldest form has no signature.
        guard format != "v7" else { return #expect(read.messages.count <= 1) }
        #expect(read.messages.isEmpty)
        #expect(read.problems == [.unsupported(format: "tar", remedy: "unpack it with `tar -x`")])
    }
}
