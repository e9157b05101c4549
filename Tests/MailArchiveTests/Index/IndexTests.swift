// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("TREC indexes")
struct IndexTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        for number in 1...6 { try folder.write("data/in mail.\(number)", mail(number)) }
    }

    @Test("each word says what a message is and what it is for", arguments: ["\n", "\r\n"])
    func words(_ lineEnd: String) throws {
        let lines = [
            "spam data/in mail.1", "Spam data/in mail.2", "SPAM data/in mail.3", "ham data/in mail.6",
            "Ham   data/in mail.5", "HAM\tdata/in mail.4",
        ]
        let path = try folder.write("index", lines.joined(separator: lineEnd))
        #expect(ArchiveFormat.detect(path) == .index)
        let read = Reading(path)
        #expect(read.texts == [1, 2, 3, 6, 5, 4].map { mail($0) })
        #expect(read.messages.map(\.label?.isSpam) == [true, true, true, false, false, false])
        let uses = [IndexLabel.Use.scoreAndLearn, .scoreOnly, .learnOnly]
        #expect(read.messages.map(\.label?.use) == uses + uses)
        #expect(read.messages.map(\.provenance.path) == [1, 2, 3, 6, 5, 4].map { "data/in mail.\($0)" })
        #expect(read.warnings == [])
    }

    @Test("paths start from the index's folder; absolute ones stand alone")
    func paths() throws {
        let path = try folder.write("full/index", "ham ../data/in mail.1\nspam \(folder.path("data/in mail.2"))\n")
        #expect(Reading(path).texts == [mail(1), mail(2)])
    }

    @Test("the index and what it names may be compressed, and have an mbox line")
    func compressed() throws {
        try folder.write("data/a", compress("\(postmark)\n\(mail(7))", with: "gzip"))
        try folder.write("data/b", compress(mail(8), with: "xz"))
        for (name, program) in [("index.gz", "gzip"), ("index.xz", "xz")] {
            let path = try folder.write(name, compress("spam data/a\nham data/b\n", with: program))
            let read = Reading(path)
            #expect(read.texts == [mail(7), mail(8)])
            #expect(read.messages.first?.provenance.envelopeSender == "ann@example.com")
        }
    }

    @Test("what is wrong with a line is told with its number, and the rest is read")
    func badLines() throws {
        let path = try folder.write(
            "index", "spam data/in mail.1\n\nspam\nsPam data/in mail.2\nspam data/none\nham data\nham data/in mail.3\n")
        let read = Reading(path, format: .index)
        #expect(read.texts == [mail(1), mail(3)])
        #expect(
            read.warnings.map { "\($0)".replacing(folder.root, with: "") } == [
                "/index at byte 21: line 3 is not `spam|ham PATH`; skipped",
                "/index at byte 26: line 4 is not `spam|ham PATH`; skipped",
                "/data/none: is gone since the folder was listed; skipped",
                "/data: cannot be opened (Is a directory); skipped",
            ])
    }

    @Test("a file that was said to be an index and is none is given up after some lines")
    func noIndex() throws {
        let path = try folder.write("index", String(repeating: "no index at all\n", count: 10_000))
        let read = Reading(path, format: .index)
        #expect(read.messages.isEmpty)
        #expect(read.warnings.count <= 101)
        #expect(read.problems.last == .notMail)
        let oneLine = try folder.write("line", String(repeating: "x", count: 10_000_000))
        #expect(Reading(oneLine, format: .index).warnings.count <= 101)
    }
}
