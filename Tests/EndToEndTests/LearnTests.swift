// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

@Suite("spreu learn")
struct LearnTests {
    private static let setpriv = Program(path: "/usr/bin/setpriv")
    private static let spreu = Program("spreu")
    private let folder: ScratchFolder
    private var drop: String { folder.path("drop") }

    init() throws {
        folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("drop"), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o770])
    }

    private func received() throws -> (records: [DropReader.Received], defects: [DropReader.Defect]) {
        var reader = try DropReader(drop)
        var records: [DropReader.Received] = []
        var defects: [DropReader.Defect] = []
        while let event = reader.next() {
            switch event {
            case .record(let record): records.append(record)
            case .defect(_, let defect, _): defects.append(defect)
            }
        }
        return (records, defects)
    }

    @Test("standard input becomes a record with who, when and through what", arguments: ["ham", "spam", "forget"])
    func standardInput(feedback: String) throws {
        let message = Data("Subject: a\r\n\r\nbody\0\r\n".utf8)
        let before = DropWriter.now
        let outcome = try Self.spreu.run(
            ["learn", "--drop", drop, "--origin", "imapsieve", "--verdict", "ham 0.1", feedback], input: message,
            environment: ["USER": "ann@example.com"])
        #expect(outcome.code == 0 && outcome.errors.isEmpty && outcome.output.isEmpty)
        let record = try #require(try received().records.first).record
        #expect(record.feedback.rawValue == feedback && record.message == [UInt8](message))
        #expect(record.account == "ann@example.com" && record.origin == "imapsieve" && record.verdict == "ham 0.1")
        #expect((before...DropWriter.now).contains(record.time))
    }

    @Test("files, the folder from the environment, another account; names are printed when asked")
    func files() throws {
        let paths = try ["new/ham.eml", "new/spam.eml"].map { try SampleCorpus.path($0) }
        let outcome = try Self.spreu.run(
            ["learn", "spam", "--verbose", "--sync", "--account", "bob"] + paths, environment: ["SPREU_DROP": drop])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let records = try received().records
        #expect(records.map { Data($0.record.message) } == (try paths.map { try Spreu.data($0) }))
        #expect(outcome.text == records.map { "\($0.name)\n" }.joined())
        #expect(records.allSatisfy { $0.record.account == "bob" && $0.record.origin == "command" })
    }

    @Test("each failure is one line and has its exit code")
    func failures() throws {
        let mail = Data("Subject: x\n\ny\n".utf8)
        func run(_ arguments: [String], _ input: Data) throws -> Program.Outcome {
            let outcome = try Self.spreu.run(["learn"] + arguments, input: input)
            #expect(outcome.errorLines.count == 1 && outcome.errors.hasPrefix("spreu: error: "), "\(outcome.errors)")
            return outcome
        }
        #expect(try run(["--drop", drop, "junk"], mail).code == 64)
        #expect(try run(["--drop", drop, "spam"], Data()).code == 66)
        #expect(try run(["--drop", drop, "spam", folder.path("none")], mail).code == 66)
        #expect(try run(["--drop", folder.path("none"), "spam"], mail).code == 73)
        #expect(try run(["--drop", drop, "spam"], Data(count: DropLimits.standard.maxMessageBytes + 1)).code == 65)
        for noise in [Data(count: 5_000), Data("x".utf8), Data("\n".utf8), Data([0x28, 0xB5, 0x2F, 0xFD, 1])] {
            #expect(try run(["--drop", drop, "spam"], noise).code == 65)
        }
        #expect(try received().records.isEmpty)
        // What was taught by mistake can be taken back.
        #expect(try Self.spreu.run(["learn", "--drop", drop, "forget"], input: Data("x".utf8)).code == 0)
        #expect(try received().records.count == 1)
    }

    // The folder as docs/commands/learn.md describes it: setgid, sticky, the group may add but not list.
    @Test(
        "64 processes of two users append 10,000 records, killed at random instants: none acknowledged is lost or torn",
        .enabled(if: getuid() == 0 && setpriv.exists, "needs root and setpriv (scripts/setup --tests installs it)"))
    func killedWriters() throws {
        let group: gid_t = 12
        let users: [uid_t] = [65534, 9]
        #expect(chown(drop, 0, group) == 0 && chmod(drop, 0o3730) == 0 && chmod(folder.root, 0o755) == 0)
        // A copy that both users may run, wherever the project lies.
        let spreu = folder.path("spreu")
        try FileManager.default.copyItem(atPath: Self.spreu.path, toPath: spreu)
        #expect(chmod(spreu, 0o755) == 0)
        let mail = folder.path("mail")
        try FileManager.default.createDirectory(atPath: mail, withIntermediateDirectories: true)
        var generator = SplitMix64(seed: UInt64(DropWriter.now))
        let messages = (0..<400).map { (number) -> Data in
            let letter = UInt8(ascii: "a") + UInt8(number % 26)
            return Data("Subject: \(number)\n\n".utf8) + [UInt8](repeating: letter, count: number * 97)
        }
        for (number, message) in messages.enumerated() {
            try message.write(to: URL(fileURLWithPath: mail + "/\(number)"))
        }
        let files = (0..<400).map { mail + "/\($0)" }

        // What each process was told is stored, by its own log.
        var logs: [(path: String, user: uid_t, account: String, start: Int)] = []
        var acknowledged: [String: (user: uid_t, account: String, message: Int)] = [:]
        var killed = 0
        while acknowledged.count < 10_000 && logs.count < 64 * 100 {
            let first = logs.count
            let processes = try (0..<64).map { index -> Process in
                let start = Int.random(in: 0..<400, using: &generator)
                let (log, user, account) = (folder.path("log-\(logs.count)"), users[index % 2], "p\(logs.count)")
                logs.append((log, user, account, start))
                #expect(FileManager.default.createFile(atPath: log, contents: nil))
                let process = Process()
                process.executableURL = URL(fileURLWithPath: Self.setpriv.path)
                process.arguments =
                    ["--reuid", "\(user)", "--regid", "\(group)", "--clear-groups", spreu, "learn", "--drop"]
                    + [drop, "--verbose", "--account", account, index % 3 == 0 ? "ham" : "spam"]
                    + (files[start...] + files[..<start])
                process.standardInput = FileHandle.nullDevice
                process.standardOutput = FileHandle(forWritingAtPath: log)
                process.standardError = FileHandle(forWritingAtPath: log + ".err") ?? FileHandle.nullDevice
                try process.run()
                return process
            }
            // Each is killed when the round has stored a random number of records, whatever the machine's speed.
            let marks = processes.map { _ in Int.random(in: 1..<120, using: &generator) }
            let deadline = Date(timeIntervalSinceNow: 120)
            var alive = Set(processes.indices)
            while !alive.isEmpty {
                for index in alive {
                    var status = stat()
                    stat(logs[first + index].path, &status)
                    let stored = Int(status.st_size) / 45
                    if stored >= marks[index] || !processes[index].isRunning || Date() > deadline {
                        kill(processes[index].processIdentifier, SIGKILL)
                        alive.remove(index)
                    }
                }
                usleep(200)
            }
            for process in processes {
                process.waitUntilExit()
                if process.terminationReason == .uncaughtSignal { killed += 1 }
            }
            for log in logs[first...] {
                // A line that a kill cut short, as it can at a page's end, acknowledges nothing.
                let text = try String(contentsOfFile: log.path, encoding: .utf8)
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                for (index, line) in lines.enumerated() {
                    acknowledged[String(line)] = (log.user, log.account, (log.start + index) % 400)
                }
            }
        }
        #expect(acknowledged.count >= 10_000)
        #expect(killed > logs.count / 2)

        let (records, defects) = try received()
        #expect(defects.isEmpty)
        var byName: [String: DropReader.Received] = [:]
        for record in records { byName[record.name.description] = record }
        #expect(byName.count == records.count)
        var wrong = 0
        for (name, expected) in acknowledged {
            guard let found = byName.removeValue(forKey: name), found.uid == expected.user,
                found.record.account == expected.account, Data(found.record.message) == messages[expected.message]
            else {
                wrong += 1
                continue
            }
        }
        #expect(wrong == 0)
        // Stored, but killed before it could say so: at most one a process, and whole.
        #expect(byName.count <= logs.count)
        #expect(byName.values.allSatisfy { messages.contains(Data($0.record.message)) })

        // A user of the group can neither see nor remove what lies there; the folder's owner can do both.
        let names = records.map(\.name)
        let other = try Self.setpriv.run(
            ["--reuid", "7", "--regid", "\(group)", "--clear-groups", "/bin/rm", drop + "/" + names[0].description])
        #expect(other.code != 0)
        let list = try Self.setpriv.run(
            ["--reuid", "7", "--regid", "\(group)", "--clear-groups", "/bin/ls", drop])
        #expect(list.code != 0)
        #expect(try DropReader(drop).remove(names).isEmpty)
        #expect(try received().records.isEmpty)
    }
}
