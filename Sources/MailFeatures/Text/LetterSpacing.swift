// SPDX-License-Identifier: Apache-2.0

/// Words with a sign after every letter: "V I A G R A", "v.i.a.g.r.a", "F*R*E*E".
///
/// At least ``shortestWord`` letters in a row, each alone, with the same sign between all of them, become one word.
/// Shorter ones ("e.g.", "U.S.A.", "a b c") stay.
enum LetterSpacing {
    /// The letters that make a spelt-out word.
    static let shortestWord = 4

    /// Joins the spelt-out words of `text` from `start` on; returns how many there were.
    ///
    /// - Complexity: O(n); 64 bytes at a time where there are none.
    static func join(_ text: inout ScratchBytes, from start: Int, isASCII: Bool) -> Int {
        guard var place = nextCandidate(text, from: start, isASCII: isASCII) else { return 0 }
        var joined = 0
        var write = place
        let count = text.count
        while place < count {
            let (end, letterBytes) = spelledWord(text.bytes, at: place, from: start)
            if letterBytes > 0 {
                joined += 1
                var read = place
                while read < end {
                    let length = letterLength(text.bytes, at: read)
                    text.move(read..<(read + length), to: write)
                    write += length
                    read += length + 1
                }
                place = end
            } else {
                text[write] = text[place]
                write += 1
                place += 1
            }
            let next = nextCandidate(text, from: place, isASCII: isASCII) ?? count
            text.move(place..<next, to: write)
            write += next - place
            place = next
        }
        text.truncate(to: write)
        return joined
    }

    /// The end of the spelt-out word at a place and the bytes of its letters; 0 if there is none.
    private static func spelledWord(
        _ text: Span<UInt8>, at place: Int, from start: Int
    ) -> (end: Int, letterBytes: Int) {
        if place > start, isWordByte(text[place - 1]) { return (place, 0) }
        var index = place
        var letters = 0
        var bytes = 0
        var separator: UInt8 = 0
        while index < text.count {
            let length = letterLength(text, at: index)
            if length == 0 { break }
            let next = index + length
            let following = next < text.count ? text[next] : 0
            if isWordByte(following) { break }
            letters += 1
            bytes += length
            index = next
            if letters == 1 { separator = following }
            guard following == separator, isSeparator(following), next + 1 < text.count else { break }
            guard isSingleLetter(text, at: next + 1) else { break }
            index = next + 1
        }
        return letters >= shortestWord ? (index, bytes) : (place, 0)
    }

    private static func isSingleLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
        let length = letterLength(text, at: index)
        return length > 0 && (index + length >= text.count || !isWordByte(text[index + length]))
    }

    /// The length of the letter at a place: an ASCII one or one of two bytes (Latin, Greek, Cyrillic ...); else 0.
    @inline(__always)
    private static func letterLength(_ text: Span<UInt8>, at index: Int) -> Int {
        let byte = text[index]
        if (byte | 0x20) &- 0x61 < 26 { return 1 }
        return (0xc3...0xd7).contains(byte) && index + 1 < text.count ? 2 : 0
    }

    @inline(__always)
    private static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"), UInt8(ascii: "|"),
            UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: ","), UInt8(ascii: "'"):
            true
        default: false
        }
    }

    /// The next place where two single letters in a row may begin, seen coarsely: letter, sign, letter, sign.
    @inline(__always)
    private static func nextCandidate(
        _ text: borrowing ScratchBytes, from start: Int, isASCII: Bool
    ) -> Int? {
        if !isASCII { return nextCandidateBeyondASCII(text, from: start) }
        var block = start
        while block &+ 3 < text.count {
            let letters = text.letterMask(at: block)
            var places = letters & ~(letters >> 1) & letters >> 2 & ~(letters >> 3)
            // Of the last three it is not known here what follows.
            places &= 1 << 61 - 1
            while places != 0 {
                let place = block &+ places.trailingZeroBitCount
                places &= places &- 1
                guard place &+ 3 < text.count else { return nil }
                if place == 0 || !isWordByte(text[place - 1]) { return place }
            }
            block &+= 61
        }
        return nil
    }

    private static func nextCandidateBeyondASCII(_ text: borrowing ScratchBytes, from start: Int) -> Int? {
        var isAfterWord: UInt64 = start > 0 && isWordByte(text[start - 1]) ? 1 : 0
        var block = start
        while block &+ 3 < text.count {
            let words = text.wordMask(at: block)
            // Words of one or two bytes; of those at the end of the block it is not known here.
            let areShort = ~(words >> 1 & words >> 2)
            var places = words & ~(words << 1 | isAfterWord) & areShort
            isAfterWord = words >> 63
            while places != 0 {
                let index = block &+ places.trailingZeroBitCount
                places &= places &- 1
                guard index &+ 3 < text.count else { return nil }
                let length = letterLength(text.bytes, at: index)
                if length > 0, index + length + 1 < text.count, !isWordByte(text[index + length]),
                    letterLength(text.bytes, at: index + length + 1) > 0
                {
                    return index
                }
            }
            block &+= 64
        }
        return nil
    }
}
