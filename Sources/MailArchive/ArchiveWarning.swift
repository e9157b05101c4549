// SPDX-License-Identifier: Apache-2.0

/// Something wrong with an archive: what, where, and what was done; never the end of reading.
public struct ArchiveWarning: Sendable, Equatable {
    /// What was wrong.
    public enum Problem: Sendable, Equatable {
        /// The file or folder cannot be opened; the system's error number.
        case cannotOpen(code: Int32)
        /// Reading failed midway; the system's error number.
        case cannotRead(code: Int32)
        /// The file was listed but is gone.
        case removed
        /// The file is shorter or newer than when it was opened.
        case changedWhileRead
        /// A source of this name does not exist.
        case notFound
        /// The format asked for is a folder's, and this is a file; or the other way round.
        case wrongKind(expected: ArchiveFormat)
        /// A pipe, socket or device among files.
        case specialFile
        /// Nothing is in it.
        case empty
        /// The file does not look like mail.
        case notMail
        /// A file of another program's format, with its name and the remedy.
        case unsupported(format: String, remedy: String)
        /// The compressed data end early.
        case truncated(Compression)
        /// The compressed data are damaged.
        case damaged(Compression)
        /// The compressed data expand beyond the limits: a bomb, or no mail.
        case expandsTooFar(Compression, expandedBytes: Int)
        /// The decoder would need more memory than the limit.
        case decoderTooLarge(Compression)
        /// A message is longer than the limit; its length where known.
        case messageTooLong(bytes: Int?)
        /// A folder was reached a second time, through a link.
        case folderLoop
        /// Folders lie deeper than the limit.
        case tooDeep
        /// Bytes before the first message of an mbox.
        case noMessageAtStart(bytes: Int)
        /// A part of an mbox that does not end where a message ends.
        case notBetweenMessages
        /// A `Content-Length` that does not end where a message ends.
        case wrongContentLength
        /// Messages of an mbox hold so many places that look like the beginning of another one.
        case mayHoldMessages(count: Int)
        /// A line of an index that is not `spam|ham PATH`.
        case badIndexLine(number: Int)
    }

    /// The file or folder.
    public var path: String

    /// Where in the (expanded) file, in bytes from its start; nil when it is about the file as a whole.
    public var offset: Int?

    /// What was wrong.
    public var problem: Problem

    /// What the reader did about it: `skipped`, `the first 1,024 bytes kept`.
    public var outcome: String

    /// Makes a warning.
    public init(path: String, offset: Int? = nil, problem: Problem, outcome: String) {
        self.path = path
        self.offset = offset
        self.problem = problem
        self.outcome = outcome
    }
}

/// A compression that archives may have.
public enum Compression: String, Sendable, CaseIterable {
    /// RFC 1952, also of several members.
    case gzip
    /// xz, also of several streams and with padding.
    case xz
    /// Zstandard (RFC 8878), also of several frames; Dovecot's `zlib_save = zstd`.
    case zstd
    /// LZ4, also of several frames.
    case lz4
    /// LZ4 in Dovecot's own frame: its `zlib_save = lz4`.
    case dovecotLZ4 = "Dovecot lz4"

    /// What to do where it is not read.
    var remedy: String {
        self == .dovecotLZ4 ? ArchiveWarning.Problem.copyOfMailbox : "expand it with `\(rawValue) -d`"
    }
}
