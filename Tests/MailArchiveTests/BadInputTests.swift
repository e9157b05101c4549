// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

@Suite("Bad archives")
struct BadInputTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test("what cannot be read is one line, and the next source is read")
    func oneLineEach() throws {
        let good = try folder.write("good.eml", mail(1))
        try folder.write("empty", "")
        try folder.write("picture", [0x89, 0x50, 0, 0])
        try folder.write("archive.zip", Array("PK".utf8) + [3, 4, 0, 0])
        try folder.link("loop", to: "loop")
        try folder.makeFolder("nothing")
        let names = ["none", "empty", "picture", "archive.zip", "loop", "good.eml/x", "line\nend"]
        let reader = ArchiveReader(names.flatMap { [folder.path($0), good] } + [folder.path("nothing")])
        let read = Reading(reader)
        #expect(read.texts == Array(repeating: mail(1), count: names.count))
        #expect(
            read.warnings.map { "\($0)".replacing(folder.root, with: "") } == [
                "/none: does not exist; skipped",
                "/empty: is empty; skipped",
                "/picture: does not look like mail; skipped; name the format to read it all the same",
                "/archive.zip: is zip, which is not read here: unpack it with `unzip`; skipped",
                "/loop: cannot be opened (Too many levels of symbolic links); skipped",
                "/good.eml/x: cannot be opened (Not a directory); skipped",
                "/line\\nend: does not exist; skipped",
                "/nothing: is empty; nothing to read",
            ])
    }

    @Test("a format that does not fit the kind of file is told")
    func wrongKind() throws {
        let file = try folder.write("mbox", "\(postmark)\n\(mail(1))\n")
        for format in ArchiveFormat.allCases where format.isFolder {
            #expect(Reading(file, format: format).problems == [.wrongKind(expected: format)])
        }
        #expect(Reading(folder.root, format: .index).problems == [.wrongKind(expected: .index)])
    }

    @Test("NULs are kept, and separate nothing")
    func nuls() throws {
        let body = "a\0b\n\0\0\0\n\n\0\(postmark)\nSubject: x\n\n\(String(repeating: "\0", count: 5000))\n"
        let path = try folder.write("mbox", "\(postmark)\nSubject: x\0y\n\n\(body)\n\(postmark)\n\(mail(2))\n")
        let read = Reading(path)
        #expect(read.texts == ["Subject: x\0y\n\n\(body)", mail(2)])
        #expect(read.warnings == [])
        let message = try folder.write("message", "Subject: x\n\n\0\0")
        #expect(Reading(message).texts == ["Subject: x\n\n\0\0"])
    }

    @Test(
        "a message longer than the limit is cut and told, and the next one is read",
        arguments: [nil, "gzip"], [100, 100_000])
    func longMessage(_ program: String?, _ limit: Int) throws {
        var limits = ArchiveLimits.standard
        limits.maxMessageBytes = limit
        for (extra, isCut) in [(-1, false), (0, false), (1, true), (3_000_000, true)] {
            let top = "Subject: x\n\n"
            let long = top + String(repeating: "x", count: limits.maxMessageBytes + extra - top.utf8.count - 1) + "\n"
            let mbox = "\(postmark)\n\(mail(1))\n\(postmark)\n\(long)\n\(postmark)\n\(mail(3))\n"
            let bytes = try program.map { try compress(mbox, with: $0) } ?? Array(mbox.utf8)
            let read = Reading(try folder.write("mbox", bytes), limits: limits)
            #expect(read.texts == [mail(1), String(long.prefix(limits.maxMessageBytes)), mail(3)])
            #expect(read.problems.count == (isCut ? 1 : 0))
            #expect(
                read.warnings.first?.outcome ?? "the first \(limit) bytes were kept"
                    == "the first \(limit) bytes were kept"
            )
            let record = long.utf8.count + postmark.utf8.count + 2
            #expect(read.messages[1].provenance.size == record)
            let single = try program.map { try compress(long, with: $0) } ?? Array(long.utf8)
            let alone = Reading(try folder.write("x.eml", single), limits: limits)
            #expect(alone.texts == [String(long.prefix(limits.maxMessageBytes))])
            #expect(alone.problems.count == (isCut ? 1 : 0))
        }
    }

    @Test("a message of 2 GB takes little memory, and the one after it is read")
    func twoGigabytes() throws {
        let path = try folder.write("mbox", "\(postmark)\nSubject: zeros\n\n")
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.truncate(atOffset: 2 << 30)
        try file.seekToEnd()
        try file.write(contentsOf: Data("\n\n\(postmark)\n\(mail(2))\n".utf8))
        try file.close()
        // Other tests run in this process at the same time: what counts is how much it grows meanwhile.
        let before = residentBytes("VmRSS:")
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        let read = Reading(path)
        #expect(read.messages.map(\.bytes.count) == [64 << 20, mail(2).utf8.count])
        #expect(read.problems == [.messageTooLong(bytes: 2 << 30 + 2)])
        let one = Reading(path, format: .message)
        #expect(one.messages.map(\.bytes.count) == [(64 << 20) - postmark.utf8.count - 1])
        #expect(one.warnings.count == 1)
        #expect(residentBytes("VmHWM:") - before < 600 << 20)
    }

    @Test("an mbox that grows, shrinks or is rewritten while it is read is told")
    func changesWhileRead() throws {
        let record = "\(postmark)\nSubject: x\n\n\(String(repeating: "0123456789abcde\n", count: 20_000))\n"
        func reading(_ change: (FileHandle) throws -> Void) throws -> Reading {
            let path = try folder.write("mbox", String(repeating: record, count: 10))
            var reader = ArchiveReader([path])
            _ = reader.nextMessage()
            let file = try #require(FileHandle(forUpdatingAtPath: path))
            try change(file)
            try file.close()
            return Reading(reader)
        }
        let grown = try reading {
            try $0.seekToEnd()
            try $0.write(contentsOf: Data(record.utf8))
        }
        #expect(grown.messages.count == 9)
        #expect(grown.problems == [.changedWhileRead])
        let shrunk = try reading { try $0.truncate(atOffset: UInt64(record.utf8.count * 5)) }
        #expect(4..<9 ~= shrunk.messages.count)
        #expect(shrunk.problems == [.changedWhileRead])
        let rewritten = try reading { try $0.write(contentsOf: Data(record.utf8)) }
        #expect(rewritten.messages.count == 9)
        #expect(rewritten.problems == [.changedWhileRead])
        let deleted = try reading { _ in try folder.remove("mbox") }
        #expect(deleted.messages.count == 9)
        #expect(deleted.warnings == [])
    }

    /// A figure of this process's memory, in bytes: `VmRSS:` now, `VmHWM:` the peak since it was last cleared.
    private func residentBytes(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        return (line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
