// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

/// A short run of what scripts/fuzz does for longer: archives with random damage.
@Suite("Hostile archives")
struct HostileInputTests {
    private static let mbox = """
        \(postmark)\nSubject: a\nContent-Length: 20\n\n>From me\n>>From you\n\n\(postmark)\nSubject: b\n\nText\0\r\n\r\n
        """

    /// Bytes changed, removed, doubled and moved.
    private static func damaged(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0...6, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, at + Int.random(in: 0...60, using: &random))
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.removeSubrange(at..<end)
            case 2: bytes.insert(contentsOf: bytes[at..<end], at: at)
            case 3: bytes.append(contentsOf: bytes[at..<end])
            default: bytes[at] = [0, 10, 13, 32, 62, 70, 0xFF].randomElement(using: &random) ?? 0
            }
        }
        return bytes
    }

    @Test(
        "whatever a file holds, messages lie one after the other in it, and warnings are few",
        arguments: [nil, .mboxrd, .mboxcl, .mboxcl2, .message] as [ArchiveFormat?], ["plain", "gzip", "xz"])
    func files(_ format: ArchiveFormat?, _ program: String) throws {
        let folder = try ScratchFolder()
        let plain = Array(Self.mbox.utf8)
        let archive = program == "plain" ? plain : try compress(plain, with: program)
        var limits = ArchiveLimits.standard
        limits.maxMessageBytes = 40
        for seed in UInt64(1)...150 {
            var random = SplitMix64(seed: seed)
            let bytes = Self.damaged(archive, &random)
            let path = try folder.write("archive", bytes)
            let read = Reading(path, format: format, limits: seed.isMultiple(of: 2) ? limits : .standard)
            #expect(read.warnings.count <= read.messages.count + 3, "seed \(seed)")
            guard format?.isMbox == true else { continue }
            var end = 0
            for message in read.messages {
                #expect(message.provenance.offset >= end, "seed \(seed)")
                #expect(message.bytes.count <= message.provenance.size, "seed \(seed)")
                end = message.provenance.offset + message.provenance.size
            }
            if program == "plain" { #expect(end <= bytes.count, "seed \(seed)") }
        }
    }

    @Test("whatever a Maildir's names and keywords hold, every message is read")
    func names() throws {
        let folder = try ScratchFolder()
        let name = Array("1491941793.M41850P8566.mx1,S=10956,W=11212:2,FSab".utf8)
        let subfolder = Array(".Entw&APw-rfe.&ZeVnLIqe-.A&-B".utf8)
        for seed in UInt64(1)...100 {
            var random = SplitMix64(seed: seed)
            let printable = { (bytes: [UInt8]) in
                String(
                    decoding: bytes.filter { 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "/") }.prefix(200), as: UTF8.self)
            }
            let root = try folder.makeMaildir("\(seed)")
            let inner = try folder.makeMaildir("\(seed)/.x" + printable(Self.damaged(subfolder, &random)))
            let file = "x" + printable(Self.damaged(name, &random))
            try folder.write("\(seed)/cur/" + file, mail(1))
            try folder.write(inner.dropFirst(folder.root.count + 1) + "/new/" + file, mail(2))
            try folder.write("\(seed)/dovecot-keywords", Self.damaged(Array("0 a\n1 b\n25 c\n".utf8), &random))
            let read = Reading(root)
            #expect(read.texts == [mail(1), mail(2)], "seed \(seed)")
            #expect(read.warnings == [], "seed \(seed)")
        }
    }
}
