// SPDX-License-Identifier: Apache-2.0
import Glibc
import HummingbirdCore
package import Logging
package import NIOCore
import NIOExtras
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Listens for one protocol, from its start to its graceful shutdown.
///
/// At shutdown no connection is taken any more, each open one gets a `ChannelShouldQuiesceEvent`, and those that are still there
/// after ``FilterLimits/shutdownSeconds`` are closed.
package final class Listener: Service {
    /// `milter`, `spamd`, `http`.
    package let protocolName: String
    private let configuration: ListenerConfiguration
    private let allowsRemote: Bool
    private let limits: FilterLimits
    private let connections: Int
    private let sockets: InheritedSockets
    private let loops: any EventLoopGroup
    private let logger: Logger
    private let metrics: FilterMetrics
    private let setUp: @Sendable (any Channel) -> EventLoopFuture<Void>
    private let bound = Mutex<SocketAddress?>(nil)
    /// When a connection could last not be taken.
    private let acceptFailures = Mutex<NIODeadline?>(nil)

    /// Makes a listener.
    ///
    /// - Parameters:
    ///   - connections: How many it takes at a time; further ones wait in the kernel's queue.
    ///   - setUp: Puts a new connection's handlers in place.
    package init(
        protocolName: String, listener: ListenerConfiguration, configuration: FilterConfiguration, connections: Int,
        sockets: InheritedSockets = InheritedSockets(), loops: any EventLoopGroup, metrics: FilterMetrics,
        logger: Logger, setUp: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) {
        self.protocolName = protocolName
        self.configuration = listener
        allowsRemote = configuration.allowsRemote
        limits = configuration.limits
        self.connections = connections
        self.sockets = sockets
        self.loops = loops
        self.logger = logger
        self.setUp = setUp
        self.metrics = metrics
    }

    /// The address it listens at; nil before it does.
    ///
    /// Of port 0 it tells the port that was free.
    package var localAddress: SocketAddress? { bound.withLock { $0 } }

    /// Listens until shutdown.
    ///
    /// - Throws: ``ListenError`` if it cannot.
    package func run() async throws {
        let quiescing = ServerQuiescingHelper(group: loops)
        let channel = try await bind(quiescing)
        bound.withLock { $0 = channel.localAddress }
        logger.notice(
            "listening", metadata: ["protocol": "\(protocolName)", "address": "\(configuration.address)"])
        try await withGracefulShutdownHandler {
            try await withTaskCancellationHandler {
                try await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } onGracefulShutdown: {
            // While this process still listens nobody else takes the path, so that it is not another's that is removed.
            if case .unix(let path) = self.configuration.address { unlink(path) }
            quiescing.initiateShutdown(promise: nil)
        }
        guard Task.isCancelled || Task.isShuttingDownGracefully else {
            throw ListenError(
                protocolName: protocolName, address: configuration.address,
                problem: "its socket was closed while spreud was running")
        }
        let ended = channel.eventLoop.makePromise(of: Void.self)
        quiescing.initiateShutdown(promise: ended)
        // It fails where the listening socket was gone before: nobody asked for the connections to be waited for.
        try? await ended.futureResult.get()
    }

    private func bind(_ quiescing: ServerQuiescingHelper) async throws -> any Channel {
        let shutdownTime = TimeAmount.seconds(Int64(limits.shutdownSeconds))
        let bootstrap = ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // One at a time, so that the limit of connections is kept.
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let limit = ConnectionLimit(connections) { [metrics, protocolName] in
                        metrics.connections(protocolName, open: $0, isNew: $1)
                    }
                    try channel.pipeline.syncOperations.addHandlers(
                        AcceptPause { [self] in acceptFailed($0) }, AvailableConnectionsChannelHandler(delegate: limit),
                        quiescing.makeServerChannelHandler(channel: channel))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: MemoryBudget.answerBytes / 4, high: MemoryBudget.answerBytes)
            )
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: 1 << 10, initial: 2 << 10, maximum: MemoryBudget.readBytes)
            )
            .childChannelInitializer { [protocolName, logger, setUp] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        QuiescingDeadline(shutdownTime) {
                            logger.warning(
                                "closing a connection that did not end in time",
                                metadata: ["protocol": "\(protocolName)"])
                        })
                }.flatMap { setUp(channel) }
            }
        do {
            switch configuration.address {
            case .tcp(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
            case .unix(let path):
                let descriptor = try UnixSocketFile.listen(
                    path, mode: configuration.mode, group: configuration.group, backlog: 1_024)
                return try await bootstrap.withBoundSocket(descriptor).get()
            case .systemd:
                return try await bootstrap.withBoundSocket(inheritedDescriptor()).get()
            }
        } catch let problem as UnixSocketFile.Problem {
            throw ListenError(protocolName: protocolName, address: configuration.address, problem: problem.text)
        } catch let error as ListenError {
            throw error
        } catch {
            throw ListenError(
                protocolName: protocolName, address: configuration.address,
                problem: "\(error); is the address correct, and not in use already?")
        }
    }

    private func acceptFailed(_ error: any Error) {
        metrics.acceptFailed(protocolName)
        let isNew = acceptFailures.withLock { failures in
            defer { failures = NIODeadline.now() }
            return failures.map { NIODeadline.now() - $0 > .seconds(60) } ?? true
        }
        // Once for as long as it lasts.
        guard isNew else { return }
        logger.error(
            "cannot take connections: \(error); raise the limit of open files (LimitNOFILE=) or lower 'connections:'",
            metadata: ["protocol": "\(protocolName)"])
    }

    private func inheritedDescriptor() throws(ListenError) -> Int32 {
        func failure(_ problem: String) -> ListenError {
            ListenError(protocolName: protocolName, address: configuration.address, problem: problem)
        }
        guard let descriptor = sockets.descriptor(for: protocolName) else {
            throw failure(
                "systemd passed no socket named '\(protocolName)'; set FileDescriptorName= in the .socket unit")
        }
        guard allowsRemote || !InheritedSockets.isRemote(descriptor) else {
            throw failure("other machines can reach the socket; listen on loopback, or write 'allow-remote: true'")
        }
        return descriptor
    }
}
