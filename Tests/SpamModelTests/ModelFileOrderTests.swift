// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamModel
import Testing

/// The order of system calls of one write, as strace sees it: the test runs itself again under strace.
@Suite("Model file on disk")
struct ModelFileOrderTests {
    private static let strace = "/usr/bin/strace"
    private static let targetVariable = "SPREU_TEST_MODEL_PATH"

    @Test(
        "a model is written aside, synced, renamed, and then its folder is synced",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: strace),
            "strace is missing: scripts/setup --tests installs it"))
    func order() throws {
        if let path = ProcessInfo.processInfo.environment[Self.targetVariable] {
            try ModelFile.write(ModelSamples.model(), to: path)
            return
        }
        try ModelSamples.withFolder { folder in
            let log = folder + "/strace"
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Self.strace)
            process.arguments =
                ["-f", "-y", "-o", log, "-e", "trace=openat,write,fsync,rename,renameat,renameat2,close"] + ownCommand()
            process.environment = ProcessInfo.processInfo.environment.merging(
                [Self.targetVariable: folder + "/m.spreu"], uniquingKeysWith: { $1 })
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)

            let calls = steps(try String(contentsOfFile: log, encoding: .utf8), folder: folder)
            #expect(
                calls == [
                    "create exclusively, owner-only", "write", "fsync", "close", "rename", "open folder",
                    "fsync folder",
                    "close",
                ])
        }
    }

    /// This process's command line, filtered to this test.
    private func ownCommand() -> [String] {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        var arguments = Array(CommandLine.arguments.dropFirst())
        while let filter = arguments.firstIndex(where: { ["--filter", "--skip"].contains($0) }) {
            arguments.removeSubrange(filter...min(filter + 1, arguments.count - 1))
        }
        if !arguments.contains("--testing-library") { arguments += ["--testing-library", "swift-testing"] }
        return [program] + arguments + ["--filter", "ModelFileOrderTests"]
    }

    /// The calls that touch the model's folder, by what they do; repeats are one.
    private func steps(_ log: String, folder: String) -> [String] {
        var steps: [String] = []
        for line in log.split(separator: "\n") where line.contains(folder) && !line.contains("resumed>") {
            let step: String
            if line.contains(" openat(") && line.contains("O_CREAT") {
                step = line.contains("O_EXCL") && line.contains("0600") ? "create exclusively, owner-only" : "create"
            } else if line.contains(" openat(") {
                step = line.contains("O_DIRECTORY") ? "open folder" : "open"
            } else if line.contains(" fsync(") {
                step = line.contains("<\(folder)>") ? "fsync folder" : "fsync"
            } else if line.contains(" rename") {
                step =
                    line.contains("/m.spreu.new-") && line.contains("\"\(folder)/m.spreu\"") ? "rename" : "rename other"
            } else {
                step = line.contains(" write(") ? "write" : "close"
            }
            if steps.last != step { steps.append(step) }
        }
        return steps
    }
}
