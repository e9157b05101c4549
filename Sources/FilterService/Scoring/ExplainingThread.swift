// SPDX-License-Identifier: Apache-2.0
import Glibc
import NIOPosix
import Synchronization

/// The one thread that works for people who ask beside the mail: what they ask takes many times as long as a score.
///
/// It takes what mail leaves of the cores (`SCHED_IDLE`), and where they are all busy a message's thread that has something to do takes
/// its place at once: of nice 19 alone it kept a core for some milliseconds after it woke. Work that keeps a core still slows what runs
/// on others, by what they share, so it rests after each piece. Whoever asks is held up by others who ask, and no mail is.
package final class ExplainingThread: Sendable {
    /// Beyond these nobody waits.
    private static let maxWaiting = 2
    /// How many times as long as it worked it rests.
    private static let rest = 3
    /// It rests no longer, whatever took so long.
    private static let maxRest = Duration.seconds(1)
    /// `SCHED_IDLE` of sched.h, which Swift does not see; on Linux each thread has its own policy.
    package static let policy: Int32 = 5
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let waiting = Atomic<Int>(0)

    /// Starts the thread.
    package init() {
        pool.start()
        pool.submit { _ in
            // 0: the thread that calls. To have less is allowed to everybody; see sched(7).
            var parameters = sched_param()
            sched_setscheduler(0, Self.policy, &parameters)
        }
    }

    /// Does some work when it is its turn.
    ///
    /// - Returns: its result; nil where others wait already, or the service is stopping.
    package func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        defer { waiting.subtract(1, ordering: .relaxed) }
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.maxWaiting else { return nil }
        return try? await pool.runIfActive { [pool] in
            let start = ContinuousClock.now
            defer {
                let pause = min((ContinuousClock.now - start) * Self.rest, Self.maxRest)
                // A piece of its own, so that the result does not wait for it; one that waits already comes first.
                pool.submit { _ in usleep(UInt32(pause / .microseconds(1))) }
            }
            return work()
        }
    }

    /// Ends it; what is at work is left behind.
    package func shutdown() { pool.shutdownGracefully { _ in } }
}
