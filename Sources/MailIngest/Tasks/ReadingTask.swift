// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import TextOutput
public import TrainingStore

/// A part of what an ingest has to read, for one process on any machine that has the mail: one line of a manifest.
///
/// It names what is read and what that was when it was planned, not what is made of it: whose mail it is and what labels it, the
/// site's configuration says wherever it is needed.
public struct ReadingTask: Sendable, Equatable {
    /// Which of the plan's tasks it is, from 0 on: the order in which one ingest would read them.
    public var number: Int
    /// How many tasks the plan has.
    public var count: Int
    /// What messages are extracted with.
    public var extraction: Extraction
    /// What is read, in this order.
    public var items: [Item]
    /// The bytes of all of it on disk, as far as the plan knows.
    public var byteCount: Int

    /// One source, or a part of it.
    public struct Item: Sendable, Equatable {
        /// The source's path, as the configuration's patterns find it.
        public var source: String
        /// What is read of it.
        public var extent: Extent
    }

    /// What is read of a source.
    public enum Extent: Sendable, Equatable {
        /// A file, if it is still this one.
        case file(FileStamp)
        /// The messages of an mbox that begin in a range of bytes, if it is still this file.
        case part(FileStamp, Range<Int>)
        /// A folder with all in it.
        case folder(Names)
        /// Runs of names in the folders of a Maildir, in the order of reading.
        case runs([Run], Names)
    }

    /// How many files there were, and the digest of their names (``NameDigest``).
    public struct Names: Sendable, Equatable {
        /// The files.
        public var files: Int
        /// Of names in a Maildir, which say all; elsewhere of paths and stamps.
        public var digest: UInt64
    }

    /// Neighbouring names in one folder of a Maildir, by bytes.
    public struct Run: Sendable, Equatable {
        /// The folder, from the Maildir on: empty for the inbox, `.Junk`.
        public var folder: String
        /// Whether it is the folder's `new`, not `cur`.
        public var isNew: Bool
        /// The first name; nil: from the folder's first on.
        public var from: String?
        /// The name before which it ends; nil: after the folder's last.
        public var to: String?

        /// Where a run is cut before a name: without its flags, which change while tasks wait, and with the colon before them, so
        /// that names which only begin alike stay where their bytes put them.
        static func border(before name: Substring) -> String {
            let end = name.utf8.firstIndex(of: UInt8(ascii: ":")).map { name.utf8.index(after: $0) } ?? name.endIndex
            return String(name[..<end])
        }

        /// Whether a name is in it.
        func contains(_ name: Substring) -> Bool {
            if let from, name.utf8.lexicographicallyPrecedes(from.utf8) { return false }
            if let to, !name.utf8.lexicographicallyPrecedes(to.utf8) { return false }
            return true
        }
    }

    /// The name of the task: of what it reads and with what, not of its place in a plan.
    ///
    /// So a part that is the same in a later plan has the same result.
    public var id: String { XXH64.hash(Array(JSONValue.object(content).line.utf8)).hexadecimal }

    /// What its result is called.
    public var resultName: String { id + Self.resultSuffix }

    /// What the names of results end with.
    static let resultSuffix = ".reading"
}

/// The digest of the names of files in the order of reading.
struct NameDigest {
    private var hash = XXH64()
    private(set) var files = 0

    /// Adds a file; `stamp`: nil in a Maildir, where the name says all.
    mutating func add(_ path: Substring, _ stamp: FileStamp?) {
        files += 1
        var text = path + "\n"
        if let stamp { text += "\(stamp.inode) \(stamp.size) \(stamp.modified)\n" }
        text.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
    }

    var names: ReadingTask.Names {
        let hash = hash
        return ReadingTask.Names(files: files, digest: hash.finish())
    }
}
