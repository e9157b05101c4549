// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import SpamModel
import SpamTraining
import TestSupport
import Testing
import TrainingStore

@Suite("Trainer")
struct TrainerTests {
    /// A learner that minds the order: it exports nothing, and remembers what it was given.
    private struct Recorder: Learner {
        static let views: FeatureViews = [.words]
        static let isOrderIndependent = false
        var batches: [[LearningExample]] = []

        init(options: LearnerOptions) {}
        mutating func learn(_ batch: [LearningExample]) { batches.append(batch) }
        func score(_ features: FeatureVector) -> Double { 0 }
        func decisions() -> DecisionRule { DecisionRule() }
        func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel {
            LearnedModel(
                parameters: ModelParameters(keyID: origin.keyID, extractorVersion: origin.extractorVersion), weights: []
            )
        }
    }

    private func trainer<L: Learner>(_ learner: L.Type, threads: Int) -> Trainer<L> {
        Trainer(
            pipeline: MailSamples.pipeline(threads: threads), options: .standard, origin: TrainingSamples.origin)
    }

    @Test("one, two and eight threads write the same bytes")
    func sameBytes() throws {
        let files = [
            "ham.mbox": MailSamples.mbox(400, isSpam: false), "spam.mbox": MailSamples.mbox(200, isSpam: true),
        ]
        try MailSamples.withFiles(files) { folder in
            let sources: [LabelledSource] = [.ham([folder + "/ham.mbox"]), .spam([folder + "/spam.mbox"])]
            let written = try [1, 2, 8].map { threads in
                let result = trainer(NaiveBayesLearner.self, threads: threads).train(sources)
                try ModelFile.write(result.model, to: folder + "/model")
                return try Data(contentsOf: URL(fileURLWithPath: folder + "/model"))
            }
            #expect(written[0] == written[1] && written[0] == written[2])

            let model = try SpamModel.open(folder + "/model", keyID: 7, extractorVersion: 2)
            #expect(model.parameters.counts == TrainingCounts(ham: 400, spam: 200))
            // The Received fields run from the 1st to the 28th of February 2024, ten o'clock.
            #expect(model.parameters.window == TrainingWindow(first: 1_706_781_600, last: 1_709_114_400))
            MailSamples.pipeline(threads: 1).run(sources) { batch in
                #expect(batch.allSatisfy { (model.score($0.features).rank > 0) == ($0.label?.messageClass == .spam) })
            }
        }
    }

    @Test("messages that are only to be scored are not learned")
    func unlearned() throws {
        let message = "From: a@example.com\n\ntext\n"
        let files = ["index": "spam m/1\nHam m/2\nham m/3\n", "m/1": message, "m/2": message, "m/3": message]
        try MailSamples.withFiles(files) { folder in
            let result = trainer(NaiveBayesLearner.self, threads: 2).train([.index(folder + "/index")])
            #expect(result.unlearned == 1 && result.learner.counts == TrainingCounts(ham: 1, spam: 1))
        }
    }

    @Test("a learner that minds the order gets everything at once, by date")
    func byDate() throws {
        let files = ["ham.mbox": MailSamples.mbox(30, isSpam: false), "spam.mbox": MailSamples.mbox(10, isSpam: true)]
        try MailSamples.withFiles(files) { folder in
            let sources: [LabelledSource] = [.ham([folder + "/ham.mbox"]), .spam([folder + "/spam.mbox"])]
            let learner = trainer(Recorder.self, threads: 2).train(sources).learner
            #expect(learner.batches.count == 1)
            let dates = learner.batches[0].compactMap(\.date)
            #expect(dates.count == 40 && dates == dates.sorted())
        }
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
            LearningExample(
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

    @Test("features that cannot be read again after they were checked make no model")
    func damageInBetween() throws {
        let folder = try ScratchFolder()
        let key = SiteKey(bytes: Array(1...16)) ?? .random()
        let store = try TrainingStore(
            folder.path("store"), .writing, extraction: Extraction(key: key), who: "a test")
        let source = try store.source("/mail")
        var batch = IngestBatch()
        for number in 0..<40 {
            var features = FeatureVector()
            features.hashes = (0..<100).map { UInt32($0 * 1_000 + number) }
            features.starts = FeatureView.allCases.indices.map { $0 > FeatureView.words.rawValue ? 100 : 0 } + [100]
            let message = StoredMessage(
                digest: [UInt8](repeating: UInt8(number), count: 32), messageID: nil, date: nil, size: 1)
            let position = batch.add(message, features)
            batch.see(
                .new(position), at: Place(source: source, name: UInt64(number), folder: 0, since: 0), before: nil,
                opinion: Opinion(isSpam: number % 2 == 0, origin: "test"))
        }
        try store.commit(batch, now: 0)
        let trainer = Trainer(NaiveBayesLearner.self, key: key)
        let messages = try store.labelled()
        #expect(try trainer.train(messages).model.parameters.counts == TrainingCounts(ham: 20, spam: 20))
        let segment = try #require(FileHandle(forWritingAtPath: folder.path("store/segments/1.segment")))
        try segment.seek(toOffset: 200)
        try segment.write(contentsOf: Data(repeating: 0xff, count: 8))
        try segment.close()
        #expect(throws: StoreError.self) { try trainer.train(messages) }
    }
}
