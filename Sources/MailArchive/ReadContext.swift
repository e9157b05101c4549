// SPDX-License-Identifier: Apache-2.0

/// What all streams of one reader share: the limits, and the warnings not yet handed over.
final class ReadContext {
    let limits: ArchiveLimits
    /// What no opened file lies outside of; nil: nothing.
    let bounds: ArchiveBounds?
    /// Which files are read; nil: all.
    private let filter: ArchiveFilter?
    /// Which folders of a mailbox are looked into; nil: all.
    private let folders: FolderFilter?
    private var warnings: [ArchiveWarning] = []
    /// Whether a file was left unread since the last ask: then a source that gives nothing is not empty.
    private var hasSkipped = false

    init(
        limits: ArchiveLimits, filter: ArchiveFilter? = nil, folders: FolderFilter? = nil, bounds: ArchiveBounds? = nil
    ) {
        self.limits = limits
        self.bounds = bounds
        self.filter = filter
        self.folders = folders
    }

    /// Whether a folder of a mailbox is looked into.
    func looksInto(_ name: String, _ path: @autoclosure () -> String) -> Bool { folders?(name, path()) ?? true }

    /// Whether a file is to be read; what is not asked for costs nothing.
    func decide(_ file: @autoclosure () -> ArchiveFile) -> ArchiveDecision {
        guard let filter else { return .read }
        let decision = filter(file())
        if decision == .skip { hasSkipped = true }
        return decision
    }

    /// Whether files were left unread since the last call.
    func takeSkipped() -> Bool {
        defer { hasSkipped = false }
        return hasSkipped
    }

    func warn(_ path: String, at offset: Int? = nil, _ problem: ArchiveWarning.Problem, _ outcome: String) {
        warnings.append(ArchiveWarning(path: path, offset: offset, problem: problem, outcome: outcome))
    }

    /// The oldest warning not yet handed over.
    func nextWarning() -> ArchiveWarning? { warnings.isEmpty ? nil : warnings.removeFirst() }
}

/// What a stream has next.
enum Step {
    case message(ArchivedMessage)
    /// Read this one to its end first.
    case descend(any MessageStream)
    /// Nothing yet: there may be warnings.
    case again
    case end
}

/// An archive, or a part of one, that yields its messages one by one.
protocol MessageStream: AnyObject {
    func next() -> Step
}
