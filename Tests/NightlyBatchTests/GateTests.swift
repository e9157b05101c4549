// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import NightlyBatch
import SpamEvaluation
import SpamModel
import SpamTraining
import TestSupport
import Testing

@Suite("The gate")
struct GateTests {
    /// Scores of so many messages of each class, of a filter that is right but for chance of a size.
    private func scores(_ count: Int, noise: Double, seed: UInt64 = 1, hamLost: Int = 0) -> [ScoredMessage] {
        var generator = SplitMix64(seed: seed)
        return (0..<(2 * count)).map { number in
            let isSpam = number % 2 == 1
            let score = (isSpam ? 2 : -2) + Double.random(in: -noise...noise, using: &generator)
            let isLost = !isSpam && number / 2 < hamLost
            return ScoredMessage(
                path: "\(number)", judge: isSpam ? .spam : .ham, verdict: isSpam || isLost ? .spam : .ham, score: score)
        }
    }

    private func refusal(
        _ new: [ScoredMessage], _ current: [ScoredMessage] = [], counts: TrainingCounts = .init(ham: 900, spam: 500),
        before: TrainingCounts? = .init(ham: 1_000, spam: 500)
    ) -> GateRefusal? {
        Gate(GateLimits()).refusal(counts: counts, current: before, scored: new, currentScored: current)
    }

    @Test("a first model, an equal one and a better one pass")
    func passes() {
        let (good, bad) = (scores(200, noise: 2.2), scores(200, noise: 6))
        #expect(refusal(good, before: nil) == nil)
        #expect(refusal(good, good) == nil && refusal(good, bad) == nil)
        #expect(refusal(scores(200, noise: 2.2, seed: 9), good) == nil, "chance is no reason")
        #expect(refusal([]) == nil)
    }

    @Test("one that is worse on the same messages for certain is refused, on few messages it is not")
    func worse() {
        guard case .worse(let current, let new, let messages) = refusal(scores(200, noise: 6), scores(200, noise: 2.2))
        else {
            Issue.record("passed")
            return
        }
        #expect(new > current && messages == 400)
        #expect(refusal(scores(15, noise: 6), scores(15, noise: 2.2)) == nil)
        // Today's labels judge both, whatever the labels of then were.
        let relabelled = scores(200, noise: 2.2).map { message in
            ScoredMessage(
                path: message.path, judge: message.judge == .ham ? .spam : .ham, verdict: .ham, score: message.score)
        }
        #expect(refusal(scores(200, noise: 6), relabelled) != nil)
        #expect(refusal(scores(200, noise: 2.2), relabelled) == nil)
    }

    @Test("one that loses more ham than the current model for certain is refused; a few more may be chance")
    func hamLoss() {
        let good = scores(200, noise: 1)
        #expect(refusal(scores(200, noise: 1, hamLost: 20), good) == .hamLoss(current: 0, new: 20, ham: 200))
        #expect(refusal(scores(200, noise: 1, hamLost: 3), good) == nil)
        #expect(refusal(scores(200, noise: 1, hamLost: 20), scores(200, noise: 1, hamLost: 20)) == nil)
        #expect(refusal(scores(200, noise: 1, hamLost: 2), scores(200, noise: 1, hamLost: 20)) == nil)
        #expect(refusal(scores(200, noise: 1, hamLost: 20)) == nil, "there is nothing to compare with")
    }

    @Test("rescued mail does not keep the model that called it spam in its place", arguments: [1, 3, 10])
    func rescue(rescued: Int) {
        let new = scores(30, noise: 1, hamLost: rescued)
        // When the current model was made, its own filing was still taken for the label.
        let current = new.map { message in
            ScoredMessage(path: message.path, judge: message.verdict, verdict: message.verdict, score: message.score)
        }
        #expect(refusal(new, current) == nil)
    }

    @Test("a model that learned fifty of each class and calls nothing spam is refused")
    func callsNothingSpam() {
        func refusal(_ counts: TrainingCounts, called: Int) -> GateRefusal? {
            var foundation = DecisionRule.Foundation()
            (foundation.ham, foundation.spam, foundation.spamCalledSpam) = (900, 400, called)
            return Gate(GateLimits()).refusal(
                counts: counts, current: nil, scored: [], currentScored: [], foundation: foundation)
        }
        #expect(refusal(TrainingCounts(ham: 900, spam: 500), called: 0) == .callsNothingSpam(spam: 400))
        #expect(refusal(TrainingCounts(ham: 900, spam: 500), called: 1) == nil)
        #expect(refusal(TrainingCounts(ham: 900, spam: 49), called: 0) == nil, "it may not know better yet")
    }

    @Test("a corpus that has shrunk, turned round or lost a class is refused")
    func collapsed() {
        let good = scores(50, noise: 1)
        for counts in [TrainingCounts(ham: 400, spam: 200), TrainingCounts(ham: 1_000, spam: 3_000)] {
            guard case .collapsed = refusal(good, counts: counts) else {
                Issue.record("passed: \(counts)")
                continue
            }
        }
        #expect(refusal(good, counts: TrainingCounts(ham: 1_000, spam: 0)) == .oneClass)
        #expect(refusal(good, counts: TrainingCounts(ham: 1_500, spam: 400)) == nil)
        let both = Gate(GateLimits()).refusal(
            counts: TrainingCounts(ham: 1_000, spam: 3_000), current: TrainingCounts(ham: 1_000, spam: 300),
            scored: good,
            currentScored: good, existingJunk: 2_650)
        #expect(both == nil, "the Junk of an older filter is no collapse")
        let first = TrainingCounts(ham: 93, spam: 8)
        #expect(refusal(good, counts: TrainingCounts(ham: 408, spam: 178), before: first) == nil, "it knew too little")
    }
}
