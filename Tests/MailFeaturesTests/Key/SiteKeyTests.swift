// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import Testing

@Suite("Site key")
struct SiteKeyTests {
    @Test("a missing key is made for its owner alone, and is the same when read again")
    func created() throws {
        try withFolder { folder in
            let path = folder + "/state/spreu/key"
            let made = try SiteKey.loadOrCreate(path: path)
            #expect(try SiteKey.load(path: path) == made)
            #expect(try SiteKey.loadOrCreate(path: path) == made)
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/state/spreu") == ["key"])
        }
    }

    @Test("many that start at once agree on one key")
    func race() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/spreu-key-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ids = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<16 { group.addTask { try SiteKey.loadOrCreate(path: folder + "/key").id } }
            return try await group.reduce(into: Set<UInt64>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
    }

    @Test("a key that others may read is refused", arguments: [0o640, 0o604, 0o620, 0o666, 0o610])
    func exposed(mode: Int) throws {
        try withFolder { folder in
            let path = folder + "/key"
            _ = try SiteKey.loadOrCreate(path: path)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let error = #expect(throws: SiteKeyError.self) { try SiteKey.loadOrCreate(path: path) }
            #expect(error == .exposed(path: path, mode: UInt32(mode)))
            #expect(error?.description.contains("chmod 600") == true)
        }
    }

    @Test(
        "a file that holds no key is refused and left as it is",
        arguments: [
            "", "\n", "spreu-key-1 ", "spreu-key-1 00112233445566778899aabbccddee",
            "spreu-key-1 00112233445566778899aabbccddeeff00\n", "spreu-key-1 00112233445566778899AABBCCDDEEFF\n",
            "spreu-key-2 00112233445566778899aabbccddeeff\n", "00112233445566778899aabbccddeeff\n",
            "spreu-key-1 00112233445566778899aabbccddeeff\n\n", String(repeating: "x", count: 1_000),
        ])
    func malformed(content: String) throws {
        try withFolder { folder in
            let path = folder + "/key"
            let isMade = FileManager.default.createFile(
                atPath: path, contents: Data(content.utf8), attributes: [.posixPermissions: 0o600])
            #expect(isMade)
            let error = #expect(throws: SiteKeyError.self) { try SiteKey.loadOrCreate(path: path) }
            #expect(error == .malformed(path: path))
            #expect(FileManager.default.contents(atPath: path) == Data(content.utf8))
        }
    }

    @Test("a folder is no key, and neither is a missing file")
    func noFile() throws {
        try withFolder { folder in
            #expect(throws: SiteKeyError.notAFile(path: folder)) { try SiteKey.load(path: folder) }
            #expect(throws: SiteKeyError.missing(path: folder + "/none")) { try SiteKey.load(path: folder + "/none") }
        }
    }

    @Test("the id is fixed for a key, differs between keys, and nothing prints the key")
    func identifier() throws {
        let bytes = (0..<16).map { UInt8($0) }
        let key = try #require(SiteKey(bytes: bytes))
        let other = try #require(SiteKey(bytes: bytes.reversed()))
        #expect(key.id == 0x2c4b_ce7d_4226_ed43)
        #expect(key.id != other.id)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains("0001020304050607") && !text.contains("283686952306183"))
        }
        #expect(SiteKey(bytes: Array(bytes.dropLast())) == nil)
        #expect(SiteKey(bytes: bytes + [0]) == nil)
    }

    @Test("two random keys differ")
    func random() {
        #expect(SiteKey.random() != SiteKey.random())
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/spreu-key-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
