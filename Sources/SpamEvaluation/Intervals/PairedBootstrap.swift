// SPDX-License-Identifier: Apache-2.0

/// The difference between two filters on the same messages, with an interval from joint resamples.
///
/// Both filters are measured on every resample, so what the messages have in common cancels out: two filters whose
/// own intervals overlap may still differ for certain. The interval goes from the 2.5th to the 97.5th percentile of
/// the differences, since those of rare inversions are skewed.
public struct PairedBootstrap: Sendable {
    /// How many resamples are drawn.
    public var resamples: Int
    /// What the generator is seeded with.
    public var seed: UInt64

    /// Creates a paired bootstrap.
    public init(resamples: Int = 2_000, seed: UInt64 = 20_071) {
        self.resamples = resamples
        self.seed = seed
    }

    /// A figure of both filters and how they differ.
    public struct Difference: Sendable, Equatable {
        /// The first filter's figure in percent.
        public let first: Double
        /// The second filter's figure in percent.
        public let second: Double
        /// Second less first, in points of percent: below 0 the second filter errs less.
        public let points: Double
        /// The 95 % interval of ``points``.
        public let interval: Interval
        /// The share of resamples in which the second filter errs less, equal ones counting one half.
        public let secondIsBetterShare: Double

        /// Whether the interval lies wholly on one side of 0.
        public var isSignificant: Bool { interval.lower > 0 || interval.upper < 0 }
    }

    /// How two filters differ in each figure.
    public struct Comparison: Sendable, Equatable {
        /// Messages compared.
        public let messages: Int
        /// Of the area above the ROC curve; nil unless there are both ham and spam.
        public let oneMinusROCAPercent: Difference?
        /// Of the logistic average misclassification; nil without messages.
        public let lamPercent: Difference?
        /// Of spam missed at each of ``HamAllowance/all``; empty unless there are both ham and spam.
        public let spamMissedPercent: [Difference]
    }

    /// Why two scores files cannot be compared.
    public enum MismatchError: Error, Sendable, Equatable, CustomStringConvertible {
        /// A message of one file is not in the other.
        case missing(path: String, isInFirst: Bool)
        /// The files judge a message differently.
        case judgedDifferently(path: String)

        /// One line: what, where, what to do.
        public var description: String {
            switch self {
            case .missing(let path, let isInFirst):
                "compare: only the \(isInFirst ? "first" : "second") scores file has a message, \(path), "
                    + "score the same messages with both filters"
            case .judgedDifferently(let path):
                "compare: the two scores files judge a message differently, \(path), judge both by the same labels"
            }
        }
    }

    /// Compares two filters' scores of the same messages, matched by path; the lines' order may differ.
    ///
    /// - Throws: ``MismatchError`` when the files are not about the same messages and judgements.
    public func compare(
        _ first: [ScoredMessage], _ second: [ScoredMessage]
    ) throws(MismatchError) -> Comparison {
        let second = try Self.align(second, with: first)
        let rankings = (Ranking(first), Ranking(second))
        var differences: [[Double]] = Array(repeating: [], count: 2 + HamAllowance.all.count)
        var resampler = Resampler(seed: seed, count: first.count)
        var reordered = [UInt32](repeating: 0, count: first.count)
        for _ in 0..<(first.isEmpty ? 0 : resamples) {
            resampler.draw(rankings.0)
            for (place, other) in zip(rankings.0.places, rankings.1.places) {
                reordered[Int(other)] = resampler.multiplicities[Int(place)]
            }
            let figures = (
                Self.figures(rankings.0.tally(multiplicities: resampler.multiplicities)),
                Self.figures(rankings.1.tally(multiplicities: reordered))
            )
            for index in differences.indices {
                if let a = figures.0[index], let b = figures.1[index] { differences[index].append(b - a) }
            }
        }
        let points = (Self.figures(rankings.0.tally()), Self.figures(rankings.1.tally()))
        let compared = differences.indices.map { index -> Difference? in
            guard let a = points.0[index], let b = points.1[index] else { return nil }
            return Self.difference(a, b, differences[index])
        }
        return Comparison(
            messages: first.count, oneMinusROCAPercent: compared[0], lamPercent: first.isEmpty ? nil : compared[1],
            spamMissedPercent: compared.dropFirst(2).compactMap { $0 })
    }

    /// Puts the second file's messages in the first one's order; of equal paths the n-th goes with the n-th.
    private static func align(
        _ second: [ScoredMessage], with first: [ScoredMessage]
    ) throws(MismatchError) -> [ScoredMessage] {
        var rows: [String: [Int]] = [:]
        for (row, message) in second.enumerated().reversed() { rows[message.path, default: []].append(row) }
        var aligned: [ScoredMessage] = []
        aligned.reserveCapacity(first.count)
        for message in first {
            guard let row = rows[message.path]?.popLast() else {
                throw .missing(path: message.path, isInFirst: true)
            }
            guard second[row].judge == message.judge else { throw .judgedDifferently(path: message.path) }
            aligned.append(second[row])
        }
        if let left = second.first(where: { !(rows[$0.path] ?? []).isEmpty }) {
            throw .missing(path: left.path, isInFirst: false)
        }
        return aligned
    }

    /// The figures in percent: area, average, then spam missed at each allowance.
    private static func figures(_ tally: Tally) -> [Double?] {
        let missed = HamAllowance.all.indices.map { index -> Double? in
            guard tally.spam > 0, index < tally.spamMissed.count else { return nil }
            return 100 * Double(tally.spamMissed[index]) / Double(tally.spam)
        }
        return [tally.oneMinusROCA.map { 100 * $0 }, 100 * tally.lam] + missed
    }

    private static func difference(_ first: Double, _ second: Double, _ resampled: [Double]) -> Difference? {
        guard !resampled.isEmpty else { return nil }
        let sorted = resampled.sorted()
        let better = sorted.reduce(0) { $0 + ($1 < 0 ? 1 : $1 == 0 ? 0.5 : 0) }
        return Difference(
            first: first, second: second, points: second - first,
            interval: Interval(lower: percentile(0.025, of: sorted), upper: percentile(0.975, of: sorted)),
            secondIsBetterShare: better / Double(sorted.count))
    }

    /// A percentile of sorted values, linear between neighbours.
    private static func percentile(_ share: Double, of sorted: [Double]) -> Double {
        let position = share * Double(sorted.count - 1)
        let below = Int(position)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
    }
}
