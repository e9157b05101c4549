// SPDX-License-Identifier: Apache-2.0

/// How much of a report is read: whoever knows the address may send one.
package struct FeedbackLimits: Sendable, Equatable {
    /// The largest report as it comes, in bytes: 10 MiB.
    ///
    /// RFC 7489 (section 7.2.1.1) lets receivers refuse larger mail.
    package var packedBytes = 10 << 20
    /// The most bytes that all files of a report may be unpacked to: 64 MiB.
    package var unpackedBytes = 64 << 20
    /// The most files in an archive.
    package var members = 16
    /// How deep archives may lie in archives: some send `.xml.gz` within a zip.
    package var archiveDepth = 2
    /// How deep elements may lie in elements; a row of RFC 9990 needs 6.
    package var elementDepth = 32
    /// The longest text of an element, in bytes.
    package var textBytes = 2 << 10
    /// The longest tag with the text behind it, in bytes: libxml2 takes a time that grows with the square of a tag's attributes.
    package var tagBytes = 2 << 10
    /// The largest JSON, in bytes, of which every value takes some memory: 2 MiB.
    package var jsonBytes = 2 << 20
    /// The most elements below one child of the root: one row has some thirty.
    package var elements = 4_096
    /// The most rows of a report.
    package var rows = 500_000
    /// The largest count of a row: nobody has sent more in one row, and no sum of them overflows.
    package var count = 1 << 32

    /// The documented defaults.
    package static let standard = FeedbackLimits()

    /// Makes the default limits.
    package init() {}
}
