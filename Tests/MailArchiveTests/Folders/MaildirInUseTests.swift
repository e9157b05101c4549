// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

@Suite("A Maildir in use")
struct MaildirInUseTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.makeMaildir()
        for number in 1...3 { try folder.write("cur/\(number).a.mx:2,", mail(number)) }
        for number in 4...6 { try folder.write("new/\(number).a.mx", mail(number)) }
    }

    /// Reads one message, lets the mail program do something, reads the rest.
    private func reading(_ change: () throws -> Void) throws -> Reading {
        var reader = ArchiveReader([folder.root])
        let next = reader.nextMessage()
        let first = try #require(next)
        try change()
        var read = Reading(reader)
        read.messages.insert(first, at: 0)
        return read
    }

    @Test("a message whose flags change is read once, with its new flags")
    func flagsChange() throws {
        let read = try reading {
            try folder.move("cur/1.a.mx:2,", to: "cur/1.a.mx:2,S")
            try folder.move("cur/2.a.mx:2,", to: "cur/2.a.mx:2,FS")
        }
        #expect(read.texts == (1...6).map { mail($0) })
        #expect(read.messages[1].provenance.flags == [.flagged, .seen])
        #expect(read.warnings == [])
    }

    @Test("a message that moves from new to cur is read once")
    func movesToCur() throws {
        let read = try reading { try folder.move("new/5.a.mx", to: "cur/5.a.mx:2,S") }
        #expect(read.texts == (1...6).map { mail($0) })
        #expect(read.messages[4].provenance.flags == .seen)
        #expect(read.warnings == [])
    }

    @Test("a message that is deleted is told, and the rest is read")
    func vanishes() throws {
        let read = try reading {
            try folder.remove("cur/2.a.mx:2,")
            try folder.remove("new/5.a.mx")
        }
        #expect(read.texts == [1, 3, 4, 6].map { mail($0) })
        #expect(read.problems == [.removed, .removed])
        #expect(read.warnings.map(\.path) == [folder.path("cur/2.a.mx:2,"), folder.path("new/5.a.mx")])
    }

    @Test("another message whose name begins alike is not taken for a removed one")
    func beginsAlike() throws {
        let read = try reading {
            try folder.move("cur/2.a.mx:2,", to: "cur/2.a.mx2:2,S")
            try folder.write("cur/2.a.mx,S=1:2,S", mail(7))
        }
        #expect(read.texts == [1, 3, 4, 5, 6].map { mail($0) })
        #expect(read.problems == [.removed])
    }

    @Test("a message that comes while the folder is read is left for the next time")
    func arrives() throws {
        let read = try reading { try folder.write("new/7.a.mx", mail(7)) }
        #expect(read.messages.count == 6)
        #expect(read.warnings == [])
    }

    @Test("a folder that is deleted is told once")
    func folderVanishes() throws {
        for name in [".First", ".Gone", ".Last"] {
            try folder.makeMaildir(name)
            try folder.write(name + "/cur/1.a.mx:2,", mail(7))
        }
        var reader = ArchiveReader([folder.root])
        while reader.nextMessage()?.provenance.folder != "First" {}
        try folder.remove(".Gone")
        let read = Reading(reader)
        #expect(read.folders == ["Last"])
        #expect(read.problems == [.removed])
        #expect(read.warnings.map(\.path) == [folder.path(".Gone")])
    }

    @Test("emptying a large folder while it is read costs no more than reading it")
    func massDeletion() throws {
        for number in 10_000..<14_000 { try folder.write("cur/\(number).a.mx:2,", mail(number)) }
        let read = try reading {
            for number in 10_000..<14_000 { try folder.remove("cur/\(number).a.mx:2,") }
        }
        #expect(read.problems == Array(repeating: .removed, count: 4_000))
        #expect(read.messages.count == 6)
    }
}
