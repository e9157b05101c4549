// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import SpamEvaluation
import Testing

/// A small seeded generator: the same samples in every run.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A standard normal number (sum of twelve uniform ones).
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &self) } }
}

/// A generated evaluation: how many, how well told apart, how often tied.
struct Sample: Sendable, CustomTestStringConvertible {
    var seed: UInt64
    var ham: Int
    var spam: Int
    /// Distance of the two classes' mean scores in standard deviations.
    var distance = 3.0
    /// Scores are rounded to this step; 0 leaves them.
    var step = 0.0
    var testDescription: String { "seed \(seed), \(ham) ham, \(spam) spam, distance \(distance), step \(step)" }

    static let all: [Sample] = [
        Sample(seed: 1, ham: 300, spam: 200), Sample(seed: 2, ham: 300, spam: 200, step: 1),
        Sample(seed: 3, ham: 1_200, spam: 90, distance: 5), Sample(seed: 4, ham: 40, spam: 700, step: 0.5),
        Sample(seed: 5, ham: 150, spam: 150, distance: 40), Sample(seed: 6, ham: 2, spam: 1),
        Sample(seed: 7, ham: 1, spam: 1, step: 100), Sample(seed: 8, ham: 3_000, spam: 1_000, distance: 6),
        Sample(seed: 9, ham: 250, spam: 250, distance: -1), Sample(seed: 10, ham: 100, spam: 100, step: 1_000),
    ]

    var messages: [ScoredMessage] {
        var generator = SplitMix64(seed: seed)
        var classes = Array(repeating: MessageClass.ham, count: ham) + Array(repeating: .spam, count: spam)
        classes.shuffle(using: &generator)
        return classes.enumerated().map { index, judge in
            var score = generator.normal() + (judge == .spam ? distance / 2 : -distance / 2)
            if step > 0 { score = (score / step).rounded() * step }
            // As a reader of the file sees it.
            score = (score * 1e8).rounded() / 1e8
            return ScoredMessage(
                path: "data/\(index).eml", judge: judge, verdict: score > 0.25 ? .spam : .ham, score: score)
        }
    }
}

/// A message that is called spam where its score is above 0.
func scored(_ path: String, _ judge: MessageClass, _ score: Double) -> ScoredMessage {
    scored(path, judge, score > 0 ? .spam : .ham, score)
}

/// A message of a verdict that need not follow from its score.
func scored(_ path: String, _ judge: MessageClass, _ verdict: MessageClass, _ score: Double) -> ScoredMessage {
    ScoredMessage(path: path, judge: judge, verdict: verdict, score: score)
}

/// Whether two figures are equal to so much.
func isNear(_ left: Double?, _ right: Double?, _ tolerance: Double = 1e-9) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return abs(left - right) <= tolerance
}
