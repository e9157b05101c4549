// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The signs that are taken off at both ends of a word: `'.*-_!`.
enum WordBytes {
    @inline(__always)
    static func isTrimmed(_ byte: UInt8) -> Bool {
        // One bit for each of the bytes 0x20 ... 0x3F; the underscore is apart.
        let isLow = byte &- 0x20 < 0x20 && bits >> UInt32(byte & 0x1f) & 1 != 0
        return isLow || byte == UInt8(ascii: "_")
    }

    private static let bits: UInt32 = 1 << 0x01 | 1 << 0x07 | 1 << 0x0a | 1 << 0x0d | 1 << 0x0e
}

/// Splits text into words: the ranges of their bytes, one after the other.
///
/// White space and `"(){}[],;<>|:=&?/\` separate them; the signs of ``WordBytes`` are taken off at their ends.
/// A word that consists of trimmed signs only ("***", "...") stays whole. Text in scripts without spaces (Chinese,
/// Japanese, Thai, Lao, Khmer, Burmese) gives its pairs of neighbouring characters instead, since it has no words to
/// be told by bytes.
struct WordSplitter {
    /// Longer words are noise (random strings, encoded data): only their length counts.
    static let longestWord = 40

    /// Calls the closure with the range of each word of `text[range]` in turn, until it returns false.
    ///
    /// Where words begin and end is found 64 bytes at a time; what lies behind the range may be read
    /// (``ScratchBytes/slack``), and counts as a separator.
    @inline(__always)
    static func split(
        _ text: borrowing ScratchBytes, _ range: Range<Int>, _ body: (_ start: Int, _ end: Int) -> Bool
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= text.count)
        let bytes = text.bytes
        let end = range.upperBound
        var wordStart = -1
        var isInWord: UInt64 = 0
        var mayBeWide = false
        var block = range.lowerBound
        while block <= end {
            var words = ~text.separatorMask(at: block)
            if end - block < 64 { words &= (1 << UInt64(end - block)) - 1 }
            mayBeWide = text.wideMask(at: block) != 0 || (wordStart >= 0 && mayBeWide)
            var edges = words ^ (words << 1 | isInWord)
            isInWord = words >> 63
            while edges != 0 {
                let edge = block &+ edges.trailingZeroBitCount
                edges &= edges &- 1
                guard wordStart >= 0 else {
                    wordStart = edge
                    continue
                }
                let (first, last) = trimmed(bytes, wordStart, edge)
                if mayBeWide, isWide(bytes, wordStart, edge) {
                    guard splitUnspaced(bytes, first, last, body) else { return }
                } else {
                    guard body(first, last) else { return }
                }
                wordStart = -1
            }
            block &+= 64
        }
    }

    /// A word without the signs at its ends; whole if it has nothing else.
    @inline(__always)
    private static func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Int, Int) {
        var (first, last) = (start, end)
        while first < last, WordBytes.isTrimmed(bytes[first]) { first &+= 1 }
        if first == last { return (start, end) }
        while WordBytes.isTrimmed(bytes[last &- 1]) { last &-= 1 }
        return (first, last)
    }

    private static func isWide(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        for index in start..<end where bytes[index] >= 0xe0 { return true }
        return false
    }

    /// Splits a word that may hold characters of scripts without spaces.
    @inline(never)
    private static func splitUnspaced(
        _ text: Span<UInt8>, _ start: Int, _ end: Int, _ body: (_ start: Int, _ end: Int) -> Bool
    ) -> Bool {
        let word = text.extracting(..<end)
        var index = start
        while index < end {
            let (scalar, length) = UTF8Decoding.scalar(word, at: index)
            let runStart = index
            index += length
            if isUnspaced(scalar) {
                var previous = runStart
                var isAlone = true
                while index < end {
                    let (scalar, length) = UTF8Decoding.scalar(word, at: index)
                    guard isUnspaced(scalar) else { break }
                    guard body(previous, index + length) else { return false }
                    isAlone = false
                    previous = index
                    index += length
                }
                if isAlone, !body(runStart, index) { return false }
                continue
            }
            while index < end {
                let (scalar, length) = UTF8Decoding.scalar(word, at: index)
                if isUnspaced(scalar) { break }
                index += length
            }
            guard body(runStart, index) else { return false }
        }
        return true
    }

    /// Whether a character belongs to a script that is written without spaces.
    private static func isUnspaced(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xe00...0xeff, 0x1000...0x109f, 0x1780...0x17ff, 0x3005...0x3007, 0x3040...0x30ff, 0x31f0...0x31ff,
            0x3400...0x4dbf, 0x4e00...0x9fff, 0xf900...0xfaff, 0x2_0000...0x3_ffff:
            true
        default: false
        }
    }

    /// Whether a word is too long to be one; letters beyond ASCII count as one byte.
    @inline(__always)
    static func isTooLong(_ word: Span<UInt8>) -> Bool {
        if word.count <= longestWord { return false }
        var letters = 0
        for index in word.indices where word[index] & 0xc0 != 0x80 { letters += 1 }
        return letters > longestWord
    }
}
