// SPDX-License-Identifier: Apache-2.0

/// What a byte is to the splitting of words.
enum WordBytes {
    static let separator: UInt8 = 1
    /// A sign that is taken off at both ends of a word.
    static let trimmed: UInt8 = 2

    /// The kind of each byte: white space and `"(){}[],;<>|:=&?/\` separate, `'.*-_!` are trimmed.
    static let kinds: InlineArray<256, UInt8> = {
        var kinds = InlineArray<256, UInt8>(repeating: 0)
        for byte in 0...0x20 { kinds[byte] = separator }
        for byte in "\"(){}[],;<>|:=&?/\\".utf8 { kinds[Int(byte)] = separator }
        for byte in "'.*-_!".utf8 { kinds[Int(byte)] = trimmed }
        return kinds
    }()
}

/// Splits text into words: the ranges of their bytes, one after the other.
///
/// A word that consists of trimmed signs only ("***", "...") stays whole. Text in scripts without spaces (Chinese,
/// Japanese, Thai, Lao, Khmer, Burmese) gives its pairs of neighbouring characters instead, since it has no words to
/// be told by bytes.
struct WordSplitter {
    /// Longer words are noise (random strings, encoded data): only their length counts.
    static let longestWord = 40

    /// Calls the closure with the range of each word in turn, until it returns false.
    @inline(__always)
    static func split(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int = 0, _ body: (_ start: Int, _ end: Int) -> Bool
    ) {
        guard let base = text.baseAddress else { return }
        let count = text.count
        var index = start
        while true {
            while index < count, WordBytes.kinds[Int(base[index])] == WordBytes.separator { index &+= 1 }
            guard index < count else { return }
            var first = index
            var highest: UInt8 = 0
            while index < count {
                let byte = base[index]
                if WordBytes.kinds[Int(byte)] == WordBytes.separator { break }
                highest = max(highest, byte)
                index &+= 1
            }
            var last = index
            while first < last, WordBytes.kinds[Int(base[first])] == WordBytes.trimmed { first &+= 1 }
            if first == last {
                while first > start, WordBytes.kinds[Int(base[first &- 1])] == WordBytes.trimmed { first &-= 1 }
            } else {
                while WordBytes.kinds[Int(base[last &- 1])] == WordBytes.trimmed { last &-= 1 }
            }
            if highest < 0xe0 {
                guard body(first, last) else { return }
            } else {
                guard splitUnspaced(text, first, last, body) else { return }
            }
        }
    }

    /// Splits a word that may hold characters of scripts without spaces.
    @inline(never)
    private static func splitUnspaced(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ body: (_ start: Int, _ end: Int) -> Bool
    ) -> Bool {
        let word = UnsafeBufferPointer(rebasing: text[..<end])
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
    static func isTooLong(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        if word.count <= longestWord { return false }
        return word.reduce(0) { $0 + ($1 & 0xc0 != 0x80 ? 1 : 0) } > longestWord
    }
}
