// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Synchronization

/// Stops taking new connections while there are as many as allowed: the kernel lets further clients wait.
///
/// It stands in the listening channel's pipeline. All of it happens on that channel's event loop.
final class ConnectionGate: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = Never

    private let limit: Int
    private let connections: ConnectionSet
    private var isReadHeldBack = false

    init(limit: Int, connections: ConnectionSet) {
        self.limit = limit
        self.connections = connections
    }

    func read(context: ChannelHandlerContext) {
        if connections.count >= limit {
            isReadHeldBack = true
        } else {
            context.read()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let channel = unwrapInboundIn(data)
        connections.insert(channel)
        let gate = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        channel.closeFuture.hop(to: context.eventLoop).whenComplete { _ in
            let (handler, context) = gate.value
            handler.connections.remove(channel)
            if handler.isReadHeldBack {
                handler.isReadHeldBack = false
                context.read()
            }
        }
        context.fireChannelRead(data)
    }
}

/// The open connections of one protocol.
final class ConnectionSet: Sendable {
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])
    private let changed: @Sendable (_ open: Int, _ isNew: Bool) -> Void

    init(changed: @escaping @Sendable (_ open: Int, _ isNew: Bool) -> Void) { self.changed = changed }

    var count: Int { channels.withLock { $0.count } }

    func insert(_ channel: any Channel) {
        let count = channels.withLock { channels in
            channels[ObjectIdentifier(channel)] = channel
            return channels.count
        }
        changed(count, true)
    }

    func remove(_ channel: any Channel) {
        let count = channels.withLock { channels in
            channels[ObjectIdentifier(channel)] = nil
            return channels.count
        }
        changed(count, false)
    }

    /// Tells all connections to finish what they have and end.
    func drain() {
        for channel in channels.withLock({ Array($0.values) }) {
            channel.pipeline.fireUserInboundEventTriggered(DrainEvent())
        }
    }

    /// Ends all connections.
    func closeAll() {
        for channel in channels.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    }
}

/// Told to each connection at shutdown: one that has no message in work closes at once, others after it.
package struct DrainEvent: Sendable {}
