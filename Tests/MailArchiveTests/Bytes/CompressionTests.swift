// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("Compressed archives")
struct CompressionTests {
    private let folder: ScratchFolder
    /// Twenty messages that do not compress into nothing.
    private let mbox: [UInt8]

    init() throws {
        folder = try ScratchFolder()
        var random = SplitMix64(seed: 7)
        var text = ""
        for number in 0..<20 {
            let lines = (0..<200).map { _ in String(UInt64.random(in: 0 ... .max, using: &random), radix: 36) }
            text += "\(postmark)\nSubject: number \(number)\n\n\(lines.joined(separator: "\n"))\n\n"
        }
        mbox = Array(text.utf8)
    }

    /// The mbox, compressed so that its beginning can be had without its end: a block of zstd or lz4 is larger than all of it.
    private func pieces(_ program: String, _ option: String = "-6") throws -> [UInt8] {
        guard program == "zstd" || program == "lz4" else { return try compress(mbox, with: program, option) }
        let step = mbox.count / 40
        return try stride(from: 0, to: mbox.count, by: step).flatMap {
            try compress(mbox[$0..<min(mbox.count, $0 + step)], with: program)
        }
    }

    @Test("an archive reads the same compressed", arguments: ["gzip", "xz", "zstd", "lz4"])
    func same(_ program: String) throws {
        let plain = Reading(try folder.write("mbox", mbox))
        // The name says nothing; the first bytes do.
        let path = try folder.write("some name", compress(mbox, with: program))
        let read = Reading(path)
        #expect(read.messages.map(\.bytes) == plain.messages.map(\.bytes))
        #expect(read.messages.map(\.provenance.offset) == plain.messages.map(\.provenance.offset))
        #expect(read.messages.map(\.provenance.size) == plain.messages.map(\.provenance.size))
        #expect(read.warnings == [])
        #expect(ArchiveFormat.detect(path) == .mboxrd)
    }

    @Test("several streams in a file are one archive, with padding between and behind", arguments: ["gzip", "xz"])
    func severalStreams(_ program: String) throws {
        let half = mbox.count / 2
        let first = try compress(mbox[..<half], with: program)
        let second = try compress(mbox[half...], with: program)
        // xz pads by fours.
        for padding in [0, 4, 512] {
            let zeros = [UInt8](repeating: 0, count: padding)
            let read = Reading(try folder.write("mbox", first + zeros + second + zeros))
            #expect(read.messages.count == 20)
            #expect(read.warnings == [])
        }
    }

    @Test("one that is cut short gives what was there and one line", arguments: ["gzip", "xz", "zstd", "lz4"])
    func truncated(_ program: String) throws {
        let whole = try pieces(program)
        let compression = try #require(Compression(rawValue: program))
        let full = Reading(try folder.write("mbox", mbox)).messages.map(\.bytes)
        for kept in [whole.count / 2, whole.count - 100, whole.count - 1] {
            let read = Reading(try folder.write("cut", whole[..<kept]))
            #expect(read.problems == [.truncated(compression)], "\(kept) of \(whole.count)")
            #expect(read.warnings.first?.outcome == "what came before was kept, the rest is lost")
            #expect((read.warnings.first?.offset ?? 0) > 0)
            #expect(read.messages.dropLast().map(\.bytes) == Array(full.prefix(max(0, read.messages.count - 1))))
            #expect(kept < whole.count - 100 || read.messages.count == 20)
        }
        for kept in [1, 6, 7, 12] where program != "gzip" || kept > 1 {
            let read = Reading(try folder.write("cut", whole[..<kept]))
            #expect(read.messages.count <= 1)
            #expect(read.warnings.count <= 1)
        }
    }

    @Test("one that is damaged gives what came before and one line", arguments: ["gzip", "xz", "zstd", "lz4"])
    func damaged(_ program: String) throws {
        var bytes = try pieces(program, program == "xz" ? "--block-size=16384" : "-6")
        let compression = try #require(Compression(rawValue: program))
        for at in (bytes.count * 3 / 4)..<(bytes.count * 3 / 4 + 64) { bytes[at] ^= 0x5A }
        let read = Reading(try folder.write("mbox", bytes))
        #expect(read.problems == [.damaged(compression)])
        #expect(1..<20 ~= read.messages.count)
        let garbage: [UInt8] =
            switch compression {
            case .gzip: [0x1F, 0x8B, 9, 9, 9, 9]
            case .xz: [0xFD] + Array("7zXZ".utf8) + [0, 9, 9, 9, 9, 9, 9]
            case .lz4, .dovecotLZ4: [0x04, 0x22, 0x4D, 0x18, 9, 9, 9, 9, 9]
            case .zstd: [0x28, 0xB5, 0x2F, 0xFD, 9, 9, 9, 9, 9]
            }
        let none = Reading(try folder.write("none", garbage + [UInt8](repeating: 9, count: 100)))
        #expect(none.messages.isEmpty)
        #expect(none.problems == [.damaged(compression)])
    }

    @Test(
        "a bomb is stopped by its ratio or by its size, and the next source is read",
        arguments: ["gzip", "xz", "zstd", "lz4"])
    func bombs(_ program: String) throws {
        let bomb = Array("\(postmark)\nSubject: zeros\n\n".utf8) + [UInt8](repeating: 0, count: 12 << 20)
        let path = try folder.write("bomb", compress(bomb, with: program, program == "xz" ? "-1" : "-9"))
        let next = try folder.write("next.eml", mail(1))
        let compression = try #require(Compression(rawValue: program))
        var limits = ArchiveLimits.standard
        limits.minBombBytes = 1 << 20
        limits.maxMessageBytes = 1 << 20
        // A block of lz4, up to 4 MiB, is taken in before any of it comes out.
        let most = (compression == .lz4 ? 5 : 2) << 20
        #expect(Reading(path, limits: limits).problems.contains { $0.isBomb(compression, atMost: most) })
        limits.maxExpansionRatio = .max
        limits.maxExpandedBytes = 8 << 20
        let read = Reading(path, next, limits: limits)
        #expect(read.problems.contains { $0.isBomb(compression, atMost: 9 << 20) })
        #expect(read.texts.last == mail(1))
        limits.maxExpandedBytes = 64 << 20
        #expect(!Reading(path, limits: limits).problems.contains { $0.isBomb(compression, atMost: .max) })
    }

    @Test("by default 64 MiB at 250 to 1 are too much")
    func theDefaults() throws {
        let mbox = Array("\(postmark)\n\(mail(1))\n\(postmark)\nSubject: zeros\n\n".utf8)
        let bomb = try compress(mbox + [UInt8](repeating: 0, count: 80 << 20), with: "xz", "-1")
        let read = Reading(try folder.write("bomb.mbox.xz", bomb))
        #expect(read.texts.first == mail(1))
        #expect(read.problems.contains { $0.isBomb(.xz, atMost: 65 << 20) })
        #expect(read.messages.allSatisfy { $0.bytes.count <= 64 << 20 })
    }

    @Test("a decoder that would take too much memory is refused")
    func decoderMemory() throws {
        let path = try folder.write("mbox.xz", compress(mbox, with: "xz", "--lzma2=dict=64MiB"))
        var limits = ArchiveLimits.standard
        limits.maxDecoderBytes = 16 << 20
        #expect(Reading(path, limits: limits).problems == [.decoderTooLarge(.xz)])
        #expect(Reading(path).messages.count == 20)
        let zstd = try folder.write("mbox.zst", compress(mbox + mbox, with: "zstd", "--ultra", "--long=27", "-1"))
        #expect(Reading(zstd).messages.count == 40)
        let large = [UInt8](repeating: 0x20, count: 40 << 20)
        let long = try folder.write("long.zst", compress(mbox + large, with: "zstd", "--long=27", "-1"))
        #expect(Reading(long, limits: limits).problems == [.decoderTooLarge(.zstd)])
    }

    @Test("frames of zstd one after the other are one archive, skippable ones are skipped")
    func zstdFrames() throws {
        let first = try compress(mbox[..<(mbox.count / 2)], with: "zstd")
        let second = try compress(mbox[(mbox.count / 2)...], with: "zstd", "-19")
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let read = Reading(try folder.write("mbox", first + skippable + second + skippable))
        #expect(read.messages.count == 20)
        #expect(read.warnings == [])
    }

    @Test("frames of lz4 one after the other are one archive, skippable ones are skipped")
    func lz4Frames() throws {
        let first = try compress(mbox[..<(mbox.count / 2)], with: "lz4", "-B4", "-BD")
        let second = try compress(mbox[(mbox.count / 2)...], with: "lz4", "-9", "--no-frame-crc")
        let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let read = Reading(try folder.write("mbox", first + skippable + second + skippable))
        #expect(read.messages.count == 20)
        #expect(read.warnings == [])
    }

    @Test("what else is in a compressed file is told with its remedy")
    func nested() throws {
        let inner = try compress(mbox, with: "xz")
        #expect(Reading(try folder.write("a.gz", compress(inner, with: "gzip"))).messages.isEmpty)
        let zip = Array("PK".utf8) + [3, 4] + [UInt8](repeating: 0, count: 100)
        let read = Reading(try folder.write("zip.gz", compress(zip, with: "gzip")))
        #expect(read.problems == [.unsupported(format: "zip", remedy: "unpack it with `unzip`")])
    }

    @Test("a compressed file of nothing is empty", arguments: ["gzip", "xz", "zstd", "lz4"])
    func nothing(_ program: String) throws {
        #expect(Reading(try folder.write("none", compress([], with: program))).problems == [.empty])
    }
}

extension ArchiveWarning.Problem {
    fileprivate func isBomb(_ compression: Compression, atMost limit: Int) -> Bool {
        guard case .expandsTooFar(compression, let bytes) = self else { return false }
        return bytes <= limit
    }
}
