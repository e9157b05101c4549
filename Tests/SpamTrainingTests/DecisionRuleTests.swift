// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamModel
import SpamTraining
import Testing

@Suite("Calibration and thresholds")
struct DecisionRuleTests {
    private let enough = TrainingCounts(ham: 1_000, spam: 1_000)

    /// Scores whose log-odds are exactly `slope * rank + intercept`.
    private func linked(_ count: Int, slope: Double, intercept: Double) -> [LabelledScore] {
        var generator = TrainingSamples.Generator(state: 11)
        return (0..<count).map { _ in
            let rank = Double.random(in: -3...3, using: &generator)
            let probability = 1 / (1 + exp(-(slope * rank + intercept)))
            return LabelledScore(rank: rank, isSpam: Double.random(in: 0..<1, using: &generator) < probability)
        }
    }

    private func calibration(_ scores: [LabelledScore]) -> Calibration {
        Calibration(fitting: scores, hamProbabilities: scores.map { $0.isSpam ? 0 : 1 })
    }

    @Test("finds the link that made the labels")
    func link() {
        let calibration = calibration(linked(20_000, slope: 2, intercept: -0.7))
        #expect(abs(calibration.slope - 2) < 0.1 && abs(calibration.intercept + 0.7) < 0.1)
    }

    @Test("stays finite and upwards when scores are separable, upside down, few or none")
    func degenerate() {
        let separable = (0..<5_000).map { LabelledScore(rank: $0 % 2 == 0 ? 1 : -1, isSpam: $0 % 2 == 0) }
        let reversed = separable.map { LabelledScore(rank: -$0.rank, isSpam: $0.isSpam) }
        for scores in [separable, reversed, [], [LabelledScore(rank: 0, isSpam: true)]] {
            let rule = DecisionRule(fitting: scores, learned: enough, options: .standard)
            for calibration in [calibration(scores), rule.calibration] {
                #expect(calibration.slope > 0 && calibration.slope < 100 && calibration.intercept.isFinite)
            }
            #expect(rule.thresholds.ham <= rule.thresholds.spam)
        }
        #expect(calibration(separable).logOdds(of: 1) > 5)
    }

    @Test("weights stand for repeated messages")
    func weights() {
        let once = linked(500, slope: 1, intercept: 0)
        let doubled = once.map { LabelledScore(rank: $0.rank, isSpam: $0.isSpam, weight: 2) }
        let (first, second) = (calibration(once + once), calibration(doubled))
        #expect(abs(first.slope - second.slope) < 1e-6 && abs(first.intercept - second.intercept) < 1e-6)
    }

    @Test(
        "the realised loss of ham is near the promise, whatever the number of messages",
        arguments: [(200, 0.001), (1_000, 0.001), (10_000, 0.001), (1_000, 0.01), (10_000, 0.01)])
    func realisedLoss(ham: Int, promised: Double) {
        let options = LearnerOptions(hamLossLimit: promised)
        let seeds = 40
        var realised = 0.0
        for seed in 0..<seeds {
            let mail = ScoredMail(ham: ham, spam: ham / 3, seed: UInt64(seed), spamMean: 0.1)
            let rule = DecisionRule(fitting: mail.scores, learned: enough, options: options)
            realised += mail.hamBeyond((rule.thresholds.spam - rule.calibration.intercept) / rule.calibration.slope)
        }
        realised /= Double(seeds)
        // With few messages the posterior is wide, and the mean of the loss is what is promised, not its median.
        #expect(realised > 0.3 * promised && realised < 2 * promised, "realised \(realised)")
    }

    @Test("little is given away of what the ranking allows, from a few hundred messages on")
    func missed() {
        var missed = 0.0
        let seeds = 40
        for seed in 0..<seeds {
            let mail = ScoredMail(ham: 300, spam: 100, seed: UInt64(seed))
            let rule = DecisionRule(fitting: mail.scores, learned: enough, options: .standard)
            let threshold = (rule.thresholds.spam - rule.calibration.intercept) / rule.calibration.slope
            missed += mail.spamBelow(threshold) / Double(seeds)
        }
        let possible = ScoredMail(ham: 1, spam: 1, seed: 0).spamBelow(ScoredMail.hamQuantile(0.001))
        #expect(missed < 2 * possible + 0.01, "missed \(missed), possible \(possible)")
    }

    @Test("a higher limit of ham loss lowers the threshold, visibly")
    func limits() {
        let mail = ScoredMail(ham: 2_000, spam: 700, seed: 3, spamMean: 0.1)
        let thresholds = [0.0005, 0.001, 0.005, 0.01].map {
            DecisionRule(fitting: mail.scores, learned: enough, options: LearnerOptions(hamLossLimit: $0)).thresholds
        }
        for (stricter, laxer) in zip(thresholds, thresholds.dropFirst()) { #expect(stricter.spam > laxer.spam) }
    }

    @Test("one wrong label at the top of the scores moves the threshold little", arguments: [0.8, 1.2, 1.8])
    func oneWrongLabel(rank: Double) {
        let mail = ScoredMail(ham: 800, spam: 300, seed: 5)
        let clean = DecisionRule(fitting: mail.scores, learned: enough, options: .standard)
        let wrong = DecisionRule(
            fitting: mail.scores + [LabelledScore(rank: rank, isSpam: false)], learned: enough, options: .standard)
        let moved = (wrong.thresholds.spam - clean.thresholds.spam) / clean.calibration.slope
        #expect(abs(moved) < 0.1, "moved by \(moved)")
    }

    @Test(
        "an eighth of the spam left in the inbox and list mail in Junk leave thresholds and probabilities as they were")
    func wrongLabels() throws {
        let mail = ScoredMail(ham: 3_000, spam: 1_000, seed: 9)
        let labelled = mail.scores.enumerated().map { index, score in
            let isWrong = score.isSpam ? index % 8 == 3 : index % 50 == 7
            return LabelledScore(rank: score.rank, isSpam: isWrong ? !score.isSpam : score.isSpam)
        }
        let rule = DecisionRule(fitting: labelled, learned: enough, options: .standard)
        let clean = DecisionRule(fitting: mail.scores, learned: enough, options: .standard)
        let threshold = (rule.thresholds.spam - rule.calibration.intercept) / rule.calibration.slope
        #expect(mail.hamBeyond(threshold) < 0.002)
        #expect(mail.spamBelow(threshold) < 0.1)
        #expect(abs(rule.calibration.slope / clean.calibration.slope - 1) < 0.25)
        let foundation = try #require(rule.foundation)
        let wrong = zip(labelled, mail.scores).count { $0.isSpam != $1.isSpam }
        #expect(abs(foundation.noise * 4_000 / Double(wrong) - 1) < 0.2)
        // What is labelled ham above the threshold is known to be mislabelled, but for what the limit allows.
        #expect(foundation.hamCalledSpam > 80)
        #expect(Double(foundation.hamCalledSpam) - foundation.hamProbablyMislabelled <= 0.002 * 3_000)
    }

    @Test("a message far out on its own side makes no label doubtful", arguments: [-12.0, -5, 5, 12])
    func farOut(rank: Double) throws {
        let mail = ScoredMail(ham: 800, spam: 300, seed: 5)
        let plain = DecisionRule(fitting: mail.scores, learned: enough, options: .standard)
        let rule = DecisionRule(
            fitting: mail.scores + [LabelledScore(rank: rank, isSpam: rank > 0)], learned: enough, options: .standard)
        #expect(try #require(rule.foundation).noise < 0.005)
        func threshold(_ rule: DecisionRule) -> Double {
            (rule.thresholds.spam - rule.calibration.intercept) / rule.calibration.slope
        }
        #expect(abs(threshold(rule) - threshold(plain)) < 0.1)
    }

    @Test("right labels are hardly doubted")
    func rightLabels() throws {
        let mail = ScoredMail(ham: 3_000, spam: 1_000, seed: 13)
        let rule = DecisionRule(fitting: mail.scores, learned: enough, options: .standard)
        #expect(try #require(rule.foundation).noise < 0.003)
    }

    @Test("the rule tells what it was set on: counts of each verdict at its own thresholds")
    func foundation() throws {
        let scores = ScoredMail(ham: 1_500, spam: 500, seed: 1).scores
        let rule = DecisionRule(fitting: scores, learned: enough, options: .standard)
        let foundation = try #require(rule.foundation)
        let verdicts = scores.map { (rule.score(rank: $0.rank).verdict, $0.isSpam) }
        #expect(foundation.ham == 1_500 && foundation.spam == 500)
        #expect(foundation.spamCalledSpam == verdicts.count { $0 == (.spam, true) })
        #expect(foundation.spamCalledHam == verdicts.count { $0 == (.ham, true) })
        #expect(foundation.hamCalledSpam == verdicts.count { $0 == (.spam, false) })
    }

    @Test("one class alone leaves everything unsure")
    func oneClass() {
        let ham = (0..<10).map { LabelledScore(rank: Double($0), isSpam: false) }
        #expect(DecisionRule(fitting: ham, learned: enough, options: .standard).thresholds == .allUnsure)
    }

    @Test("below ten messages of a class everything is unsure, however clear the scores", arguments: [9, 10])
    func minimum(spam: Int) {
        let scores = (0..<40).map { LabelledScore(rank: $0 % 2 == 0 ? 1 : -1, isSpam: $0 % 2 == 0) }
        let rule = DecisionRule(fitting: scores, learned: TrainingCounts(ham: 20, spam: spam), options: .standard)
        #expect((rule.thresholds == .allUnsure) == (spam < 10))
    }
}

/// Held-out scores as a fusion has them on real mail: ham is normal with an exponential upper tail, spam is normal.
private struct ScoredMail {
    let scores: [LabelledScore]

    private static let ham = (mean: -1.1, deviation: 0.25)
    private static let spamDeviation = 0.4
    private let spamMean: Double
    /// The upper tenth of ham exceeds its beginning by this much in the mean.
    private static let excess = 0.15
    private static let tailStart = ham.mean + 1.2816 * ham.deviation

    /// - Parameter spamMean: the lower, the more the classes overlap.
    init(ham: Int, spam: Int, seed: UInt64, spamMean: Double = 0.8) {
        self.spamMean = spamMean
        var generator = TrainingSamples.Generator(state: seed &* 0x9e37_79b9_7f4a_7c15 &+ 1)
        func uniform() -> Double { Double.random(in: Double.leastNonzeroMagnitude..<1, using: &generator) }
        func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * Double.pi * uniform()) }
        scores =
            (0..<ham).map { _ in
                let body = Self.ham.mean + Self.ham.deviation * normal()
                return LabelledScore(
                    rank: body > Self.tailStart ? Self.tailStart - Self.excess * log(uniform()) : body, isSpam: false)
            }
            + (0..<spam).map { _ in
                LabelledScore(rank: spamMean + Self.spamDeviation * normal(), isSpam: true)
            }
    }

    /// The share of all ham that would come that lies beyond a rank.
    func hamBeyond(_ rank: Double) -> Double {
        rank > Self.tailStart ? 0.1 * exp(-(rank - Self.tailStart) / Self.excess) : 0.1
    }

    /// The share of all spam that would come that lies below a rank.
    func spamBelow(_ rank: Double) -> Double {
        0.5 * erfc((spamMean - rank) / Self.spamDeviation / 2.0.squareRoot())
    }

    /// The rank that a share of ham lies beyond.
    static func hamQuantile(_ share: Double) -> Double { tailStart - excess * log(share / 0.1) }
}
