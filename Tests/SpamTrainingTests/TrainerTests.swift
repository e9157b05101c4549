// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import SpamTraining
import TestSupport
import Testing

@Suite("Trainer")
struct TrainerTests {
    /// A learner that minds the order: it exports nothing, and remembers what it was given.
    private struct Recorder: Learner {
        static let views: FeatureViews = [.words]
        static let isOrderIndependent = false
        var batches: [[TrainingExample]] = []

        init(options: LearnerOptions) {}
        mutating func learn(_ batch: [TrainingExample]) { batches.append(batch) }
        func score(_ features: FeatureVector) -> Double { 0 }
        func decisions() -> DecisionRule { DecisionRule() }
        func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel {
            LearnedModel(
                parameters: ModelParameters(keyID: origin.keyID, extractorVersion: origin.extractorVersion), weights: []
            )
        }
    }

    @Test("a learner that minds the order gets everything at once, by date")
    func byDate() throws {
        var trainer = Trainer(Recorder.self, origin: TrainingSamples.origin)
        for dates: [Int64?] in [[50, 20, 40], [], [10, 30]] {
            trainer.take(dates.map { TrainingExample(features: FeatureVector(), messageClass: .ham, date: $0) })
        }
        let result = try trainer.finish()
        #expect(result.learner.batches.map { $0.map(\.date) } == [[10, 20, 30, 40, 50]])
    }

    @Test("examples that come in the order to learn them are learned in it")
    func inOrder() throws {
        var trainer = Trainer(Recorder.self, origin: TrainingSamples.origin)
        trainer.take([50, 20, 40].map { TrainingExample(features: FeatureVector(), messageClass: .ham, date: $0) })
        #expect(try trainer.finish(isInOrder: true).learner.batches.map { $0.map(\.date) } == [[50, 20, 40]])
    }

    @Test("a model states the dates of its first and last example", arguments: [[3, nil, 1, 2], [nil], []])
    func window(dates: [Int64?]) throws {
        var trainer = Trainer(NaiveBayesLearner.self, origin: TrainingSamples.origin)
        for date in dates { trainer.take([TrainingExample(features: FeatureVector(), messageClass: .ham, date: date)]) }
        let expected = dates.count > 1 ? TrainingWindow(first: 1, last: 3) : nil
        #expect(try trainer.finish().model.parameters.window == expected)
    }

    @Test("without dates the classes are interleaved")
    func withoutDates() {
        let classes: [MessageClass] = [.ham, .ham, .ham, .ham, .spam, .spam]
        let ordered = LearningOrder.positions(dates: Array(repeating: nil, count: 6), classes: classes)
        #expect(ordered == [0, 4, 1, 2, 5, 3])
    }

    @Test("the order is that of the messages, not of their archives: also without dates, or of the same second")
    func orderOfArchives() {
        let dates: [Int64?] = [30, nil, 10, 20, nil, 5, 20, 20, 20, nil]
        let examples = dates.indices.map {
            TrainingExample(
                features: TrainingSamples.features([.words: [UInt32($0)]]), messageClass: $0 < 5 ? .ham : .spam,
                date: dates[$0])
        }
        let ordered = Trainer<Recorder>.inOrder(examples).map(\.features.hashes[0])
        let known = ordered.compactMap { dates[Int($0)] }
        #expect(known == known.sorted())
        var generator = SplitMix64(seed: 3)
        for _ in 0..<20 {
            let shuffled = examples.shuffled(using: &generator)
            #expect(Trainer<Recorder>.inOrder(shuffled).map(\.features.hashes[0]) == ordered)
        }
    }

    @Test("ham of years and spam of this month are interleaved")
    func disjointTimes() {
        let classes: [MessageClass] = [.ham, .ham, .ham, .ham, .spam, .spam]
        let apart = LearningOrder.positions(dates: [1, 2, 3, 4, 50, 60], classes: classes)
        #expect(apart == [0, 4, 1, 2, 5, 3])
        let together = LearningOrder.positions(dates: [1, 20, 30, 55, 50, 60], classes: classes)
        #expect(together == [0, 1, 2, 4, 3, 5])
    }
}
