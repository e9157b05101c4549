// SPDX-License-Identifier: Apache-2.0
import Dispatch
package import Logging
package import MailFeatures
import SenderLists
import ServiceLifecycle
package import SpamModel
import Synchronization

/// Holds the model in service and puts a newer one in its place without a pause.
///
/// A new file is opened, checked in full and read into memory while the old model goes on scoring; then the two are
/// swapped. A file that is refused changes nothing but the log and a counter. With public keys, a model that none of them
/// signed is refused as a damaged one is.
package final class ModelStore: Service {
    /// The result of looking for a new model.
    package enum Reload: Sendable, Equatable {
        /// A new model is in service.
        case loaded(generation: Int)
        /// The file is the one in service.
        case unchanged
        /// The file was refused for this reason; the model in service, if any, stays.
        case refused(String)
    }

    /// The model's path.
    package let path: String
    private let key: SiteKey
    private let trusted: TrustedKeys?
    private let reading: ReadingConfiguration
    private let servers: SiteServers
    private let agreement: SettingsAgreement
    private let checkSeconds: Int
    private let logger: Logger
    private let metrics: ModelMetrics
    private let state = Mutex(State())
    /// Held while a file is opened and checked: two reloads at once would do the work twice.
    private let loading = Mutex(())
    /// What is looked at beside the model.
    private let others = Mutex<[@Sendable (Bool) -> Void]>([])
    private let requests: AsyncStream<Bool>
    private let request: AsyncStream<Bool>.Continuation

    /// Where files are checked: that takes long, and no thread that others wait for may do it.
    private static let loader = DispatchQueue(label: "spreu.model-loader")

    private struct State {
        var served: ServedModel?
        var generation = 0
        /// The last file that was refused, so that it is not tried and logged at each look.
        var refused: Candidate?
        /// Whether it was already said that there is no file.
        var isMissingReported = false
    }

    /// What a look at the path finds.
    private struct Candidate: Equatable {
        var model: FileIdentity
        /// A signature may come after its model: then the model is looked at again.
        var signature: FileIdentity?
    }

    /// Makes a store and tries to load the model at once; without one it waits for it.
    ///
    /// - Parameters:
    ///   - trusted: the keys one of which must have signed a model; nil: signatures are not looked at.
    ///   - customer: whose model it is; nil: the default's.
    package init(
        configuration: FilterConfiguration, key: SiteKey, trusted: TrustedKeys?, customer: String? = nil,
        metrics: FilterMetrics, logger: Logger
    ) {
        path = configuration.model
        self.key = key
        self.trusted = trusted
        reading = configuration.reading
        servers = SiteServers(configuration)
        agreement = SettingsAgreement(configuration, key: key)
        checkSeconds = configuration.modelCheckSeconds
        self.logger = logger
        self.metrics = ModelMetrics(registry: metrics.registry, customer: customer)
        (requests, request) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.metrics.observe { [weak self] in self?.current }
        reload()
    }

    /// Has something else looked at whenever the model's path is: at every time set for that, at a signal, and when asked to.
    ///
    /// - Parameter look: is told whether to look also at what was refused before.
    func whenLooking(_ look: @escaping @Sendable (Bool) -> Void) { others.withLock { $0.append(look) } }

    /// The model in service; nil as long as there was none that could be used.
    package var current: ServedModel? { state.withLock { $0.served } }

    /// Whether messages can be scored.
    package var isReady: Bool { current != nil }

    /// Loads the file that the path leads to, if it is another than the one in service.
    ///
    /// Takes as long as checking the whole file does: call it where that holds nobody up.
    /// - Parameter force: whether a file that was refused, or is in service already, is opened again.
    @discardableResult
    package func reload(force: Bool = false) -> Reload {
        for look in others.withLock({ $0 }) { look(force) }
        return loading.withLock { _ in
            guard let identity = FileIdentity(path: path) else {
                let isReported = state.withLock { state in
                    defer { state.isMissingReported = true }
                    return state.isMissingReported && !force
                }
                let reason =
                    ModelRepository.problem(ofServed: path)
                    ?? "no model at \(path); train one, or correct 'model:'"
                if !isReported { refuse(reason) }
                return .refused(reason)
            }
            let candidate = Candidate(
                model: identity,
                signature: trusted == nil ? nil : ModelSignature.path(besideModel: path).flatMap(FileIdentity.init))
            let (isSame, wasRefused) = state.withLock { state in
                state.isMissingReported = false
                return (state.served?.identity == candidate.model, state.refused == candidate)
            }
            if isSame && !force { return .unchanged }
            if wasRefused && !force { return .refused("the file was refused before and has not changed") }
            return open(candidate)
        }
    }

    private func open(_ candidate: Candidate) -> Reload {
        do {
            let model = try SpamModel.open(
                path, keyID: key.id, extractorVersion: FeatureExtractor.version, verification: .full, populate: true,
                signedBy: trusted)
            if let problem = agreement.problem(with: model.parameters) {
                guard agreement.isOptional else {
                    let reason = problem + ", or write 'allow-other-settings: true'"
                    state.withLock { $0.refused = candidate }
                    refuse(reason)
                    return .refused(reason)
                }
                logger.warning("\(problem)")
            }
            // The name may have been given to another file meanwhile: then the next look finds that one.
            let served = state.withLock { state in
                state.generation += 1
                let served = ServedModel(
                    model: model, generation: state.generation, identity: candidate.model, key: key, reading: reading,
                    servers: servers)
                state.served = served
                state.refused = nil
                return served
            }
            metrics.loaded()
            var metadata: Logger.Metadata = [
                "model": "\(served.id)", "generation": "\(served.generation)",
                "ham": "\(model.parameters.counts.ham)", "spam": "\(model.parameters.counts.spam)",
            ]
            if let signer = model.signer { metadata["signer"] = "\(signer.id)" }
            logger.notice("model loaded", metadata: metadata)
            if model.parameters.thresholds.callNothingSpam {
                logger.warning(
                    "this model calls nothing spam: it learned too little; see the report of 'spreu nightly'",
                    metadata: ["model": "\(served.id)"])
            }
            return .loaded(generation: served.generation)
        } catch {
            state.withLock { $0.refused = candidate }
            refuse(error.description)
            return .refused(error.description)
        }
    }

    private func refuse(_ reason: String) {
        metrics.refused()
        if let current {
            logger.error("model refused: \(reason)", metadata: ["kept": "\(current.id)"])
        } else {
            logger.error("no model: \(reason)", metadata: ["messages": "unfiltered"])
        }
    }

    /// Asks ``run()`` to look for a new model now, even at a file that was refused: for signals.
    package func requestReload() { request.yield(true) }

    /// Looks at the path every few seconds, and when asked, until shutdown.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { [checkSeconds, request] in
                    while (try? await Task.sleep(for: .seconds(checkSeconds))) != nil { request.yield(false) }
                }
                for await isForced in requests {
                    await withCheckedContinuation { continuation in
                        Self.loader.async { continuation.resume(returning: _ = self.reload(force: isForced)) }
                    }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.request.finish()
        }
    }
}
