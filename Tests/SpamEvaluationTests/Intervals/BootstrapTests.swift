// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SpamEvaluation
import Testing

@Suite("Bootstrap intervals")
struct BootstrapTests {
    @Test("the same messages and seed give the same interval, another seed one of like width")
    func deterministic() throws {
        let messages = Sample.all[0].messages
        #expect(Bootstrap().intervals(of: messages) == Bootstrap().intervals(of: messages))
        let first = try #require(Bootstrap(resamples: 2_000).intervals(of: messages).oneMinusROCAPercent)
        let other = try #require(Bootstrap(resamples: 2_000, seed: 5).intervals(of: messages).oneMinusROCAPercent)
        #expect(first != other)
        #expect(abs((first.upper - first.lower) / (other.upper - other.lower) - 1) < 0.1)
    }

    @Test("intervals hold the point figures", arguments: Sample.all)
    func holdsPoint(sample: Sample) {
        let metrics = Metrics(sample.messages)
        let intervals = Bootstrap().intervals(of: sample.messages)
        if let area = metrics.oneMinusROCAPercent, let interval = intervals.oneMinusROCAPercent, area > 0, area < 100 {
            #expect(interval.lower <= area && area <= interval.upper)
        }
        if let interval = intervals.lamPercent {
            #expect(interval.lower <= metrics.lamPercent && metrics.lamPercent <= interval.upper)
        }
        #expect(intervals.spamMissedPercent.count == 4)
    }

    @Test("the interval covers the true value about as often as it says")
    func coverage() {
        // Scores of one distribution for both classes: the true figure is 50 %.
        let covered = (0..<200).count { seed in
            let messages = Sample(seed: UInt64(seed) + 1_000, ham: 60, spam: 60, distance: 0).messages
            guard let interval = Bootstrap().intervals(of: messages).oneMinusROCAPercent else { return false }
            return interval.lower <= 50 && 50 <= interval.upper
        }
        #expect((180...200).contains(covered))
    }

    @Test("one class alone, or nothing, has no interval of the area")
    func degenerate() {
        let ham = Sample(seed: 1, ham: 20, spam: 0).messages
        #expect(Bootstrap().intervals(of: ham).oneMinusROCAPercent == nil)
        #expect(Bootstrap().intervals(of: ham).spamMissedPercent.isEmpty)
        #expect(Bootstrap().intervals(of: []).lamPercent == nil)
    }

    @Test("37,000 messages take well under a second of CPU")
    func speed() {
        let messages = Sample(seed: 1, ham: 12_000, spam: 25_000).messages
        let start = threadSeconds()
        _ = Bootstrap().intervals(of: messages)
        let used = threadSeconds() - start
        #expect(used < 1, "\(used) s")
        if ProcessInfo.processInfo.environment["SPREU_TIMES"] != nil { print("bootstrap: \(used) s of CPU") }
    }

    private func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

@Suite("Intervals of rates")
struct RateIntervalTests {
    @Test("Wilson's interval of 10 in 100 and of none in 100")
    func wilson() throws {
        let some = try #require(Interval.rate(10, of: 100))
        #expect(isNear(some.lower, 5.5229, 1e-3) && isNear(some.upper, 17.4368, 1e-3))
        let none = try #require(Interval.rate(0, of: 100))
        #expect(none.lower == 0 && isNear(none.upper, 3.6995, 1e-3))
        #expect(Interval.rate(100, of: 100)?.upper == 100)
        #expect(Interval.rate(0, of: 0) == nil)
    }
}
