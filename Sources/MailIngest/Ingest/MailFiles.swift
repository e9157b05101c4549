// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import TrainingStore

/// What an ingest asks of files beside their messages.
protocol MailFiles: Sendable {
    /// A path that names the same file from any folder.
    func absolute(_ path: String) -> String
    /// The stamp of a regular file; nil if there is none.
    func stamp(_ path: String) -> FileStamp?
    /// When anything of a file was changed, its name included, in seconds since 1970; nil if there is none.
    func changed(_ path: String) -> Int64?
    /// XXH64 of some bytes of a file; 0 if they are not there.
    func digest(of path: String, _ range: Range<Int>) -> UInt64
    /// Whether an mbox's record begins at an offset.
    func beginsRecord(_ path: String, at offset: Int) -> Bool
    /// Whether a file can be read.
    func isReadable(_ path: String) -> Bool
}

/// The files of this machine, as they are now.
struct FilesOnDisk: MailFiles {
    func absolute(_ path: String) -> String { FileStamp.absolute(path) }
    func stamp(_ path: String) -> FileStamp? { FileStamp(path: path) }
    func changed(_ path: String) -> Int64? { FileStatus(path)?.changed.seconds }
    func digest(of path: String, _ range: Range<Int>) -> UInt64 { FileStamp.digest(of: path, range) }
    func beginsRecord(_ path: String, at offset: Int) -> Bool { FileStamp.beginsRecord(path, at: offset) }
    func isReadable(_ path: String) -> Bool { FileStamp.isReadable(path) }
}
