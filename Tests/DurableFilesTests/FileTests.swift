// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite("Files")
struct FileTests {
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    private func write(_ text: String, to name: String) throws {
        try DurableFile.write(Array(text.utf8), to: folder.path(name))
    }

    private func error(_ body: () throws -> Void) -> (call: String, number: Int32)? {
        do { try body() } catch let error as DurableFileError { return (error.call, error.number) } catch {}
        return nil
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.root).sorted() }
    }

    @Test("a file is read whole up to the limit, and refused beyond it")
    func limit() throws {
        try write("four", to: "a")
        #expect(try ReadableFile.contents(of: folder.path("a"), limit: 4) == Array("four".utf8))
        #expect(error { _ = try ReadableFile.contents(of: folder.path("a"), limit: 3) }?.number == EFBIG)
        let file = try ReadableFile(folder.path("a"))
        #expect(try file.read(upTo: 3) == Array("fou".utf8) && file.read(upTo: 3) == Array("r".utf8))
    }

    @Test("a pipe or a device is never replaced by a file")
    func noFile() throws {
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        #expect(error { try write("text", to: "pipe") }?.number == ENOTSUP)
        #expect(FileStatus(folder.path("pipe"), followsLinks: false)?.kind == .pipe)
        #expect(error { try DurableFile.write([1], to: "/dev/full") }?.number == ENOTSUP)
        #expect(try names == ["pipe"])
    }

    @Test("only regular files are opened, unless any kind is asked for; links where they may be others'")
    func kinds() throws {
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        try FileName.link(folder.path("link"), to: "a")
        try write("text", to: "a")
        #expect(error { _ = try ReadableFile(folder.path("none")) }?.number == ENOENT)
        #expect(error { _ = try ReadableFile(folder.path("pipe")) }?.number == EINVAL)
        #expect(error { _ = try ReadableFile(folder.root) }?.number == EINVAL)
        #expect(error { _ = try ReadableFile(folder.root, .anyKind) }?.number == EISDIR)
        #expect(error { _ = try ReadableFile(folder.path("link"), .noLinks) }?.number == ELOOP)
        #expect(try ReadableFile(bytes: Array(folder.path("link").utf8)[...]).status.size == 4)
        #expect(FileStatus(folder.path("link"), followsLinks: false)?.kind == .link)
    }

    @Test("a link is replaced by another, not followed")
    func links() throws {
        try write("one", to: "a")
        try write("two", to: "b")
        for target in ["a", "b"] {
            try FileName.link(folder.path("current"), to: target)
            #expect(FileName.resolved(folder.path("current")) == FileName.resolved(folder.path(target)))
        }
        #expect(try names == ["a", "b", "current"])
    }

    @Test("what is not finished leaves nothing behind, and what was there before stays")
    func unfinished() throws {
        try write("old", to: "a")
        do {
            var file = try DurableFile(replacing: folder.path("a"))
            try file.writeBytes(Array("new".utf8))
        }
        do {
            let made = try DurableFolder(beside: folder.path("b"))
            try made.makeFolder("inner")
            try DurableFile.write([1], to: made.path + "/inner/file")
            #expect(try names.count == 2)
        }
        #expect(try names == ["a"])
        #expect(try ReadableFile.contents(of: folder.path("a"), limit: 9) == Array("old".utf8))
    }

    @Test("a file without a name is seen by nobody, and keeps what was written as long as it is mapped")
    func nameless() throws {
        func written(_ pieces: [[UInt8]]) throws -> MappedFile {
            let file = try NamelessFile(in: folder.root)
            for piece in pieces { try file.writeBytes(piece) }
            #expect(try names == [])
            return try file.map()
        }
        let file = try written([[1, 2], [], [3]])
        withExtendedLifetime(file) { #expect(Array(file.bytes) == [1, 2, 3]) }
        #expect(try written([]).bytes.isEmpty)
        #expect(throws: DurableFileError(path: folder.path("none"), call: "open", errno: ENOENT)) {
            _ = try NamelessFile(in: folder.path("none"))
        }
    }

    @Test("a folder has its name when it is whole, and then with all that is in it")
    func folders() throws {
        let made = try DurableFolder(beside: folder.path("b"))
        try DurableFile.write([1], to: made.path + "/file")
        try made.commit(as: folder.path("b"))
        #expect(try names == ["b"])
        #expect(try ReadableFile.contents(of: folder.path("b/file"), limit: 9) == [1])
        #expect(FileStatus(folder.path("b"))?.permissions == 0o700)
    }

    @Test("one process has a lock alone, or several share it; who comes second is told who has it")
    func lock() throws {
        let path = folder.path("lock")
        func take(_ exclusively: Bool) -> String? {
            do throws(FileLock.Failure) {
                _ = try FileLock(path, exclusively: exclusively, who: "second")
                return nil
            } catch {
                if case .held(let holder) = error { return holder }
                return "\(error)"
            }
        }
        do {
            let alone = try FileLock(path, exclusively: true, who: "first")
            #expect(take(true) == "first (process \(getpid()))" && take(false) == take(true))
            withExtendedLifetime(alone) {}
        }
        do {
            let shared = try FileLock(path, exclusively: false, who: "reader")
            #expect(take(false) == nil && take(true) != nil)
            withExtendedLifetime(shared) {}
        }
        #expect(take(true) == nil)
    }

    @Test("the system says how much memory is in use")
    func memory() throws {
        let memory = try #require(ProcessMemory.now)
        #expect(memory.resident > memory.ofFiles && memory.ofFiles > 0)
    }
}
