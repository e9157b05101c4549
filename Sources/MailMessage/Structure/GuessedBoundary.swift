// SPDX-License-Identifier: Apache-2.0

/// Finds the boundary of a multipart that does not tell it, or tells one that never occurs.
///
/// It is what follows the two hyphens of a line below which a part's header begins: a field whose name begins with
/// `Content-`.
enum GuessedBoundary {
    /// Lines beginning with two hyphens that are looked at.
    private static let maximumLines = 100
    /// The longest boundary that is believed; RFC 2046 allows 70 bytes.
    private static let maximumBytes = 200

    /// The first line in a range of the bytes that can be a boundary, without its hyphens.
    static func find(in bytes: Span<UInt8>, _ range: Range<Int>, _ lineEnds: LineEnds) -> [UInt8]? {
        if let boundary = boundary(in: bytes, at: range.lowerBound, end: range.upperBound, lineEnds) {
            return boundary
        }
        var position = range.lowerBound
        for _ in 0..<maximumLines {
            guard let found = bytes.nextDashedLine(from: position, before: range.upperBound, lineEnds) else {
                return nil
            }
            if let boundary = boundary(in: bytes, at: found + 1, end: range.upperBound, lineEnds) {
                return boundary
            }
            position = found + 1
        }
        return nil
    }

    private static func boundary(
        in bytes: Span<UInt8>, at lineStart: Int, end: Int, _ lineEnds: LineEnds
    ) -> [UInt8]? {
        let start = lineStart + 2
        guard start < end, bytes[lineStart] == ASCII.hyphen, bytes[lineStart + 1] == ASCII.hyphen,
            let lineEnd = bytes.endOfLine(from: start, before: min(end, start + maximumBytes), lineEnds)
        else { return nil }
        var boundaryEnd = lineEnd
        while boundaryEnd > start, bytes[boundaryEnd - 1].isWhiteSpace { boundaryEnd -= 1 }
        let field: StaticString = "content-"
        let nameEnd = lineEnd + 1 + field.utf8CodeUnitCount
        guard boundaryEnd > start, nameEnd <= end,
            bytes.extracting((lineEnd + 1)..<nameEnd).equalsIgnoringCase(field)
        else { return nil }
        return [UInt8](bytes.extracting(start..<boundaryEnd))
    }
}
