// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import Synchronization
import TrainingStore

/// The files that a reader comes across in an item of a task: which of them are the item's, and what the file system says of them.
///
/// The reading thread decides about files, the caller's thread takes messages; both under one lock.
final class ListedFiles: Sendable {
    private struct State {
        var digest = NameDigest()
        var waiting: [ReadFile] = []
        /// The files whose message is still to come, and whether the rule takes it for sent.
        var isSent: [String: Bool] = [:]
        /// The mboxes that were opened, by the path that is shown: from the root.
        var mboxes: [String: String] = [:]
    }

    /// The source's path from the root of the file system.
    let root: String
    private let item: ReadingTask.Item
    private let source: IngestSource
    private let exclusions: PathExclusions
    private let runs: [String: [ReadingTask.Run]]?
    private let state = Mutex(State())

    init(_ item: ReadingTask.Item, _ source: IngestSource) {
        self.item = item
        self.source = source
        root = FileStamp.absolute(item.source)
        exclusions = PathExclusions(source.archives)
        if case .runs(let runs, _) = item.extent {
            self.runs = Dictionary(grouping: runs) { Self.place($0.folder[...], $0.isNew) }
        } else {
            runs = nil
        }
    }

    private static func place(_ folder: Substring, _ isNew: Bool) -> String { folder + (isNew ? "/new" : "/cur") }

    /// Which files, and what names.
    var names: ReadingTask.Names { state.withLock { $0.digest.names } }

    /// Whether a file is the item's; what is known of it waits to be taken.
    func decide(_ file: ArchiveFile) -> ArchiveDecision {
        guard !exclusions.contain(file.path), isOfItem(file) else { return .skip }
        let absolute = absolute(file)
        let status = FileStatus(absolute)
        let stamp = FileStamp(path: absolute)
        state.withLock { state in
            if file.stage == .found {
                let named = file.named
                state.digest.add(named.path, named.stamp)
                let placement = file.isMaildir ? Placement(file, now: 0) : Placement(secondsThere: 0)
                state.isSent[file.provenance.path] = source.rule(placement) == .sent
            } else {
                state.mboxes[file.provenance.path] = absolute
            }
            state.waiting.append(
                ReadFile(file: file, absolute: absolute, stamp: stamp, changed: status?.changed.seconds))
        }
        guard file.stage == .mbox, case .part(_, let range) = item.extent else { return .read }
        return .part(range)
    }

    /// As an ingest names it in the ledger.
    private func absolute(_ file: ArchiveFile) -> String {
        if file.isMaildir { return file.path }
        return file.path.hasPrefix(item.source)
            ? root + file.path.dropFirst(item.source.count) : FileStamp.absolute(file.path)
    }

    private func isOfItem(_ file: ArchiveFile) -> Bool {
        guard let runs else { return true }
        guard let place = file.place(in: item.source) else { return false }
        return runs[Self.place(place.folder, place.isNew)]?.contains { $0.contains(place.name) } ?? false
    }

    /// Which folders are looked into: those that runs lie in or below, of those that the source does not leave out.
    func folders(_ others: FolderFilter?) -> FolderFilter? {
        guard let runs else { return others }
        let wanted = Set(runs.values.joined().map(\.folder))
        let maildir = item.source
        return { name, path in
            guard others?(name, path) ?? true, path.hasPrefix(maildir) else { return false }
            let folder = path.dropFirst(maildir.count).drop { $0 == "/" }
            return wanted.contains { $0 == folder || $0.hasPrefix(folder + "/") }
        }
    }

    /// Whether of a message the recipients are read, not the features.
    func isSent(_ provenance: Provenance) -> Bool {
        state.withLock { state in
            if let isSent = state.isSent[provenance.path] { return isSent }
            // It has another name since it was listed.
            let name = ArchiveFile.uniqueName(ofMaildirPath: provenance.path)
            return state.isSent.first { ArchiveFile.uniqueName(ofMaildirPath: $0.key) == name }?.value ?? false
        }
    }

    /// Forgets a file whose message was taken; an mbox has more.
    func noteRead(_ provenance: Provenance) {
        state.withLock { state in
            if state.mboxes[provenance.path] == nil { state.isSent[provenance.path] = nil }
        }
    }

    /// The path from the root of an mbox that was opened; nil for any other file.
    func mbox(_ path: String) -> String? { state.withLock { $0.mboxes[path] } }

    /// Hands over the files that were decided of since the last call.
    func takeFiles() -> [ReadFile] {
        state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
    }
}

extension Placement {
    /// Of a file of which nothing is known yet.
    fileprivate init(_ file: ArchiveFile, now: Int64) {
        self.init(file, Location(source: 0, name: 0, folder: 0, since: now), now: now)
    }
}
