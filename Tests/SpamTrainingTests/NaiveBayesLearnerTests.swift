// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import SpamTraining
import Testing

@Suite("Naive Bayes")
struct NaiveBayesLearnerTests {
    private func learner(of examples: [TrainingExample]) -> NaiveBayesLearner {
        var learner = NaiveBayesLearner()
        learner.learn(examples)
        return learner
    }

    @Test("the weight of one word, computed by hand")
    func byHand() {
        // 3 ham, 2 spam; the word is in 1 ham and 2 spam: n = 1 sqrt(2/3) + 2 sqrt(3/2) = 3.266, confidence n / (n + .5),
        // log((2 + .003) / (2 + .006)) - log((1 + .003) / (3 + .006)) = 1.0961; times .86724, divided by 1 + 1;
        // the header's expert has nothing to say, and each of the two counts half.
        let word = TrainingSamples.features([.words: [77]])
        let other = TrainingSamples.features([.words: [0x8000_0000]])
        let learner = learner(of: [
            TrainingExample(features: word, messageClass: .ham),
            TrainingExample(features: other, messageClass: .ham),
            TrainingExample(features: other, messageClass: .ham),
            TrainingExample(features: word, messageClass: .spam),
            TrainingExample(features: word, messageClass: .spam),
        ])
        #expect(abs(learner.score(word) - 1.09612 * 0.86724 / 2 / 2) < 1e-4)
        #expect(learner.score(other) < 0)
    }

    @Test("what only the larger class has says little where the smaller is small, and the reverse says much")
    func unequalClasses() {
        let (frequent, rare) = (
            TrainingSamples.features([.words: [1]]), TrainingSamples.features([.words: [0x7000_0000]])
        )
        let common = TrainingSamples.features([.words: [0xF000_0000]])
        func example(_ features: FeatureVector, _ messageClass: MessageClass) -> TrainingExample {
            TrainingExample(features: features, messageClass: messageClass)
        }
        let learner = learner(
            of: [example(rare, .ham), example(frequent, .spam)] + (0..<3).map { _ in example(common, .ham) }
                + (0..<399).map { _ in example(common, .spam) })
        // One of 400 spam, none of 4 ham; one of 4 ham, none of 400 spam.
        #expect(learner.score(frequent) > 0 && learner.score(rare) < 0)
        #expect(-learner.score(rare) > 10 * learner.score(frequent))
    }

    @Test("the exported model scores as the learner does, to 1e-4")
    func exported() throws {
        let examples = TrainingSamples.corpus(300)
        let learner = learner(of: examples)
        let model = try SpamModel(learner.export(TrainingSamples.origin))
        let rule = learner.decisions()
        for example in examples + TrainingSamples.corpus(100, seed: 9) {
            let rank = learner.score(example.features)
            let score = model.score(example.features)
            #expect(abs(score.rank - rank) < 1e-4)
            #expect(abs(score.logOdds - rule.score(rank: rank).logOdds) < 1e-2)
        }
        #expect(model.parameters.counts == TrainingCounts(ham: 200, spam: 100))
        #expect(model.parameters.createdBy == "test" && model.parameters.keyID == 7)
        #expect(model.views == NaiveBayesLearner.views)
    }

    @Test("neither order nor batches nor forks change what is exported")
    func order() {
        let examples = TrainingSamples.corpus(200)
        let whole = learner(of: examples)
        var parts = NaiveBayesLearner()
        for start in stride(from: 0, to: 200, by: 7) { parts.learn(Array(examples[start..<min(200, start + 7)])) }
        #expect(parts.export(TrainingSamples.origin) == whole.export(TrainingSamples.origin))

        var fork = whole
        fork.learn(TrainingSamples.corpus(10, seed: 3))
        #expect(whole.export(TrainingSamples.origin) == parts.export(TrainingSamples.origin))
        #expect(fork.counts.ham > whole.counts.ham)

        let reversed = learner(of: examples.reversed()).export(TrainingSamples.origin)
        #expect(reversed.weights == whole.export(TrainingSamples.origin).weights)
    }

    @Test("ranks new messages well, and its verdicts keep the promised losses")
    func quality() throws {
        let model = try SpamModel(learner(of: TrainingSamples.corpus(600)).export(TrainingSamples.origin))
        let test = TrainingSamples.corpus(900, seed: 5)
        let scores = test.map { (rank: model.score($0.features).rank, messageClass: $0.messageClass) }
        #expect(TrainingSamples.inversions(scores) < 0.01)
        let verdicts = test.map { (model.score($0.features).verdict, $0.messageClass) }
        #expect(verdicts.count { $0 == (.spam, .ham) } <= 3)
        #expect(verdicts.count { $0 == (.ham, .spam) } <= 6)
        #expect(verdicts.count { $0 == (.spam, .spam) } > 140)
    }

    @Test("with nothing learned, or one class only, everything is unsure and finite")
    func oneClass() throws {
        let ham = TrainingSamples.corpus(30).filter { $0.messageClass == .ham }
        for examples in [[], ham] {
            let learner = learner(of: examples)
            let model = try SpamModel(learner.export(TrainingSamples.origin))
            for example in TrainingSamples.corpus(10) {
                #expect(learner.score(example.features) == 0)
                #expect(model.score(example.features).verdict == .unsure)
            }
        }
    }

    @Test("ten messages of each class give verdicts, and a message without features is unsure")
    func fewMessages() throws {
        var examples = TrainingSamples.corpus(60, noise: 0)
        examples = Array(
            examples.filter { $0.messageClass == .ham }[..<10] + examples.filter { $0.messageClass == .spam }[..<10])
        let model = try SpamModel(learner(of: examples).export(TrainingSamples.origin))
        let verdicts = TrainingSamples.corpus(90, seed: 8, noise: 0).map {
            (model.score($0.features).verdict, $0.messageClass)
        }
        #expect(verdicts.count { $0 == (.spam, .ham) } == 0)
        #expect(verdicts.count { $0.0 == .unsure } < 60)
        #expect(model.score(FeatureVector()).rank == 0)
    }

    @Test("a doubted example is not learned")
    func doubted() {
        var examples = TrainingSamples.corpus(30)
        for index in examples.indices { examples[index].weight = 0.4 }
        #expect(learner(of: examples).counts == TrainingCounts())
    }
}
