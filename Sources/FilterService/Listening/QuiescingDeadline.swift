// SPDX-License-Identifier: Apache-2.0
package import NIOCore

/// Closes a connection that, told to end its work, has not ended in time.
package final class QuiescingDeadline: ChannelInboundHandler {
    package typealias InboundIn = NIOAny

    private let time: TimeAmount
    private let isLate: @Sendable () -> Void

    /// Makes a deadline.
    ///
    /// - Parameters:
    ///   - time: What a connection has from `ChannelShouldQuiesceEvent` on.
    ///   - isLate: Called before one is closed.
    package init(_ time: TimeAmount, isLate: @escaping @Sendable () -> Void) {
        self.time = time
        self.isLate = isLate
    }

    package func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            let deadline = context.eventLoop.scheduleTask(in: time) { [channel = context.channel, isLate] in
                isLate()
                channel.close(promise: nil)
            }
            context.channel.closeFuture.whenComplete { _ in deadline.cancel() }
        }
        context.fireUserInboundEventTriggered(event)
    }
}
