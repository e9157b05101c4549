// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

@Suite("Mail that Dovecot compressed with lz4")
struct DovecotLZ4Tests {
    private let folder: ScratchFolder
    private static let magic = Array("Dovecot-LZ4".utf8) + [0x0D, 0x2A, 0x9B, 0xC5]

    init() throws {
        folder = try ScratchFolder()
        try folder.makeMaildir()
    }

    /// What Dovecot 2.3.19 saved with `zlib_save = lz4`: 40 lines that repeat themselves.
    private static let saved = Data(
        base64Encoded: [
            "RG92ZWNvdC1MWjQNKpvFAAEAAAAAAS/wS0Zyb206IGFubmFAZXhhbXBsZS5vcmcKU3ViamVjdDogbHo0IGJ5IERvdmVjb3QKCkxp",
            "bmUgMCBvZiBhIG1lc3NhZ2UgdGhhdCByZXBlYXRzIGl0c2VsZiwgbCkAIWJ5CAASLjcAHzE3ACMfMjcAIx8zNwAjHzQ3ACMfNTcA",
            "Ix82NwAjHzc3ACMfODcAIx85NwAjHzEnAiUPKAIkHzEpAiQfMSoCJB8xKwIkHzEsAiQfMS0CJB8xLgIkHzEvAiQfMTACJB8yMAIk",
            "HzIwAiQfMjACJB8yMAIkHzIwAiQfMjACJB8yMAIkHzIwAiQfMjACJB8yMAIkHzMwAiQfMzACJB8zMAIkHzMwAiQfMzACJB8zMAIk",
            "HzMwAiQfMzACJB8zMAIkHzMwAhpQaW5lLgo=",
        ].joined())

    private func number(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value).bigEndian) { Array($0) } }

    /// Bytes in chunks, of which each is a block of literals.
    private func frame(_ bytes: [UInt8], chunk: Int = 65_536, most: Int? = nil) -> [UInt8] {
        Self.magic + number(most ?? chunk)
            + stride(from: 0, to: bytes.count, by: chunk).flatMap { start -> [UInt8] in
                let literals = bytes[start..<min(bytes.count, start + chunk)]
                var block: [UInt8] = [UInt8(min(15, literals.count)) << 4]
                if literals.count >= 15 {
                    let rest = literals.count - 15
                    block += [UInt8](repeating: 255, count: rest / 255) + [UInt8(rest % 255)]
                }
                block += literals
                return number(block.count) + block
            }
    }

    private func read(_ bytes: [UInt8], limits: ArchiveLimits = .standard) throws -> Reading {
        try folder.write("cur/1.a.mx:2,S", bytes)
        return Reading(folder.root, limits: limits)
    }

    @Test("a message that Dovecot itself wrote is read")
    func real() throws {
        let saved = try #require(Self.saved)
        let read = try read(Array(saved))
        #expect(read.warnings == [])
        let text = try #require(read.texts.first)
        #expect(text.hasPrefix("From: anna@example.org\nSubject: lz4 by Dovecot\n\nLine 0 of a message"))
        #expect(text.utf8.count == 2_278 && text.contains("Line 39 of a message"))
    }

    @Test("chunks of any size make one message", arguments: [1, 14, 15, 270, 271, 65_536])
    func chunks(_ size: Int) throws {
        let text = Array((mail(1) + String(repeating: "0123456789abcdef\n", count: 5_000)).utf8)
        let read = try read(frame(text, chunk: size))
        #expect(read.messages.map(\.bytes) == [text])
        #expect(read.warnings == [])
    }

    @Test("one that is cut within a chunk gives what was there and one line")
    func truncated() throws {
        let whole = frame(Array(mail(1).utf8), chunk: 16)
        for kept in [16, 18, whole.count - 1] {
            #expect(try read(Array(whole[..<kept])).problems == [.truncated(.dovecotLZ4)], "\(kept)")
        }
        #expect(try read(Array(whole[..<19])).problems == [.empty])
    }

    @Test("a block that is damaged, of no bytes or longer than any can be is told")
    func damaged() throws {
        for block: [UInt8] in [[0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF, 1], [0, 0, 0, 3, 0xF0, 0xFF, 0xFF]] {
            #expect(try read(Self.magic + number(65_536) + block).problems == [.damaged(.dovecotLZ4)])
        }
        // A block may not expand to more than the file says.
        #expect(try read(frame(Array(mail(1).utf8), chunk: 64, most: 8)).problems == [.damaged(.dovecotLZ4)])
    }

    @Test("a chunk that would take too much memory, and a bomb, are refused")
    func bounds() throws {
        var limits = ArchiveLimits.standard
        limits.maxDecoderBytes = 1 << 20
        let large = Self.magic + number(2 << 20) + [0, 0, 0, 1, 0]
        #expect(try read(large, limits: limits).problems == [.decoderTooLarge(.dovecotLZ4)])
        #expect(
            try read(Self.magic + number(Int(UInt32.max)) + [0]).problems == [.decoderTooLarge(.dovecotLZ4)])
        // A letter, repeated by a match at distance 1 to the end of the chunk, but for the last five.
        let match = [UInt8](repeating: 255, count: 256) + [0]
        let block: [UInt8] = [0x1F, 0x61, 1, 0] + match + [0x50] + Array("aaaaa".utf8)
        let bomb =
            Self.magic + number(65_536)
            + (0..<100).flatMap { _ in number(block.count) + block }
        limits.minBombBytes = 1 << 20
        limits.maxExpansionRatio = 200
        let problems = try read(bomb, limits: limits).problems
        #expect(
            problems.contains { if case .expandsTooFar(.dovecotLZ4, let bytes) = $0 { bytes < 2 << 20 } else { false } }
        )
    }
}
