// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// What charts of an evaluation show: a few hundred numbers, however many messages there were.
public struct EvaluationCurves: Sendable, Equatable {
    /// What one threshold costs.
    public struct Cost: Sendable, Equatable {
        /// A message is called spam if its score is above it.
        public let threshold: Double
        /// Ham above it.
        public let hamLost: Int
        /// Spam at or below it.
        public let spamMissed: Int
    }

    /// How many messages of each class have a score in a range.
    public struct Bin: Sendable, Equatable {
        /// Where the range begins.
        public let from: Double
        /// Where it ends.
        public let to: Double
        /// Ham in it.
        public internal(set) var ham = 0
        /// Spam in it.
        public internal(set) var spam = 0
    }

    /// One part of a run, of those that follow each other.
    public struct Stage: Sendable, Equatable {
        /// How many messages had been scored at its end.
        public let messages: Int
        /// How the verdicts in it were.
        public let decisions: Decisions
    }

    /// Ham in all.
    public let ham: Int
    /// Spam in all.
    public let spam: Int
    /// The costs of all thresholds, from the lowest ham loss to the highest; where there are many, those that differ visibly.
    public let roc: [Cost]
    /// The cost of each of ``HamAllowance/all``; empty unless there are both ham and spam.
    public let allowances: [Cost]
    /// The threshold that agrees with most verdicts, for those of a run change with what it learns; nil if all are the same.
    public let threshold: Double?
    /// How the scores are distributed; those at the far ends count in the first or last.
    public let histogram: [Bin]
    /// The run in ten parts, if it went in order of time.
    public let stages: [Stage]

    /// At most this many points are on a curve.
    private static let maxPoints = 240
    private static let bins = 30
    private static let stageCount = 10
    /// Fewer messages in each part than this show nothing.
    private static let minStage = 20

    /// Computes the curves of scored messages.
    ///
    /// - Parameter isInTime: whether each message was scored by what was learned of those before it.
    /// - Shape: O(n log n) time.
    public init(_ messages: [ScoredMessage], isInTime: Bool = false) {
        let sorted = messages.sorted { $0.score > $1.score }
        let (ham, spam) = (messages.count { $0.judge == .ham }, messages.count { $0.judge == .spam })
        let costs = Self.costs(sorted, spam: spam)
        self.ham = ham
        self.spam = spam
        allowances =
            ham > 0 && spam > 0
            ? HamAllowance.all.compactMap { allowance in
                costs.last { $0.hamLost <= allowance.messages(of: ham) }
            } : []
        roc = Self.thinned(costs)
        threshold = Self.threshold(sorted)
        histogram = Self.histogram(sorted)
        let size = messages.count / Self.stageCount
        stages =
            isInTime && size >= Self.minStage
            ? (1...Self.stageCount).map { number in
                let range = (number - 1) * messages.count / Self.stageCount..<number * messages.count / Self.stageCount
                return Stage(messages: range.upperBound, decisions: Decisions(messages[range]))
            } : []
    }

    /// What each threshold costs, the highest first: above all scores, then at each score that there is.
    private static func costs(_ sorted: [ScoredMessage], spam: Int) -> [Cost] {
        guard let highest = sorted.first else { return [] }
        var costs = [Cost(threshold: highest.score, hamLost: 0, spamMissed: spam)]
        var (hamAbove, spamAbove) = (0, 0)
        for (index, message) in sorted.enumerated() {
            if message.judge == .ham { hamAbove += 1 } else { spamAbove += 1 }
            guard index + 1 < sorted.count else {
                costs.append(Cost(threshold: message.score.nextDown, hamLost: hamAbove, spamMissed: spam - spamAbove))
                break
            }
            let next = sorted[index + 1].score
            guard next != message.score else { continue }
            costs.append(Cost(threshold: next, hamLost: hamAbove, spamMissed: spam - spamAbove))
        }
        return costs
    }

    /// The corners of the curve: of the thresholds that lose as many ham, the one that misses least, and of the rest as many as can be told apart.
    private static func thinned(_ costs: [Cost]) -> [Cost] {
        var corners: [Cost] = []
        for cost in costs {
            if corners.last?.hamLost == cost.hamLost { corners.removeLast() }
            corners.append(cost)
        }
        guard corners.count > maxPoints else { return corners }
        // The beginning is what people look at: half of the points are there, one by one.
        let half = maxPoints / 2
        let rest = corners.count - half
        return Array(corners.prefix(half)) + (0..<half).map { corners[half + ($0 + 1) * rest / half - 1] }
    }

    private static func threshold(_ sorted: [ScoredMessage]) -> Double? {
        let called = sorted.count { $0.verdict == .spam }
        guard called > 0, called < sorted.count else { return nil }
        var agreeing = sorted.count - called
        var best = (agreeing: -1, threshold: 0.0)
        for (message, next) in zip(sorted, sorted.dropFirst()) {
            agreeing += message.verdict == .spam ? 1 : -1
            if message.score != next.score, agreeing > best.agreeing {
                best = (agreeing, (message.score + next.score) / 2)
            }
        }
        return best.agreeing < 0 ? nil : best.threshold
    }

    /// A score that one message in a hundred exceeds at either side would make all other bars narrow.
    private static func histogram(_ sorted: [ScoredMessage]) -> [Bin] {
        guard let first = sorted.first, let last = sorted.last, first.score > last.score else { return [] }
        let end = sorted.count / 100
        let upper = sorted[end].score.rounded(.up)
        let lower = min(sorted[sorted.count - 1 - end].score.rounded(.down), upper - 1)
        let width = (upper - lower) / Double(bins)
        guard width.isFinite else { return [] }
        var histogram = (0..<bins).map {
            Bin(from: lower + Double($0) * width, to: lower + Double($0 + 1) * width)
        }
        for message in sorted {
            let bin = Int(min(Double(bins - 1), max(0, (message.score - lower) / width)))
            if message.judge == .ham { histogram[bin].ham += 1 } else { histogram[bin].spam += 1 }
        }
        return histogram
    }
}
