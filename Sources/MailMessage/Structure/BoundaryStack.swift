// SPDX-License-Identifier: Apache-2.0

/// A boundary line that was found.
struct BoundaryLine: Equatable, Sendable {
    /// Which multipart it belongs to: 0 is the outermost.
    var level: Int
    /// Whether it closes the multipart ("--" follows the boundary).
    var isClosing: Bool
    /// Where the text before it ends: the line end before a boundary belongs to the boundary.
    var contentEnd: Int
    /// The first byte of the boundary line itself.
    var lineStart: Int
    /// The first byte of the line after it.
    var next: Int
}

/// The boundaries of the multiparts that are open at a place, outermost first.
struct BoundaryStack: Sendable {
    private struct Boundary: Sendable {
        var bytes: [UInt8]
        /// Whether a line counts that only begins with it.
        var takesLonger: Bool
        /// Whether there was such a line, and it did not count.
        var hasLonger = false
    }

    private var boundaries: [Boundary] = []
    /// Whether a CR alone ended a boundary line or the line before one.
    private(set) var hasLoneReturns = false

    var count: Int { boundaries.count }

    /// Opens a multipart.
    ///
    /// - Parameter takesLonger: whether a line that only begins with the boundary counts, as RFC 2046 (section 5.1.1) has it.
    ///   Thunderbird (`mimemult.cpp`, `MimeMultipart_check_boundary`) takes only a line that is one, but for blanks at its
    ///   end; what follows the boundary on a longer line is text to it.
    mutating func push(_ boundary: [UInt8], takesLonger: Bool = false) {
        boundaries.append(Boundary(bytes: boundary, takesLonger: takesLonger))
    }

    /// Closes the innermost multipart; returns whether there were lines that only began with its boundary.
    @discardableResult
    mutating func pop() -> Bool { boundaries.removeLast().hasLonger }

    /// Forgets the innermost boundary for another one.
    mutating func replaceLast(with boundary: [UInt8]) {
        if !boundaries.isEmpty { boundaries.removeLast() }
        push(boundary)
    }

    /// Closes all but the outermost `count` multiparts.
    mutating func pop(to count: Int) {
        while boundaries.count > count { boundaries.removeLast() }
    }

    func contains(_ boundary: [UInt8]) -> Bool { boundaries.contains { $0.bytes == boundary } }

    /// Whether the line at `lineStart` is a boundary line of any open multipart.
    func matchesLine(in bytes: Span<UInt8>, at lineStart: Int, _ lineEnds: LineEnds) -> Bool {
        !boundaries.isEmpty && match(in: bytes, at: lineStart, end: bytes.count, lineEnds).line != nil
    }

    /// The first boundary line at or after `start` (the start of a line) and before `end`.
    mutating func next(
        in bytes: Span<UInt8>, from start: Int, end: Int, _ lineEnds: LineEnds
    ) -> BoundaryLine? {
        if boundaries.isEmpty { return nil }
        if let line = match(in: bytes, at: start, end: end, noting: lineEnds) { return line }
        var position = start
        while let found = bytes.nextDashedLine(from: position, before: end, lineEnds) {
            if var line = match(in: bytes, at: found + 1, end: end, noting: lineEnds) {
                let isFeed = bytes[found] == ASCII.lineFeed
                let hasReturn = isFeed && found > start && bytes[found - 1] == ASCII.carriageReturn
                line.contentEnd = hasReturn ? found - 1 : found
                if !isFeed { hasLoneReturns = true }
                return line
            }
            position = found + 1
        }
        return nil
    }

    private mutating func match(
        in bytes: Span<UInt8>, at lineStart: Int, end: Int, noting lineEnds: LineEnds
    ) -> BoundaryLine? {
        let (line, longerLevel) = match(in: bytes, at: lineStart, end: end, lineEnds)
        if let longerLevel { boundaries[longerLevel].hasLonger = true }
        if let line, bytes[line.next - 1] == ASCII.carriageReturn { hasLoneReturns = true }
        return line
    }

    /// The boundary line at `lineStart`, innermost multipart first; a line that is exactly a boundary counts before one that
    /// only begins with it: the boundaries of nested multiparts are often the same but for what follows.
    ///
    /// - Returns: also the level of the innermost boundary with which the line begins, where that does not count.
    private func match(
        in bytes: Span<UInt8>, at lineStart: Int, end: Int, _ lineEnds: LineEnds
    ) -> (line: BoundaryLine?, longerLevel: Int?) {
        guard lineStart + 2 < end, bytes[lineStart] == ASCII.hyphen, bytes[lineStart + 1] == ASCII.hyphen else {
            return (nil, nil)
        }
        var longer: BoundaryLine?
        var longerLevel: Int?
        for level in stride(from: boundaries.count - 1, through: 0, by: -1) {
            let boundary = boundaries[level].bytes
            let afterBoundary = lineStart + 2 + boundary.count
            guard afterBoundary <= end, bytes[lineStart + 2] == boundary[0],
                bytes.extracting((lineStart + 2)..<afterBoundary).isSame(as: boundary.span)
            else { continue }
            let lineEnd = bytes.endOfLine(from: afterBoundary, before: end, lineEnds) ?? end
            let rest = bytes.extracting(afterBoundary..<lineEnd)
            let isClosing = rest.count >= 2 && rest[0] == ASCII.hyphen && rest[1] == ASCII.hyphen
            let line = BoundaryLine(
                level: level, isClosing: isClosing, contentEnd: lineStart, lineStart: lineStart,
                next: min(lineEnd + 1, end))
            if rest.extracting((isClosing ? 2 : 0)...).allSatisfy(\.isWhiteSpace) { return (line, nil) }
            if boundaries[level].takesLonger {
                if longer == nil { longer = line }
            } else if longerLevel == nil {
                longerLevel = level
            }
        }
        return (longer, longerLevel)
    }
}
