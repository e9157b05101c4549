// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import Synchronization
import TrainingStore

/// What one source is, and how much of it there is.
struct SourceSurvey {
    private enum Kind {
        case file(FileStamp)
        case maildir(ReadingTask.Names)
        case folder(ReadingTask.Names)
    }

    let bytes: Int
    let warnings: [ArchiveWarning]
    private let source: LabelledSource
    private let path: String
    private let kind: Kind

    /// Looks at a source of one path; nil if there is none.
    init?(_ source: LabelledSource) {
        self.source = source
        path = source.paths[0]
        if let stamp = FileStamp(path: path) {
            (kind, bytes, warnings) = (.file(stamp), min(stamp.size, Self.maxBytes), [])
            return
        }
        guard FileStatus(path)?.kind == .folder else { return nil }
        let isMaildir = ArchiveFormat.detect(path) == .maildir
        let sum = Mutex((digest: NameDigest(), bytes: 0))
        warnings = SourceListing(source).forEach { file in
            let named = file.named
            sum.withLock { sum in
                sum.digest.add(named.path, named.stamp)
                // Names and sparse files may claim any size.
                let size = min(file.listedBytes ?? max(0, named.stamp?.size ?? 0), 1 << 40)
                sum.bytes = min(sum.bytes + size, Self.maxBytes)
            }
        }
        let names = sum.withLock { $0.digest.names }
        bytes = sum.withLock { $0.bytes }
        kind = isMaildir ? .maildir(names) : .folder(names)
    }

    /// The most bytes that are counted of a source: sums of such numbers do not overflow.
    static let maxBytes = 1 << 56

    /// Adds the source to tasks: whole if it is small beside them, or cannot be cut.
    func pack(into packer: inout TaskPacker) {
        let isSmall = bytes <= packer.room || bytes <= packer.target / 4
        switch kind {
        case .file(let stamp):
            if !isSmall, source.format == nil, let borders = MboxBorders(path), borders.size == stamp.size {
                cut(stamp, borders, into: &packer)
            } else {
                add(.file(stamp), bytes: bytes, to: &packer)
            }
        case .maildir(let names):
            if isSmall { add(.folder(names), bytes: bytes, to: &packer) } else { cutMaildir(into: &packer) }
        case .folder(let names): add(.folder(names), bytes: bytes, to: &packer)
        }
    }

    private func add(_ extent: ReadingTask.Extent, bytes: Int, to packer: inout TaskPacker) {
        packer.add(ReadingTask.Item(source: path, extent: extent), bytes: bytes)
    }

    private func cut(_ stamp: FileStamp, _ borders: MboxBorders, into packer: inout TaskPacker) {
        var from = 0
        while from < borders.size {
            let (wanted, overflow) = from.addingReportingOverflow(packer.room)
            // The file may be another by now: then its tasks are refused, and the plan ends all the same.
            let found = overflow ? borders.size : min(borders.border(from: wanted) ?? borders.size, borders.size)
            let to = found > from ? found : borders.size
            add(.part(stamp, from..<to), bytes: to - from, to: &packer)
            from = to
        }
    }

    private func cutMaildir(into packer: inout TaskPacker) {
        let cutter = Mutex(MaildirCutter(path, packer))
        _ = SourceListing(source).forEach { file in cutter.withLock { $0.take(file) } }
        packer = cutter.withLock { cutter in
            cutter.end()
            return cutter.packer
        }
    }
}

extension ArchiveFile {
    /// Its bytes on disk where its name says so, or as the file system has it; nil where it is no Maildir's.
    fileprivate var listedBytes: Int? {
        isMaildir ? ArchiveFile.size(ofMaildirPath: path) ?? FileStamp(path: path)?.size ?? 0 : nil
    }
}

/// Cuts a Maildir, name by name in the order of reading.
private struct MaildirCutter {
    private let path: String
    private(set) var packer: TaskPacker
    private var runs: [ReadingTask.Run] = []
    private var digest = NameDigest()
    private var bytes = 0
    private var lineBytes = 0

    init(_ path: String, _ packer: TaskPacker) {
        self.path = path
        self.packer = packer
    }

    mutating func take(_ file: ArchiveFile) {
        guard let place = file.place(in: path) else { return }
        var run = ReadingTask.Run(folder: String(place.folder), isNew: place.isNew)
        let isSameFolder = runs.last.map { $0.folder == run.folder && $0.isNew == run.isNew } ?? false
        if bytes >= packer.room || lineBytes > TaskPacker.maxItemBytes / 2 {
            if isSameFolder {
                run.from = ReadingTask.Run.border(before: place.name)
                runs[runs.count - 1].to = run.from
            }
            end()
        }
        if runs.isEmpty || !isSameFolder {
            runs.append(run)
            lineBytes += run.lineBytes
        }
        digest.add(file.path[...], nil)
        bytes += min(file.listedBytes ?? 0, ArchiveLimits.standard.maxMessageBytes)
    }

    /// Ends the part in hand.
    mutating func end() {
        guard !runs.isEmpty else { return }
        packer.add(ReadingTask.Item(source: path, extent: .runs(runs, digest.names)), bytes: bytes)
        (runs, digest, bytes, lineBytes) = ([], NameDigest(), 0, 0)
    }
}
