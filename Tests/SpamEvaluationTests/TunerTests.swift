// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamEvaluation
import SpamTraining
import Synchronization
import Testing

@Suite("Tuning")
struct TunerTests {
    /// Words of each class that change sides every so many messages; a small generator makes each message different.
    private func mail(_ count: Int, changingEvery period: Int) -> [EvaluationMessage] {
        var state: UInt64 = 9
        func random(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        return (0..<count).map { index in
            let isSpam = random(2) == 0
            let isTurned = index / period % 2 == 1
            var hashes: Set<UInt32> = []
            for _ in 0..<12 {
                let side: UInt64 = random(100) < 80 ? (isSpam != isTurned ? 0 : 1) : 2
                hashes.insert(UInt32(truncatingIfNeeded: (side * 40 + random(40)) * 35_000_000))
            }
            let sorted = hashes.sorted()
            let words = Int(FeatureView.words.rawValue)
            let starts = (0...FeatureView.allCases.count).map { $0 <= words ? 0 : sorted.count }
            return EvaluationMessage(
                path: "\(index)",
                TrainingExample(
                    features: FeatureVector(hashes: sorted, starts: starts), messageClass: isSpam ? .spam : .ham))
        }
    }

    private func tuner(threads: Int = 2) -> Tuner {
        Tuner(block: .messages(100), options: LearnerOptions(experts: [.bayesText]), threads: threads)
    }

    @Test("where mail changes, a shorter half-life is found and confirmed")
    func improvement() throws {
        let trials = Mutex<[Tuner.Trial]>([])
        let outcome = try tuner().tune(
            mail(6_000, changingEvery: 1_500), tried: { trial in trials.withLock { $0.append(trial) } })
        #expect(outcome.isImprovement)
        #expect(outcome.best.halfLife.map { $0 <= 3_000 } == true)
        #expect(!outcome.isCutShort)
        #expect(outcome.messages.choosing == 3_933 && outcome.messages.deciding == 1_967)
        let told = trials.withLock { $0 }
        #expect(told.count == Tuner.candidateCount)
        #expect(told[0].isBest && told[0].candidate.hyperparameters == .standard)
        // Another number of threads, the same outcome.
        let alone = try tuner(threads: 1).tune(mail(6_000, changingEvery: 1_500))
        #expect(alone.best == outcome.best && alone.confirmation == outcome.confirmation)
    }

    @Test("where nothing is to be had, nothing is promised")
    func noise() throws {
        let outcome = try tuner().tune(mail(900, changingEvery: 10_000))
        #expect(!outcome.isImprovement)
    }

    @Test("stopped early, what was best until then is compared; before anything was measured, nothing is")
    func stopping() throws {
        let asked = Mutex(0)
        let messages = mail(900, changingEvery: 300)
        let outcome = try tuner().tune(
            messages, isStopped: { asked.withLock { $0 > 3 } },
            tried: { _ in asked.withLock { $0 += 1 } })
        #expect(outcome.isCutShort)
        #expect(throws: Tuner.TuningError.stopped) { try tuner().tune(messages, isStopped: { true }) }
    }

    @Test("too little mail is told")
    func little() {
        let ham = mail(400, changingEvery: 1_000).filter { $0.judge == .ham }
        #expect(throws: Tuner.TuningError.self) { try tuner().tune(ham) }
        #expect(throws: Tuner.TuningError.self) { try tuner().tune([]) }
    }
}
