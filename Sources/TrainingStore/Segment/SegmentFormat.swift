// SPDX-License-Identifier: Apache-2.0
import DurableFiles
public import MailFeatures

/// The segment file: the features of some messages, written once and never changed; no text is in it.
///
/// All numbers are little-endian; `docs/store.md` explains.
///
///        0  magic             89 53 50 53 45 47 0D 0A ("\x89SPSEG\r\n": text-mode copies show)
///        8  format version    u32   1
///       12  header length     u32   128
///       16  header checksum   u64   XXH64 of the header with these 8 bytes as zeros
///       24  total length      u64
///       32  key id            u64
///       40  extractor         u32
///       44  views             u32   one bit a view: those that records have (0x1FFF, all thirteen, before there were others)
///       48  settings          u64   keyed digest of the site's settings
///       56  messages          u64
///       64  index offset      u64   where the records end and the index begins
///       72  index checksum    u64   XXH64 of the index
///       80  zeros to 128
///      128  records, one after the other, no byte between them:
///             the number of features of each view in the mask, then each view's hashes, ascending, each as the
///             difference from the one before (the first from 0); every number is a LEB128 varint
///           index, 88 bytes a message:
///             0  record offset  u64
///             8  record length  u32
///            12  label          u8    0 ham, 1 spam, 255 none; zeros to 16
///            16  record checksum u64  XXH64
///            24  digest         32 bytes: SHA-256 of the canonical message
///            56  message id     u64   keyed digest of the Message-ID; 0: none
///            64  date           i64   seconds since 1970; i64.min: unknown
///            72  size           u64   bytes of the message in its archive
///            80  sender         u64   keyed digest of the address in From; 0: none, or none was kept
enum SegmentFormat {
    static let version: UInt32 = 1
    static let magic: [UInt8] = [0x89, 0x53, 0x50, 0x53, 0x45, 0x47, 0x0D, 0x0A]
    static let headerBytes = 128
    static let entryBytes = 88
    static let digestBytes = 32

    /// Where things are in the header.
    enum Offset {
        static let version = 8
        static let headerLength = 12
        static let headerChecksum = 16
        static let totalLength = 24
        static let keyID = 32
        static let extractor = 40
        static let views = 44
        static let settings = 48
        static let messages = 56
        static let index = 64
        static let indexChecksum = 72
        static let zeros = 80
    }

    /// Where things are in an entry of the index.
    enum Entry {
        static let offset = 0
        static let length = 8
        static let label = 12
        static let checksum = 16
        static let digest = 24
        static let messageID = 56
        static let date = 64
        static let size = 72
        static let sender = 80
    }

    /// The header's checksum: of all its bytes, the checksum's own taken as zeros.
    static func headerChecksum(_ header: UnsafeRawBufferPointer) -> UInt64 {
        var state = XXH64()
        state.update(UnsafeRawBufferPointer(rebasing: header[..<Offset.headerChecksum]))
        withUnsafeBytes(of: UInt64(0)) { state.update($0) }
        state.update(UnsafeRawBufferPointer(rebasing: header[(Offset.headerChecksum + 8)..<headerBytes]))
        return state.finish()
    }
}

/// What a segment and the ledger know about a message besides its features.
public struct StoredMessage: Sendable, Equatable {
    /// SHA-256 of the canonical message, 32 bytes: what makes two copies one message.
    public var digest: [UInt8]
    /// The keyed digest of its Message-ID; nil if it has none.
    public var messageID: UInt64?
    /// When it was received, in seconds since 1970; nil if nothing says so.
    public var date: Int64?
    /// Its size in its archive, in bytes.
    public var size: Int
    /// Whether it is spam; nil without a label.
    public var isSpam: Bool?
    /// What the site's own filter did with it; in the ledger, not in segments.
    public var filtering = Filtering.unknown
    /// The keyed digest of the network that handed it over, nil where that is not known; in the ledger, not in segments.
    public var network: UInt64?

    /// Dates that a message can have, in seconds since 1970: from 1990 up to 2100.
    ///
    /// Others are taken for none.
    public static let dates: Range<Int64> = 631_152_000..<4_102_444_800

    /// Creates the record of a message.
    public init(digest: [UInt8], messageID: UInt64? = nil, date: Int64? = nil, size: Int = 0, isSpam: Bool? = nil) {
        self.digest = digest
        self.messageID = messageID
        self.date = date
        self.size = size
        self.isSpam = isSpam
    }
}
