// SPDX-License-Identifier: Apache-2.0
import SiteHealth
import Testing

@Suite("Rights of files")
struct FileRightsTests {
    private let spreu = UserIdentity(name: "spreu", number: 900, groups: [900, 901])

    /// An entry as Linux keeps it: tag, rights, id.
    private static func list(_ entries: (tag: UInt16, rights: UInt16, id: UInt32)...) -> [UInt8] {
        func bytes(_ value: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        return bytes(UInt32(2)) + entries.flatMap { bytes($0.tag) + bytes($0.rights) + bytes($0.id) }
    }

    @Test(
        "without a list the first class that fits decides, even against the user",
        arguments: [
            (900, 0, 0o400, true), (900, 0, 0o077, false), (0, 901, 0o040, true), (0, 901, 0o004, false),
            (0, 0, 0o004, true), (0, 0, 0o040, false),
        ] as [(UInt32, UInt32, UInt32, Bool)])
    func modes(owner: UInt32, group: UInt32, mode: UInt32, isAllowed: Bool) {
        #expect(FileRights(owner: owner, group: group, mode: mode).allow(.read, to: spreu) == isAllowed)
    }

    @Test("root may do everything")
    func root() {
        let root = UserIdentity(name: "root", number: 0, groups: [0])
        #expect(FileRights(owner: 900, group: 900, mode: 0).allow([.read, .write, .search], to: root))
    }

    @Test("a list lets in the user that it names, as far as its mask goes")
    func named() {
        let list = Self.list((1, 7, .max), (2, 5, 900), (4, 0, .max), (0x10, 5, .max), (0x20, 0, .max))
        let rights = FileRights(owner: 8, group: 8, mode: 0o750, list: list)
        #expect(rights.allow([.read, .search], to: spreu))
        #expect(!rights.allow(.write, to: spreu))
        // A mailer that makes files with mode 0600 clears the mask: the name in the list is worth nothing then.
        let masked = Self.list((1, 6, .max), (2, 5, 900), (4, 0, .max), (0x10, 0, .max), (0x20, 0, .max))
        #expect(!FileRights(owner: 8, group: 8, mode: 0o600, list: masked).allow(.read, to: spreu))
    }

    @Test("of several groups one that has all of it suffices; where any fits, others' rights do not count")
    func groups() {
        let list = Self.list((1, 7, .max), (4, 0, .max), (8, 4, 901), (0x10, 7, .max), (0x20, 7, .max))
        let rights = FileRights(owner: 8, group: 900, mode: 0o777, list: list)
        #expect(rights.allow(.read, to: spreu))
        #expect(!rights.allow(.write, to: spreu))
    }

    @Test(
        "what is no list of a known version is none",
        arguments: [[], [2, 0, 0], [3, 0, 0, 0], [2, 0, 0, 0, 1], [UInt8](repeating: 0xFF, count: 12)] as [[UInt8]])
    func damaged(list: [UInt8]) {
        let rights = FileRights(owner: 8, group: 8, mode: 0o604, list: list)
        #expect(rights.allow(.read, to: spreu))
    }

    @Test("what stands in the way is the first folder that does not let through, or the goal")
    func obstacle() {
        func step(_ path: String, _ mode: UInt32?) -> AccessNeed.Step {
            AccessNeed.Step(path: path, rights: mode.map { FileRights(owner: 8, group: 8, mode: $0) })
        }
        func need(_ steps: [AccessNeed.Step], mayBeMissing: Bool = false) -> AccessNeed {
            AccessNeed(.store, steps: steps, user: spreu, wanted: .read, mayBeMissing: mayBeMissing)
        }
        #expect(need([step("/", 0o755), step("/a", 0o755), step("/a/b", 0o644)]).obstacle == nil)
        #expect(need([step("/", 0o755), step("/a", 0o750), step("/a/b", 0o644)]).obstacle?.step.path == "/a")
        #expect(need([step("/", 0o755), step("/a", 0o755), step("/a/b", 0o640)]).obstacle?.isGoal == true)
        #expect(need([step("/", 0o755), step("/a", nil)]).obstacle?.lacks == nil)
        #expect(need([step("/", 0o755), step("/a", nil)]).obstacle != nil)
        #expect(need([step("/", 0o777), step("/a", nil)], mayBeMissing: true).obstacle == nil)
        #expect(need([step("/", 0o755), step("/a", nil)], mayBeMissing: true).obstacle?.step.path == "/")
    }
}
