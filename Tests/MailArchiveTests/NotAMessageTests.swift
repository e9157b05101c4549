// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("What is a message")
struct NotAMessageTests {
    /// Bytes, and what is said of them; nil: they are a message.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var words: String?

        init(_ name: String, _ bytes: [UInt8], _ words: String? = "it does not look like mail") {
            (testDescription, self.bytes, self.words) = (name, bytes, words)
        }

        init(_ name: String, _ text: String, _ words: String? = nil) { self.init(name, Array(text.utf8), words) }
    }

    static let noise: [UInt8] = {
        var generator = SplitMix64(seed: 7)
        return (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }()
    static let cases = [
        Case("a message", "From: a@example.com\n\nbody\n"), Case("any field", "X-Y: z\n\n"),
        Case("an mbox line on top", "From a Mon Jan  1 00:00:00 2024\nSubject: x\n\ny\n"),
        Case("empty lines and a byte-order mark on top", "\u{FEFF}\r\n\nSubject: x\n\ny\n"),
        Case("a damaged first line", "\u{8}garbage\nSubject: x\n\ny\n"),
        Case("NULs in a message", "Subject: x\n\n\0\0\0\n"),
        Case("nothing", [], "it is empty"), Case("a letter", Array("x".utf8)), Case("a line end", [0x0A]),
        Case("text", Array("Hello,\nthis is no mail.\n\nTo: be\n".utf8)),
        Case("NULs", [UInt8](repeating: 0, count: 5_000)), Case("random bytes", noise),
        Case("few random bytes", noise.prefix(100).filter { $0 != 0 }),
        Case("an end that was never written", Array("Subject: x\n\ny".utf8) + [UInt8](repeating: 0, count: 600)),
        Case("zstd", [0x28, 0xB5, 0x2F, 0xFD, 1, 2], "it is zstd, which is not read here: expand it with `zstd -d`"),
        Case("lz4", [0x04, 0x22, 0x4D, 0x18, 1, 2], "it is lz4, which is not read here: expand it with `lz4 -d`"),
        Case("lzip", Array("LZIP".utf8) + [1], "it is lzip, which is not read here: expand a copy with `lzip -d`"),
        Case("gzip", [0x1F, 0x8B, 8, 0], "it is gzip, which is not read here: expand it with `gzip -d`"),
    ]

    @Test("text with a field is one; noise, compressed bytes, a lone letter are none", arguments: cases)
    func require(example: Case) {
        do throws(NotAMessage) {
            try MessageFile.require(example.bytes)
            #expect(example.words == nil)
        } catch {
            #expect(error.description == example.words)
        }
    }

    @Test("what is compressed is expanded, and judged then", arguments: ["gzip", "xz", "zstd", "lz4"])
    func compressed(program: String) throws {
        #expect(try MessageFile.message(in: compress(mail(1), with: program)) == Array(mail(1).utf8))
        let none = try compress("x", with: program)
        #expect(throws: NotAMessage(.notMail)) { try MessageFile.message(in: none) }
        let twice = try compress(compress(mail(1), with: program), with: program)
        #expect(throws: NotAMessage.self) { try MessageFile.message(in: twice) }
        let torn = try compress(mail(1), with: program).dropLast(12)
        #expect(throws: NotAMessage.self) { try MessageFile.message(in: Array(torn)) }
        var limits = ArchiveLimits.standard
        limits.maxMessageBytes = 10
        let large = try compress(mail(1), with: program)
        #expect(throws: NotAMessage(.messageTooLong(bytes: nil))) {
            try MessageFile.message(in: large, limits: limits)
        }
    }

    @Test("files of a mailbox that are noise are told and skipped; text that was delivered is read")
    func delivered() throws {
        let folder = try ScratchFolder()
        try folder.makeMaildir()
        let noise = ["NULs", "random bytes", "an end that was never written", "lzip"]
        let cases = Self.cases.filter { $0.words == nil || noise.contains($0.testDescription) }
        for (number, example) in cases.enumerated() {
            try folder.write("cur/\(100 + number).M1P1.mx:2,S", example.bytes)
        }
        try folder.write("cur/200.M1P1.mx:2,S", "x")
        let read = Reading(folder.root)
        #expect(read.messages.count == cases.count - noise.count + 1)
        #expect(read.warnings.count == noise.count && read.problems.count { $0 == .notMail } == 3)
    }
}
