// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What can be tested of systemd without running under it.
@Suite("systemd units", .enabled(if: Systemd.isInstalled, "systemd's tools are missing: run scripts/setup --tests"))
struct SystemdTests {
    private static let units = SharedFiles.projectRoot + "/scripts/systemd/"

    private static func systemd(_ arguments: String...) throws -> Program.Outcome {
        try Program(path: Systemd.analyze).run(arguments, environment: ["SYSTEMD_PAGER": "", "NO_COLOR": "1"])
    }

    private static func text(_ name: String) throws -> String {
        try String(contentsOfFile: units + name, encoding: .utf8)
    }

    @Test("the units are without mistakes")
    func verify() throws {
        let folder = try ScratchFolder()
        // The program lies elsewhere here.
        let service = try Self.text("spreud.service").replacing("/usr/local/bin/spreud", with: Program("spreud").path)
        try Data(service.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.service")))
        try Data(Self.text("spreud.socket").utf8).write(to: URL(fileURLWithPath: folder.path("spreud.socket")))
        let outcome = try Self.systemd("verify", folder.path("spreud.service"), folder.path("spreud.socket"))
        #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    }

    @Test("the service is exposed to 1.5 of 10 at most")
    func security() throws {
        let outcome = try Self.systemd("security", "--offline=true", "--threshold=15", Self.units + "spreud.service")
        #expect(outcome.code == 0, "\(outcome.text)")
    }

    @Test("a socket that systemd opened is taken")
    func activation() async throws {
        try await blocking {
            let daemon = try DaemonProcess(
                wrapper: { ["/usr/bin/systemd-socket-activate", "-l", $0.path("milter.sock"), "--fdname=milter"] },
                listen: "systemd", isUp: { FileManager.default.fileExists(atPath: $0.socket) })
            // The socket's file is there a moment before anybody listens on it.
            #expect(eventually { (try? daemon.submit().logOdds) != nil }, "\(daemon.program.log)")
            #expect(daemon.program.stop() == 0)
            // The socket is systemd's: it stays.
            #expect(FileManager.default.fileExists(atPath: daemon.socket))
        }
    }

    @Test("all system calls are among those that the unit allows, and no memory is written and executed")
    func systemCalls() async throws {
        let allowed = try Self.allowedCalls()
        try await blocking {
            let daemon = try DaemonProcess(wrapper: {
                ["/usr/bin/strace", "-D", "-f", "-o", $0.path("calls"), "-s", "0"]
            })
            for _ in 0..<3 { #expect(try daemon.submit().logOdds != nil) }
            try TestModel.write(to: daemon.folder.path("model"), seed: 2)
            let model = try #require(daemon.submit().field("X-Spreu")).suffix(16)
            #expect(try eventually { try #require(daemon.submit().field("X-Spreu")).suffix(16) != model })
            #expect(daemon.program.stop() == 0)
            let lines = try String(contentsOfFile: daemon.folder.path("calls"), encoding: .utf8).split(separator: "\n")
            let calls = Set(lines.compactMap { $0.firstMatch(of: /^\d+ +(\w+)\(/).map { String($0.1) } })
            #expect(calls.contains("accept4") || calls.contains("accept"))
            // Tried, and done without where they are refused: raising the limit of open files (under systemd,
            // LimitNOFILE= is the way).
            let refused = calls.subtracting(allowed).subtracting(["prlimit64", "setrlimit"])
            #expect(refused.isEmpty, "\(refused.sorted())")
            let executable = lines.filter { $0.contains("PROT_EXEC") }
            #expect(executable.allSatisfy { !$0.contains("PROT_WRITE") && !$0.contains(" mprotect(") })
        }
    }

    /// The calls that `SystemCallFilter=` of the unit leaves: sets are opened, those after `~` taken off.
    private static func allowedCalls() throws -> Set<String> {
        var allowed: Set<String> = []
        for line in try text("spreud.service").split(separator: "\n") where line.hasPrefix("SystemCallFilter=") {
            var names = line.dropFirst("SystemCallFilter=".count)
            let isTakenOff = names.hasPrefix("~")
            if isTakenOff { names = names.dropFirst() }
            for name in names.split(separator: " ") {
                let calls = name.hasPrefix("@") ? try self.calls(in: String(name)) : [String(name)]
                if isTakenOff { allowed.subtract(calls) } else { allowed.formUnion(calls) }
            }
        }
        return allowed.union(["execve", "exit", "exit_group", "rt_sigreturn", "arch_prctl", "set_robust_list"])
    }

    private static func calls(in set: String) throws -> Set<String> {
        var found: Set<String> = []
        for line in try systemd("syscall-filter", set).text.split(separator: "\n").dropFirst() {
            let word = line.trimmingCharacters(in: .whitespaces)
            if word.hasPrefix("@") {
                found.formUnion(try calls(in: word))
            } else if !word.hasPrefix("#") {
                found.insert(word)
            }
        }
        return found
    }
}

private enum Systemd {
    static let analyze = "/usr/bin/systemd-analyze"
    static let isInstalled =
        Program(path: analyze).exists && Program(path: "/usr/bin/systemd-socket-activate").exists
}
