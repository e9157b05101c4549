// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TestSupport
import Testing

@Suite("MH folders")
struct MHTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("messages come in the order of their numbers, then those of subfolders")
    func order() throws {
        for number in [1, 2, 10, 9] { try folder.write("\(number)", mail(number)) }
        try folder.write("11.gz", compress(mail(11), with: "gzip"))
        try folder.write(",3", mail(3))
        try folder.write(".mh_sequences", "cur: 2\n")
        try folder.write("notes.txt", "no message")
        try folder.write("Work/5", mail(5))
        try folder.write("Work/Old/6", mail(6))
        #expect(ArchiveFormat.detect(folder.root) == .mh)
        let read = Reading(folder.root)
        #expect(read.texts == [1, 2, 9, 10, 11, 5, 6].map { mail($0) })
        #expect(read.folders == [nil, nil, nil, nil, nil, "Work", "Work/Old"])
        #expect(read.warnings == [])
    }

    @Test("sequences become flags and keywords")
    func sequences() throws {
        for number in 1...8 { try folder.write("\(number)", mail(number)) }
        try folder.write(
            ".mh_sequences", "unseen: 1 4-6\nreplied: 2\nflagged: 2-3\nspam: 6 8\ncur: 2\nbad: 9-1 x 5-\n\nnocolon\n")
        let read = Reading(folder.root)
        #expect(
            read.messages.map(\.provenance.flags) == [
                [], [.seen, .replied, .flagged], [.seen, .flagged], [], [], [], .seen, .seen,
            ])
        #expect(read.messages.map(\.provenance.keywords) == [[], [], [], [], ["bad"], ["spam"], [], ["spam"]])
    }

    @Test("without .mh_sequences a folder of numbers is one, and no flag is known")
    func withoutSequences() throws {
        for number in 1...3 { try folder.write("\(number)", mail(number)) }
        #expect(ArchiveFormat.detect(folder.root) == .mh)
        #expect(Reading(folder.root).messages.allSatisfy { $0.provenance.flags == [] })
        try folder.write("readme", "x")
        #expect(ArchiveFormat.detect(folder.root) == .emlFolder)
        #expect(Reading(folder.root, format: .mh).messages.count == 3)
    }
}
