// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailIngest
import SpamModel
import SpamTraining
import TestSupport
import Testing
import TrainingStore

@Suite("Training from archives and stores")
struct TrainingSourcesTests {
    private func train(
        _ sources: [LabelledSource], threads: Int
    ) throws -> (result: Trainer<NaiveBayesLearner>.Result, report: MessagePipeline.Report) {
        var trainer = Trainer(
            NaiveBayesLearner.self, origin: ModelOrigin(keyID: 7, extractorVersion: 2, createdBy: "test"))
        let report = trainer.take(sources, by: MailSamples.pipeline(threads: threads))
        return (try trainer.finish(), report)
    }

    @Test("one, two and eight threads write the same bytes")
    func sameBytes() throws {
        let files = [
            "ham.mbox": MailSamples.mbox(400, isSpam: false), "spam.mbox": MailSamples.mbox(200, isSpam: true),
        ]
        try MailSamples.withFiles(files) { folder in
            let sources: [LabelledSource] = [.ham([folder + "/ham.mbox"]), .spam([folder + "/spam.mbox"])]
            let written = try [1, 2, 8].map { threads in
                let result = try train(sources, threads: threads).result
                try ModelFile.write(result.model, to: folder + "/model")
                return try Data(contentsOf: URL(fileURLWithPath: folder + "/model"))
            }
            #expect(written[0] == written[1] && written[0] == written[2])

            let model = try SpamModel.open(folder + "/model", keyID: 7, extractorVersion: 2)
            #expect(model.parameters.counts == TrainingCounts(ham: 400, spam: 200))
            // The Received fields run from the 1st to the 28th of February 2024, ten o'clock.
            #expect(model.parameters.window == TrainingWindow(first: 1_706_781_600, last: 1_709_114_400))
            MailSamples.pipeline(threads: 1).run(sources) { batch in
                #expect(batch.allSatisfy { (model.score($0.features).rank > 0) == ($0.messageClass == .spam) })
            }
        }
    }

    @Test("messages that are only to be scored are not learned")
    func unlearned() throws {
        let message = "From: a@example.com\n\ntext\n"
        let files = ["index": "spam m/1\nHam m/2\nham m/3\n", "m/1": message, "m/2": message, "m/3": message]
        try MailSamples.withFiles(files) { folder in
            let (result, report) = try train([.index(folder + "/index")], threads: 2)
            #expect(report.total.messages == 3 && result.learner.counts == TrainingCounts(ham: 1, spam: 1))
        }
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
                .new(position), at: Location(source: source, name: UInt64(number), folder: 0, since: 0), before: nil,
                opinion: Opinion(isSpam: number % 2 == 0, origin: "test"))
        }
        try store.commit(batch, now: 0)
        func train(_ messages: [LabelledMessage]) throws -> TrainingCounts {
            var trainer = Trainer(NaiveBayesLearner.self, origin: ModelOrigin(key: key))
            trainer.take(messages.map(\.example))
            return try trainer.finish().model.parameters.counts
        }
        let messages = try store.labelled()
        #expect(try train(messages) == TrainingCounts(ham: 20, spam: 20))
        let segment = try #require(FileHandle(forWritingAtPath: folder.path("store/segments/1.segment")))
        try segment.seek(toOffset: 200)
        try segment.write(contentsOf: Data(repeating: 0xff, count: 8))
        try segment.close()
        #expect(throws: StoreError.self) { try train(messages) }
    }
}
