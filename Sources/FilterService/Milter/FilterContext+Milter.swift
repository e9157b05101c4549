// SPDX-License-Identifier: Apache-2.0
package import NIOCore

extension FilterContext {
    /// The milter protocol's listener.
    package func milterListener(_ configuration: ListenerConfiguration) -> Listener {
        let setUp = milterSetUp()
        return listener(MilterHandler.protocolName, configuration) { channel in
            channel.eventLoop.makeCompletedFuture { try setUp(channel) }
        }
    }

    /// What puts the milter protocol's handlers in place on a new connection, on its event loop.
    package func milterSetUp() -> @Sendable (any Channel) throws -> Void {
        let settings = MilterSettings(configuration: configuration)
        let notices = MilterNotices(configuration: configuration)
        // As long as libmilter waits: an MTA keeps the connection while its client thinks.
        let idle = TimeAmount.seconds(Int64(configuration.limits.idleSeconds ?? 7_210))
        return { channel in
            try channel.pipeline.syncOperations.addHandlers(
                IdleStateHandler(readTimeout: idle), MilterHandler(context: self, settings: settings, notices: notices))
        }
    }
}
