// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("Mbox dialects")
struct MboxDialectTests {
    static let dialects: [ArchiveFormat] = [.mboxo, .mboxrd, .mboxcl, .mboxcl2]

    /// Lines of bodies that a reader may stumble over.
    ///
    /// `>From ` is left out where the dialect does not bring it back.
    private static func lines(_ dialect: ArchiveFormat) -> [[UInt8]] {
        var lines = [
            "A line of text.", "", "", "From the outset it was clear.", postmark, "From ", "From: not a line",
            "from me",
            " From me", "> From a reply", "Received: from nowhere", "Subject: of an attached message", "\0\0", "--",
        ].map { Array($0.utf8) }
        lines.append([0xE9, 0xFF, 0x80, 0x00, 0x0B])
        lines.append(Array(repeating: UInt8(ascii: "x"), count: 1200))
        if dialect == .mboxrd || dialect == .mboxcl2 {
            lines += [">From us", ">>From them", ">"].map { Array($0.utf8) }
        }
        return lines
    }

    private static func archive(
        _ dialect: ArchiveFormat, _ lineEnds: MboxWriter.LineEnds, seed: UInt64
    ) -> MboxWriter {
        var random = SplitMix64(seed: seed)
        var writer = MboxWriter(dialect, lineEnds, seed: seed)
        let lines = lines(dialect)
        for number in 0..<Int.random(in: 1...40, using: &random) {
            let body = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                lines[Int.random(in: 0..<lines.count, using: &random)]
            }
            writer.append(header: ["From: ann@example.com", "Subject: number \(number)"], body: body)
        }
        return writer
    }

    @Test(
        "random messages come back byte for byte", arguments: dialects, MboxWriter.LineEnds.allCases)
    func randomMessagesComeBack(_ dialect: ArchiveFormat, _ lineEnds: MboxWriter.LineEnds) throws {
        let folder = try ScratchFolder()
        for seed in UInt64(1)...60 {
            let written = Self.archive(dialect, lineEnds, seed: seed)
            let path = try folder.write("mbox", written.file)
            let read = Reading(path, format: dialect)
            #expect(read.messages.map(\.bytes) == written.expected, "seed \(seed)")
            #expect(read.messages.map(\.provenance.offset) == written.offsets, "seed \(seed)")
            let ends = zip(read.messages, written.offsets).map { $1 + $0.provenance.size }
            #expect(ends == written.offsets.dropFirst() + [written.file.count], "seed \(seed)")
            #expect(read.warnings == [], "seed \(seed)")
        }
    }

    @Test("a dialect that was written is found", arguments: dialects, MboxWriter.LineEnds.allCases)
    func aDialectIsFound(_ dialect: ArchiveFormat, _ lineEnds: MboxWriter.LineEnds) throws {
        let folder = try ScratchFolder()
        var written = MboxWriter(dialect, lineEnds, seed: 1)
        let lines = ["> A reply", "> is quoted", "", "From here on", "", "Text", ">", "> again"].map { Array($0.utf8) }
        // In a reply to a letter with `From `, mboxrd quotes a second time and the others do not.
        let reply = ["> He wrote:", ">From me", "> and so on", ""].map { Array($0.utf8) }
        let isReversible = dialect == .mboxrd || dialect == .mboxcl2
        written.append(header: ["Subject: first"], body: lines)
        written.append(header: ["Subject: reply"], body: isReversible || dialect == .mboxo ? reply : lines)
        let path = try folder.write("mbox", written.file)
        #expect(ArchiveFormat.detect(path) == dialect)
        let read = Reading(path)
        if isReversible || dialect == .mboxcl { #expect(read.messages.map(\.bytes) == written.expected) }
        #expect(read.messages.count == 2)
        #expect(read.warnings == [])
    }

    @Test("mboxo and mboxcl cannot tell a sender's own `>From ` from a quoted one", arguments: [">", ">>"])
    func whatMboxoLoses(_ quotes: String) throws {
        let folder = try ScratchFolder()
        let path = try folder.write("mbox", "\(postmark)\nSubject: x\n\n\(quotes)From me\n\n")
        let kept = quotes == ">" ? "From me" : ">>From me"
        #expect(Reading(path, format: .mboxo).texts == ["Subject: x\n\n\(kept)\n"])
        #expect(Reading(path, format: .mboxrd).texts == ["Subject: x\n\n\(quotes.dropFirst())From me\n"])
        #expect(Reading(path, format: .mboxcl2).texts == ["Subject: x\n\n\(quotes)From me\n"])
    }

    @Test("a mailbox that is one message is no folder of them", arguments: dialects)
    func oneMessage(_ dialect: ArchiveFormat) throws {
        let folder = try ScratchFolder()
        let path = try folder.write("mbox", "\(postmark)\n\(mail(1))\n")
        #expect(Reading(path, format: dialect).texts == [mail(1)])
        #expect(Reading(path).texts == [mail(1)])
    }
}
