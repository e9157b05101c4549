// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

@Suite("Folders of messages")
struct EmlFolderTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("a tree is read in the order of its names, each file as what it holds")
    func tree() throws {
        try folder.write("a/1.eml", mail(1))
        try folder.write("a/2.EML", "\(postmark)\n\(mail(2))")
        try folder.write("b.eml.gz", compress(mail(3), with: "gzip"))
        try folder.write("c.eml.xz", compress(mail(4), with: "xz"))
        try folder.write("d", mail(5, lineEnd: "\r\n"))
        try folder.write("e.mbox", "\(postmark)\n\(mail(6))\n\(postmark)\n\(mail(7))\n")
        try folder.write("f.eml", "a message without a header")
        try folder.write("g.txt", "neither a message")
        try folder.write("h.png", [0x89, 0x50, 0, 0])
        try folder.write(".hidden", mail(8))
        try folder.write(".git/9", mail(9))
        try folder.write("index", "spam a/1.eml\n")
        try folder.write("z.eml", "")
        let read = Reading(folder.root)
        let expected =
            (1...4).map { mail($0) } + [mail(5, lineEnd: "\r\n"), mail(6), mail(7), "a message without a header"]
        #expect(read.texts == expected)
        #expect(read.folders == ["a", "a"] + Array(repeating: nil, count: 6))
        #expect(read.problems == [.notMail, .notMail, .notMail, .empty])
        #expect(read.warnings.map(\.path) == ["g.txt", "h.png", "index", "z.eml"].map { folder.path($0) })
    }

    @Test("told to be a folder of messages, every mail is one")
    func asked() throws {
        try folder.write("1.eml", "\(postmark)\n\(mail(1))\n\(postmark)\n\(mail(2))\n")
        try folder.write("2", "\(postmark)\n\(mail(3))\n\(postmark)\n\(mail(4))\n")
        let read = Reading(folder.root, format: .emlFolder)
        #expect(read.texts == ["\(mail(1))\n\(postmark)\n\(mail(2))\n", "\(mail(3))\n\(postmark)\n\(mail(4))\n"])
        #expect(Reading(folder.root, format: .mbox).messages.count == 4)
    }

    @Test("links are followed, but not round in a circle")
    func links() throws {
        try folder.write("a/1.eml", mail(1))
        try folder.link("a/up", to: "..")
        try folder.link("b.eml", to: "a/1.eml")
        try folder.link("c", to: "a")
        try folder.link("d.eml", to: "nowhere")
        try folder.link("e.eml", to: "e.eml")
        let read = Reading(folder.root)
        #expect(read.texts == [mail(1), mail(1)])
        #expect(
            read.warnings.map { "\($0)".replacing(folder.root, with: "") } == [
                "/a/up: was read already under another name (a link leads back to it); skipped",
                "/c: was read already under another name (a link leads back to it); skipped",
                "/d.eml: is gone since the folder was listed; skipped",
                "/e.eml: cannot be opened (Too many levels of symbolic links); skipped",
            ])
    }

    @Test("files that vanish after the folder was listed are told, and the rest is read", arguments: [true, false])
    func vanishing(_ isMH: Bool) throws {
        for number in 1...4 { try folder.write("\(number)\(isMH ? "" : ".eml")", mail(number)) }
        #expect(ArchiveFormat.detect(folder.root) == (isMH ? .mh : .emlFolder))
        var reader = ArchiveReader([folder.root])
        _ = reader.nextMessage()
        try folder.remove(isMH ? "2" : "2.eml")
        try folder.remove(isMH ? "4" : "4.eml")
        let read = Reading(reader)
        #expect(read.texts == [mail(3)])
        #expect(read.problems == [.removed, .removed])
    }

    @Test("folders deeper than the limit are told and skipped")
    func depth() throws {
        try folder.write("1/2/3/4/a.eml", mail(4))
        try folder.write("1/2/a.eml", mail(2))
        var limits = ArchiveLimits.standard
        limits.maxDepth = 2
        let read = Reading(folder.root, format: .emlFolder, limits: limits)
        #expect(read.texts == [mail(2)])
        #expect(read.problems == [.tooDeep])
        #expect(read.warnings.first?.path == folder.path("1/2/3"))
    }

    @Test("pipes and sockets among files are told and not waited for")
    func specialFiles() throws {
        try folder.write("1.eml", mail(1))
        #expect(mkfifo(folder.path("0.eml"), 0o600) == 0)
        #expect(mkfifo(folder.path("2.eml"), 0o600) == 0)
        let read = Reading(folder.root)
        #expect(read.texts == [mail(1)])
        #expect(read.problems == [.specialFile, .specialFile])
        try folder.makeMaildir("M")
        #expect(mkfifo(folder.path("M/cur/1.a.mx:2,S"), 0o600) == 0)
        #expect(Reading(folder.path("M")).problems == [.specialFile])
    }

    @Test("names that are not UTF-8 can be read")
    func namesOfAnyBytes() throws {
        var name = Array(folder.path("x.eml").utf8CString)
        name[name.count - 6] = CChar(bitPattern: 0xE4)
        let file = try #require(fopen(name, "w"))
        fputs(mail(1), file)
        fclose(file)
        let read = Reading(folder.root)
        #expect(read.texts == [mail(1)])
        #expect(read.messages.first?.provenance.path == folder.path("\u{FFFD}.eml"))
    }
}
