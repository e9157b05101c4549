// SPDX-License-Identifier: Apache-2.0

/// How much of an archive is read before a reader says "this is no mail".
///
/// A limit that is met gives one ``ArchiveWarning``; what lies beyond is skipped and the rest still read.
public struct ArchiveLimits: Sendable, Equatable {
    /// The longest message kept whole, in bytes; of a longer one this many are kept and the rest is skipped.
    ///
    /// 64 MiB: above what mail servers accept (Postfix 10 MB, Exchange Online 150 MB with attachments that no
    /// classifier reads).
    public var maxMessageBytes = 64 << 20

    /// The most bytes that one compressed file may expand to: 64 GiB.
    public var maxExpandedBytes = 64 << 30

    /// The most bytes that one compressed byte may expand to, on the average of the file so far.
    ///
    /// Mail has 3 to 10;
    /// xz can reach 7,000, gzip 1,030, lz4 255, zstd more than any of them.
    public var maxExpansionRatio = 250

    /// Expanded bytes before ``maxExpansionRatio`` counts, 64 MiB: short repetitive archives are no danger.
    public var minBombBytes = 64 << 20

    /// The most memory an xz decoder, the window of a zstd decoder or a chunk of Dovecot's lz4 may ask for: 128 MiB (`xz -9`
    /// needs 65, `zstd -19` 8).
    public var maxDecoderBytes = 128 << 20

    /// How deep folders may lie within folders.
    public var maxDepth = 64

    /// The documented defaults.
    public static let standard = ArchiveLimits()

    /// Makes the default limits.
    public init() {}
}
