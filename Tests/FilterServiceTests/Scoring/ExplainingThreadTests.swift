// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FilterService
import Glibc
import Testing

@Suite("The thread for explanations")
struct ExplainingThreadTests {
    @Test("it takes what others leave of the cores, and whoever asks stays as they are")
    func priority() async {
        // 0: the thread that asks.
        let own = sched_getscheduler(0)
        let thread = ExplainingThread()
        defer { thread.shutdown() }
        #expect(await thread.run { sched_getscheduler(0) } == ExplainingThread.policy)
        #expect(own != ExplainingThread.policy && sched_getscheduler(0) != ExplainingThread.policy)
    }

    @Test("one is at work and one waits; whoever comes then is told at once")
    func bound() async {
        let thread = ExplainingThread()
        defer { thread.shutdown() }
        let release = DispatchSemaphore(value: 0)
        let (done, refused) = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    await thread.run {
                        release.wait()
                        return true
                    } ?? false
                }
            }
            var counts = (done: 0, refused: 0)
            for await isDone in group {
                counts.done += isDone ? 1 : 0
                counts.refused += isDone ? 0 : 1
                // Nobody is done before all others were told.
                if counts.refused == 3, counts.done == 0 { for _ in 0..<2 { release.signal() } }
            }
            return counts
        }
        #expect(done == 2 && refused == 3)
        #expect(await thread.run { 7 } == 7)
    }
}
