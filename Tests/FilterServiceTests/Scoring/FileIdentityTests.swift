// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import TestSupport
import Testing

@Suite("What tells files apart") struct FileIdentityTests {
    @Test("a file of any year has one, and another once its time changes")
    func anyYear() throws {
        let folder = try ScratchFolder()
        let path = folder.path("model")
        try Data("x".utf8).write(to: URL(fileURLWithPath: path))
        var seen: Set<FileIdentity> = []
        // The years 1901, 1970 and 2300: nanoseconds since 1970 hold none after 2262.
        for seconds in [-2_147_483_648, 0, 10_413_792_000] {
            let times = [timespec](repeating: timespec(tv_sec: seconds, tv_nsec: 5), count: 2)
            #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
            seen.insert(try #require(FileIdentity(path: path)))
        }
        #expect(seen.count == 3)
    }
}
