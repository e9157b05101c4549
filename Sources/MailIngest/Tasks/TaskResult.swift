// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import MailArchive
public import TextOutput
import TrainingStore

/// What a task left: the name and digest of its result, and counts.
public struct TaskResult: Sendable, Equatable {
    /// Warnings that are told; the rest is counted.
    static let maxWarnings = 20

    /// The task's name.
    public let id: String
    /// The result's folder, within that of the results.
    public let name: String
    /// The digest of rows and segment: the same for every process that read the same.
    public internal(set) var digest: UInt64 = 0
    /// Files that were found.
    public internal(set) var files = 0
    /// Messages that were read.
    public internal(set) var messages = 0
    /// Messages whose features are in the segment: each once.
    public internal(set) var stored = 0
    /// Messages that are not incoming mail: of users of the site, and the site's own junk digests.
    public internal(set) var sent = 0
    /// Bytes of messages.
    public var bytes: Int { progress.bytes }
    /// Whether a Maildir had other names than when it was planned.
    public internal(set) var hasChanged = false
    /// Whether the result was there already.
    public internal(set) var wasDone = false
    /// The first warnings, a line each.
    public private(set) var warnings: [String] = []
    /// How many warnings there were.
    public private(set) var warningCount = 0

    var progress = MessagePipeline.Progress()

    init(task: ReadingTask) {
        id = task.id
        name = task.resultName
    }

    mutating func add(_ more: [ArchiveWarning]) {
        warningCount += more.count
        warnings += more.prefix(max(0, Self.maxWarnings - warnings.count)).map(\.description)
    }

    /// The result for programs.
    public var json: JSONValue {
        .object([
            "id": .string(id), "name": .string(name), "digest": .string(digest.hexadecimal), "files": .integer(files),
            "messages": .integer(messages), "stored": .integer(stored), "sent": .integer(sent),
            "bytes": .integer(bytes), "changed": .bool(hasChanged), "done-before": .bool(wasDone),
            "warnings": .array(warnings.map { .string($0) }), "warning-count": .integer(warningCount),
        ])
    }

    /// The result of a task that is there already; nil if it is not.
    ///
    /// - Throws: ``TaskError/damaged(path:problem:)`` where it is not what was written, or another task's.
    init?(existing path: String, _ task: ReadingTask) throws(TaskError) {
        guard FileStatus(path) != nil else { return nil }
        let rows = try ReadingReader(folder: path, of: task)
        try rows.verify()
        _ = try rows.openSegment(of: path, verifying: true)
        let report = path + "/" + ReadingFormat.reportName
        guard let bytes = try? ReadableFile.contents(of: report, limit: 1 << 20),
            case .object(let members)? = try? JSONDecoder().decode(JSONValue.self, from: Data(bytes)),
            members["digest"] == .string(rows.digest.hexadecimal)
        else { throw .damaged(path: report, problem: "it is not the report of what lies beside it") }
        self.init(task: task)
        digest = rows.digest
        // Nothing but the digest ties them to the rows: what no task counts is none.
        func count(_ key: String) -> Int {
            if case .integer(let value)? = members[key], 0...1 << 56 ~= value { value } else { 0 }
        }
        (files, messages, stored) = (count("files"), count("messages"), count("stored"))
        (sent, warningCount) = (count("sent"), count("warning-count"))
        progress.bytes = count("bytes")
        hasChanged = members["changed"] == .bool(true)
        wasDone = true
        if case .array(let lines)? = members["warnings"] {
            warnings = lines.prefix(Self.maxWarnings).compactMap {
                if case .string(let line) = $0 { line } else { nil }
            }
        }
    }
}

extension ReadingReader {
    /// Opens the rows of a result that must be a task's.
    init(folder: String, of task: ReadingTask) throws(TaskError) {
        try self.init(folder: folder)
        guard (try? ReadingTask(line: taskLine))?.isSame(as: task) == true else {
            throw .damaged(path: folder, problem: "it is the result of another task")
        }
    }

    /// Opens the segment beside them.
    ///
    /// - Parameter verifying: whether all of it is read, and must be the one that belongs to the rows.
    func openSegment(of folder: String, verifying: Bool) throws(TaskError) -> SegmentReader {
        let path = folder + "/" + ReadingFormat.segmentName
        guard let reader = try? SegmentReader(path: path),
            !verifying || (try? MappedFile(path)).map({ XXH64.hash($0.bytes) }) == segment
        else { throw .damaged(path: path, problem: "the segment is damaged, or belongs to another result") }
        return reader
    }
}

extension ReadingTask {
    /// Whether another task reads the same, whatever its place in its plan.
    func isSame(as other: ReadingTask) -> Bool { items == other.items && extraction == other.extraction }
}
