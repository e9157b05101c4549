// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import SpamTraining
import Testing

@Suite("Weight of a known sender")
struct CorrespondentWeightTests {
    private func learner(_ examples: [TrainingExample]) -> FusionLearner {
        var learner = FusionLearner()
        learner.learn(examples)
        return learner
    }

    /// What a known sender adds to any rank.
    private func weight(_ learner: FusionLearner) -> Double {
        let features = TrainingSamples.corpus(1)[0].features
        return learner.score(features, isSenderKnown: true) - learner.score(features)
    }

    /// The corpus with the senders of some messages known.
    private func corpus(
        _ count: Int = 600, seed: UInt64 = 1, noise: Double = 0.3, known: (Int, MessageClass) -> Bool
    ) -> [TrainingExample] {
        TrainingSamples.corpus(count, seed: seed, noise: noise).enumerated().map { index, example in
            var example = example
            example.isSenderKnown = known(index, example.messageClass)
            return example
        }
    }

    @Test("it leans to ham before there is any, more where ham comes from known senders, less where spam forges them")
    func evidence() {
        let none = weight(learner(corpus { _, _ in false }))
        let ham = weight(learner(corpus { index, label in label == .ham && index % 2 == 0 }))
        let forged = weight(learner(corpus { _, label in label == .spam }))
        let few = weight(learner(corpus { index, label in label == .ham && index == 300 }))
        #expect(none < 0 && ham < none && forged > none, "\(none) \(ham) \(forged)")
        #expect(abs(few - none) < 0.05, "one message says little: \(few)")
    }

    @Test("it keeps its bounds, whatever the labels say")
    func bounds() {
        for seed in UInt64(1)...3 {
            for noise in [0.05, 0.45, 0.5] {
                for known in [MessageClass.ham, .spam] {
                    let weight = weight(learner(corpus(200, seed: seed, noise: noise) { $1 == known }))
                    #expect((-0.5 - 1e-9)...1e-9 ~= weight, "\(weight)")
                }
            }
        }
        #expect((-0.5)...0 ~= weight(FusionLearner()))
    }

    @Test("nothing else of a model depends on who is known, and without known senders nothing at all")
    func apart() {
        let strangers = corpus { _, _ in false }
        let known = corpus { index, label in label == .ham && index % 2 == 0 }
        var origin = TrainingSamples.origin
        let plain = learner(strangers).export(origin)
        #expect(plain.parameters.knownSenders == .init() && plain.knownSenders.isEmpty)
        origin.knownSenders = [3, 4]
        let unmet = learner(strangers).export(origin)
        #expect(unmet.parameters.knownSenders.count == 2 && unmet.parameters.knownSenders.weight < 0)
        var same = unmet
        (same.knownSenders, same.parameters.knownSenders) = ([], .init())
        #expect(same == plain)
        let met = learner(known).export(origin)
        #expect(met.weights == plain.weights && met.parameters.experts == plain.parameters.experts)
        #expect(met.parameters.calibration != plain.parameters.calibration, "calibration sees the ranks as they are")
    }

    @Test("the exported model scores a known sender as the learner does, and others too")
    func exported() throws {
        let learner = learner(corpus { index, label in label == .ham && index % 2 == 0 })
        var origin = TrainingSamples.origin
        origin.knownSenders = [17]
        let model = try SpamModel(learner.export(origin))
        for var example in TrainingSamples.corpus(100, seed: 9) {
            for sender in [0, 16, 17, 18] as [UInt64] {
                example.features.sender = sender
                let rank = learner.score(example.features, isSenderKnown: sender == 17)
                #expect(abs(model.score(example.features).rank - rank) < 1e-4)
            }
        }
    }

    @Test("ham that looks like spam is rescued by a known sender, and typical spam is not")
    func rescue() {
        let learner = learner(corpus { index, label in label == .ham && index % 2 == 0 })
        let rule = learner.decisions()
        let new = TrainingSamples.corpus(900, seed: 5, noise: 0.3)
        func called(_ verdict: Verdict, _ label: MessageClass, known: Bool) -> Int {
            new.count { example in
                example.messageClass == label
                    && rule.score(rank: learner.score(example.features, isSenderKnown: known)).verdict == verdict
            }
        }
        let lost = [false, true].map { called(.spam, .ham, known: $0) + called(.unsure, .ham, known: $0) }
        #expect(lost[0] > 0 && lost[1] * 2 < lost[0], "\(lost)")
        let caught = [false, true].map { called(.spam, .spam, known: $0) }
        #expect(caught[1] > 0, "\(caught)")
        // Who forges every sender gains no more than the bound: half a unit of rank.
        for example in new where example.messageClass == .spam {
            let gain = learner.score(example.features) - learner.score(example.features, isSenderKnown: true)
            #expect(gain <= 0.5 + 1e-9)
        }
    }
}
