// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import TrainingStore

/// The file `rows` of a task's result: the files that were read, and of each message what a ledger keeps, in the order of reading.
///
/// Numbers in the header are little-endian, in rows LEB128 varints; text is its length in bytes and UTF-8. Names of files and folders
/// are in it, as `ls -lR` shows them, but no text of a message and no address.
///
///        0  magic             89 53 50 52 4F 57 0D 0A ("\x89SPROW\r\n")
///        8  format version    u32   2; 1 had no networks, and is read all the same
///       12  header length     u32   64
///       16  checksum          u64   XXH64 of all that follows the header
///       24  total length      u64
///       32  segment           u64   XXH64 of the segment's file
///       40  zeros to 64
///       64  rows, each a byte for its kind and its fields
///
/// | kind | row | fields |
/// |---|---|---|
/// | 0 | the task, first | its line |
/// | 1 | an item of it begins | its place in the task; its path from the root of the file system |
/// | 2 | a file | bits: 1 an mbox that was opened, 2 in a Maildir, 4 has a folder, 8 a stamp, 16 a time of change, 32 a time of arrival; path as opened; path as shown; path from the root; folder; flags; number of keywords, and they; inode, size, modified; changed; received |
/// | 3 | a message | bits: 1 sent by somebody of the site, 2 a junk digest, 4 has a Message-ID, 8 a date, 16 a network; path as shown; offset; size; digest of 32 bytes; filtering; Message-ID's digest; date; network's digest; position in the segment, or of a sent one the number of recipients, and their digests |
/// | 4 | the last message of an mbox | path from the root; where it begins and ends; XXH64 of its bytes |
enum ReadingFormat {
    static let version: UInt32 = 2
    /// Results of these versions are taken.
    static let readableVersions: ClosedRange<UInt32> = 1...version
    static let magic: [UInt8] = [0x89, 0x53, 0x50, 0x52, 0x4F, 0x57, 0x0D, 0x0A]
    static let headerBytes = 64
    static let rowsName = "rows"
    static let segmentName = "features.segment"
    static let reportName = "result.json"

    /// Where things are in the header.
    enum Offset {
        static let version = 8
        static let headerLength = 12
        static let checksum = 16
        static let totalLength = 24
        static let segment = 32
        static let zeros = 40
    }

    enum Kind: UInt8 {
        case task = 0
        case item = 1
        case file = 2
        case message = 3
        case tail = 4
    }

    enum FileBit {
        static let mbox: UInt8 = 1
        static let maildir: UInt8 = 2
        static let folder: UInt8 = 4
        static let stamp: UInt8 = 8
        static let changed: UInt8 = 16
        static let received: UInt8 = 32
    }

    enum MessageBit {
        static let sent: UInt8 = 1
        static let junkDigest: UInt8 = 2
        static let messageID: UInt8 = 4
        static let date: UInt8 = 8
        static let network: UInt8 = 16
    }
}

/// One row of a task's result, after the first, which is the task.
enum ReadingRow {
    case item(Int, root: String)
    case file(ReadFile)
    case message(ReadMessage)
    case tail(path: String, range: Range<Int>, digest: UInt64)
}

/// A file that a task came across, and what the file system said of it.
struct ReadFile {
    var file: ArchiveFile
    /// Its path from the root of the file system; in a Maildir as opened.
    var absolute: String
    var stamp: FileStamp?
    /// When anything of it was changed, in seconds since 1970.
    var changed: Int64?
}

/// A message that a task read.
struct ReadMessage {
    /// What is kept of it.
    enum Content {
        /// Its features, by their position in the segment.
        case features(Int)
        /// Its recipients, for it lies where sent mail does.
        case sent(SentMail)
        /// Nothing: it is one of the site's own junk digests.
        case junkDigest(SentMail)
    }

    var path: String
    var offset: Int
    /// Its record's bytes in its archive.
    var size: Int
    var digest: [UInt8]
    var filtering: UInt8
    var messageID: UInt64?
    var date: Int64?
    /// The keyed digest of the network that handed it over; nil: not known.
    var network: UInt64?
    var content: Content
}
