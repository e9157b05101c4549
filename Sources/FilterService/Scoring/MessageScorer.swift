// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import MailMessage
package import NIOCore
import NIOPosix
import ReportPages
import ServiceLifecycle
import SpamModel
import Synchronization

/// Scores messages on a few threads of its own, so that no connection waits for another's message to be parsed; long ones on
/// threads beside, so that no ordinary message waits for them.
///
/// At most ``FilterLimits/queuedMessages`` messages may wait: further ones are left unfiltered at once. It is a
/// service: after a graceful shutdown it finishes what it has.
package final class MessageScorer: Service {
    /// The default's model.
    package let models: ModelStore
    /// The memory that messages share.
    package let memory: MemoryBudget
    private let limits: FilterLimits
    private let metrics: FilterMetrics
    private let pool: NIOThreadPool
    /// For messages of more than ``MemoryBudget/messageBytes``.
    private let longPool: NIOThreadPool
    /// For explanations.
    let explaining = ExplainingThread()
    private let loops: any EventLoopGroup
    private let waiting = Atomic<Int>(0)

    /// Makes a scorer and starts its threads.
    ///
    /// - Parameter connections: How many connections there can be, over all protocols.
    package init(
        models: ModelStore, limits: FilterLimits, connections: Int = 0, loops: any EventLoopGroup,
        metrics: FilterMetrics
    ) {
        self.models = models
        self.limits = limits
        self.metrics = metrics
        self.loops = loops
        memory = MemoryBudget(
            bytes: limits.memoryBytes, connections: limits.reservedConnections(connections))
        let threads = limits.threads > 0 ? limits.threads : System.coreCount
        pool = NIOThreadPool(numberOfThreads: threads)
        longPool = NIOThreadPool(numberOfThreads: max(1, threads / 2))
        pool.start()
        longPool.start()
    }

    /// Scores a message; the result comes on an event loop, at the latest after ``FilterLimits/messageSeconds``.
    ///
    /// - Parameter models: Whose model scores it; nil: the default's.
    package func score(
        _ message: SubmittedMessage, by models: ModelStore? = nil, on loop: any EventLoop
    ) -> EventLoopFuture<ScoringOutcome> {
        guard let model = (models ?? self.models).current else {
            return loop.makeSucceededFuture(.unfiltered(.noModel))
        }
        guard !message.isOverloaded else { return loop.makeSucceededFuture(.unfiltered(.overloaded)) }
        guard waiting.add(1, ordering: .relaxed).newValue <= limits.queuedMessages else {
            waiting.subtract(1, ordering: .relaxed)
            return loop.makeSucceededFuture(.unfiltered(.overloaded))
        }
        let promise = loop.makePromise(of: ScoringOutcome.self)
        let deadline = NIODeadline.now() + .seconds(Int64(limits.messageSeconds))
        let timeout = loop.scheduleTask(deadline: deadline) { promise.succeed(.unfiltered(.timedOut)) }
        (message.size > MemoryBudget.messageBytes ? longPool : pool).submit { [self] state in
            let outcome: ScoringOutcome
            if state == .cancelled {
                outcome = .unfiltered(.stopping)
            } else if NIODeadline.now() >= deadline {
                outcome = .unfiltered(.timedOut)
            } else {
                outcome = score(message, by: model, until: deadline)
            }
            // Before the answer, so that a client that then sends its next message finds room.
            waiting.subtract(1, ordering: .releasing)
            timeout.cancel()
            promise.succeed(outcome)
        }
        return promise.futureResult
    }

    /// Scores a message.
    package func score(_ message: SubmittedMessage) async -> ScoringOutcome {
        // The future cannot fail; a loop that is gone means that the service is.
        (try? await score(message, on: loops.any()).get()) ?? .unfiltered(.stopping)
    }

    /// Explains a message; called on the thread for ``explaining``.
    ///
    /// - Parameter models: whose model explains it.
    /// - Returns: the explanation, and the model's id; nil without a model.
    func explain(_ message: [UInt8], by models: ModelStore) -> (explanation: Explanation, model: String)? {
        guard let model = models.current else { return nil }
        var limits = MessageLimits.standard
        limits.deadline = WorkDeadline(nanosecondsFromNow: UInt64(self.limits.messageSeconds) * 1_000_000_000)
        let submitted = SubmittedMessage(whole: message, limit: message.count)
        return (model.explain(Message(submitted.delivered(), limits: limits)), model.id)
    }

    /// Messages that wait or are being scored.
    package var queueLength: Int { waiting.load(ordering: .relaxed) }

    private func score(
        _ message: SubmittedMessage, by model: ServedModel, until deadline: NIODeadline
    ) -> ScoringOutcome {
        let start = NIODeadline.now()
        var limits = MessageLimits.standard
        limits.deadline = WorkDeadline(nanosecondsFromNow: UInt64(max(0, (deadline - start).nanoseconds)))
        let read = Message(message.delivered(), limits: limits)
        message.identity.note(read.messageID)
        let score = model.score(read, submitted: message)
        let end = NIODeadline.now()
        metrics.scoringTime.recordNanoseconds((end - start).nanoseconds)
        guard end < deadline else {
            metrics.scoringAbandoned()
            return .unfiltered(.timedOut)
        }
        return .scored(MessageScore(score, by: model.model, isPartial: message.isPartial))
    }

    /// Waits for shutdown, then for the messages in work.
    package func run() async throws {
        try? await gracefulShutdown()
        await shutdown()
    }

    /// Ends the threads; called when the listeners have ended, so that nobody waits for a verdict any more.
    ///
    /// A thread that is still at work after a moment is left behind: the process ends without it.
    package func shutdown() async {
        let end = ContinuousClock.now + .seconds(1)
        while queueLength > 0, ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
        explaining.shutdown()
        for pool in [pool, longPool] {
            if queueLength == 0 { try? await pool.shutdownGracefully() } else { pool.shutdownGracefully { _ in } }
        }
    }
}
