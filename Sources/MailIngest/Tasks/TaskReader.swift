// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
public import MailFeatures
import TextOutput
public import TrainingStore

/// Does one task of a plan: reads its part of the mail, and leaves a segment with the rows of a ledger beside it.
///
/// The result is a folder of its own, `ID.reading`, that has its name only when it is whole and on disk: however often a task is begun,
/// by however many processes at once, and wherever they are killed, there is one whole result or none. Nothing is shared with
/// other tasks but the folder that results are left in, no store is needed, and no lock is taken.
public struct TaskReader: Sendable {
    /// What a process that was killed left is removed when nobody has written into it for so long, in seconds: a day, which is more
    /// than any night takes.
    private static let abandonedSeconds: Int64 = 86_400

    private let key: SiteKey
    private let extraction: Extraction
    private let options: MessagePipeline.Options
    private let sources: [String: IngestSource]

    /// Prepares to read for a site.
    ///
    /// - Parameter sources: what the site's configuration names on this machine: a task that names anything else is refused.
    public init(
        key: SiteKey, extraction: Extraction, pipeline options: MessagePipeline.Options, sources: [IngestSource]
    ) {
        self.key = key
        self.extraction = extraction
        self.options = options
        self.sources = IngestSource.byPath(sources)
    }

    /// Reads what a task names, unless its result is there already.
    ///
    /// - Parameter folder: where results are left; it must be there.
    /// - Throws: ``TaskError``, `SegmentError`, `DurableFileError`; then nothing is left.
    public func read(
        _ task: ReadingTask, into folder: String, progress: (MessagePipeline.Progress) -> Void = { _ in }
    ) throws -> TaskResult {
        guard task.extraction == extraction else { throw TaskError.otherExtraction }
        let path = folder + "/" + task.resultName
        if let result = try TaskResult(existing: path, task) { return result }
        let items = try task.items.map { (item) throws(TaskError) in
            guard let source = sources[item.source] else { throw .notOfSite(source: item.source) }
            try item.requireUnchanged()
            return (item, source)
        }
        let making = try DurableFolder(beside: path)
        making.removeAbandoned(ReadingTask.resultSuffix, olderThan: Self.abandonedSeconds)
        var reading = try TaskReading(
            task, folder: making.path, key: key, extraction: extraction, options: options)
        for (index, (item, source)) in items.enumerated() {
            try reading.read(item, index, of: source, progress)
        }
        let result = try reading.commit()
        do throws(DurableFileError) {
            try making.commit(as: path)
        } catch {
            // Another process was quicker: its result is as good.
            if let result = try TaskResult(existing: path, task) { return result }
            throw error
        }
        return result
    }
}

extension ReadingTask.Item {
    /// Refuses a file that is not the one that was planned.
    func requireUnchanged() throws(TaskError) {
        switch extent {
        case .file(let stamp), .part(let stamp, _):
            guard FileStamp(path: source) == stamp else { throw .changed(source: source) }
        case .folder, .runs: break
        }
        guard case .part(let stamp, let range) = extent else { return }
        guard let borders = MboxBorders(source), borders.size == stamp.size, borders.isBorder(range.lowerBound),
            borders.isBorder(range.upperBound)
        else { throw .notBetweenMessages(source: source, range: range) }
    }
}

extension IngestSource {
    /// Sources of one path each, by it; of two the first.
    static func byPath(_ sources: [IngestSource]) -> [String: IngestSource] {
        var found: [String: IngestSource] = [:]
        for source in sources {
            for path in source.archives.paths where found[path] == nil {
                var one = source
                one.archives.paths = [path]
                found[path] = one
            }
        }
        return found
    }
}
