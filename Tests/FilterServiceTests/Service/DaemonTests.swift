// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreud as a process") struct DaemonTests {
    @Test("it answers, takes a new model at SIGHUP, and ends well at SIGTERM")
    func life() async throws {
        try await blocking {
            let daemon = try DaemonProcess()
            #expect(try daemon.submit().logOdds != nil)
            let model = try #require(daemon.submit().field("X-Spreu")).suffix(16)
            try TestModel.write(to: daemon.folder.path("model"), seed: 2)
            daemon.program.signal(SIGHUP)
            #expect(try eventually { try #require(daemon.submit().field("X-Spreu")).suffix(16) != model })
            #expect(daemon.program.stop() == 0)
            #expect(!FileManager.default.fileExists(atPath: daemon.socket))
        }
    }

    @Test("it does not wait longer than it is told for a client that never ends its message")
    func impatient() async throws {
        try await blocking {
            let daemon = try DaemonProcess(extra: "limits: {shutdown-seconds: 1}")
            let client = try MilterClient(path: daemon.socket)
            try client.negotiate()
            try client.greet()
            try client.send("M", "<a@out.example.net>")
            try client.send("B", Array("text\r\n".utf8))
            #expect(try client.receive().letter == "c")
            #expect(daemon.program.stop() == 0, "\(daemon.program.log)")
            #expect(client.isClosed())
        }
    }

    /// A client that waits for the verdict on a long message.
    private static func longMessage(_ daemon: DaemonProcess) throws -> MilterClient {
        var words = SplitMix64(seed: 1)
        let piece = (0..<10_000).flatMap { _ in Array(String(words.next() % 1_000_000, radix: 36).utf8) + [0x20] }
        let client = try MilterClient(path: daemon.socket)
        try client.negotiate()
        try client.greet()
        try client.send("M", "<a@out.example.net>")
        for _ in 0..<500 {
            try client.send("B", piece)
            #expect(try client.receive().letter == "c")
        }
        try client.send("E")
        return client
    }

    @Test("it ends in time though its threads have long messages to score")
    func busy() async throws {
        try await blocking {
            let daemon = try DaemonProcess(extra: "limits: {threads: 1, shutdown-seconds: 1}")
            let clients = try (0..<6).map { _ in try Self.longMessage(daemon) }
            let start = ContinuousClock.now
            #expect(daemon.program.stop() == 0, "\(daemon.program.log)")
            // A second for connections, one for the threads, and some for a slow machine.
            #expect(ContinuousClock.now - start < .seconds(10))
            withExtendedLifetime(clients) {}
        }
    }

    @Test("an ordinary message does not wait for long ones")
    func fair() async throws {
        try await blocking {
            let daemon = try DaemonProcess(extra: "limits: {threads: 1}")
            let clients = try (0..<6).map { _ in try Self.longMessage(daemon) }
            #expect(try daemon.submit().logOdds != nil)
            #expect(try clients.count { try !$0.hasReply() } > 0)
            #expect(try clients.allSatisfy { try $0.receive().letter == "i" })
        }
    }

    @Test("without a free descriptor it waits, says so once, and goes on when there is one")
    func descriptors() async throws {
        try await blocking {
            let daemon = try DaemonProcess(wrapper: { _ in ["/bin/sh", "-c", "ulimit -n 20; exec \"$0\" \"$@\""] })
            var clients = try (0..<40).map { _ in try MilterClient(path: daemon.socket) }
            #expect(eventually { daemon.program.log.contains("cannot take connections") })
            let before = try daemon.program.cpuSeconds()
            Thread.sleep(forTimeInterval: 2)
            #expect(try daemon.program.cpuSeconds() - before < 0.5)
            clients.removeAll()
            #expect(clients.isEmpty)
            #expect(try daemon.submit().logOdds != nil)
            let notices = daemon.program.log.split(separator: "\n").filter { $0.contains("cannot take connections") }
            #expect(notices.count == 1 && notices[0].contains("LimitNOFILE="), "\(daemon.program.log)")
        }
    }

    @Test("it looks for a new model by itself")
    func watch() async throws {
        try await blocking {
            let daemon = try DaemonProcess()
            let model = try #require(daemon.submit().field("X-Spreu")).suffix(16)
            try TestModel.write(to: daemon.folder.path("model"), seed: 2)
            #expect(try eventually { try #require(daemon.submit().field("X-Spreu")).suffix(16) != model })
        }
    }

    @Test("where one of several listeners cannot listen it ends at once and says why")
    func halfListening() async throws {
        try await blocking {
            let daemon = try DaemonProcess()
            let other = daemon.folder.path("other.sock")
            let text = try String(contentsOfFile: daemon.folder.path("spreud.yaml"), encoding: .utf8)
                .replacing(daemon.socket, with: other)
            let path = daemon.folder.path("two.yaml")
            try (text + "\nspamd: {listen: \"unix:\(daemon.socket)\"}\n").write(
                toFile: path, atomically: true, encoding: .utf8)
            let outcome = try Program("spreud").run(["--config", path])
            #expect(
                outcome.code == EX_UNAVAILABLE && outcome.errors.contains("spamd cannot listen at"), "\(outcome.errors)"
            )
            #expect(!FileManager.default.fileExists(atPath: other) || (try? MilterClient(path: other)) == nil)
            #expect(try daemon.submit().logOdds != nil)
        }
    }

    @Test("a second one at the same socket is refused, and a socket that was left behind is taken")
    func sockets() async throws {
        try await blocking {
            let daemon = try DaemonProcess()
            let second = try Program("spreud").run(["--config", daemon.folder.path("spreud.yaml")])
            #expect(second.code == EX_UNAVAILABLE)
            #expect(second.errors.contains("another process is listening there; stop it first"), "\(second.errors)")
            daemon.program.signal(SIGKILL)
            #expect(eventually { !daemon.program.isRunning })
            #expect(FileManager.default.fileExists(atPath: daemon.socket))
            let third = try RunningProgram(
                Program("spreud").path, ["--config", daemon.folder.path("spreud.yaml")], log: daemon.folder.path("log3")
            )
            #expect(eventually { (try? daemon.submit().logOdds) != nil }, "\(third.log)")
        }
    }

    @Test("nothing of training is linked")
    func footprint() throws {
        let program = try Data(contentsOf: URL(fileURLWithPath: Program("spreud").path), options: .alwaysMapped)
        // Names as the linker knows them, each with its length before it.
        #expect(program.range(of: Data("13FilterService".utf8)) != nil)
        for target in ["12SpamTraining", "14SpamEvaluation", "13TrainingStore", "4GRDB"] {
            #expect(program.range(of: Data(target.utf8)) == nil, "\(target)")
        }
    }

    @Test("an option that is not known is told in one line, and the version is that of spreu")
    func usage() throws {
        let wrong = try Program("spreud").run(["--bogus"])
        #expect(wrong.code == EX_USAGE && wrong.text.isEmpty)
        #expect(wrong.errors == "spreud: error: Unknown option '--bogus'; see 'spreud --help'\n")
        let version = try Program("spreud").run(["--version"])
        #expect(version.code == 0 && !version.text.isEmpty)
        #expect(try Program("spreu").run(["--version"]).text == version.text)
        #expect(try Program("spreud").run(["--help"]).text.contains("--check-config"))
    }

    private static let rootNote = "note     root can write anywhere: check as the service's own user, 'sudo -u spreu'\n"

    @Test("--check-config tells all of folders, groups and addresses that cannot be used")
    func checkPlaces() throws {
        let folder = try ScratchFolder()
        try TestModel.writeKey(to: folder.path("key"))
        try TestModel.write(to: folder.path("model"))
        func check(_ yaml: String) throws -> Program.Outcome {
            let head = "model: \(folder.path("model"))\nkey: \(folder.path("key"))\n"
            try Data((head + yaml).utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
            return try Program("spreud").run(["--config", folder.path("spreud.yaml"), "--check-config"])
        }
        let wrong = try check(
            """
            milter: {listen: 127.0.0.1:7777}
            http: {listen: 127.0.0.1:7777}
            spamd: {listen: "unix:\(folder.path("none/spamd.sock"))", group: no-such-group}
            learning-folder: \(folder.path("drop"))

            """)
        #expect(wrong.code == EX_CONFIG && wrong.errors.split(separator: "\n").count == 1)
        for part in [
            "milter and http both listen at 127.0.0.1:7777", "spamd: the socket's folder \(folder.path("none"))",
            "RuntimeDirectory=", "spamd: no such group 'no-such-group'",
            "learning-folder: \(folder.path("drop")): No such file",
        ] {
            #expect(wrong.errors.contains(part), "\(wrong.errors)")
        }
        try FileManager.default.createDirectory(atPath: folder.path("drop"), withIntermediateDirectories: true)
        let right = try check(
            """
            milter: {listen: 127.0.0.1:7777}
            http: {listen: 127.0.0.1:7778}
            spamd: {listen: "unix:\(folder.path("spamd.sock"))"}
            learning-folder: \(folder.path("drop"))

            """)
        #expect(right.code == 0 && right.text.contains("learning \(folder.path("drop"))"), "\(right.errors)")
    }

    @Test("--check-config says what would be in service, or what is wrong and where")
    func checkConfig() throws {
        let folder = try ScratchFolder()
        try TestModel.writeKey(to: folder.path("key"))
        func check(_ yaml: String) throws -> Program.Outcome {
            try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
            return try Program("spreud").run(["--config", folder.path("spreud.yaml"), "--check-config"])
        }
        let good = "model: \(folder.path("model"))\nkey: \(folder.path("key"))\nmilter: {listen: 127.0.0.1:7777}\n"
        let noModel = try check(good)
        #expect(noModel.code == EX_UNAVAILABLE && noModel.errors.contains("the model cannot be opened"))
        try TestModel.write(to: folder.path("model"))
        let right = try check(good + "policy: {reject-at: 12}\n")
        #expect(right.code == 0 && right.errors.isEmpty)
        #expect(
            right.text == """
                model    \(folder.path("model")) (100 ham, 50 spam)
                milter   127.0.0.1:7777
                \(geteuid() == 0 ? Self.rootNote : "")policy   reject from log-odds 12.0

                """)
        let wrong = try check(good + "polcy: {}\n")
        #expect(wrong.code == EX_CONFIG)
        #expect(
            wrong.errors
                == "spreud: error: \(folder.path("spreud.yaml")):4: unknown key 'polcy'; did you mean 'policy'?\n")
        try TestModel.writeKey(to: folder.path("key"), mode: 0o644)
        #expect(try check(good).errors.contains("can be read or written by others (mode 644)"))
        try TestModel.writeKey(to: folder.path("key"), mode: 0o640)
        #expect(try check(good).code == 0)
    }
}
