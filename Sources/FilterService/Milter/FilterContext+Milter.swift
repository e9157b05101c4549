// SPDX-License-Identifier: Apache-2.0
import NIOCore

extension FilterContext {
    /// The milter protocol's listener.
    public func milterListener(_ configuration: ListenerConfiguration) -> Listener {
        let settings = MilterSettings(configuration: self.configuration)
        let notices = MilterNotices(configuration: self.configuration)
        // As long as libmilter waits: an MTA keeps the connection while its client thinks.
        let idle = TimeAmount.seconds(Int64(self.configuration.limits.idleSeconds ?? 7_210))
        return listener(MilterHandler.protocolName, configuration) { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandlers(
                    IdleStateHandler(readTimeout: idle),
                    MilterHandler(context: self, settings: settings, notices: notices))
            }
        }
    }
}
