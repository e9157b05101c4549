// SPDX-License-Identifier: Apache-2.0
package import Logging
import NIOCore
import NIOPosix
package import ServiceLifecycle
import UnixSignals

/// The live filter as a whole: the model, the threads that score, and a listener for each protocol.
package struct FilterDaemon: Sendable {
    /// What the protocols share.
    package let context: FilterContext

    /// Opens keys and models.
    ///
    /// An unusable model does not prevent the start: mail goes on, unfiltered, until there is a usable one.
    /// - Throws: ``SiteKeyError`` when there is no key that can be used, ``SignatureKeyError`` when there are no public keys
    ///   although the configuration names a file of them, and ``CustomerError`` or ``ConfigurationError`` when a
    ///   customer's cannot be used, or is another's.
    package init(
        configuration: FilterConfiguration, sockets: InheritedSockets = InheritedSockets(), logger: Logger
    ) throws {
        let metrics = FilterMetrics(registry: MetricsRegistry())
        let customers = try CustomerTable(configuration, metrics: metrics, logger: logger)
        let loops = MultiThreadedEventLoopGroup.singleton
        let connections = ConnectionBound(configuration)
        if let notice = connections.notice { logger.warning("\(notice)") }
        for notice in configuration.relayNotices { logger.warning("\(notice)") }
        let scorer = MessageScorer(
            models: customers.common.models, limits: configuration.limits, connections: connections.total, loops: loops,
            metrics: metrics)
        context = FilterContext(
            configuration: configuration, customers: customers, scorer: scorer, metrics: metrics,
            connections: connections, loops: loops, sockets: sockets, logger: logger)
    }

    /// Serves until SIGTERM or SIGINT, and ends when the messages in progress are done.
    ///
    /// - Throws: what a listener throws when it cannot listen.
    package func run() async throws {
        // Caught before anything listens: whoever reaches the filter can have it look for a new model.
        let hangups = await UnixSignalsSequence(trapping: .sighup)
        let group = ServiceGroup(
            configuration: .init(
                services: (services + [HangupReload(hangups: hangups, models: models)]).map {
                    .init(service: $0, successTerminationBehavior: .gracefullyShutdownGroup)
                },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: context.logger))
        try await group.run()
    }

    /// The parts, each as a service.
    ///
    /// They end in reverse order: first the listeners, then the mail in progress, then the page's history and the brake, which
    /// keep what was counted, and the model.
    package var services: [any Service] {
        let brake: [any Service] = context.brake.map { [$0] } ?? []
        let history: [any Service] = context.history.map { [$0] } ?? []
        return models + brake + history + [context.scorer, ListenerGroup(listeners)]
    }

    /// The default's model and each customer's.
    private var models: [ModelStore] { context.customers.all.map(\.models) }

    /// One for each protocol that has an address in the configuration.
    private var listeners: [any Service] {
        var listeners: [any Service] = []
        if let milter = context.configuration.milter { listeners.append(context.milterListener(milter)) }
        let intake = LearningIntake(context)
        if let spamd = context.configuration.spamd { listeners.append(context.spamdListener(spamd, intake: intake)) }
        if let http = context.configuration.http { listeners.append(context.httpListener(http, intake: intake)) }
        return listeners
    }
}

/// All listeners as one service: they end side by side, so that no protocol's clients wait for another's.
private struct ListenerGroup: Service {
    private let listeners: [any Service]

    init(_ listeners: [any Service]) { self.listeners = listeners }

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for listener in listeners { group.addTask { try await listener.run() } }
            // The first that cannot listen ends the others: half a filter is none, and the service manager starts it
            // again.
            for try await _ in group {}
        }
    }
}

/// Looks for new models, everybody's, when the process gets SIGHUP.
private struct HangupReload: Service {
    let hangups: UnixSignalsSequence
    let models: [ModelStore]

    func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in hangups {
                for store in models { store.requestReload() }
            }
        }
    }
}
