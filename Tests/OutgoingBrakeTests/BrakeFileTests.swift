// SPDX-License-Identifier: Apache-2.0
import Foundation
import OutgoingBrake
import TestSupport
import Testing

@Suite("The brake's files") struct BrakeFileTests {
    private static let clock = ClockReading(boot: 5_000, wall: 1_800_000_000)

    /// A table with some of everything, at a time.
    private static func table(at now: Int64) -> BrakeTable {
        let own = [OutgoingSender(login: "newsletter"): BrakeCeilings(tenMinutes: 900, hour: 900, day: 900)]
        var table = BrakeTable(ceilings: CeilingTable(own: own))
        for time in stride(from: now - 80_000, through: now, by: 4_000) {
            _ = table.count(7, of: OutgoingSender(login: "newsletter"), at: time)
            _ = table.count(60, of: OutgoingSender(login: "Anna Muster = 1:2,3"), at: time)
        }
        if let client = OutgoingSender(clientAddress: "2001:db8::9") { _ = table.count(101, of: client, at: now) }
        return table
    }

    private static func text(of file: CountsFile) throws -> String {
        let folder = try ScratchFolder()
        try file.write(to: BrakeFolder(folder.root))
        return try String(contentsOfFile: BrakeFolder(folder.root).countsPath, encoding: .utf8)
    }

    @Test("what is written is read again, its owner's alone")
    func roundTrip() throws {
        let scratch = try ScratchFolder()
        let folder = BrakeFolder(scratch.root)
        let file = CountsFile(Self.table(at: 90_000), releases: [1, .max], time: 90_000, clock: Self.clock)
        try file.write(to: folder)
        #expect(try CountsFile(contentsOf: folder) == file)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.countsPath)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(file.senders.count == 3 && file.senders.values.count { $0.heldSince != nil } == 2)
    }

    @Test("a file that is cut anywhere is refused, or gives some of its senders")
    func truncation() throws {
        let file = CountsFile(Self.table(at: 90_000), releases: [7], time: 90_000, clock: Self.clock)
        let text = try Self.text(of: file)
        for count in 0...text.utf8.count {
            let cut = String(decoding: Array(text.utf8.prefix(count)), as: UTF8.self)
            guard let read = try? CountsFile(path: "counts", text: cut) else { continue }
            #expect(read.senders.count <= 3 && read.time <= 90_000)
        }
    }

    @Test("bytes that were changed anywhere do no harm")
    func noise() throws {
        let text = try Self.text(
            of: CountsFile(Self.table(at: 90_000), releases: [7], time: 90_000, clock: Self.clock))
        var generator = SplitMix64(seed: 9)
        for _ in 0..<3_000 {
            var bytes = Array(text.utf8)
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            guard let read = try? CountsFile(path: "counts", text: String(decoding: bytes, as: UTF8.self)) else {
                continue
            }
            var table = BrakeTable(ceilings: CeilingTable(), senders: read.senders)
            let now = read.time(at: ClockReading(boot: 6_000, wall: 1_800_001_000))
            _ = table.count(1, of: OutgoingSender(login: "newsletter"), at: now)
            _ = table.endHolds(at: now)
        }
    }

    @Test(
        "numbers that no filter writes cost their line",
        arguments: [
            "login 100 300 1000 held= told= ten-minutes=99999999999:1 hour= day= x",
            "login 100 300 1000 held= told= ten-minutes=-1:1 hour= day= x",
            "login 100 300 1000 held= told= ten-minutes=1:9999999999999 hour= day= x",
            "login 100 300 1000 held= told= ten-minutes=2:1,1:1 hour= day= x",
            "login 100 300 1000 held= told= hour= day= x", "login 100 300 x held= told= ten-minutes= hour= day= x",
            "client 100 300 1000 held= told= ten-minutes= hour= day= localhost", "release zz", "what", "login",
            "login 100 300 1000 held= told= ten-minutes=\((0...40).map { "\($0):1" }.joined(separator: ",")) hour= day= x",
        ])
    func hostile(line: String) throws {
        let text = "#\nbrake 1\ntime 90000 boot 5 wall 5\n\(line)\n"
        let file = try CountsFile(path: "counts", text: text)
        #expect(file.senders.isEmpty && file.releases.isEmpty && file.unreadLines == 1)
    }

    @Test(
        "a file of another kind is refused with its line",
        arguments: [
            ("", 2), ("\n\n\n", 2), ("#\nbrake 2\ntime 1 boot 1 wall 1\n", 2), ("#\nbrake 1\ntime 1\n", 3),
            ("#\nbrake 1\ntime 1 boot 9223372036854775807 wall 1\n", 3), ("#\nbrake 1\ntime -1 boot 1 wall 1\n", 3),
        ])
    func otherKinds(text: String, line: Int) {
        #expect(throws: BrakeFileError(path: "p", problem: .damaged(line: line))) {
            try CountsFile(path: "p", text: text)
        }
    }

    @Test(
        "of two clocks the one counts that says less",
        arguments: [
            // A restart of the filter; one after the wall clock was set forward by years, and one after it was set back.
            (5_060, 1_800_000_060, 60), (5_060, 1_900_000_000, 60), (5_060, 1_700_000_000, 0),
            // A restart of the machine; one whose clock begins in 1970.
            (30, 1_800_000_120, 120), (30, 0, 0),
            // A restart of a machine that has run for longer since: less than has passed.
            (6_000, 1_800_009_000, 1_000),
        ] as [(Int64, Int64, Int64)])
    func clocks(boot: Int64, wall: Int64, elapsed: Int64) {
        #expect(ClockReading(boot: boot, wall: wall).elapsed(since: Self.clock) == elapsed)
        let file = CountsFile(Self.table(at: 90_000), releases: [], time: 90_000, clock: Self.clock)
        #expect(file.time(at: ClockReading(boot: boot, wall: wall)) == 90_000 + elapsed)
    }

    @Test("releases are added one after another, and the last of them are kept")
    func releases() throws {
        let scratch = try ScratchFolder()
        let folder = BrakeFolder(scratch.root)
        #expect(try ReleaseFile(contentsOf: folder).releases == [])
        let all = (0..<(ReleaseFile.maxReleases + 5)).map {
            Release(time: Int64($0), author: "hans", name: "anna muster \($0)")
        }
        for release in all { try ReleaseFile.add(release, to: folder) }
        #expect(try ReleaseFile(contentsOf: folder).releases == all.suffix(ReleaseFile.maxReleases))
    }

    @Test("what is no file of releases gives those lines that are", arguments: ["", "\u{0}\n", "1 2 hans anna\nxyz\n"])
    func otherReleases(text: String) throws {
        let scratch = try ScratchFolder()
        let folder = BrakeFolder(scratch.root)
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.releasesPath))
        let releases = try ReleaseFile(contentsOf: folder).releases
        #expect(releases == (text.hasPrefix("1") ? [Release(id: 1, time: 2, author: "hans", name: "anna")] : []))
    }

    @Test("a folder that is missing is told with its path")
    func missing() {
        let folder = BrakeFolder("/nonexistent/brake")
        #expect(throws: BrakeFileError(path: folder.countsPath, problem: .missing)) {
            try CountsFile(contentsOf: folder)
        }
        #expect(throws: BrakeFileError.self) {
            try ReleaseFile.add(Release(time: 0, author: "a", name: "b"), to: folder)
        }
    }
}
