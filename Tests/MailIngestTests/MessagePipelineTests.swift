// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailIngest
import SpamTraining
import Testing

@Suite("Message pipeline")
struct MessagePipelineTests {
    private struct Stop: Error {}

    private func all(
        _ sources: [LabelledSource], threads: Int
    ) -> (messages: [LabelledFeatures], report: MessagePipeline.Report) {
        var messages: [LabelledFeatures] = []
        let report = MailSamples.pipeline(threads: threads).run(sources) { messages += $0 }
        return (messages, report)
    }

    @Test("one, two and eight threads give the same messages in the order of the archives")
    func order() throws {
        let files = [
            "ham.mbox": MailSamples.mbox(700, isSpam: false), "spam.mbox": MailSamples.mbox(300, isSpam: true),
        ]
        try MailSamples.withFiles(files) { folder in
            let sources: [LabelledSource] = [.ham([folder + "/ham.mbox"]), .spam([folder + "/spam.mbox"])]
            let single = all(sources, threads: 1)
            #expect(single.messages.count == 1_000 && single.report.total.messages == 1_000)
            #expect(single.report.warnings.isEmpty)
            #expect(single.messages[..<700].allSatisfy { $0.messageClass == .ham })
            #expect(single.messages[700...].allSatisfy { $0.messageClass == .spam })
            let offsets = single.messages[..<700].map(\.provenance.offset)
            #expect(offsets == offsets.sorted() && Set(offsets).count == 700)
            for threads in [2, 8] {
                let several = all(sources, threads: threads)
                #expect(several.messages.map(\.features) == single.messages.map(\.features))
                #expect(several.messages.map(\.provenance) == single.messages.map(\.provenance))
                #expect(several.messages.map(\.date) == single.messages.map(\.date))
                #expect(several.report.total == single.report.total)
            }
        }
    }

    @Test("what cannot be read is a warning, and the rest is read", arguments: [1, 4])
    func warnings(threads: Int) throws {
        try MailSamples.withFiles(["a.mbox": MailSamples.mbox(10, isSpam: false)]) { folder in
            let sources: [LabelledSource] = [.spam([folder + "/none", folder + "/a.mbox"]), .ham([folder + "/gone"])]
            let result = all(sources, threads: threads)
            #expect(result.messages.count == 10)
            #expect(result.report.warnings.map(\.path) == [folder + "/none", folder + "/gone"])
        }
    }

    @Test("an index labels its messages, and says which are to be learned")
    func index() throws {
        let message = "From: a@example.com\nSubject: one\n\ntext\n"
        let files = [
            "corpus/index": "spam data/1\nHam data/2\nSPAM data/3\nham data/4\n", "corpus/data/1": message,
            "corpus/data/2": message, "corpus/data/3": message, "corpus/data/4": message,
        ]
        try MailSamples.withFiles(files) { folder in
            let messages = all([.index(folder + "/corpus/index")], threads: 2).messages
            #expect(messages.map(\.provenance.path) == ["data/1", "data/2", "data/3", "data/4"])
            #expect(messages.map { $0.use } == [.scoreAndLearn, .scoreOnly, .learnOnly, .scoreAndLearn])
            #expect(messages.map { $0.example?.messageClass } == [.spam, nil, .spam, .ham])
        }
    }

    @Test("progress grows with the batches, and an error of the consumer ends the run", arguments: [1, 3])
    func progressAndErrors(threads: Int) throws {
        try MailSamples.withFiles(["a.mbox": MailSamples.mbox(600, isSpam: false)]) { folder in
            var seen: [MessagePipeline.Progress] = []
            let source = [LabelledSource.ham([folder + "/a.mbox"])]
            let pipeline = MailSamples.pipeline(threads: threads)
            let report = pipeline.run(source, progress: { seen.append($0) }) { _ in }
            #expect(
                seen.count > 3 && seen.last == report.total && seen.map(\.messages) == seen.map(\.messages).sorted())
            var batches = 0
            #expect(throws: Stop.self) {
                try pipeline.run(source) { (_: [LabelledFeatures]) throws(Stop) in
                    batches += 1
                    throw Stop()
                }
            }
            #expect(batches == 1)
        }
    }
}
