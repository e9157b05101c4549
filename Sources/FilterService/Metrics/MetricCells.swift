// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import FilterPages
import Synchronization

/// A number that only grows.
final class CounterCell: CounterHandler {
    private let total = Atomic<Int64>(0)

    var value: Int64 { total.load(ordering: .relaxed) }

    func increment(by amount: Int64) { total.add(amount, ordering: .relaxed) }
    func reset() { total.store(0, ordering: .relaxed) }
}

/// A number that goes up and down.
final class GaugeCell: MeterHandler, RecorderHandler {
    private let level = Mutex(0.0)

    var value: Double { level.withLock { $0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { level.withLock { $0 = value } }
    func increment(by amount: Double) { level.withLock { $0 += amount } }
    func decrement(by amount: Double) { level.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
}

/// How often something took how long: counts below a few fixed bounds.
final class HistogramCell: TimerHandler {
    static var bounds: [Int64] { LatencyCounts.bounds }

    /// A copy of the counts at one time.
    struct Snapshot {
        /// For each bound, and once for what is above all, how many were at or below it and above the one before.
        var counts = [Int64](repeating: 0, count: HistogramCell.bounds.count + 1)
        var sumNanoseconds: Int64 = 0
    }

    private let state = Mutex(Snapshot())

    var snapshot: Snapshot { state.withLock { $0 } }

    func recordNanoseconds(_ duration: Int64) {
        let bucket = Self.bounds.firstIndex { duration <= $0 } ?? Self.bounds.count
        state.withLock { state in
            state.counts[bucket] += 1
            state.sumNanoseconds &+= duration
        }
    }
}
