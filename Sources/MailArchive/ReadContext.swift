// SPDX-License-Identifier: Apache-2.0

/// What all streams of one reader share: the limits, and the warnings not yet handed over.
final class ReadContext {
    let limits: ArchiveLimits
    private var warnings: [ArchiveWarning] = []

    init(limits: ArchiveLimits) { self.limits = limits }

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
