// SPDX-License-Identifier: Apache-2.0

/// How much the drop folder takes.
public struct DropLimits: Sendable, Equatable {
    /// The largest message in bytes; larger ones are refused, never cut: the batch recognises a message by its digest.
    ///
    /// Default 64 MiB, above what mail servers accept (Postfix 10 MB, Exim 50 MB).
    public var maxMessageBytes = 64 << 20
    /// The longest account, origin or verdict, in bytes of UTF-8 (default 4,096).
    public var maxFieldBytes = 4096
    /// The most records that wait (default 100,000: years of one user's corrections, or a loop gone wild).
    public var maxRecords = 100_000
    /// The most bytes that wait (default 4 GiB).
    public var maxFolderBytes = 4 << 30
    /// What has to stay free on the file system, in bytes, for mail delivery may live on it too (default 256 MiB).
    public var minFreeBytes = 256 << 20
    /// The age in seconds from which an unfinished record is taken for that of a killed writer (default one hour).
    public var abandonedAfterSeconds = 3600

    /// The most bytes of all that stands before a message: the frame, and three fields escaped threefold.
    var maxHeaderBytes: Int { 9 * maxFieldBytes + 256 }
    /// The longest file of a record.
    var maxFileBytes: Int { maxMessageBytes + maxHeaderBytes }

    /// The defaults.
    public static let standard = DropLimits()

    /// Makes the default limits, to be changed one by one.
    public init() {}
}
