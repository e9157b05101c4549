// SPDX-License-Identifier: Apache-2.0

/// A file that a reader has found and not read yet, for whoever decides whether it has to be.
public struct ArchiveFile: Sendable {
    /// How far the reader has come with it.
    public enum Stage: Sendable {
        /// Its name is known; it is not opened.
        case found
        /// It is opened and holds an mbox, whose messages come next.
        case mbox
    }

    /// How far the reader has come with it.
    public var stage: Stage
    /// Where it lies, and what the mailbox around it knows: as it will stand with its message.
    public var provenance: Provenance
    /// The path to open it by, where ``Provenance/path`` is written as an index has it.
    public var path: String
    /// Whether it lies in a Maildir, so that its name up to the flags is its own wherever it moves.
    public var isMaildir: Bool
    /// What a TREC index says of it.
    public var label: IndexLabel?

    /// Describes a file.
    public init(
        _ stage: Stage, _ provenance: Provenance, path: String, isMaildir: Bool = false, label: IndexLabel? = nil
    ) {
        self.stage = stage
        self.provenance = provenance
        self.path = path
        self.isMaildir = isMaildir
        self.label = label
    }

    /// The name of a Maildir's file without flags, which stays when the message is read or moved.
    public static func uniqueName(ofMaildirPath path: String) -> String {
        let name = path.utf8.suffix(
            from: path.utf8.lastIndex(of: 0x2F).map { path.utf8.index(after: $0) } ?? path.startIndex)
        return String(decoding: name.prefix(MaildirName(name).uniqueBytes), as: UTF8.self)
    }

    /// The bytes of a message on disk as the name of its file in a Maildir has them (`,S=10956`); nil where it does not.
    public static func size(ofMaildirPath path: String) -> Int? {
        guard let start = path.utf8.lastIndex(of: 0x2F), let mark = path[start...].firstRange(of: ",S=") else {
            return nil
        }
        let digits = path[mark.upperBound...].utf8.prefix { $0 &- 48 < 10 }
        return 1...15 ~= digits.count ? Int(Substring(digits)) : nil
    }
}

/// What to do with a file.
public enum ArchiveDecision: Sendable, Equatable {
    /// Read it.
    case read
    /// Leave it unread: what it holds is known.
    case skip
    /// Read an mbox from this byte on, where a message begins; a compressed one is read from its start all the same.
    case resume(at: Int)
    /// Read the messages of an mbox that begin in this range of bytes, as one of several readers that share it; a message
    /// begins at its lower bound, and at its upper one unless the file ends there. What of that is not so, is told
    /// (``ArchiveWarning/Problem/notBetweenMessages``). Not for compressed files.
    case part(Range<Int>)
}

/// Decides of each folder within a mailbox, by its name as users see it and its path, whether it is looked into; where not,
/// nothing of it is listed or opened.
public typealias FolderFilter = @Sendable (_ name: String, _ path: String) -> Bool

/// Decides of each file, in the order in which they are found; called by the thread that reads.
public typealias ArchiveFilter = @Sendable (ArchiveFile) -> ArchiveDecision
