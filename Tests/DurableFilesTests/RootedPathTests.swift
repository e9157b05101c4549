// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import TestSupport
import Testing

@Suite("Paths below a folder that is somebody's root")
struct RootedPathTests {
    @Test(
        "no link leads out of the folder, and no dots do",
        arguments: [
            ("/etc/passwd", "/etc/passwd"), ("/absolute/a", "/etc/a"), ("/relative/a", "/etc/a"),
            ("/up/etc", "/etc"), ("/../../etc//./passwd", "/etc/passwd"), ("/absolute/../x", "/x"),
            ("/far/passwd", "/nowhere/passwd"), ("/", ""),
        ])
    func resolved(path: String, expected: String) throws {
        let folder = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: folder.path("etc"), withIntermediateDirectories: true)
        for (name, target) in [
            ("absolute", "/etc"), ("relative", "./etc"), ("up", "../../../.."), ("far", "/nowhere"), ("loop", "/loop"),
        ] {
            try FileManager.default.createSymbolicLink(atPath: folder.path(name), withDestinationPath: target)
        }
        #expect(FileName.resolved(path, below: folder.root) == folder.root + expected)
        #expect(FileName.resolved("/loop/a", below: folder.root) == nil)
        #expect(FileName.resolved("/loop/a", below: "") == "/loop/a")
    }

    @Test("what lies in a folder is known by where its links lead")
    func within() throws {
        let (folder, other) = (try ScratchFolder(), try ScratchFolder())
        try FileManager.default.createSymbolicLink(atPath: folder.path("out"), withDestinationPath: other.root)
        try FileManager.default.createDirectory(atPath: folder.path("in"), withIntermediateDirectories: true)
        #expect(FileName.isWithin(folder.path("in"), folder.root) && FileName.isWithin(folder.root, folder.root))
        #expect(!FileName.isWithin(folder.path("out"), folder.root))
        #expect(
            !FileName.isWithin(folder.path("gone"), folder.root) && !FileName.isWithin(folder.root + "2", folder.root))
    }
}
