// SPDX-License-Identifier: Apache-2.0
import DurableFiles
public import MailArchive
import Synchronization
public import TrainingStore

/// What an ingest has to read, cut into tasks for several processes.
///
/// A function of the sources and what lies in them: the tasks, in their order, read what one ingest would read, in its order. Large
/// mboxes are cut between messages, large Maildirs between names; what is compressed, and any other folder, is one task's.
public struct ReadingPlan: Sendable {
    /// How large tasks are.
    public enum Size: Sendable {
        /// As many as this at most, of about the same bytes.
        case shards(Int)
        /// About so many bytes each.
        case bytes(Int)
    }

    /// The tasks.
    public private(set) var tasks: [ReadingTask] = []
    /// What could not be listed.
    public private(set) var warnings: [ArchiveWarning] = []

    /// Looks at all sources.
    ///
    /// - Throws: ``TaskError/namedTwice(source:)``.
    public init(_ sources: [IngestSource], _ size: Size, extraction: Extraction) throws(TaskError) {
        var surveys: [SourceSurvey] = []
        var seen: Set<String> = []
        for source in sources {
            for path in source.archives.paths {
                guard seen.insert(path).inserted else { throw .namedTwice(source: path) }
                var one = source.archives
                one.paths = [path]
                guard let survey = SourceSurvey(one) else {
                    warnings.append(ArchiveWarning(path: path, problem: .notFound, outcome: "left out of the plan"))
                    continue
                }
                warnings += survey.warnings
                surveys.append(survey)
            }
        }
        let all = surveys.reduce(0) { min($0 + $1.bytes, SourceSurvey.maxBytes) }
        var packer =
            switch size {
            case .shards(let count): TaskPacker(target: max(1, (all + count - 1) / max(1, count)))
            case .bytes(let bytes): TaskPacker(target: max(1, bytes))
            }
        for survey in surveys { survey.pack(into: &packer) }
        packer.close()
        tasks = packer.tasks.enumerated().map { number, task in
            ReadingTask(
                number: number, count: packer.tasks.count, extraction: extraction, items: task.items,
                byteCount: task.bytes)
        }
    }
}

/// Gathers parts of sources until they are a task.
struct TaskPacker {
    /// The bytes that a task is to have.
    let target: Int
    private(set) var tasks: [(items: [ReadingTask.Item], bytes: Int)] = []
    private var items: [ReadingTask.Item] = []
    private var bytes = 0
    private var lineBytes = 0

    init(target: Int) { self.target = target }

    /// How many bytes the task in hand still takes; never 0.
    var room: Int { max(1, target - bytes) }

    /// Adds a part; ends the task when it has enough, or its line would be too long.
    mutating func add(_ item: ReadingTask.Item, bytes more: Int) {
        let length = item.lineBytes
        if lineBytes + length > TaskPacker.maxItemBytes { close() }
        items.append(item)
        bytes += more
        lineBytes += length
        if bytes >= target { close() }
    }

    /// Ends the task in hand.
    mutating func close() {
        guard !items.isEmpty else { return }
        tasks.append((items, bytes))
        (items, bytes, lineBytes) = ([], 0, 0)
    }

    /// Bytes of a line for what is read; the rest is for what every line has.
    static let maxItemBytes = ReadingTask.maxLineBytes - 1_024
}

extension ReadingTask.Item {
    /// Bytes of its JSON at most: each may become `\u0000`, names are short and few.
    var lineBytes: Int {
        var count = 6 * source.utf8.count + 200
        if case .runs(let runs, _) = extent { count += runs.reduce(0) { $0 + $1.lineBytes } }
        return count
    }
}

extension ReadingTask.Run {
    /// The same of a run.
    var lineBytes: Int { 6 * (folder.utf8.count + (from?.utf8.count ?? 0) + (to?.utf8.count ?? 0)) + 60 }
}
