// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The folders of a Maildir as its user sees them, and how many messages lie in each.
///
/// By names alone: no message is opened. What cannot be listed is told as a reader of the messages would tell it.
public struct MaildirFolders: Sendable {
    /// How many messages lie in each folder, also of empty ones; the first is `INBOX`.
    public private(set) var messages: [String: Int] = [:]
    /// The paths of the first few messages of each folder, for who asks whether they can be read.
    public private(set) var samples: [String: [String]] = [:]
    /// What could not be listed.
    public private(set) var warnings: [ArchiveWarning] = []

    /// Lists a Maildir; of what is none, a warning says so.
    ///
    /// - Parameters:
    ///   - folders: which folders are looked into; nil: all.
    ///   - maxSamples: of how many messages of each folder the paths are kept.
    public init(
        of path: String, limits: ArchiveLimits = .standard, folders: FolderFilter? = nil, maxSamples: Int = 0
    ) {
        let found = Mutex<(counts: [String: Int], samples: [String: [String]])>(([:], [:]))
        let count: ArchiveFilter = { file in
            let folder = file.provenance.folder ?? ""
            found.withLock {
                $0.counts[folder, default: 0] += 1
                if $0.counts[folder, default: 0] <= maxSamples { $0.samples[folder, default: []].append(file.path) }
            }
            return .skip
        }
        let context = ReadContext(limits: limits, filter: count, folders: folders)
        let root = BytePath(path)
        if let kind = DboxKind(root) {
            context.warn(path, kind.problem, "skipped")
        } else if !FolderKind.isMaildir(root) {
            // Its failure to be listed, if there is one, says more.
            if FolderWalk(archive: path, format: .maildir, context: context).list(FolderPlace(path: root)) != nil {
                context.warn(path, .empty, "nothing to read")
            }
        } else if let stream = FolderWalk(archive: path, format: .maildir, context: context)
            .stream(FolderPlace(path: root))
        {
            follow(stream)
        }
        messages.merge(found.withLock { $0.counts }) { $0 + $1 }
        samples = found.withLock { $0.samples }
        while let warning = context.nextWarning() { warnings.append(warning) }
    }

    private mutating func follow(_ stream: any MessageStream) {
        var streams = [stream]
        if let root = stream as? MaildirStream { messages[root.folderName] = 0 }
        while let last = streams.last {
            switch last.next() {
            case .descend(let inner):
                if let folder = inner as? MaildirStream { messages[folder.folderName, default: 0] += 0 }
                streams.append(inner)
            case .message, .again: break
            case .end: streams.removeLast()
            }
        }
    }
}
