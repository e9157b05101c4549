// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

@Suite("Maildir")
struct MaildirTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
        try folder.makeMaildir()
    }

    @Test("messages of cur come first, then those of new, each in the order of their names")
    func order() throws {
        try folder.write("new/1600000004.M1P1.mx", mail(4))
        try folder.write("cur/1600000003.M1P1.mx:2,", mail(3))
        try folder.write("cur/1600000001.M1P1.mx:2,S", mail(1))
        try folder.write("new/1600000002.M1P1.mx", mail(2))
        try folder.write("tmp/1600000005.M1P1.mx", mail(5))
        try folder.write("cur/.hidden", mail(6))
        try folder.write("dovecot.index", "x")
        try folder.write("subscriptions", "Work")
        let read = Reading(folder.root)
        #expect(read.texts == [1, 3, 2, 4].map { mail($0) })
        #expect(read.messages.map(\.provenance.flags) == [.seen, [], .recent, .recent])
        #expect(
            read.messages.map(\.provenance.received) == [1_600_000_001, 1_600_000_003, 1_600_000_002, 1_600_000_004])
        #expect(read.messages.map(\.provenance.size) == [1, 3, 2, 4].map { mail($0).utf8.count })
        #expect(read.messages.allSatisfy { $0.provenance.archive == folder.root && $0.provenance.folder == "INBOX" })
        #expect(read.messages.first?.provenance.path == folder.path("cur/1600000001.M1P1.mx:2,S"))
        #expect(read.warnings == [])
    }

    @Test(
        "a name tells flags, keywords and when the message came",
        arguments: [
            ("1491941793.M41850P8566.mx1,S=10956,W=11212:2,FRSTab", 1_491_941_793, "FRST", ["Work", "$Junk"]),
            ("1491941793.M41850P8566.mx1,S=10956;2,PD", 1_491_941_793, "PD", []),
            ("1491941793.M41850P8566.mx1,S=10956!2,b", 1_491_941_793, "", ["$Junk"]),
            ("1491941793.M41850P8566.mx1:2,Szzyx", 1_491_941_793, "S", []),
            ("1491941793.M41850P8566.mx1:2,", 1_491_941_793, "", []),
            ("1491941793.M41850P8566.mx1", 1_491_941_793, "", []),
            ("1491941793.M41850P8566.mx1:1,S", 1_491_941_793, "", []),
            ("1491941793.M41850P8566.m:2,x1:2,F", 1_491_941_793, "F", []),
            ("1491941793.M41850P8566.mx1:2,F,S,", 1_491_941_793, "FS", []),
            ("99999999999999999999.M1.mx:2,S", nil, "S", []),
            ("12.M1.mx:2,S", nil, "S", []),
            ("message.eml", nil, "", []),
            ("1491941793:2,S", nil, "S", []),
        ] as [(String, Int64?, String, [String])])
    func names(_ name: String, _ received: Int64?, _ letters: String, _ keywords: [String]) throws {
        try folder.write("dovecot-keywords", "0 Work\n1 $Junk\r\n26 no letter\nnonsense\n")
        let path = try folder.write("cur/" + name, mail(1))
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 7)], ofItemAtPath: path)
        let provenance = try #require(Reading(folder.root).messages.first?.provenance)
        let flags: [Character: MaildirFlags] = [
            "P": .passed, "R": .replied, "S": .seen, "T": .trashed, "D": .draft, "F": .flagged,
        ]
        #expect(provenance.flags == letters.reduce(into: []) { $0.formUnion(flags[$1] ?? []) })
        #expect(provenance.keywords == keywords)
        #expect(provenance.received == received ?? 7)
    }

    @Test("each folder has its own keywords")
    func keywordsOfEachFolder() throws {
        try folder.write("dovecot-keywords", "0 Work\n")
        try folder.write("cur/1.a.mx:2,a", mail(1))
        try folder.makeMaildir(".Other")
        try folder.write(".Other/dovecot-keywords", "0 $Junk\n1 Work\n")
        try folder.write(".Other/cur/2.a.mx:2,ab", mail(2))
        try folder.makeMaildir(".None")
        try folder.write(".None/cur/3.a.mx:2,a", mail(3))
        #expect(Reading(folder.root).messages.map(\.provenance.keywords) == [["Work"], [], ["$Junk", "Work"]])
    }

    @Test(
        "names of subfolders are decoded",
        arguments: [
            (".Junk", "Junk"), (".Work.2024", "Work/2024"), (".Entw&APw-rfe", "Entwürfe"),
            (".&ZeVnLIqe-.&U,BTFw-", "日本語/台北"), (".A&-B", "A&B"), (".&2D3eAA-", "😀"), (".a&AOQ-&-&APY-", "aä&ö"),
            // Not well-formed, or in UTF-8 at once, as Dovecot can be set: as they stand.
            (".Entwürfe", "Entwürfe"), (".R&D", "R&D"), (".&2D0-", "&2D0-"), (".&AOQ", "&AOQ"), (".&AO?-", "&AO?-"),
            (".&AOR-", "&AOR-"),
        ])
    func namesOfFolders(_ name: String, _ decoded: String) throws {
        try folder.makeMaildir(name)
        try folder.write(name + "/cur/1.a.mx:2,S", mail(1))
        let read = Reading(folder.root)
        #expect(read.folders == [decoded])
        #expect(read.warnings == [])
    }

    @Test("Dovecot's LAYOUT=fs keeps folders in folders")
    func layoutFS() throws {
        try folder.write("cur/1.a.mx:2,S", mail(1))
        try folder.makeMaildir("Archive")
        try folder.write("Archive/cur/2.a.mx:2,S", mail(2))
        try folder.makeMaildir("Archive/2024.May")
        try folder.write("Archive/2024.May/new/3.a.mx", mail(3))
        try folder.makeMaildir("only/folders/Entw&APw-rfe")
        try folder.write("only/folders/Entw&APw-rfe/cur/4.a.mx:2,S", mail(4))
        let read = Reading(folder.root)
        #expect(read.texts == (1...4).map { mail($0) })
        #expect(read.folders == ["INBOX", "Archive", "Archive/2024.May", "only/folders/Entwürfe"])
        #expect(read.warnings == [])
    }

    @Test("a folder of Maildirs, as a mail server keeps its users', is read whole")
    func folderOfMaildirs() throws {
        try folder.makeMaildir("ann/Maildir")
        try folder.write("ann/Maildir/cur/1.a.mx:2,S", mail(1))
        try folder.makeMaildir("bob/Maildir")
        try folder.makeMaildir("bob/Maildir/.Junk")
        try folder.write("bob/Maildir/.Junk/new/2.a.mx", mail(2))
        for name in ["cur", "new", "tmp"] { try folder.remove(name) }
        let read = Reading(folder.root)
        #expect(read.texts == [mail(1), mail(2)])
        #expect(read.folders == ["ann/Maildir/INBOX", "bob/Maildir/Junk"])
    }

    @Test("folders lost by version control or an archiver do not matter, other dotted folders neither")
    func incomplete() throws {
        try folder.remove("tmp")
        try folder.write("cur/1.a.mx:2,S", mail(1))
        try folder.write(".cache/x", mail(2))
        try folder.write(".Sent/maildirfolder", "")
        #expect(ArchiveFormat.detect(folder.root) == .maildir)
        let read = Reading(folder.root)
        #expect(read.texts == [mail(1)])
        #expect(read.warnings == [])
    }

    @Test("compressed files under ordinary names are read, of other formats the remedy is told")
    func compressedFiles() throws {
        try folder.write("cur/1.a.mx,S=69:2,S", compress(mail(1), with: "gzip"))
        try folder.write("cur/2.a.mx,S=69:2,S", compress(mail(2), with: "xz"))
        try folder.write("cur/3.a.mx,S=69:2,S", mail(3))
        let others: [([UInt8], String)] = [
            (Array("BZh9".utf8) + [0x31, 0x41, 0x59, 0x26, 0x53, 0x59], "bzip2"),
            (Array("BZh9".utf8) + [0x17, 0x72, 0x45, 0x38, 0x50, 0x90], "bzip2"),
            (Array("LZIP".utf8) + [1], "lzip"),
            (Array("CRYPTED".utf8) + [3, 7], "Dovecot mail_crypt"),
        ]
        for (number, other) in others.enumerated() {
            try folder.write("cur/\(number + 4).a.mx:2,S", other.0 + [UInt8](repeating: 1, count: 100))
        }
        let read = Reading(folder.root)
        #expect(read.texts == (1...3).map { mail($0) })
        #expect(read.messages.map(\.provenance.received).allSatisfy { $0 != nil })
        #expect(read.warnings.count == others.count)
        for (warning, other) in zip(read.warnings, others) {
            #expect(warning.description.contains("is \(other.1), which is not read here: "), "\(warning)")
            // Nothing is ever to be expanded within a mailbox in use.
            #expect(warning.description.contains("backup -u USER maildir:FOLDER`"), "\(warning)")
            #expect(warning.outcome == "skipped")
        }
    }

    @Test("text without a header is a message where the server says so; bytes that are none are told")
    func anyContent() throws {
        try folder.write("cur/1.a.mx:2,S", "no header here")
        try folder.write("cur/2.a.mx:2,S", [0, 1, 2, 0xFF])
        try folder.write("cur/3.a.mx:2,S", "\(postmark)\n\(mail(3))")
        try folder.write("cur/4.a.mx:2,S", "From the text of a message without a header\nto its end\n")
        let read = Reading(folder.root)
        #expect(
            read.messages.map(\.bytes) == [
                Array("no header here".utf8), Array(mail(3).utf8),
                Array("From the text of a message without a header\nto its end\n".utf8),
            ])
        #expect(read.messages.first { $0.provenance.envelopeSender == "ann@example.com" } != nil)
        #expect(read.warnings.map(\.path) == [folder.path("cur/2.a.mx:2,S")] && read.problems == [.notMail])
    }
}
