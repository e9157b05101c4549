// SPDX-License-Identifier: Apache-2.0
package import NIOCore

/// Waits a moment where a connection cannot be taken, as when the process has no descriptor left.
///
/// The client stays in the kernel's queue, so the socket stays readable: without a pause the event loop would do nothing but
/// fail to take it. NIO takes the read for not yet done then, so no read can be held back: reading as such is stopped.
package final class AcceptPause: ChannelInboundHandler {
    package typealias InboundIn = Channel

    private static let pause = TimeAmount.milliseconds(100)

    private let failed: @Sendable (any Error) -> Void

    /// Makes a handler for a listening socket.
    ///
    /// - Parameter failed: Called for each connection that could not be taken.
    package init(failed: @escaping @Sendable (any Error) -> Void) { self.failed = failed }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failed(error)
        let channel = context.channel
        channel.setOption(.autoRead, value: false).whenSuccess {
            // It fails once nobody listens any more.
            channel.eventLoop.scheduleTask(in: Self.pause) { _ = channel.setOption(.autoRead, value: true) }
        }
    }
}
