// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import TestSupport
import Testing

/// One after the other: a process has one standard input.
@Suite("Standard input", .serialized)
struct StandardInputTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    /// Reads `-` while a pipe is standard input, into which the bytes come in pieces.
    private func reading(_ bytes: [UInt8], piece: Int = 1000, format: ArchiveFormat? = nil) throws -> Reading {
        let pipe = Pipe()
        let writer = Thread {
            for start in stride(from: 0, to: bytes.count, by: piece) {
                let part = bytes[start..<min(start + piece, bytes.count)]
                guard (try? pipe.fileHandleForWriting.write(contentsOf: Data(part))) != nil else { break }
            }
            try? pipe.fileHandleForWriting.close()
        }
        writer.start()
        return try reading(from: pipe.fileHandleForReading.fileDescriptor, format: format)
    }

    private func reading(from descriptor: Int32, format: ArchiveFormat? = nil) throws -> Reading {
        let own = dup(STDIN_FILENO)
        try #require(dup2(descriptor, STDIN_FILENO) == STDIN_FILENO)
        defer {
            dup2(own, STDIN_FILENO)
            close(own)
        }
        return Reading("-", format: format)
    }

    @Test("a message through a pipe", arguments: [1, 7, 4096])
    func message(_ piece: Int) throws {
        let read = try reading(Array(mail(1).utf8), piece: piece)
        #expect(read.texts == [mail(1)])
        #expect(read.messages.first?.provenance == Provenance(archive: "-", path: "-", size: mail(1).utf8.count))
        #expect(read.warnings == [])
    }

    @Test("an mbox through a pipe, longer than any window", arguments: [1000, 65_536])
    func mbox(_ piece: Int) throws {
        let body = String(repeating: "0123456789abcde\n", count: 60_000)
        let record = "\(postmark)\nSubject: x\n\n\(body)\n"
        let read = try reading(Array((record + record + record).utf8), piece: piece)
        #expect(read.texts == Array(repeating: "Subject: x\n\n\(body)", count: 3))
        #expect(read.messages.map(\.provenance.offset) == [0, record.utf8.count, 2 * record.utf8.count])
    }

    @Test("compressed mail through a pipe", arguments: ["gzip", "xz"])
    func compressed(_ program: String) throws {
        let mbox = "\(postmark)\n\(mail(1))\n\(postmark)\n\(mail(2))\n"
        #expect(try reading(compress(mbox, with: program), piece: 5).texts == [mail(1), mail(2)])
    }

    @Test("an index through a pipe names files from the current folder")
    func index() throws {
        let path = try folder.write("a message", mail(1))
        #expect(try reading(Array("ham \(path)\n".utf8)).texts == [mail(1)])
    }

    @Test("a file as standard input is read from where it stands")
    func file() throws {
        let path = try folder.write("two", mail(1) + mail(2))
        let file = try #require(FileHandle(forReadingAtPath: path))
        try file.seek(toOffset: UInt64(mail(1).utf8.count))
        let read = try reading(from: file.fileDescriptor)
        #expect(read.texts == [mail(2)])
        #expect(read.messages.first?.provenance.size == mail(2).utf8.count)
    }

    @Test("nothing, a folder, and a folder's format are told")
    func wrong() throws {
        #expect(try reading([]).problems == [.empty])
        #expect(try reading(Array(mail(1).utf8), format: .maildir).problems == [.wrongKind(expected: .maildir)])
        let descriptor = open(folder.root, O_RDONLY)
        defer { close(descriptor) }
        #expect(try reading(from: descriptor).problems == [.cannotRead(code: EISDIR)])
    }

    @Test("a named pipe is read as a source")
    func namedPipe() throws {
        let path = folder.path("pipe")
        try #require(mkfifo(path, 0o600) == 0)
        let bytes = Array("\(postmark)\n\(mail(1))\n".utf8)
        Thread { try? Data(bytes).write(to: URL(fileURLWithPath: path)) }.start()
        #expect(Reading(path).texts == [mail(1)])
    }
}
