// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import TestSupport
import Testing

@Suite("Files of Unix sockets") struct UnixSocketFileTests {
    private func umaskNow() throws -> Substring {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        return try #require(status.split(separator: "\n").first { $0.hasPrefix("Umask:") })
    }

    @Test("many that are made at once have the mode that was asked for, and leave the process's umask alone")
    func concurrent() async throws {
        let folder = try ScratchFolder()
        let before = try umaskNow()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<4 {
                group.addTask {
                    for number in 0..<200 {
                        let path = folder.path("\(task)-\(number)")
                        let descriptor = try UnixSocketFile.listen(path, mode: 0o666, group: nil, backlog: 1)
                        defer { close(descriptor) }
                        var status = stat()
                        #expect(stat(path, &status) == 0 && status.st_mode & 0o7777 == 0o666)
                        let other = open(path + ".file", O_CREAT | O_WRONLY, 0o600)
                        defer { close(other) }
                        #expect(fstat(other, &status) == 0 && status.st_mode & 0o7777 == 0o600)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try umaskNow() == before)
    }

    @Test("a group that does not exist leaves nothing behind")
    func noGroup() throws {
        let folder = try ScratchFolder()
        let path = folder.path("milter.sock")
        #expect(throws: UnixSocketFile.Problem.self) {
            try UnixSocketFile.listen(path, mode: 0o600, group: "no-such-group", backlog: 1)
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        close(try UnixSocketFile.listen(path, mode: 0o600, group: nil, backlog: 1))
    }
}
