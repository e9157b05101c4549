// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Bootstrap intervals over messages, as the TREC spam track takes them.
///
/// Messages are drawn with repetition; the figure of each resample is put on the logit scale, and the interval is
/// the point figure's logit plus and minus 1.96 standard deviations, put back. Resamples without ham or without
/// spam have no ROC curve and are left out.
///
/// - Shape: O(n log n) once and O(n) a resample.
public struct Bootstrap: Sendable {
    /// How many resamples are drawn.
    public var resamples: Int
    /// What the generator is seeded with: the same seed and messages give the same intervals.
    public var seed: UInt64

    /// Creates a bootstrap; the defaults are the reference's.
    public init(resamples: Int = 200, seed: UInt64 = 20_071) {
        self.resamples = resamples
        self.seed = seed
    }

    /// The intervals of one evaluation, in percent.
    public struct Intervals: Sendable, Equatable {
        /// Of the area above the ROC curve; nil unless there are both ham and spam.
        public let oneMinusROCAPercent: Interval?
        /// Of the logistic average misclassification; nil without messages.
        public let lamPercent: Interval?
        /// Of spam missed at each of ``HamAllowance/all``; empty unless there are both ham and spam.
        public let spamMissedPercent: [Interval]
    }

    /// Computes the intervals of scored messages; their order decides which are drawn.
    public func intervals(of messages: [ScoredMessage]) -> Intervals {
        intervals(ranking: Ranking(messages))
    }

    func intervals(ranking: Ranking) -> Intervals {
        let point = ranking.tally()
        guard !ranking.rows.isEmpty else {
            return Intervals(oneMinusROCAPercent: nil, lamPercent: nil, spamMissedPercent: [])
        }
        var areas = LogitSpread()
        var averages = LogitSpread()
        var missed = [LogitSpread](repeating: LogitSpread(), count: HamAllowance.all.count)
        var resampler = Resampler(seed: seed, count: ranking.rows.count)
        for _ in 0..<resamples {
            resampler.draw(ranking)
            let tally = ranking.tally(multiplicities: resampler.multiplicities)
            averages.add(tally.lam)
            if let area = tally.oneMinusROCA { areas.add(area) }
            for index in missed.indices {
                if let share = tally.smoothedSpamMissed(index) { missed[index].add(share) }
            }
        }
        return Intervals(
            oneMinusROCAPercent: point.oneMinusROCA.flatMap { areas.percentInterval(around: $0) },
            lamPercent: averages.percentInterval(around: point.lam),
            spamMissedPercent: missed.indices.compactMap { index in
                point.smoothedSpamMissed(index).flatMap { missed[index].percentInterval(around: $0) }
            })
    }
}

/// One resample after the other: how often each message, by its place in a ranking, was drawn.
struct Resampler {
    private var generator: MersenneTwister
    private var rows: [UInt32]
    /// By place: how often the message was drawn.
    private(set) var multiplicities: [UInt32]

    init(seed: UInt64, count: Int) {
        generator = MersenneTwister(seed: seed)
        rows = Array(repeating: 0, count: count)
        multiplicities = rows
    }

    /// Draws as many messages as there are, with repetition, in the order of rows.
    mutating func draw(_ ranking: Ranking) {
        let count = ranking.places.count
        precondition(count == rows.count, "the resampler was made for as many messages")
        rows.withUnsafeMutableBufferPointer { rows in
            generator.fill(rows, below: UInt32(count))
            ranking.places.withUnsafeBufferPointer { places in
                multiplicities.withUnsafeMutableBufferPointer { multiplicities in
                    multiplicities.update(repeating: 0)
                    for row in rows { multiplicities[Int(places[Int(row)])] += 1 }
                }
            }
        }
    }
}

/// Collects the values of a rate on the logit scale, for their standard deviation.
private struct LogitSpread {
    private var values: [Double] = []

    mutating func add(_ rate: Double) { values.append(Self.clampedLogit(rate)) }

    func percentInterval(around rate: Double) -> Interval? {
        guard !values.isEmpty else { return nil }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(max(1, values.count - 1))).squareRoot()
        let centre = Self.clampedLogit(rate)
        return Interval(
            lower: 100 * unlogit(centre - Interval.quantile * deviation),
            upper: 100 * unlogit(centre + Interval.quantile * deviation))
    }

    /// A rate of 0 or 1 has no logit: it counts as one in 10^9 away from it.
    private static func clampedLogit(_ rate: Double) -> Double { logit(min(max(rate, 1e-9), 1 - 1e-9)) }
}
