// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import MailFeatures
import Synchronization
import TrainingStore

/// What a merge took, beside what an ingest reports.
public struct MergeReport: Sendable {
    /// As of an ingest.
    public var ingest = IngestReport()
    /// The tasks whose results were taken.
    public var tasks = 0
    /// Warnings that the tasks had.
    public var warnings: [String] = []
    /// How many.
    public var warningCount = 0
    /// Maildirs that had other names when they were read than when they were planned.
    public var changed = 0
    /// Messages whose folder is now that of sent mail, or was: the next night reads them itself.
    public var left = 0
}

extension Ingest {
    /// Takes the results of all tasks of a plan into the store, in the order in which one ingest would have read them.
    ///
    /// So the store is the one that such an ingest makes, whatever process did which task, and in whatever order they ended. Nothing
    /// counts as gone from where it was: that is for an ingest to say, which sees all of a source at one time.
    ///
    /// Like an ingest it commits piece by piece: if killed, it can be done again.
    ///
    /// - Parameters:
    ///   - tasks: all of the plan's.
    ///   - sources: what the site's configuration names here, for whose mail it is and what labels it.
    ///   - folders: where results were left.
    /// - Throws: ``TaskError`` before anything is taken where a result is missing, damaged or was made with something else;
    ///   `StoreError`.
    public func merge(
        _ tasks: [ReadingTask], sources: [IngestSource], from folders: [String],
        progress: @escaping (MessagePipeline.Progress) -> Void = { _ in }
    ) throws -> MergeReport {
        let bySource = IngestSource.byPath(sources)
        let results = try tasks.map { (task) throws(TaskError) in
            guard task.extraction == store.extraction else { throw .otherExtraction }
            for item in task.items where bySource[item.source] == nil { throw .notOfSite(source: item.source) }
            return try Self.result(of: task, in: folders)
        }
        let missing = tasks.indices.filter { results[$0] == nil }
        if let first = missing.first {
            throw TaskError.incomplete(missing: missing.count, of: tasks.count, first: tasks[first].number)
        }
        var merge = Merge(self, bySource, progress)
        for (task, result) in zip(tasks, results) { if let result { try merge.take(task, result) } }
        return try merge.end()
    }

    /// A task's result, read through and found to be what was written; nil if there is none.
    private static func result(of task: ReadingTask, in folders: [String]) throws(TaskError) -> FoundResult? {
        for folder in folders {
            let path = folder + "/" + task.resultName
            guard let result = try TaskResult(existing: path, task) else { continue }
            func damaged(_ problem: String) -> TaskError { .damaged(path: path, problem: problem) }
            var rows = try ReadingReader(folder: path, of: task)
            let segment = try rows.openSegment(of: path, verifying: false)
            guard segment.extraction == task.extraction else {
                throw damaged("its segment was made with something else than it says")
            }
            while let row = try rows.next() {
                switch row {
                case .item(let index, _):
                    guard task.items.indices.contains(index) else { throw damaged("it has more items than its task") }
                case .message(let message):
                    guard message.isIn(segment) else { throw damaged("rows and segment contradict each other") }
                case .file, .tail: break
                }
            }
            segment.releasePages()
            return FoundResult(folder: path, report: result)
        }
        return nil
    }
}

/// A result that is to be taken.
private struct FoundResult {
    let folder: String
    let report: TaskResult
}

extension ReadMessage {
    /// Whether a segment has the features that it names, if it names any.
    fileprivate func isIn(_ segment: SegmentReader) -> Bool {
        guard case .features(let position) = content else { return true }
        return position < segment.count && segment.digest(position) == digest
    }
}

/// A merge at work: the sources one after the other, each as its tasks have read it.
private struct Merge {
    /// Messages that are taken together.
    private static let batchCount = 64

    private let ingest: Ingest
    private let sources: [String: IngestSource]
    private let progress: (MessagePipeline.Progress) -> Void
    private var report = MergeReport()
    private var batch = IngestBatch()
    private var session: MergedSource?
    private var read = MessagePipeline.Progress()

    init(
        _ ingest: Ingest, _ sources: [String: IngestSource], _ progress: @escaping (MessagePipeline.Progress) -> Void
    ) {
        self.ingest = ingest
        self.sources = sources
        self.progress = progress
    }

    mutating func take(_ task: ReadingTask, _ result: FoundResult) throws {
        let folder = result.folder
        var rows = try ReadingReader(folder: folder, of: task)
        // It was read through before anything was taken: what is damaged since, a failing disk, is noticed all the same, for
        // records of segments have checksums of their own.
        try rows.verify()
        let segment = try rows.openSegment(of: folder, verifying: false)
        var messages: [LabelledFeatures] = []
        func damaged(_ problem: String) -> TaskError { .damaged(path: folder, problem: problem) }
        while let row = try rows.next() {
            switch row {
            case .item(let index, let root):
                try take(&messages)
                guard task.items.indices.contains(index) else { throw damaged("it has more items than its task") }
                try begin(task.items[index], root: root)
            case .file(let file):
                try session?.decide(file)
            case .message(let message):
                guard let session, session.wants(message) else { continue }
                guard let features = try Self.features(of: message, in: segment) else {
                    throw damaged("rows and segment contradict each other")
                }
                guard session.agrees(with: message) else {
                    report.left += 1
                    continue
                }
                messages.append(features)
                if messages.count >= Self.batchCount { try take(&messages) }
            case .tail(let path, let range, let digest):
                try take(&messages)
                session?.files.note(tail: range, digest: digest, of: path)
            }
        }
        try take(&messages)
        segment.releasePages()
        report.tasks += 1
        report.warningCount += result.report.warningCount
        report.warnings += result.report.warnings
        if result.report.hasChanged { report.changed += 1 }
    }

    /// Goes on with a source, or to the next one.
    private mutating func begin(_ item: ReadingTask.Item, root: String) throws {
        if let session, session.path == item.source { return session.forgetFiles() }
        try finishSource()
        guard let source = sources[item.source] else { throw TaskError.notOfSite(source: item.source) }
        session = try MergedSource(source, root: root, of: ingest, batch: batch, report: report.ingest)
    }

    private mutating func finishSource() throws {
        guard let session else { return }
        (batch, report.ingest) = try session.session.finishParts()
        self.session = nil
    }

    private mutating func take(_ messages: inout [LabelledFeatures]) throws {
        guard let session = session?.session, !messages.isEmpty else { return }
        try session.take(messages)
        if session.isLarger(thanBytes: Ingest.pieceBytes, count: ingest.pieceCount) { try session.commit() }
        read.messages += messages.count
        messages.removeAll(keepingCapacity: true)
        progress(read)
    }

    mutating func end() throws -> MergeReport {
        try finishSource()
        try ingest.store.commit(batch, now: ingest.now)
        return report
    }

    /// A message as the pipeline hands it over; nil where the segment has another one at its position.
    private static func features(
        of message: ReadMessage, in segment: SegmentReader
    ) throws(SegmentError) -> LabelledFeatures? {
        var features = FeatureVector()
        var sent: SentMail?
        switch message.content {
        case .features(let position):
            guard message.isIn(segment) else { return nil }
            features = try segment.features(position)
        case .sent(let mail), .junkDigest(let mail): sent = mail
        }
        let provenance = Provenance(archive: "", path: message.path, offset: message.offset, size: message.size)
        var labelled = LabelledFeatures(
            features: features, provenance: provenance, date: message.date, digest: message.digest,
            messageID: message.messageID)
        labelled.filtering = Filtering(rawValue: message.filtering) ?? .unknown
        labelled.network = message.network
        labelled.sent = sent
        return labelled
    }
}

/// One source of a merge: what an ingest decides of its files, by what the tasks have seen.
private final class MergedSource {
    let path: String
    let files: RecordedFiles
    let session: IngestSession
    private var decisions: [String: ArchiveDecision] = [:]
    /// The mboxes that were decided of, of which other tasks have other parts.
    private var mboxes: Set<String> = []

    init(
        _ source: IngestSource, root: String, of ingest: Ingest, batch: IngestBatch, report: IngestReport
    ) throws(StoreError) {
        path = source.archives.paths[0]
        files = RecordedFiles(source: path, root: root)
        session = try IngestSession(
            source, store: ingest.store, key: ingest.key, batch: batch, report: report, rereadLimit: nil,
            keptAgain: ingest.keptAgain, isAccepted: source.account.map { ingest.accepted.contains($0) } ?? false,
            files: files, now: ingest.now)
    }

    /// Decides of a file, once of each.
    func decide(_ read: ReadFile) throws {
        var file = read.file
        file.provenance.archive = path
        let shown = file.provenance.path
        if mboxes.contains(shown) { return }
        if file.stage == .mbox {
            mboxes.insert(shown)
            if decisions[shown] == .skip { return }
        }
        files.show(read)
        decisions[shown] = session.decide(file)
    }

    /// Forgets what was decided of files, whose messages have come; an mbox goes on.
    func forgetFiles() { decisions = decisions.filter { mboxes.contains($0.key) } }

    /// Whether an ingest would read a message.
    func wants(_ message: ReadMessage) -> Bool {
        switch decision(of: message.path) {
        case .skip, nil: false
        case .resume(let offset): message.offset >= offset
        case .read, .part: true
        }
    }

    private func decision(of path: String) -> ArchiveDecision? {
        if let decision = decisions[path] { return decision }
        // It had another name when it was read than when it was listed.
        let provenance = Provenance(archive: self.path, path: path)
        return session.isPending(provenance) ? .read : nil
    }

    /// Whether the ledger, too, takes a message for sent, or for one that came in: the task did not know where it lay before.
    func agrees(with message: ReadMessage) -> Bool {
        let isSent = session.isSent(Provenance(archive: path, path: message.path))
        return switch message.content {
        case .features: !isSent
        case .sent: isSent
        case .junkDigest: true
        }
    }
}

extension IngestSession {
    /// Whether a file waits for its message, by whatever name.
    fileprivate func isPending(_ provenance: Provenance) -> Bool {
        state.withLock { pendingPath(provenance.path, $0) != nil }
    }
}
