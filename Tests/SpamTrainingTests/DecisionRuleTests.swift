// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamModel
import SpamTraining
import Testing

@Suite("Calibration and thresholds")
struct DecisionRuleTests {
    private let enough = TrainingCounts(ham: 1_000, spam: 1_000)

    /// Scores whose log-odds are exactly `slope * rank + intercept`.
    private func scores(_ count: Int, slope: Double, intercept: Double) -> [LabelledScore] {
        var generator = TrainingSamples.Generator(state: 11)
        return (0..<count).map { _ in
            let rank = Double.random(in: -3...3, using: &generator)
            let probability = 1 / (1 + exp(-(slope * rank + intercept)))
            return LabelledScore(rank: rank, isSpam: Double.random(in: 0..<1, using: &generator) < probability)
        }
    }

    @Test("finds the link that made the labels")
    func link() {
        let calibration = CalibrationFit(scores(20_000, slope: 2, intercept: -0.7)).calibration
        #expect(abs(calibration.slope - 2) < 0.1 && abs(calibration.intercept + 0.7) < 0.1)
    }

    @Test("stays finite and upwards when scores are separable, upside down, few or none")
    func degenerate() {
        let separable = (0..<5_000).map { LabelledScore(rank: $0 % 2 == 0 ? 1 : -1, isSpam: $0 % 2 == 0) }
        let reversed = separable.map { LabelledScore(rank: -$0.rank, isSpam: $0.isSpam) }
        for scores in [separable, reversed, [], [LabelledScore(rank: 0, isSpam: true)]] {
            let calibration = CalibrationFit(scores).calibration
            #expect(calibration.slope > 0 && calibration.slope < 100 && calibration.intercept.isFinite)
        }
        #expect(CalibrationFit(separable).calibration.logOdds(of: 1) > 5)
    }

    @Test("weights stand for repeated messages")
    func weights() {
        let once = scores(500, slope: 1, intercept: 0)
        let doubled = once.map { LabelledScore(rank: $0.rank, isSpam: $0.isSpam, weight: 2) }
        let (first, second) = (CalibrationFit(once + once).calibration, CalibrationFit(doubled).calibration)
        #expect(abs(first.slope - second.slope) < 1e-6 && abs(first.intercept - second.intercept) < 1e-6)
    }

    @Test("losses on new messages stay near the limits", arguments: [0.001, 0.01, 0.05])
    func losses(limit: Double) {
        let options = LearnerOptions(hamLossLimit: limit, spamLossLimit: limit)
        let rule = DecisionRule(fitting: scores(20_000, slope: 3, intercept: 0), learned: enough, options: options)
        var (lostHam, ham, lostSpam, spam) = (0.0, 0.0, 0.0, 0.0)
        for rank in stride(from: -3, through: 3, by: 0.001) {
            let score = Score(rank: rank, logOdds: 3 * rank, verdict: .unsure)
            spam += score.probability
            ham += 1 - score.probability
            let verdict = rule.score(rank: rank).verdict
            if verdict == .spam { lostHam += 1 - score.probability }
            if verdict == .ham { lostSpam += score.probability }
        }
        #expect(lostHam / ham < 1.3 * limit + 1e-4 && lostSpam / spam < 1.3 * limit + 1e-4)
        #expect(rule.thresholds.ham <= rule.thresholds.spam)
    }

    @Test("the rule tells what it was set on: counts of each verdict at its own borders")
    func foundation() throws {
        let scores = scores(2_000, slope: 3, intercept: -1)
        let rule = DecisionRule(fitting: scores, learned: enough, options: .standard)
        let foundation = try #require(rule.foundation)
        let verdicts = scores.map { (rule.score(rank: $0.rank).verdict, $0.isSpam) }
        #expect(foundation.ham + foundation.spam == 2_000)
        #expect(foundation.spamCalledSpam == verdicts.count { $0 == (.spam, true) })
        #expect(foundation.spamCalledHam == verdicts.count { $0 == (.ham, true) })
        #expect(foundation.hamCalledSpam == verdicts.count { $0 == (.spam, false) })
        #expect(Double(foundation.hamCalledSpam) <= 0.001 * Double(foundation.ham) + 0.5)
    }

    @Test("one class alone leaves everything unsure")
    func oneClass() {
        let ham = (0..<10).map { LabelledScore(rank: Double($0), isSpam: false) }
        #expect(DecisionRule(fitting: ham, learned: enough, options: .standard).thresholds == .allUnsure)
    }

    @Test("one label in twenty that is wrong is recognised: probabilities and borders are those of right labels")
    func wrongLabels() {
        let right = scores(6_000, slope: 4, intercept: 0)
        let flipped = right.enumerated().map { index, score in
            LabelledScore(rank: score.rank, isSpam: index % 20 == 7 ? !score.isSpam : score.isSpam)
        }
        let (fit, reference) = (CalibrationFit(flipped), CalibrationFit(right))
        #expect(reference.noise == 0)
        #expect(fit.noise == 0.05)
        #expect(abs(fit.calibration.slope / reference.calibration.slope - 1) < 0.15)
        let rule = DecisionRule(fitting: flipped, learned: enough, options: .standard)
        let clean = DecisionRule(fitting: right, learned: enough, options: .standard)
        #expect(abs(rule.thresholds.spam - clean.thresholds.spam) < 1)
        // What is labelled ham above the border is told to be mislabelled, but for what the limit allows.
        let foundation = rule.foundation
        #expect((foundation?.hamCalledSpam ?? 0) > 50)
        let lost = Double(foundation?.hamCalledSpam ?? 0) - (foundation?.hamProbablyMislabelled ?? 0)
        #expect(lost <= 0.001 * Double(foundation?.ham ?? 0) + 0.5)
    }

    @Test("ham that looks like spam, as rare as it is on real mail, is no wrong label")
    func hardHam() {
        var scores = scores(4_000, slope: 6, intercept: 0)
        for index in 0..<6 { scores[index * 600] = LabelledScore(rank: 0.6 + 0.1 * Double(index), isSpam: false) }
        #expect(CalibrationFit(scores).noise == 0)
    }

    @Test("a link of few scores is less sure than one of many, and least where none were seen")
    func deviation() {
        let many = scores(8_000, slope: 3, intercept: 0)
        let (few, sure) = (CalibrationFit(Array(many[..<200])), CalibrationFit(many))
        for rank in [-2, -1, 0, 1, 2.0] { #expect(few.deviation(of: rank) > 3 * sure.deviation(of: rank)) }
        #expect(sure.deviation(of: 6) > 2 * sure.deviation(of: 1))
        #expect(CalibrationFit([]).deviation(of: 0) == 1)
    }

    @Test("below ten messages of a class everything is unsure, however clear the scores", arguments: [9, 10])
    func minimum(spam: Int) {
        let scores = (0..<40).map { LabelledScore(rank: $0 % 2 == 0 ? 1 : -1, isSpam: $0 % 2 == 0) }
        let rule = DecisionRule(fitting: scores, learned: TrainingCounts(ham: 20, spam: spam), options: .standard)
        #expect((rule.thresholds == .allUnsure) == (spam < 10))
    }
}
