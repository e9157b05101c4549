// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import SpamTraining
import Testing

@Suite("Fusion")
struct FusionLearnerTests {
    private func learner(
        of examples: [TrainingExample], experts: [Expert] = Expert.standard
    ) -> FusionLearner {
        var learner = FusionLearner(options: LearnerOptions(experts: experts))
        learner.learn(examples)
        return learner
    }

    private func inversions(_ learner: FusionLearner, seed: UInt64 = 5) -> Double {
        TrainingSamples.inversions(
            TrainingSamples.corpus(900, seed: seed).map { (learner.score($0.features), $0.messageClass) })
    }

    @Test("the exported model scores as the learner does, to 1e-4", arguments: [Expert.standard, Expert.allCases])
    func exported(experts: [Expert]) throws {
        let examples = TrainingSamples.corpus(300)
        let learner = learner(of: examples, experts: experts)
        let model = try SpamModel(learner.export(TrainingSamples.origin))
        let rule = learner.decisions()
        for example in examples + TrainingSamples.corpus(100, seed: 9) {
            let rank = learner.score(example.features)
            let score = model.score(example.features)
            #expect(abs(score.rank - rank) < 1e-4)
            let learned = learner.score(example.features, isSenderKnown: false, by: rule)
            #expect(learned.rank == rank)
            #expect(abs(score.logOdds - learned.logOdds) < 1e-2)
        }
        #expect(model.parameters.counts == TrainingCounts(ham: 200, spam: 100))
    }

    @Test("a message whose header and content contradict each other is judged by the model as by the learner")
    func contradiction() throws {
        let examples = TrainingSamples.corpus(600)
        let learner = learner(of: examples)
        let rule = learner.decisions()
        let model = try SpamModel(learner.export(TrainingSamples.origin, by: rule))
        let (ham, spam) = (examples.filter { $0.messageClass == .ham }, examples.filter { $0.messageClass == .spam })
        var contradicting = 0
        for (header, content) in zip(spam, ham.suffix(spam.count)) {
            let features = TrainingSamples.features([
                .headerWords: header.features.withView(.headerWords) { Array($0) },
                .words: content.features.withView(.words) { Array($0) },
            ])
            let learned = learner.score(features, isSenderKnown: false, by: rule)
            let exported = model.score(features)
            #expect(abs(learned.contradiction - exported.contradiction) < 1e-2)
            #expect(abs(learned.logOdds - exported.logOdds) < 1e-2)
            if exported.contradiction > 0 { contradicting += 1 }
        }
        #expect(contradicting > spam.count / 4)
    }

    /// Half spam, half ham; some ham comes from the program that sends the spam, and says what ham says.
    private func mailWithBulkHam(_ count: Int, seed: UInt64, percent: Int, length: Int) -> [TrainingExample] {
        var generator = TrainingSamples.Generator(state: seed)
        func words(_ kind: UInt32, _ count: Int, of vocabulary: UInt32) -> [UInt32] {
            (0..<count).map { _ in
                (kind << 20 | UInt32.random(in: 0..<vocabulary, using: &generator)) &* 2_654_435_761
            }
        }
        return (0..<count).map { index in
            let isSpam = index % 2 == 1
            let isBulk = isSpam || Int.random(in: 0..<100, using: &generator) < percent
            let header = words(isBulk ? 1 : 2, 20, of: 40)
            let text = words(isSpam ? 3 : 4, length, of: 300) + words(5, 20, of: 200)
            let features = TrainingSamples.features([
                .headerWords: header, .headerGrams: header, .headerPairs: header, .words: text, .wordPairs: text,
                .textGrams: text,
            ])
            return TrainingExample(features: features, messageClass: isSpam ? .spam : .ham)
        }
    }

    @Test(
        "thresholds are set on what verdicts go by: ham with the header of bulk mail is not lost",
        arguments: [(1, 4), (3, 15), (8, 15), (8, 30)])
    func bulkHam(percent: Int, length: Int) throws {
        func mail(_ count: Int, seed: UInt64) -> [TrainingExample] {
            mailWithBulkHam(count, seed: seed, percent: percent, length: length)
        }
        let model = try SpamModel(learner(of: mail(2_000, seed: 3)).export(TrainingSamples.origin))
        let ham = mail(4_000, seed: 4).filter { $0.messageClass == .ham }
        #expect(ham.count { model.score($0.features).contradiction > 0 } > 15)
        #expect(ham.count { model.score($0.features).verdict == .spam } == 0)
    }

    @Test("each expert alone learns, whatever its views", arguments: Expert.allCases)
    func alone(expert: Expert) {
        var generator = TrainingSamples.Generator(state: 4)
        let view =
            expert.views.contains(.words)
            ? FeatureView.words : FeatureView.allCases.first { expert.views.contains(FeatureViews($0)) }
        guard let view else { return }
        let examples = (0..<200).map { index in
            let isSpam = index % 2 == 0
            let words = (0..<20).map { _ in
                UInt32.random(in: 0..<100, using: &generator) * 40_000_000 + (isSpam ? 0 : 20_000_000)
            }
            return TrainingExample(
                features: TrainingSamples.features([view: words]), messageClass: isSpam ? .spam : .ham)
        }
        let learner = learner(of: Array(examples[..<150]), experts: [expert])
        #expect(
            TrainingSamples.inversions(examples[150...].map { (learner.score($0.features), $0.messageClass) }) < 0.01)
    }

    @Test("the fusion ranks new messages better than most of its members do alone")
    func fusion() {
        let examples = TrainingSamples.corpus(600)
        let fused = inversions(learner(of: examples))
        // Of the standard members three have views in these samples.
        let alone = [Expert.bayesText, .arowHeader, .arowContent].map {
            inversions(learner(of: examples, experts: [$0]))
        }
        #expect(fused < 0.01)
        #expect(alone.count { fused < $0 } >= 2, "\(fused) \(alone)")
    }

    @Test("what little mail taught counts less beside what much mail taught")
    func confidence() throws {
        func spread(_ count: Int) -> Double {
            var learner = FusionLearner()
            learner.learn(TrainingSamples.corpus(count))
            let new = TrainingSamples.corpus(200, seed: 9)
            func mean(_ messageClass: MessageClass) -> Double {
                let scores = new.filter { $0.messageClass == messageClass }.map { learner.score($0.features) }
                return scores.reduce(0, +) / Double(scores.count)
            }
            return mean(.spam) - mean(.ham)
        }
        let (little, much) = (spread(40), spread(2_000))
        #expect(little > 0)
        #expect(little < 0.8 * much)
    }

    @Test("one label in twenty that is wrong hardly harms")
    func wrongLabels() {
        var examples = TrainingSamples.corpus(800)
        for index in stride(from: 7, to: examples.count, by: 20) {
            examples[index].messageClass = examples[index].messageClass == .spam ? .ham : .spam
        }
        #expect(inversions(learner(of: examples)) < 0.02)
    }

    @Test("counting experts, too, bear wrong labels: of a suspect most is taken back", arguments: [Expert.bayesText])
    func wrongLabelsCounted(expert: Expert) {
        var examples = TrainingSamples.corpus(800, noise: 0.05)
        for index in stride(from: 107, to: examples.count, by: 10) {
            examples[index].messageClass = examples[index].messageClass == .spam ? .ham : .spam
        }
        let results = [Double.infinity, 0.25].map { suspicion in
            let parameters = Hyperparameters(suspicion: suspicion)
            var learner = FusionLearner(options: LearnerOptions(hyperparameters: parameters, experts: [expert]))
            learner.learn(examples)
            return inversions(learner)
        }
        #expect(results[1] < results[0], "\(results)")
    }

    @Test("the model does not depend on the number of threads", arguments: [2, 5])
    func threads(count: Int) {
        let examples = TrainingSamples.corpus(300)
        let models = [1, count].map { threads in
            var learner = FusionLearner(options: LearnerOptions(threads: threads))
            learner.learn(Array(examples[..<200]))
            let fork = learner
            learner.learn(Array(examples[200...]))
            #expect(fork.counts.ham + fork.counts.spam == 200)
            return learner.export(TrainingSamples.origin)
        }
        #expect(models[0] == models[1])
    }

    @Test("an expert that only guesses gets less weight as scores come in, and does no harm")
    func guessing() {
        var generator = TrainingSamples.Generator(state: 8)
        func withNoise(_ examples: [TrainingExample]) -> [TrainingExample] {
            examples.map { example in
                var views: [FeatureView: [UInt32]] = [:]
                for view in [FeatureView.words, .wordPairs, .headerWords] {
                    views[view] = example.features.withView(view) { Array($0) }
                }
                views[.textGrams] = (0..<50).map { _ in UInt32.random(in: 0..<500, using: &generator) * 8_000_000 }
                return TrainingExample(features: TrainingSamples.features(views), messageClass: example.messageClass)
            }
        }
        let learner = learner(of: withNoise(TrainingSamples.corpus(900)))
        let scores = withNoise(TrainingSamples.corpus(600, seed: 5)).map {
            (learner.score($0.features), $0.messageClass)
        }
        #expect(TrainingSamples.inversions(scores) < 0.01)
    }

    @Test("with a half-life it follows mail that changes, and forgets what no longer holds")
    func forgetting() {
        // The words change sides halfway.
        let past = TrainingSamples.corpus(400, seed: 2).map {
            TrainingExample(features: $0.features, messageClass: $0.messageClass == .spam ? .ham : .spam)
        }
        let examples = past + TrainingSamples.corpus(400)
        let results = [nil, 10_000, 100].map { halfLife in
            var learner = FusionLearner(options: LearnerOptions(hyperparameters: Hyperparameters(halfLife: halfLife)))
            learner.learn(examples)
            #expect(learner.counts.ham + learner.counts.spam == 800)
            return inversions(learner)
        }
        #expect(results[2] < 0.02, "\(results)")
        #expect(results[2] < results[1] && results[1] < results[0], "\(results)")
    }

    @Test("message by message it learns as well as in batches")
    func online() {
        let examples = TrainingSamples.corpus(600)
        var learner = FusionLearner()
        for example in examples { learner.learn([example]) }
        #expect(inversions(learner) < 0.015)
        #expect(learner.counts == TrainingCounts(ham: 400, spam: 200))
    }

    @Test("the same examples give the same model; a fork leaves its origin alone")
    func deterministic() {
        let examples = TrainingSamples.corpus(200)
        let (first, second) = (learner(of: examples), learner(of: examples))
        var fork = first
        fork.learn(TrainingSamples.corpus(50, seed: 3))
        #expect(first.export(TrainingSamples.origin) == second.export(TrainingSamples.origin))
        #expect(fork.export(TrainingSamples.origin) != first.export(TrainingSamples.origin))
    }

    @Test("with nothing learned, or one class only, everything is unsure and finite")
    func oneClass() throws {
        let ham = TrainingSamples.corpus(30).filter { $0.messageClass == .ham }
        for examples in [[], ham] {
            let learner = learner(of: examples)
            let model = try SpamModel(learner.export(TrainingSamples.origin))
            for example in TrainingSamples.corpus(10) {
                #expect(learner.score(example.features).isFinite)
                #expect(model.score(example.features).verdict == .unsure)
            }
        }
    }

    @Test("ten messages of each class give verdicts, and a message without features is unsure")
    func fewMessages() throws {
        var examples = TrainingSamples.corpus(60, noise: 0)
        examples = zip(
            examples.filter { $0.messageClass == .ham }, examples.filter { $0.messageClass == .spam }
        ).prefix(10).flatMap { [$0, $1] }
        let model = try SpamModel(learner(of: examples).export(TrainingSamples.origin))
        let verdicts = TrainingSamples.corpus(90, seed: 8, noise: 0).map {
            (model.score($0.features).verdict, $0.messageClass)
        }
        #expect(verdicts.count { $0 == (.spam, .ham) } == 0)
        #expect(verdicts.count { $0.0 == .unsure } < 90)
        #expect(model.score(FeatureVector()).rank == 0)
    }

    /// Old mail, in which the words of spam are today's words of ham, and then today's.
    private func oldAndNew(_ old: Int, _ new: Int, oldDate: Int64) -> [TrainingExample] {
        let before = TrainingSamples.corpus(old, seed: 3).enumerated().map { index, example in
            var example = example
            example.messageClass = example.messageClass == .ham ? .spam : .ham
            example.date = oldDate + Int64(index) * 3_600
            return example
        }
        let now = TrainingSamples.corpus(new, seed: 4).enumerated().map { index, example in
            var example = example
            example.date = 1_790_000_000 + Int64(index) * 3_600
            return example
        }
        return before + now
    }

    @Test("mail of twenty years ago counts little beside today's, and mail of last year in full")
    func oldMail() {
        let old = inversions(learner(of: oldAndNew(2_000, 250, oldDate: 1_000_000_000)))
        let recent = inversions(learner(of: oldAndNew(2_000, 250, oldDate: 1_770_000_000)))
        #expect(old < 0.2 && recent > 0.5, "\(old), \(recent)")
    }

    @Test("thresholds are set on today's mail where there is enough of it, and else on all")
    func oldScores() {
        func foundation(_ new: Int) -> DecisionRule.Foundation? {
            learner(of: oldAndNew(1_500, new, oldDate: 1_000_000_000)).decisions().foundation
        }
        #expect(foundation(600).map { $0.ham + $0.spam } == 300)
        #expect(foundation(20).map { $0.ham + $0.spam } ?? 0 >= 200)
    }

    @Test("a date that one sender forged makes no message old or new")
    func forgedDate() throws {
        let examples = oldAndNew(0, 300, oldDate: 0)
        var forged = examples
        for index in [40, 120, 299] { forged[index].date = index == 120 ? 0 : 4_000_000_000 }
        let (honest, other) = (learner(of: examples), learner(of: forged))
        for example in TrainingSamples.corpus(50, seed: 8) {
            #expect(honest.score(example.features) == other.score(example.features))
        }
    }
}
