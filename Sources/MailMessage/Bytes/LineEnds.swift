// SPDX-License-Identifier: Apache-2.0

/// What ends a line of a message.
///
/// RFC 5322 knows CR LF alone, files have LF. Thunderbird ends a line at a CR as well (`mimebuf.cpp`, "Stop when we see CRLF,
/// CR, or LF"), so that a message may have lines that other programs do not see.
enum LineEnds {
    /// LF, with a CR before it or not.
    case lineFeed
    /// CR, where there is no LF at all.
    case carriageReturn
    /// CR LF, LF or CR, where some CR stands alone.
    case any

    /// Finds what ends the lines of a message.
    init(of bytes: Span<UInt8>) {
        if !bytes.hasLoneReturn {
            self = .lineFeed
        } else if bytes.firstIndex(of: ASCII.lineFeed, in: 0..<bytes.count) == nil {
            self = .carriageReturn
        } else {
            self = .any
        }
    }
}

extension Span where Element == UInt8 {
    /// CRs in a row before an LF that end one line together: mail that was converted twice has them.
    private static var doubledReturns: Int { 3 }

    /// Whether a CR stands alone: with neither CR nor LF behind it.
    fileprivate var hasLoneReturn: Bool {
        // Most mail that lies in files has none at all.
        guard let first = firstIndex(of: ASCII.carriageReturn, in: 0..<count) else { return false }
        let returns = SIMD16<UInt8>(repeating: ASCII.carriageReturn)
        let feeds = SIMD16<UInt8>(repeating: ASCII.lineFeed)
        var position = firstBlock(from: first, before: count) { bytes, next, _ in
            ((bytes .== returns) .& .!((next .== feeds) .| (next .== returns))).hasAny
        }
        while position < count {
            if self[position] == ASCII.carriageReturn, position + 1 == count || !self[position + 1].isLineEnd {
                return true
            }
            position += 1
        }
        return false
    }

    /// The last byte of the first line end at or after `position`; nil if the line has none before `end`.
    @inline(__always)
    func endOfLine(from position: Int, before end: Int, _ lineEnds: LineEnds) -> Int? {
        switch lineEnds {
        case .lineFeed: firstIndex(of: ASCII.lineFeed, in: position..<end)
        case .carriageReturn: firstIndex(of: ASCII.carriageReturn, in: position..<end)
        case .any: endOfAnyLine(from: position, before: end)
        }
    }

    private func endOfAnyLine(from start: Int, before end: Int) -> Int? {
        let returns = SIMD16<UInt8>(repeating: ASCII.carriageReturn)
        let feeds = SIMD16<UInt8>(repeating: ASCII.lineFeed)
        var position = firstBlock(from: start, before: end) { (($0 .== returns) .| ($0 .== feeds)).hasAny }
        while position < end, !self[position].isLineEnd { position += 1 }
        guard position < end else { return nil }
        var feed = position
        while feed < end, feed - position < Self.doubledReturns, self[feed] == ASCII.carriageReturn { feed += 1 }
        return feed < end && self[feed] == ASCII.lineFeed ? feed : position
    }

    /// The first line end that two hyphens follow, at or after `position`: where a boundary line may begin.
    func nextDashedLine(from position: Int, before end: Int, _ lineEnds: LineEnds) -> Int? {
        switch lineEnds {
        case .lineFeed: nextDashedLine(from: position, before: end, ASCII.lineFeed, ASCII.lineFeed)
        case .carriageReturn: nextDashedLine(from: position, before: end, ASCII.carriageReturn, ASCII.carriageReturn)
        case .any: nextDashedLine(from: position, before: end, ASCII.lineFeed, ASCII.carriageReturn)
        }
    }

    @inline(__always)
    private func nextDashedLine(from position: Int, before end: Int, _ one: UInt8, _ other: UInt8) -> Int? {
        let last = end - 2
        let ones = SIMD16<UInt8>(repeating: one)
        let others = SIMD16<UInt8>(repeating: other)
        let hyphens = SIMD16<UInt8>(repeating: ASCII.hyphen)
        var position = firstBlock(from: position, before: end) { first, second, third in
            (((first .== ones) .| (first .== others)) .& (second .== hyphens) .& (third .== hyphens)).hasAny
        }
        while position < last {
            let isEnd = self[position] == one || self[position] == other
            if isEnd, self[position + 1] == ASCII.hyphen, self[position + 2] == ASCII.hyphen { return position }
            position += 1
        }
        return nil
    }
}
