// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

@Suite("The drop folder")
struct DropFolderTests {
    private let folder: ScratchFolder
    private var drop: String { folder.path("drop") }

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("drop"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o770])
    }

    private func record(_ number: Int, bytes: Int = 10) -> DropRecord {
        DropRecord(
            .spam, message: [UInt8](repeating: UInt8(ascii: "x"), count: bytes), account: "user\(number)",
            origin: "test", time: Int64(number))
    }

    private func readAll(_ reader: inout DropReader) -> (records: [DropReader.Received], defects: [String]) {
        var records: [DropReader.Received] = []
        var defects: [String] = []
        while let event = reader.next() {
            switch event {
            case .record(let received): records.append(received)
            case .defect(let path, let defect, _): defects.append("\((path as NSString).lastPathComponent): \(defect)")
            }
        }
        return (records, defects)
    }

    private func write(_ text: String, _ name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: drop + "/" + name))
    }

    @Test(
        "records come in the order of writing, with the writer's uid, and stay until they are removed",
        arguments: [false, true])
    func order(isSynced: Bool) throws {
        let writer = DropWriter(drop, isSynced: isSynced)
        for number in 0..<50 { try writer.append(record(number)) }
        var reader = try DropReader(drop)
        let (records, defects) = readAll(&reader)
        #expect(records.map(\.record) == (0..<50).map { record($0) })
        #expect(records.allSatisfy { $0.uid == getuid() })
        #expect(defects.isEmpty)

        #expect(reader.remove(records.prefix(20).map(\.name)).isEmpty)
        #expect(reader.remove(records.prefix(20).map(\.name)).isEmpty)
        var second = try DropReader(drop)
        #expect(readAll(&second).records.map(\.record) == (20..<50).map { record($0) })
    }

    @Test("what is damaged, unfinished, foreign or suspicious is told and hides no neighbour")
    func defects() throws {
        let writer = DropWriter(drop)
        let names = try (0..<6).map { try writer.append(record($0)).description }
        let whole = try Data(contentsOf: URL(fileURLWithPath: drop + "/" + names[1]))
        try whole.dropLast().write(to: URL(fileURLWithPath: drop + "/" + names[1]))
        try Data().write(to: URL(fileURLWithPath: drop + "/" + names[2]))
        try FileManager.default.removeItem(atPath: drop + "/" + names[3])
        try FileManager.default.createSymbolicLink(atPath: drop + "/" + names[3], withDestinationPath: "/etc/passwd")
        #expect(mkfifo(drop + "/0000000000000001-0000000000000001-10.mail", 0o600) == 0)
        try write("half a rec", "0000000000000002-0000000000000002.writing")
        try write("half a rec", "0000000000000003-0000000000000003.writing")
        let old = Date(timeIntervalSinceNow: -7200)
        try FileManager.default.setAttributes(
            [.modificationDate: old], ofItemAtPath: drop + "/0000000000000002-0000000000000002.writing")
        try write("not ours", "README")
        try write("not ours", "x.mail")
        #expect(link(drop + "/README", drop + "/0000000000000004-0000000000000004-8.mail") == 0)

        var reader = try DropReader(drop)
        let (records, defects) = readAll(&reader)
        #expect(records.map(\.record) == [0, 4, 5].map { record($0) })
        let frame = try #require(whole.firstIndex(of: 0x0A)) + 1
        #expect(
            defects == [
                "0000000000000001-0000000000000001-10.mail: it is not a regular file",
                "0000000000000002-0000000000000002.writing: its writer was killed before it was finished",
                "0000000000000004-0000000000000004-8.mail: the file has another hard link",
                "\(names[1]): it has \(whole.count - frame - 1) of \(whole.count - frame) bytes",
                "\(names[2]): it does not begin like a record",
                "\(names[3]): it is a symbolic link",
                "README: it is not a feedback record and is left alone",
                "x.mail: it is not a feedback record and is left alone",
            ])
    }

    /// Lists the folder, reads all, removes what it holds and moves aside what it may; what is left, what stayed by force.
    private func takeAll() throws -> (left: [String], leftovers: [DropReader.Leftover]) {
        var reader = try DropReader(drop)
        var (records, damaged): ([DropName], [DropName]) = ([], [])
        while let event = reader.next() {
            switch event {
            case .record(let received): records.append(received.name)
            case .defect(_, _, let name): if let name { damaged.append(name) }
            }
        }
        let leftovers = reader.remove(records) + reader.quarantine(damaged, at: 1_700_000_000)
        return (try FileManager.default.contentsOfDirectory(atPath: drop).sorted(), leftovers)
    }

    @Test("what is certainly no record is moved aside, and what may be one, or is no file, stays where it is")
    func quarantine() throws {
        let writer = DropWriter(drop)
        let names = try (0..<3).map { try writer.append(record($0)).description }
        let whole = try Data(contentsOf: URL(fileURLWithPath: drop + "/" + names[1]))
        try whole.dropLast().write(to: URL(fileURLWithPath: drop + "/" + names[1]))
        let later = Data(String(decoding: whole, as: UTF8.self).replacing("spreu-drop 1", with: "spreu-drop 2").utf8)
        try later.write(to: URL(fileURLWithPath: drop + "/" + names[2]))
        let kinds = ["10.mail", "11.mail", "12.mail"].map { "0000000000000001-0000000000000001-" + $0 }
        try FileManager.default.createDirectory(atPath: drop + "/" + kinds[0], withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(atPath: drop + "/" + kinds[1], withDestinationPath: "/etc/passwd")
        #expect(mkfifo(drop + "/" + kinds[2], 0o600) == 0)
        let unfinished = "0000000000000002-0000000000000002.writing"
        try FileManager.default.createDirectory(atPath: drop + "/" + unfinished, withIntermediateDirectories: false)

        let (left, leftovers) = try takeAll()
        #expect(left == [".quarantine"] + kinds + [unfinished, names[2]] && leftovers.isEmpty)
        let reader = try DropReader(drop)
        #expect(reader.quarantined.map(\.since) == [1_700_000_000])
        let aside = reader.quarantinePath + "/" + names[1] + ".1700000000"
        #expect(try Data(contentsOf: URL(fileURLWithPath: aside)) == whole.dropLast())
    }

    @Test("a folder for what is moved aside that others may have made is not used", arguments: [false, true])
    func foreignQuarantine(isLink: Bool) throws {
        if isLink {
            try FileManager.default.createSymbolicLink(atPath: drop + "/.quarantine", withDestinationPath: folder.root)
        } else {
            try FileManager.default.createDirectory(
                atPath: drop + "/.quarantine", withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o770])
        }
        let name = "0000000000000001-0000000000000001-4.mail"
        try write("half", name)
        let (left, leftovers) = try takeAll()
        #expect(left == [".quarantine", name])
        #expect(leftovers.map(\.path) == [drop + "/" + name] && leftovers.map(\.errno) == [EEXIST])
    }

    @Test("a record that may not be read is told with what to do, and stays")
    func unreadable() throws {
        let name = try DropWriter(drop).append(record(0)).description
        let path = drop + "/" + name
        #expect(chmod(path, 0o040) == 0 && chmod(drop, 0o755) == 0)
        // Root's group would be let in, too.
        if geteuid() == 0 { #expect(chown(path, 0, 54_321) == 0) }
        let (records, defects) = try FileUser.asNobodyIfRoot {
            var reader = try DropReader(drop)
            return readAll(&reader)
        }
        #expect(records.isEmpty && defects == ["\(name): Permission denied"])
        let advice = DropReader.advice(for: path, errno: EACCES)
        #expect(advice.contains(/must be in group \S+: usermod -aG \S+ \S+$/), "\(advice)")
        #expect(chmod(path, 0o440) == 0)
        #expect(try takeAll().left.isEmpty, "it is read once that is mended")
    }

    @Test("names that tell of more bytes than a record may have are none of ours, and are not added up")
    func hugeNames() throws {
        let huge = (1...2).map { "0000000000000001-000000000000000\($0)-7fffffffffffffff.mail" }
        for name in huge { try write("", name) }
        let name = try DropWriter(drop).append(record(0))
        var reader = try DropReader(drop)
        let (records, defects) = readAll(&reader)
        #expect(records.map(\.name) == [name])
        #expect(defects == huge.map { "\($0): it is not a feedback record and is left alone" })
    }

    @Test(
        "an unfinished record of any age is looked at",
        .enabled(if: access("/dev/shm", W_OK) == 0, "only a tmpfs keeps such times"))
    func anyAge() throws {
        let folder = "/dev/shm/spreu-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/0000000000000002-0000000000000002.writing"
        try Data("half a rec".utf8).write(to: URL(fileURLWithPath: path))
        for seconds in [Int.min, .max] {
            let times = [timespec](repeating: timespec(tv_sec: seconds, tv_nsec: 0), count: 2)
            #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
            var reader = try DropReader(folder)
            #expect(readAll(&reader).defects.count == (seconds < 0 ? 1 : 0))
        }
    }

    @Test("messages beyond the limit, empty ones and long fields are refused, and nothing is left behind")
    func refused() throws {
        var limits = DropLimits.standard
        limits.maxMessageBytes = 100
        limits.maxFieldBytes = 10
        let writer = DropWriter(drop, limits: limits)
        #expect(throws: DropError.messageTooLarge(bytes: 101, limit: 100)) { try writer.append(record(0, bytes: 101)) }
        #expect(throws: DropError.emptyMessage) { try writer.append(record(0, bytes: 0)) }
        var long = record(0)
        long.account = "12345678901"
        #expect(throws: DropError.fieldTooLong(name: "account", bytes: 11, limit: 10)) { try writer.append(long) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: drop).isEmpty)
        try writer.append(record(0, bytes: 100))
    }

    @Test("a full folder takes no more, and takes some again when the batch has taken its own")
    func full() throws {
        var limits = DropLimits.standard
        limits.maxRecords = 3
        let writer = DropWriter(drop, limits: limits)
        for number in 0..<3 { try writer.append(record(number)) }
        #expect {
            try writer.append(record(3))
        } throws: { error in
            guard case .full(_, records: 3, _)? = error as? DropError else { return false }
            return (error as? DropError)?.isTemporary == true
        }
        var reader = try DropReader(drop)
        #expect(reader.remove(readAll(&reader).records.map(\.name)).isEmpty)
        try writer.append(record(3))

        limits = .standard
        limits.maxFolderBytes = 300
        let small = DropWriter(drop, limits: limits)
        #expect(throws: DropError.self) { for number in 0..<4 { try small.append(record(number)) } }

        limits = .standard
        limits.minFreeBytes = .max / 2
        #expect {
            try DropWriter(drop, limits: limits).append(record(4))
        } throws: { error in
            if case .diskFull? = error as? DropError { true } else { false }
        }
    }

    @Test("a folder that is not there, is a file, or is open to all is refused")
    func badFolder() throws {
        #expect(throws: DropError.noFolder(path: folder.path("none"), errno: ENOENT)) {
            try DropWriter(folder.path("none")).append(record(0))
        }
        #expect(throws: DropError.noFolder(path: folder.path("none"), errno: ENOENT)) {
            _ = try DropReader(folder.path("none"))
        }
        try Data().write(to: URL(fileURLWithPath: folder.path("file")))
        #expect(throws: DropError.noFolder(path: folder.path("file"), errno: ENOTDIR)) {
            try DropWriter(folder.path("file")).append(record(0))
        }
        #expect(chmod(drop, 0o1777) == 0)
        #expect(throws: DropError.openToAll(path: drop)) { try DropWriter(drop).append(record(0)) }
    }

    @Test("threads append at once and nothing is lost")
    func concurrent() async throws {
        let writer = DropWriter(drop)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask { for number in 0..<100 { try writer.append(record(thread * 100 + number)) } }
            }
            try await group.waitForAll()
        }
        var reader = try DropReader(drop)
        #expect(Set(readAll(&reader).records.map(\.record.account)) == Set((0..<800).map { "user\($0)" }))
    }
}
