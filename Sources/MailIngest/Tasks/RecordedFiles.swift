// SPDX-License-Identifier: Apache-2.0
import MailArchive
import Synchronization
import TrainingStore

/// What tasks have seen of files, where the files themselves may be on another machine.
final class RecordedFiles: MailFiles {
    private struct State {
        var file: ReadFile?
        var tails: [String: (range: Range<Int>, digest: UInt64)] = [:]
    }

    /// The source's path as it is given, and from the root.
    private let source: String
    private let root: String
    private let state = Mutex(State())

    init(source: String, root: String) {
        self.source = source
        self.root = root
    }

    /// Answers for this file from now on.
    func show(_ file: ReadFile) { state.withLock { $0.file = file } }

    /// Notes the last message that was read of an mbox.
    func note(tail range: Range<Int>, digest: UInt64, of path: String) {
        state.withLock { $0.tails[path] = (range, digest) }
    }

    func absolute(_ path: String) -> String {
        if path == source { return root }
        return state.withLock { $0.file?.file.path == path ? $0.file?.absolute : nil } ?? path
    }

    func stamp(_ path: String) -> FileStamp? {
        state.withLock { $0.file?.absolute == path ? $0.file?.stamp : nil }
    }

    func changed(_ path: String) -> Int64? {
        state.withLock { $0.file?.absolute == path ? $0.file?.changed : nil }
    }

    /// Only of what a task read last: anything else counts as no longer there, and the mbox as rewritten.
    func digest(of path: String, _ range: Range<Int>) -> UInt64 {
        state.withLock { $0.tails[path].map { $0.range == range ? $0.digest : 0 } ?? 0 }
    }

    func beginsRecord(_ path: String, at offset: Int) -> Bool { false }

    func isReadable(_ path: String) -> Bool { true }
}
