// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamEvaluation
import Testing

@Suite("Curves of an evaluation")
struct EvaluationCurvesTests {
    private func message(_ score: Double, isSpam: Bool, calledSpam: Bool? = nil) -> ScoredMessage {
        ScoredMessage(
            path: "\(score)", judge: isSpam ? .spam : .ham, verdict: calledSpam ?? isSpam ? .spam : .ham, score: score)
    }

    @Test("a curve has what each threshold costs, ties together")
    func roc() {
        let curves = EvaluationCurves([
            message(5, isSpam: true), message(4, isSpam: false), message(4, isSpam: true), message(3, isSpam: true),
            message(1, isSpam: false),
        ])
        #expect(curves.roc.map(\.hamLost) == [0, 1, 2] && curves.roc.map(\.spamMissed) == [2, 0, 0])
        #expect(curves.roc[0].threshold == 4 && curves.roc[1].threshold == 1)
    }

    @Test("the cost at each share of ham is that of the figures")
    func allowances() {
        let messages = (0..<4_000).map { (number: Int) -> ScoredMessage in
            let isSpam = number % 3 == 0
            let score = number * 7_919 % 4_001 + (isSpam ? 1_500 : 0)
            return message(Double(score), isSpam: isSpam)
        }
        let metrics = Metrics(messages)
        let curves = EvaluationCurves(messages)
        #expect(curves.allowances.map(\.spamMissed) == metrics.spamMissed.map(\.missed))
        for (cost, missed) in zip(curves.allowances, metrics.spamMissed) { #expect(cost.hamLost <= missed.hamAllowed) }
        #expect(curves.roc.count <= 240 && curves.roc.last?.hamLost == metrics.ham)
        #expect(curves.histogram.reduce(0) { $0 + $1.ham } == metrics.ham)
        #expect(curves.histogram.reduce(0) { $0 + $1.spam } == metrics.spam)
    }

    @Test("the threshold is the one that most verdicts agree with; none if all are the same")
    func threshold() {
        let verdicts = (0..<10).map { (number: Int) -> ScoredMessage in
            message(Double(number), isSpam: number > 4, calledSpam: number > 6)
        }
        #expect(EvaluationCurves(verdicts).threshold == 6.5)
        #expect(EvaluationCurves(verdicts.filter { $0.verdict == .ham }).threshold == nil)
        #expect(EvaluationCurves([]).threshold == nil && EvaluationCurves([]).roc.isEmpty)
    }

    @Test("a run in order of time is cut into ten, each with its own verdicts")
    func stages() {
        let messages = (0..<1_000).map { (number: Int) -> ScoredMessage in
            let isSpam = number % 2 == 0
            return message(Double(number), isSpam: isSpam, calledSpam: number >= 500 && isSpam)
        }
        let stages = EvaluationCurves(messages, isInTime: true).stages
        #expect(stages.map(\.messages) == (1...10).map { $0 * 100 })
        #expect(stages.map(\.decisions.spamMissed) == [50, 50, 50, 50, 50, 0, 0, 0, 0, 0])
        #expect(EvaluationCurves(messages).stages.isEmpty)
    }

    @Test(
        "Clopper and Pearson's interval is scipy's",
        // scipy.stats.binomtest(k, n).proportion_ci(method="exact")
        arguments: [
            (0, 10, 0.0, 0.30849710781876294), (1, 10, 0.0025285785444625728, 0.44501611702819543),
            (10, 10, 0.6915028921812371, 1.0), (50, 100, 0.39832112950330095, 0.6016788704966991),
            (3, 5_000, 0.00012375152045600987, 0.0017524436035038196),
        ])
    func exact(errors: Int, trials: Int, lower: Double, upper: Double) throws {
        let interval = try #require(Interval.exactRate(errors, of: trials))
        #expect(abs(interval.lower - 100 * lower) < 1e-6 && abs(interval.upper - 100 * upper) < 1e-6)
        #expect(Interval.exactRate(0, of: 0) == nil)
    }
}
