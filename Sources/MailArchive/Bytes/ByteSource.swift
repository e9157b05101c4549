// SPDX-License-Identifier: Apache-2.0

/// Bytes that come one after the other: a file, or what it expands to.
protocol ByteSource: AnyObject {
    /// Appends bytes, as many as there is room for or fewer; none at the end.
    ///
    /// After a failure the source is at its end; what was read before stays good.
    func read(into output: inout OutputSpan<UInt8>) throws(SourceFailure)

    /// At most `count` bytes at `offset`, without moving; nil where the source cannot (pipes, compressed files).
    func peek(at offset: Int, count: Int) -> [UInt8]?
}

extension ByteSource {
    func peek(at offset: Int, count: Int) -> [UInt8]? { nil }
}

/// Why a source ended before its end.
struct SourceFailure: Error {
    var problem: ArchiveWarning.Problem
}

/// Where a source ended before its end: bytes from its start.
struct FailurePlace {
    var offset: Int
    var problem: ArchiveWarning.Problem
}
