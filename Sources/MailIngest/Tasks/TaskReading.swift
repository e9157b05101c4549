// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import MailFeatures
import TextOutput
import TrainingStore

/// The result of a task in the making.
struct TaskReading: ~Copyable {
    private let task: ReadingTask
    private let folder: String
    private let key: SiteKey
    private let options: MessagePipeline.Options
    private let pipeline: MessagePipeline
    private var rows: ReadingWriter
    private var segment: SegmentWriter
    private var positions: [[UInt8]: Int] = [:]
    private var result: TaskResult

    init(
        _ task: ReadingTask, folder: String, key: SiteKey, extraction: Extraction, options: MessagePipeline.Options
    ) throws {
        var options = options
        options.digests = true
        options.features.views = extraction.views
        self.task = task
        self.folder = folder
        self.key = key
        self.options = options
        pipeline = MessagePipeline(key: key, options: options)
        let rows = try ReadingWriter(path: folder + "/" + ReadingFormat.rowsName, task: task)
        segment = try SegmentWriter(path: folder + "/" + ReadingFormat.segmentName, extraction: extraction)
        self.rows = rows
        result = TaskResult(task: task)
    }

    /// Reads one item.
    mutating func read(
        _ item: ReadingTask.Item, _ index: Int, of source: IngestSource, _ progress: (MessagePipeline.Progress) -> Void
    ) throws {
        let listed = ListedFiles(item, source)
        try rows.append(.item(index, root: listed.root))
        var archives = source.archives
        archives.filter = { listed.decide($0) }
        archives.folders = listed.folders(archives.folders)
        archives.isSent = { listed.isSent($0) }
        var last: [String: Range<Int>] = [:]
        // The reader is ahead by as much as it likes: a file's row stands before its first message, so that the rows are the same.
        var ahead: [ReadFile] = []
        let already = result.progress
        let read = try pipeline.run(
            [archives], progress: { progress(already.adding($0)) },
            consume: { (messages) throws(any Error) in
                ahead += listed.takeFiles()
                for message in messages {
                    if let place = ahead.lastIndex(where: { $0.file.provenance.path == message.provenance.path }) {
                        for file in ahead[...place] { try rows.append(.file(file)) }
                        ahead.removeFirst(place + 1)
                    }
                    try take(message, isSent: listed.isSent(message.provenance))
                    listed.noteRead(message.provenance)
                    if let mbox = listed.mbox(message.provenance.path) {
                        let start = message.provenance.offset
                        last[mbox] = start..<(start + message.provenance.size)
                    }
                }
            })
        for file in ahead + listed.takeFiles() { try rows.append(.file(file)) }
        for (path, range) in last.sorted(by: { $0.key < $1.key }) {
            try rows.append(.tail(path: path, range: range, digest: FileStamp.digest(of: path, range)))
        }
        try require(item, listed, read.warnings)
        result.progress = already.adding(read.total)
        result.files += listed.names.files
        result.add(read.warnings)
    }

    /// Refuses what was not, or is no longer, what the plan says.
    private mutating func require(
        _ item: ReadingTask.Item, _ listed: ListedFiles, _ warnings: [ArchiveWarning]
    ) throws(TaskError) {
        switch item.extent {
        case .file(let stamp):
            guard FileStamp(path: item.source) == stamp else { throw .changed(source: item.source) }
        case .part(let stamp, let range):
            guard FileStamp(path: item.source) == stamp else { throw .changed(source: item.source) }
            if warnings.contains(where: { $0.problem == .notBetweenMessages }) {
                throw .notBetweenMessages(source: item.source, range: range)
            }
        case .folder(let names), .runs(_, let names):
            guard listed.names != names else { return }
            // A Maildir in use changes at any time: what lies there now is read, and what came since waits for the next night.
            guard ArchiveFormat.detect(item.source) == .maildir else { throw .changed(source: item.source) }
            result.hasChanged = true
        }
    }

    private mutating func take(_ message: LabelledFeatures, isSent: Bool) throws {
        guard let digest = message.digest else { return }
        var row = ReadMessage(
            path: message.provenance.path, offset: message.provenance.offset, size: message.provenance.size,
            digest: digest, filtering: message.filtering.rawValue, messageID: message.messageID, date: message.date,
            network: message.network, content: .features(0))
        result.messages += 1
        if let sent = message.sent {
            row.content = isSent ? .sent(sent) : .junkDigest(sent)
            result.sent += 1
        } else if let position = positions[digest] {
            row.content = .features(position)
        } else {
            let stored = StoredMessage(
                digest: digest, messageID: message.messageID, date: message.date, size: message.provenance.size)
            let position = try segment.append(stored, message.features)
            positions[digest] = position
            row.content = .features(position)
            result.stored += 1
        }
        try rows.append(.message(row))
    }

    /// Puts all of it on disk.
    consuming func commit() throws -> TaskResult {
        let folder = folder
        var result = result
        try segment.commit()
        let written = try MappedFile(folder + "/" + ReadingFormat.segmentName)
        result.digest = try rows.commit(segment: XXH64.hash(written.bytes))
        try DurableFile.write(
            Array((result.json.line + "\n").utf8), to: folder + "/" + ReadingFormat.reportName)
        return result
    }
}

extension MessagePipeline.Progress {
    fileprivate func adding(_ other: MessagePipeline.Progress) -> MessagePipeline.Progress {
        MessagePipeline.Progress(messages: messages + other.messages, bytes: bytes + other.bytes)
    }
}
