// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import SpamModel
import SpamTraining
import TestSupport
import Testing
import TrainingStore

@Suite("Tasks of a plan")
struct TaskTests {
    typealias Site = IngestTests.Site

    /// A site with an account, mboxes and compressed archives, in which messages lie several times.
    final class Mail {
        let site: Site
        let sources: [IngestSource]

        init() throws {
            site = try Site()
            try site.maildir(inbox: 0..<60, junk: 60..<90)
            for number in 90..<96 {
                try site.write(IngestTests.mail(number), to: "Maildir/new/\(number).M1P1.mx")
                try site.write(IngestTests.mail(number), to: "Maildir/.Junk/new/\(number + 1_000).M1P1.mx")
            }
            for folder in ["Sent", "Work.2024"] {
                for part in ["cur", "new", "tmp"] {
                    try FileManager.default.createDirectory(
                        atPath: site.folder.path("Maildir/.\(folder)/\(part)"), withIntermediateDirectories: true)
                }
            }
            for number in 200..<210 {
                let mail = IngestTests.mail(number).replacing(
                    "Subject:", with: "Date: Sat, 3 Feb 2024 11:00:00 +0000\nTo: friend\(number)@example.net\nSubject:")
                try site.write(mail, to: "Maildir/.Sent/cur/\(number).M1P1.mx:2,S")
                try site.write(IngestTests.mail(number + 100), to: "Maildir/.Work.2024/cur/\(number).M1P1.mx:2,RS")
            }
            // What the account has too is spam here: the last label holds.
            try site.write((50..<140).map { IngestTests.record($0) }.joined(), to: "spam.mbox")
            try site.write((120..<180).map { IngestTests.record($0) }.joined(), to: "ham.mbox")
            try Data(gzipCompressed(Array((170..<190).map { IngestTests.record($0) }.joined().utf8)))
                .write(to: URL(fileURLWithPath: site.folder.path("more.mbox.gz")))
            for number in 190..<200 { try site.write(IngestTests.mail(number), to: "eml/\(number).eml") }
            let folder = site.folder
            let account = IngestSource(
                LabelledSource([folder.path("Maildir")], format: .maildir), account: "anna", ruleName: "accounts"
            ) { placement in
                if placement.folder == "Sent" { return .sent }
                if placement.flags.contains(.recent) { return .unlabelled("unread", .unopened) }
                return .label(Opinion(isSpam: placement.folder == "Junk", origin: "folder"))
            }
            sources =
                [account, .labelled(.spam([folder.path("spam.mbox")])), .labelled(.ham([folder.path("ham.mbox")]))]
                + [.labelled(.ham([folder.path("more.mbox.gz")])), .labelled(.ham([folder.path("eml")]))]
            try FileManager.default.createDirectory(
                atPath: folder.path("results"), withIntermediateDirectories: true)
        }

        var results: String { site.folder.path("results") }

        var extraction: Extraction { Extraction(key: site.key, settings: site.settings) }

        var options: MessagePipeline.Options {
            var options = MessagePipeline.Options(threads: 2)
            options.features.trust = TrustBoundary(hosts: site.settings["own-host"] ?? [])
            return options
        }

        func plan(_ size: ReadingPlan.Size) throws -> [ReadingTask] {
            let plan = try ReadingPlan(sources, size, extraction: extraction)
            #expect(plan.warnings.isEmpty)
            // What a program reads is what was planned.
            let tasks = try ReadingTask.manifest(plan.tasks.reversed().map(\.line).joined(separator: "\n"))
            #expect(tasks == plan.tasks)
            return tasks
        }

        var reader: TaskReader {
            TaskReader(key: site.key, extraction: extraction, pipeline: options, sources: sources)
        }

        func merge(_ tasks: [ReadingTask], from folders: [String]? = nil) throws -> MergeReport {
            let ingest = Ingest(try site.open(), key: site.key, pipeline: MessagePipeline.Options(), now: site.now)
            return try ingest.merge(tasks, sources: sources, from: folders ?? [results])
        }

        /// The model that is learned from the store, byte for byte, and all else that a learner is told.
        func model() throws -> [UInt8] {
            let store = try site.open(.reading)
            #expect(try store.check().problems.isEmpty)
            var options = LearnerOptions.standard
            options.threads = 1
            var trainer = Trainer(
                FusionLearner.self, options: options,
                origin: ModelOrigin(key: site.key, settings: store.extraction.settings))
            trainer.take(try store.labelled().map(\.example))
            let result = try trainer.finish(knownSenders: try store.knownSenders().digests)
            try ModelFile.write(result.model, to: site.folder.path("model"))
            let observed = try store.observed().map {
                "\($0.digest) \($0.label as Any) \($0.votes) \($0.account ?? "") \($0.network ?? 0)"
            }
            return Array(try Data(contentsOf: URL(fileURLWithPath: site.folder.path("model"))))
                + Array(observed.joined(separator: "\n").utf8)
        }
    }

    /// What one ingest makes of the same mail.
    private func expected(of mail: Mail) throws -> [UInt8] {
        _ = try mail.site.ingest(mail.sources)
        let model = try mail.model()
        try FileManager.default.removeItem(atPath: mail.site.folder.path("store"))
        return model
    }

    @Test("the model is that of one ingest, whatever the tasks and their order", arguments: [1, 3, 16])
    func equality(shards: Int) throws {
        let mail = try Mail()
        let expected = try expected(of: mail)
        let tasks = try mail.plan(.shards(shards))
        #expect(shards == 1 ? tasks.count == 1 : (2...shards).contains(tasks.count))
        var generator = SplitMix64(seed: UInt64(shards))
        var folders: [String] = []
        for (number, task) in tasks.shuffled(using: &generator).enumerated() {
            // Each of several machines has a folder of its own.
            let folder = mail.site.folder.path("results\(number % 3)")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            folders.append(folder)
            let result = try mail.reader.read(task, into: folder)
            #expect(result.warningCount == 0 && !result.hasChanged && !result.wasDone)
        }
        let report = try mail.merge(tasks, from: Array(Set(folders)))
        #expect(report.tasks == tasks.count && report.warningCount == 0 && report.left == 0)
        #expect(report.ingest.new == 210 && report.ingest.sent == 10, "\(report)")
        #expect(try mail.model() == expected)
        // Once more it says nothing new, and neither does an ingest: all is where the tasks have seen it.
        let again = try mail.merge(tasks, from: Array(Set(folders)))
        #expect(again.ingest.new == 0 && again.ingest.relabelled == 0 && again.ingest.parsed == 0, "\(again)")
        let ingest = try mail.site.ingest(mail.sources)
        #expect(ingest.parsed == 0 && ingest.removed == 0 && ingest.moved == 0, "\(ingest)")
        #expect(try mail.model() == expected)
    }

    @Test("small tasks cut an mbox between messages and a Maildir between names")
    func cuts() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.bytes(2_000))
        #expect(tasks.count > 20)
        let items = tasks.flatMap(\.items)
        let parts = items.compactMap { item -> Range<Int>? in
            if item.source.hasSuffix("spam.mbox"), case .part(_, let range) = item.extent { range } else { nil }
        }
        #expect(parts.count > 5 && parts.first?.lowerBound == 0)
        #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        let runs = items.flatMap { item -> [ReadingTask.Run] in
            if case .runs(let runs, _) = item.extent { runs } else { [] }
        }
        #expect(runs.count > 10)
        #expect(Set(runs.map(\.folder)) == ["", ".Junk", ".Sent", ".Work.2024"])
        #expect(try mail.plan(.bytes(2_000)) == tasks)
        let messages = try tasks.reduce(0) { $0 + (try mail.reader.read($1, into: mail.results).messages) }
        #expect(messages == 302)
    }

    @Test("a task that is done again, or by two at once, has one result")
    func twins() async throws {
        let mail = try Mail()
        let task = try mail.plan(.shards(1))[0]
        let reader = mail.reader
        let folder = mail.results
        let results = try await withThrowingTaskGroup(of: TaskResult.self) { group in
            for _ in 0..<3 { group.addTask { try reader.read(task, into: folder) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(results.map(\.digest)).count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [task.resultName])
        let again = try reader.read(task, into: folder)
        #expect(again.wasDone && again.digest == results[0].digest && again.messages == results[0].messages)
        // In another folder, with one thread: the same bytes.
        var options = mail.options
        options.threads = 1
        let alone = TaskReader(
            key: mail.site.key, extraction: mail.extraction, pipeline: options, sources: mail.sources)
        let other = mail.site.folder.path("other")
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        #expect(try alone.read(task, into: other).digest == results[0].digest)
    }

    @Test("what a killed task left is not taken for a result, and nothing is taken before all are there")
    func killed() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.shards(4))
        for task in tasks.dropLast() { _ = try mail.reader.read(task, into: mail.results) }
        let last = tasks[tasks.count - 1]
        let half = mail.site.folder.path("results/\(last.resultName).new-1abc")
        try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: true)
        try Data("half".utf8).write(to: URL(fileURLWithPath: half + "/rows.new-2"))
        #expect(throws: TaskError.incomplete(missing: 1, of: tasks.count, first: last.number)) {
            try mail.merge(tasks)
        }
        #expect(try mail.site.open(.reading).labelled().isEmpty)
        _ = try mail.reader.read(last, into: mail.results)
        #expect(try mail.merge(tasks).ingest.new == 210)
    }

    @Test("a file that changed since it was planned is refused, and so is a folder of files")
    func changed() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.bytes(2_000))
        try mail.site.append(IngestTests.record(500), to: "spam.mbox")
        try mail.site.write(IngestTests.mail(501), to: "eml/501.eml")
        var refused: Set<String> = []
        for task in tasks {
            do {
                _ = try mail.reader.read(task, into: mail.results)
            } catch TaskError.changed(let source) {
                refused.insert((source as NSString).lastPathComponent)
            }
        }
        #expect(refused == ["spam.mbox", "eml"])
        // A later plan reads what is unchanged no second time.
        let later = try mail.plan(.bytes(2_000))
        let results = try later.map { try mail.reader.read($0, into: mail.results) }
        #expect(results.contains { $0.wasDone } && results.contains { !$0.wasDone })
        #expect(try mail.merge(later).ingest.new == 212)
    }

    @Test("a Maildir in use may change: what lies there now is read, and that is said")
    func changedMaildir() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.bytes(2_000))
        try mail.site.write(IngestTests.mail(700), to: "Maildir/cur/30a.M1P1.mx:2,S")
        try mail.site.move("Maildir/cur/3.M1P1.mx:2,S", "Maildir/cur/3.M1P1.mx:2,RS")
        try mail.site.move("Maildir/new/92.M1P1.mx", "Maildir/cur/92.M1P1.mx:2,S")
        let results = try tasks.map { try mail.reader.read($0, into: mail.results) }
        #expect(results.contains { $0.hasChanged } && results.contains { !$0.hasChanged })
        let report = try mail.merge(tasks)
        #expect(report.changed > 0 && report.ingest.new == 211, "\(report)")
    }

    @Test("results with another key, other settings or another version are refused before anything is taken")
    func otherExtraction() throws {
        let mail = try Mail()
        var tasks = try mail.plan(.shards(2))
        for task in tasks { _ = try mail.reader.read(task, into: mail.results) }
        mail.site.settings = ["own-host": ["mx.example.org"]]
        #expect(throws: TaskError.otherExtraction) { try mail.merge(tasks) }
        let other = TaskReader(
            key: .random(), extraction: Extraction(key: .random()), pipeline: MessagePipeline.Options(),
            sources: mail.sources)
        #expect(throws: TaskError.otherExtraction) { try other.read(tasks[0], into: mail.results) }
        mail.site.settings = [:]
        tasks[0].extraction.version += 1
        #expect(throws: TaskError.otherExtraction) { try mail.merge(tasks) }
    }

    @Test("a result of a version that kept no networks is taken, and of its messages none is known")
    func withoutNetworks() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.shards(2))
        var options = mail.options
        options.features.trust.networks = ["192.0.2.0/24"].compactMap { NetworkRange($0) }
        let reader = TaskReader(
            key: mail.site.key, extraction: mail.extraction, pipeline: options, sources: mail.sources)
        for task in tasks {
            let result = try reader.read(task, into: mail.results)
            let rows = URL(fileURLWithPath: mail.results + "/\(result.name)/rows")
            // Rows without a network are those of format 1, byte for byte.
            var bytes = try Data(contentsOf: rows)
            #expect(bytes[8] == 2)
            bytes[8] = 1
            try bytes.write(to: rows)
            #expect(try reader.read(task, into: mail.results).wasDone)
        }
        #expect(try mail.merge(tasks).ingest.new == 210)
        #expect(try mail.site.open(.reading).observed().allSatisfy { $0.network == nil })
    }

    @Test("a damaged result is refused")
    func damaged() throws {
        let mail = try Mail()
        let tasks = try mail.plan(.shards(1))
        _ = try mail.reader.read(tasks[0], into: mail.results)
        for file in ["rows", "features.segment", "result.json"] {
            let path = mail.results + "/\(tasks[0].resultName)/\(file)"
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 40)) {
                var bytes = whole
                bytes[place] ^= 0x10
                try bytes.write(to: URL(fileURLWithPath: path))
                if file == "result.json", (try? mail.reader.read(tasks[0], into: mail.results)) != nil { continue }
                #expect(throws: TaskError.self, "\(file) at \(place)") { try mail.merge(tasks) }
            }
            try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
            #expect(throws: TaskError.self) { try mail.merge(tasks) }
            try whole.write(to: URL(fileURLWithPath: path))
        }
        #expect(try mail.merge(tasks).ingest.new == 210)
    }

    @Test(
        "with other settings all is made again, but what was dragged to the folder of sent mail, which waits for the night"
    )
    func renewed() throws {
        let mail = try Mail()
        _ = try mail.site.ingest(mail.sources)
        mail.site.settings = ["own-host": ["mx.example.org"]]
        try mail.site.move("Maildir/cur/3.M1P1.mx:2,S", "Maildir/.Sent/cur/3.M1P1.mx:2,S")
        let tasks = try mail.plan(.shards(3))
        for task in tasks { _ = try mail.reader.read(task, into: mail.results) }
        let report = try mail.merge(tasks)
        #expect(report.ingest.new == 0 && report.ingest.renewed == 209 && report.left == 1, "\(report)")
        let night = try mail.site.ingest(mail.sources)
        #expect(night.parsed == 1 && night.renewed == 1 && night.new == 0, "\(night)")
        #expect(try mail.site.counts().reduce(0, +) > 190)
    }
}
