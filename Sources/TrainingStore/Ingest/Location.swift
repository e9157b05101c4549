// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// What a rule says about a message in a location.
public struct Opinion: Sendable, Equatable {
    /// Whether it is spam.
    public var isSpam: Bool
    /// How much the label counts, 0 to 1.
    public var weight: Double
    /// Which rule says so, for the history of labels.
    public var origin: String
    /// What it rests on.
    public var evidence: Evidence

    /// The origin of what somebody says with a command.
    public static let byHand = "by hand"
    /// The origin of user feedback, alone or followed by a space and how it was submitted.
    public static let drop = "drop"
    /// The origin of the rule that takes what the filter filed, and nobody took out, for spam.
    public static let silent = "silent"

    /// Creates an opinion.
    ///
    /// - Parameter evidence: without it, that somebody states it.
    public init(isSpam: Bool, weight: Double = 1, origin: String, evidence: Evidence? = nil) {
        self.isSpam = isSpam
        self.weight = weight
        self.origin = origin
        self.evidence = evidence ?? (isSpam ? .statedSpam : .statedHam)
    }
}

/// A file as the file system knows it: the same numbers, the same content.
public struct FileStamp: Sendable, Hashable {
    /// The inode's number.
    public var inode: UInt64
    /// Bytes.
    public var size: Int
    /// Modified, in nanoseconds since 1970.
    public var modified: Int64

    /// Creates a stamp.
    public init(inode: UInt64, size: Int, modified: Int64) {
        self.inode = inode
        self.size = size
        self.modified = modified
    }
}

/// Where a message was last seen.
public struct Location: Sendable, Equatable {
    /// The source that it was found in.
    public var source: Int64
    /// The keyed digest of its name there.
    public var name: UInt64
    /// The file; nil where the name says enough (Maildir) or the file holds many messages (mbox).
    public var stamp: FileStamp?
    /// The file's bytes on disk; nil where nobody looked, and in an mbox.
    public var size: Int?
    /// The keyed digest of the folder's name.
    public var folder: UInt64
    /// The message; nil for one that is forgotten.
    public var message: Int64?
    /// What the location last said about it; its origin is not kept here.
    public var isSpam: Bool?
    /// How much that counted.
    public var weight: Double?
    /// What was done with the message there, as far as it says what the message is; nil: nothing that says so yet.
    public var evidence: Evidence?
    /// Since when it has been in this folder, in seconds since 1970, as far as the ledger knows.
    public var since: Int64
    /// Since when its message is known, wherever it was; nil: it is new, or there is none.
    public var firstSeen: Int64?
    /// Whether it was seen in another folder before.
    public var wasMoved = false
    /// Whether the site's own filter called the message spam before it was delivered.
    public var wasFiltered = false
    /// Whether it was removed from there since.
    public var isGone: Bool
    /// Whether somebody at the site wrote what is there, so that its recipients were read.
    public var isSent = false
    /// When the message that was here and was removed by age had been received; nil: none was.
    public var expired: Int64?
    /// Whether its features were made, or its recipients read, with what is used now.
    public var isCurrent: Bool

    /// Creates a location.
    public init(
        source: Int64, name: UInt64, stamp: FileStamp? = nil, folder: UInt64, message: Int64? = nil,
        isSpam: Bool? = nil, weight: Double? = nil, since: Int64, isGone: Bool = false, isCurrent: Bool = true
    ) {
        self.source = source
        self.name = name
        self.stamp = stamp
        size = stamp?.size
        self.folder = folder
        self.message = message
        self.isSpam = isSpam
        self.weight = weight
        self.since = since
        self.isGone = isGone
        self.isCurrent = isCurrent
    }

    /// The name of a location where a message has none but its digest: in an mbox, a segment.
    public static func name(ofDigest digest: [UInt8]) -> UInt64 { digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }

    /// Takes over what was known about the message in its earlier location: since when it is in its folder, and whether
    /// the folder changed.
    public mutating func take(over before: Location) {
        wasMoved = before.wasMoved || before.folder != folder
        evidence = before.evidence
        expired = before.expired
        firstSeen = before.firstSeen
        if before.folder == folder { since = before.since }
    }
}

/// How far an mbox was read.
public struct MboxState: Sendable, Equatable {
    /// The file when it was read.
    public var stamp: FileStamp
    /// Where its last message begins and ends; equal in an mbox without any.
    public var tail: Range<Int>
    /// XXH64 of the last message's bytes: whether what was read is still there.
    public var tailDigest: UInt64
    /// The last message's name among the locations.
    public var tailName: UInt64

    /// Creates a state.
    public init(stamp: FileStamp, tail: Range<Int>, tailDigest: UInt64, tailName: UInt64) {
        self.tailName = tailName
        self.stamp = stamp
        self.tail = tail
        self.tailDigest = tailDigest
    }
}
