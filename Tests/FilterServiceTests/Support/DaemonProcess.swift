// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// The built `spreud` in a process of its own, with a test model.
final class DaemonProcess {
    let folder: ScratchFolder
    let program: RunningProgram

    var socket: String { folder.path("milter.sock") }

    struct NotUp: Error { let log: String }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - wrapper: what it is started with, such as `strace`, and its arguments; nil: nothing.
    ///   - listen: what the milter listens at; nil: a Unix socket in ``folder``.
    ///   - extra: further lines of `spreud.yaml`.
    ///   - isUp: when it counts as started; nil: when it answers at ``socket``.
    init(
        wrapper: ((ScratchFolder) -> [String])? = nil, listen: String? = nil, extra: String = "",
        isUp: ((DaemonProcess) -> Bool)? = nil
    ) throws {
        folder = try ScratchFolder()
        try TestModel.writeKey(to: folder.path("key"))
        try TestModel.write(to: folder.path("model"))
        let yaml = """
            model: \(folder.path("model"))
            key: \(folder.path("key"))
            milter: {listen: "\(listen ?? "unix:" + folder.path("milter.sock"))"}
            \(extra)
            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
        let command = (wrapper?(folder) ?? []) + [Program("spreud").path, "--config", folder.path("spreud.yaml")]
        program = try RunningProgram(command[0], Array(command.dropFirst()), log: folder.path("log"))
        let isUp = isUp ?? { (try? MilterClient(path: $0.socket)) != nil }
        guard eventually(within: 120, { isUp(self) || !self.program.isRunning }), program.isRunning else {
            throw NotUp(log: program.log)
        }
    }

    /// Sends a message and returns the verdict.
    func submit() throws -> [MilterClient.Reply] {
        let client = try MilterClient(path: socket)
        try client.negotiate()
        try client.greet()
        return try client.submit(TestMail.message())
    }
}
