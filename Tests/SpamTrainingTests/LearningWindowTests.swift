// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import SpamTraining
import Testing

@Suite("The training window")
struct LearningWindowTests {
    private static func options(_ window: LearningWindow, halfLife: Double? = 10_000) -> LearnerOptions {
        var options = LearnerOptions(hyperparameters: Hyperparameters(halfLife: halfLife))
        options.window = window
        return options
    }

    private static func model(_ examples: [TrainingExample], _ options: LearnerOptions) -> LearnedModel {
        var learner = FusionLearner(options: options)
        learner.learn(examples)
        return learner.export(TrainingSamples.origin)
    }

    @Test("it is twenty half-lives, and everything where nothing is forgotten")
    func limit() throws {
        #expect(LearnerOptions.standard.messageLimit == 200_000)
        #expect(Self.options(.byHalfLife, halfLife: 30_000).messageLimit == 600_000)
        #expect(Self.options(.byHalfLife, halfLife: nil).messageLimit == nil)
        #expect(Self.options(.byHalfLife, halfLife: 0.001).messageLimit == 1)
        #expect(Self.options(LearningWindow(messages: 500), halfLife: nil).messageLimit == 500)
        #expect(Self.options(LearningWindow(messages: 0)).messageLimit == nil)
        // No number is too large to be asked for.
        #expect(try #require(Self.options(.byHalfLife, halfLife: 1e300).messageLimit) >= 1_000_000_000)
        #expect(try #require(Self.options(LearningWindow(messages: .max)).messageLimit) >= 1_000_000_000)
        // Where order does not matter no message is older than another.
        #expect(NaiveBayesLearner.messageLimit(.standard) == nil && FusionLearner.messageLimit(.standard) == 200_000)
    }

    @Test("what is older than the window might as well not be there; what fits is learned as without one")
    func newest() {
        let examples = TrainingSamples.corpus(400)
        let all = Self.model(examples, Self.options(.unlimited))
        #expect(Self.model(examples, Self.options(.newest(400))) == all)
        #expect(Self.model(examples, Self.options(.byHalfLife)) == all)
        let cut = Self.model(examples, Self.options(.newest(150)))
        #expect(cut == Self.model(Array(examples.suffix(150)), Self.options(.unlimited)) && cut != all)
    }

    @Test("a trainer orders first, then cuts, says how many it left, and states the dates of the others")
    func trainer() throws {
        let examples = TrainingSamples.corpus(300).enumerated().map { index, example in
            TrainingExample(
                features: example.features, messageClass: example.messageClass, date: 1_700_000_000 + Int64(index))
        }
        var trainer = Trainer(
            FusionLearner.self, options: Self.options(.newest(100)), origin: TrainingSamples.origin)
        trainer.take(Array(examples[150...]))
        trainer.take(Array(examples[..<150]))
        let result = try trainer.finish()
        #expect(result.beyondWindow == 200)
        let counts = result.model.parameters.counts
        #expect(counts.ham + counts.spam == 100)
        #expect(result.model.parameters.window == TrainingWindow(first: 1_700_000_200, last: 1_700_000_299))
        var newest = Trainer(
            FusionLearner.self, options: Self.options(.unlimited), origin: TrainingSamples.origin)
        newest.take(Array(examples.suffix(100)))
        let alone = try newest.finish()
        #expect(alone.model == result.model && alone.beyondWindow == 0)
    }

    @Test("a class of which nothing is new keeps its share")
    func oldClass() throws {
        let examples = TrainingSamples.corpus(400)
        let spam = examples.filter { $0.messageClass == .spam }
        let ham = examples.filter { $0.messageClass == .ham }
        // Spam ends when half of the ham has come.
        let dated = { (examples: [TrainingExample], step: Int64) in
            examples.enumerated().map {
                TrainingExample(
                    features: $1.features, messageClass: $1.messageClass, date: 1_700_000_000 + step * Int64($0))
            }
        }
        var trainer = Trainer(
            FusionLearner.self, options: Self.options(.newest(100)), origin: TrainingSamples.origin)
        trainer.take(dated(spam, 1) + dated(ham, 3))
        let counts = try trainer.finish().model.parameters.counts
        #expect(counts.ham + counts.spam == 100 && abs(counts.spam - 100 * spam.count / 400) <= 1, "\(counts)")
    }

    @Test("what is beyond twenty half-lives has as good as nothing to say")
    func weightless() {
        // The past says the opposite: what of it counted would show.
        let past = TrainingSamples.corpus(1_000, seed: 2).map {
            TrainingExample(features: $0.features, messageClass: $0.messageClass == .spam ? .ham : .spam)
        }
        let examples = past + TrainingSamples.corpus(600, seed: 3)
        var (all, windowed) = (
            FusionLearner(options: Self.options(.unlimited, halfLife: 30)),
            FusionLearner(options: Self.options(.byHalfLife, halfLife: 30))
        )
        all.learn(examples)
        windowed.learn(examples)
        #expect(windowed.counts.ham + windowed.counts.spam == 600)
        let mail = TrainingSamples.corpus(300, seed: 9)
        func inversions(_ learner: FusionLearner) -> Double {
            TrainingSamples.inversions(mail.map { (learner.score($0.features), $0.messageClass) })
        }
        let (left, right) = (inversions(all), inversions(windowed))
        // Forty messages count here; as many others would differ by as much.
        #expect(abs(left - right) < 0.01 && right < 0.05, "\(left), \(right)")
    }
}
