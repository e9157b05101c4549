// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Logging
import NIOCore
import ServiceLifecycle
import TestSupport

/// A filter that runs in this process, on Unix sockets in a folder of its own.
final class RunningFilter: Sendable {
    let folder: ScratchFolder
    let daemon: FilterDaemon
    private let group: ServiceGroup
    private let task: Task<Void, any Error>

    var modelPath: String { folder.path("model") }
    var milterSocket: String { folder.path("milter.sock") }
    var metrics: String { daemon.context.metrics.registry.prometheusText() }

    /// Starts a filter.
    ///
    /// - Parameters:
    ///   - extra: further lines of `spreud.yaml`.
    ///   - prepare: what is done in the folder before the start; without it a model lies there.
    init(_ extra: String = "", prepare: ((ScratchFolder) throws -> Void)? = nil) async throws {
        folder = try ScratchFolder()
        try TestModel.writeKey(to: folder.path("key"))
        if let prepare { try prepare(folder) } else { try TestModel.write(to: folder.path("model")) }
        let text = """
            model: \(folder.path("model"))
            key: \(folder.path("key"))
            milter: {listen: "unix:\(folder.path("milter.sock"))"}
            \(extra)
            """
        let configuration = try FilterConfiguration(path: "spreud.yaml", text: text)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        daemon = try FilterDaemon(configuration: configuration, logger: logger)
        let group = ServiceGroup(services: daemon.services, logger: logger)
        self.group = group
        task = Task { try await group.run() }
        let isListening = await eventually { [socket = folder.path("milter.sock")] in
            (try? MilterClient(path: socket)) != nil
        }
        guard isListening else {
            await stop()
            throw NotListening()
        }
    }

    struct NotListening: Error {}

    /// Shuts down gracefully and waits for the end.
    func stop() async {
        await group.triggerGracefulShutdown()
        _ = try? await task.value
    }

    /// Begins to shut down.
    func beginStop() async { await group.triggerGracefulShutdown() }

    /// Waits for the end.
    func end() async throws { try await task.value }
}

/// Runs a test against a filter, which is stopped whatever comes of it.
func withFilter(
    _ extra: String = "", prepare: ((ScratchFolder) throws -> Void)? = nil,
    _ body: (RunningFilter) async throws -> Void
) async throws {
    let filter = try await RunningFilter(extra, prepare: prepare)
    do {
        try await body(filter)
    } catch {
        await filter.stop()
        throw error
    }
    await filter.stop()
}

/// Runs blocking code where it holds up no task: clients with blocking sockets.
func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(with: Swift.Result { try body() }) }
    }
}
