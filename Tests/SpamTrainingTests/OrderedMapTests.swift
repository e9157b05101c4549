// SPDX-License-Identifier: Apache-2.0
import SpamTraining
import Synchronization
import Testing

@Suite("Ordered parallel map")
struct OrderedMapTests {
    /// Hands out the numbers below a count; counts how often it was asked after its end.
    private final class Source: Sendable {
        private let next = Mutex(0)
        private let count: Int

        init(count: Int) { self.count = count }

        var pulled: Int { next.withLock { $0 } }

        func pull() -> Int? {
            next.withLock { next in
                guard next < count else { return nil }
                next += 1
                return next - 1
            }
        }
    }

    private struct Stop: Error {}

    @Test("results come in the order of the input", arguments: [1, 2, 3, 8], [0, 1, 2, 7, 1_000])
    func order(threads: Int, count: Int) {
        let source = Source(count: count)
        var results: [Int] = []
        OrderedMap<Int, Int>(threads: threads).run(
            pull: { source.pull() }, worker: { 3 },
            work: { factor, number in
                // The later of two neighbours is the faster one.
                var sum = 0
                for step in 0..<(number % 2 == 0 ? 20_000 : 10) { sum &+= step &* number }
                return sum == .min ? 0 : factor * number
            },
            consume: { results.append($0) })
        #expect(results == (0..<count).map { 3 * $0 })
    }

    @Test("a slow consumer stops the workers: no more than the window is pulled ahead", arguments: [1, 2, 8])
    func backPressure(threads: Int) {
        let source = Source(count: 500)
        var consumed = 0
        var furthest = 0
        OrderedMap<Int, Int>(threads: threads, window: 5).run(
            pull: { source.pull() }, worker: {}, work: { _, number in number },
            consume: { _ in
                furthest = max(furthest, source.pulled - consumed)
                consumed += 1
            })
        #expect(consumed == 500 && furthest <= 6)
    }

    @Test("an error of the consumer ends everything at once and comes out", arguments: [1, 2, 8])
    func failure(threads: Int) {
        let source = Source(count: 1_000_000)
        var consumed = 0
        #expect(throws: Stop.self) {
            try OrderedMap<Int, Int>(threads: threads).run(
                pull: { source.pull() }, worker: {}, work: { _, number in number },
                consume: { (number: Int) throws(Stop) in
                    consumed += 1
                    if number == 10 { throw Stop() }
                })
        }
        #expect(consumed == 11 && source.pulled < 200)
    }

    @Test("every thread has a worker of its own")
    func workers() {
        let made = Mutex(0)
        let source = Source(count: 100)
        OrderedMap<Int, Int>(threads: 4).run(
            pull: { source.pull() }, worker: { made.withLock { $0 += 1 } }, work: { _, number in number },
            consume: { _ in })
        #expect(made.withLock { $0 } == 4)
    }
}
