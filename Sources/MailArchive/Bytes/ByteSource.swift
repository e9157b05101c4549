// SPDX-License-Identifier: Apache-2.0

/// Bytes that come one after the other: a file, or what it expands to.
protocol ByteSource: AnyObject {
    /// Fills the start of `buffer`; returns the number of bytes, 0 at the end.
    ///
    /// After a failure the source is at its end; what was read before stays good.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int

    /// The bytes at `offset`, without moving; nil where the source cannot (pipes, compressed files).
    func peek(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int?
}

extension ByteSource {
    func peek(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int? { nil }
}

/// Why a source ended before its end.
struct SourceFailure: Error {
    var problem: ArchiveWarning.Problem
}
