// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import SiteHealth
import TestSupport
import Testing

@Suite("What a user needs to get at")
struct AccessNeedTests {
    /// Nobody's: others' rights hold.
    private let stranger = UserIdentity(name: "spreu", number: 54_321, groups: [54_321])

    /// A folder with one in it and a file in that, with these modes; nil: it is not made.
    private func steps(_ outer: Int, _ inner: Int?, _ file: Int?) throws -> (ScratchFolder, [AccessNeed.Step]) {
        let folder = try ScratchFolder()
        let paths = ["outer", "outer/inner", "outer/inner/file"].map { folder.path($0) }
        if inner != nil { try FileManager.default.createDirectory(atPath: paths[1], withIntermediateDirectories: true) }
        if inner == nil { try FileManager.default.createDirectory(atPath: paths[0], withIntermediateDirectories: true) }
        if file != nil { try Data().write(to: URL(fileURLWithPath: paths[2])) }
        for (path, mode) in zip(paths, [outer, inner, file]).reversed() {
            guard let mode else { continue }
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        return (folder, paths.map { AccessNeed.Step(path: $0, rights: FilePermissions($0)) })
    }

    private func obstacle(
        _ outer: Int, _ inner: Int?, _ file: Int?, mayBeMissing: Bool = false
    ) throws -> AccessNeed.Obstacle? {
        let (folder, steps) = try steps(outer, inner, file)
        defer { withExtendedLifetime(folder) {} }
        return AccessNeed(.store, steps: steps, user: stranger, wanted: .read, mayBeMissing: mayBeMissing).obstacle
    }

    @Test("what stands in the way is the first folder that does not let through, or the goal")
    func way() throws {
        #expect(try obstacle(0o755, 0o711, 0o644) == nil)
        let door = try obstacle(0o750, 0o711, 0o640)
        #expect(door?.step.path.hasSuffix("/outer") == true && door?.isGoal == false && door?.lacks == .execute)
        let goal = try obstacle(0o755, 0o711, 0o640)
        #expect(goal?.step.path.hasSuffix("/file") == true && goal?.isGoal == true && goal?.lacks == .read)
    }

    @Test("what is not there is missing, unless it may be made there")
    func missing() throws {
        let gone = try obstacle(0o755, 0o711, nil)
        #expect(gone?.isGoal == true && gone?.lacks == nil)
        #expect(try obstacle(0o755, 0o777, nil, mayBeMissing: true) == nil)
        let shut = try obstacle(0o755, 0o755, nil, mayBeMissing: true)
        #expect(shut?.step.path.hasSuffix("/inner") == true && shut?.lacks == [.write, .execute])
    }
}
