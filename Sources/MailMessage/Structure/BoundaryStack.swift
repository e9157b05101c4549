// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A boundary line that was found.
struct BoundaryLine: Equatable {
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
struct BoundaryStack {
    private var boundaries: [[UInt8]] = []

    var count: Int { boundaries.count }

    mutating func push(_ boundary: [UInt8]) { boundaries.append(boundary) }

    mutating func pop() { boundaries.removeLast() }

    func contains(_ boundary: [UInt8]) -> Bool { boundaries.contains(boundary) }

    /// Whether the line at `lineStart` is a boundary line of any open multipart.
    func matchesLine(in bytes: UnsafeRawBufferPointer, at lineStart: Int) -> Bool {
        !boundaries.isEmpty && match(in: bytes, at: lineStart, end: bytes.count, newline: ASCII.lineFeed) != nil
    }

    /// The first boundary line at or after `start` (the start of a line) and before `end`.
    func next(in bytes: UnsafeRawBufferPointer, from start: Int, end: Int, newline: UInt8) -> BoundaryLine? {
        if boundaries.isEmpty { return nil }
        if let line = match(in: bytes, at: start, end: end, newline: newline) {
            return line
        }
        var position = start
        while let found = bytes.nextDashedLine(from: position, before: end, newline: newline) {
            if var line = match(in: bytes, at: found + 1, end: end, newline: newline) {
                let hasReturn = found > start && bytes[found - 1] == ASCII.carriageReturn
                line.contentEnd = hasReturn ? found - 1 : found
                return line
            }
            position = found + 1
        }
        return nil
    }

    /// The boundary line at `lineStart`, innermost multipart first.
    ///
    /// A line that is exactly a boundary counts before one that only begins with it, though RFC 2046 (section 5.1.1)
    /// takes both: the boundaries of nested multiparts are often the same but for what follows.
    private func match(in bytes: UnsafeRawBufferPointer, at lineStart: Int, end: Int, newline: UInt8) -> BoundaryLine? {
        guard lineStart + 2 < end, bytes[lineStart] == ASCII.hyphen, bytes[lineStart + 1] == ASCII.hyphen else {
            return nil
        }
        var longer: BoundaryLine?
        for level in stride(from: boundaries.count - 1, through: 0, by: -1) {
            let boundary = boundaries[level]
            let afterBoundary = lineStart + 2 + boundary.count
            guard afterBoundary <= end, bytes[lineStart + 2] == boundary[0],
                Self.isEqual(bytes, lineStart + 2, boundary)
            else { continue }
            let lineEnd = bytes.firstIndex(of: newline, in: afterBoundary..<end) ?? end
            let rest = UnsafeRawBufferPointer(rebasing: bytes[afterBoundary..<lineEnd])
            let isClosing = rest.count >= 2 && rest[0] == ASCII.hyphen && rest[1] == ASCII.hyphen
            let line = BoundaryLine(
                level: level, isClosing: isClosing, contentEnd: lineStart, lineStart: lineStart,
                next: min(lineEnd + 1, end))
            if rest.dropFirst(isClosing ? 2 : 0).allSatisfy(\.isWhiteSpace) { return line }
            if longer == nil { longer = line }
        }
        return longer
    }

    private static func isEqual(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ boundary: [UInt8]) -> Bool {
        boundary.withUnsafeBytes {
            guard let base = bytes.baseAddress, let expected = $0.baseAddress else { return false }
            return memcmp(base + start, expected, boundary.count) == 0
        }
    }
}
