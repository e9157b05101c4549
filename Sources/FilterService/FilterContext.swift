// SPDX-License-Identifier: Apache-2.0
package import Logging
package import NIOCore

/// What all protocols share; each adds its own.
package struct FilterContext: Sendable {
    /// The configuration.
    package let configuration: FilterConfiguration
    /// The default and the customers, each with model, list and policy.
    package let customers: CustomerTable
    /// What scores messages; it knows the default's model and the memory that messages share.
    package let scorer: MessageScorer
    /// The metrics.
    package let metrics: FilterMetrics
    /// The brake for outgoing mail; nil: it is off.
    package let brake: BrakeService?
    /// What the filter did, for its page; nil: there is no page.
    package let history: HistoryService?
    /// How many connections each listener takes.
    package let connections: ConnectionBound
    /// The event loops that connections run on.
    package let loops: any EventLoopGroup
    /// Sockets that systemd handed over.
    package let sockets: InheritedSockets
    /// Where messages and errors are logged.
    package let logger: Logger

    /// Makes a context.
    package init(
        configuration: FilterConfiguration, customers: CustomerTable, scorer: MessageScorer, metrics: FilterMetrics,
        connections: ConnectionBound, loops: any EventLoopGroup, sockets: InheritedSockets = InheritedSockets(),
        logger: Logger
    ) {
        self.configuration = configuration
        self.customers = customers
        self.scorer = scorer
        self.metrics = metrics
        self.connections = connections
        self.loops = loops
        self.sockets = sockets
        self.logger = logger
        history = configuration.page.map { HistoryService(path: $0.history, logger: logger) }
        brake = configuration.brake.map { BrakeService($0, metrics: metrics, logger: logger) }
    }

    /// The default's list of senders; nil: the configuration names none.
    package var lists: ListStore? { customers.common.lists }

    /// The log of one protocol's messages.
    package func messageLog(_ protocolName: String) -> MessageLog {
        MessageLog(protocolName: protocolName, logger: logger, metrics: metrics, history: history)
    }

    /// A listener of one protocol.
    ///
    /// - Parameter setUp: Puts a new connection's handlers in place.
    package func listener(
        _ protocolName: String, _ listener: ListenerConfiguration,
        setUp: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> Listener {
        Listener(
            protocolName: protocolName, listener: listener, configuration: configuration,
            connections: connections.perListener, sockets: sockets, loops: loops, metrics: metrics, logger: logger,
            setUp: setUp)
    }
}
