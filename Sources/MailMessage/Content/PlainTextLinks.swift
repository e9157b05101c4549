// SPDX-License-Identifier: Apache-2.0

/// URLs that are written out in text: `http://`, `https://`, `ftp://` and `www.`.
enum PlainTextLinks {
    /// Adds the URLs of a text, up to as many links as `limit`.
    static func find(
        in text: Span<UInt8>, limit: Int, kind: Link.Kind = .plainText, into links: inout [Link]
    ) {
        var index = 0
        while links.count < limit, let start = next(in: text, from: index) {
            var end = start
            while end < text.count, isURLByte(text[end]), end - start < LinkTarget.maximumBytes { end += 1 }
            // A sentence's punctuation is not the URL's.
            while end > start, isTrailing(text[end - 1], in: text, start..<end) { end -= 1 }
            let target = [UInt8](text.extracting(start..<end))
            var link = Link(kind: kind, shown: target, target: target)
            if link.host.isEmpty, !target.contains(ASCII.colon) {
                let completed = Array("http://".utf8) + target
                link.host = LinkTarget.host(of: completed.span)
            }
            if link.host.count > 3 { links.append(link) }
            index = max(end, start + 4)
        }
    }

    /// Returns where the next URL begins.
    private static func next(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            guard let colonOrDot = nextMark(in: text, from: index) else { return nil }
            index = colonOrDot + 1
            if text[colonOrDot] == ASCII.colon {
                for scheme: StaticString in ["https", "http", "ftp"] {
                    let begin = colonOrDot - scheme.utf8CodeUnitCount
                    guard begin >= start, has(scheme, at: begin, in: text) else { continue }
                    return begin
                }
            } else {
                return colonOrDot - 3
            }
        }
        return nil
    }

    /// Returns the place of the next `:` before `//`, or of the dot of the next `www.` that begins a word.
    private static func nextMark(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < text.count {
            index = nextCandidate(in: text, from: index)
            let blockEnd = min(text.count, index + 2)
            while index < blockEnd {
                if isMark(in: text, at: index, from: start) { return index }
                index += 1
            }
        }
        return nil
    }

    private static func isMark(in text: Span<UInt8>, at index: Int, from start: Int) -> Bool {
        switch text[index] {
        case ASCII.colon:
            return index + 2 < text.count && text[index + 1] == ASCII.slash && text[index + 2] == ASCII.slash
        case ASCII.dot:
            guard index >= start + 3, has("www", at: index - 3, in: text) else { return false }
            return index == 3 || !(text[index - 4].isLetter || text[index - 4] == ASCII.slash)
        default: return false
        }
    }

    /// Passes over blocks of 64 bytes without `:/` or `w.` in them; what follows the place returned may have one.
    private static func nextCandidate(in text: Span<UInt8>, from start: Int) -> Int {
        // A dot at the very start has its `w` before it.
        var index = max(0, start - 1)
        while index &+ 65 <= text.count {
            let marks = text.linkMask(at: index)
            if marks != 0 { return max(index + marks.trailingZeroBitCount, start) }
            index &+= 64
        }
        return max(index, start)
    }

    private static func has(_ word: StaticString, at index: Int, in text: Span<UInt8>) -> Bool {
        text.extracting(index..<index + word.utf8CodeUnitCount).equalsIgnoringCase(word)
    }

    private static func isURLByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, ASCII.less, ASCII.greater, ASCII.quote, UInt8(ascii: "`"), 0x7f: false
        default: true
        }
    }

    private static func isTrailing(_ byte: UInt8, in text: Span<UInt8>, _ url: Range<Int>) -> Bool {
        switch byte {
        case ASCII.dot, ASCII.comma, ASCII.semicolon, ASCII.colon, UInt8(ascii: "!"), ASCII.questionMark,
            ASCII.apostrophe, ASCII.star, ASCII.closeBracket:
            true
        case ASCII.closeParenthesis: text.firstIndex(of: ASCII.openParenthesis, in: url) == nil
        default: false
        }
    }
}
