// SPDX-License-Identifier: Apache-2.0

/// A parallel map that keeps the order: items are pulled one batch at a time, worked on by several threads,
/// and their results handed over on the caller's thread in the order in which the items were pulled.
///
///     pull (one thread at a time) -> batch 7, 8, 9 ... -> work (N threads) -> results wait for their turn -> consume
///
/// At most `window` batches are between pull and consume: a slow consumer stops the workers (back-pressure), so that
/// memory does not grow with the input. What is consumed never depends on the number of threads.
package struct OrderedMap<Batch, Output: Sendable> {
    /// The number of threads that work; 1: everything runs on the caller's thread.
    package var threads: Int
    /// The most batches in flight.
    package var window: Int

    package init(threads: Int, window: Int? = nil) {
        self.threads = max(1, threads)
        self.window = max(1, window ?? 3 * self.threads + 1)
    }

    /// Runs to the end of the input, or until `consume` throws; no thread outlives the call.
    ///
    /// - Parameters:
    ///   - pull: the next batch; nil at the end. Called by one thread at a time, in order, never again after nil.
    ///   - worker: makes what one thread works with; called once on each thread.
    ///   - consume: takes the outputs in order, on the caller's thread.
    package func run<Worker, Failure: Error>(
        pull: @escaping @Sendable () -> Batch?,
        worker: @escaping @Sendable () -> Worker,
        work: @escaping @Sendable (Worker, Batch) -> Output,
        consume: (Output) throws(Failure) -> Void
    ) throws(Failure) {
        if threads > 1 {
            let shared = Shared(window: window)
            let crew = Threads(count: threads) {
                let own = worker()
                while let (number, batch) = shared.pull(pull) { shared.deliver(work(own, batch), number) }
            }
            defer {
                shared.stop()
                crew.join()
            }
            if crew.count > 0 {
                while let output = shared.take() { try consume(output) }
                return
            }
        }
        let own = worker()
        while let batch = pull() { try consume(work(own, batch)) }
    }

    /// What the threads share.
    private final class Shared: Sendable {
        private struct State: Sendable {
            /// Results that wait for their turn, by batch number modulo the window.
            var waiting: [Output?]
            /// The number of the next batch to be pulled.
            var pulled = 0
            /// The number of the next batch to be consumed.
            var consumed = 0
            /// The input has ended, or nobody wants the rest.
            var isOver = false
        }

        private let state: Monitor<State>
        /// Held while a batch is pulled, so that numbers follow the input; the consumer need not wait for it.
        private let turn = Monitor<Void>(())
        private let window: Int

        init(window: Int) {
            self.window = window
            state = Monitor(State(waiting: Array(repeating: nil, count: window)))
        }

        func pull(_ next: () -> Batch?) -> (number: Int, batch: Batch)? {
            turn.withValue { _ in
                let window = self.window
                let isOver = state.withValue(when: { $0.isOver || $0.pulled - $0.consumed < window }) { $0.isOver }
                if isOver { return nil }
                let batch = next()
                return state.withValue { state in
                    guard let batch else {
                        state.isOver = true
                        return nil
                    }
                    state.pulled += 1
                    return (state.pulled - 1, batch)
                }
            }
        }

        func deliver(_ output: Output, _ number: Int) {
            state.withValue { $0.waiting[number % window] = output }
        }

        /// The next output in order; nil when all have been taken.
        func take() -> Output? {
            let window = self.window
            return state.withValue(
                when: { $0.waiting[$0.consumed % window] != nil || $0.isOver && $0.consumed == $0.pulled }
            ) { state in
                let output = state.waiting[state.consumed % window].take()
                if output != nil { state.consumed += 1 }
                return output
            }
        }

        /// Nobody consumes any more: workers end after the batch in hand.
        func stop() {
            state.withValue { $0.isOver = true }
        }
    }
}
