// SPDX-License-Identifier: Apache-2.0

extension RecipientNames {
    /// Takes the recipients' names out of a text from `start` on, wherever they stand as whole words.
    ///
    /// - Complexity: O(n log p) for p patterns: 64 bytes at a time are looked at for where words begin, and
    ///   at each the ``RecipientNames/Filter`` is asked.
    func erase(from text: inout ScratchBytes, start: Int) {
        guard !isEmpty else { return }
        let count = text.count
        var write = -1
        var kept = start
        var isAfterWord: UInt64 = 0
        var block = start
        while block < count {
            // What lies behind the end may be read (ScratchBytes.slack); it is masked out.
            let words = text.wordMask(at: block)
            var beginnings = words & ~(words << 1 | isAfterWord)
            isAfterWord = words >> 63
            if count - block < 64 { beginnings &= (1 << UInt64(count - block)) - 1 }
            while beginnings != 0 {
                let index = block &+ beginnings.trailingZeroBitCount
                beginnings &= beginnings &- 1
                let key = Self.key(text.word(at: index))
                guard filter.mayContain(key), index >= kept else { continue }
                let length = matchLength(text.bytes, at: index, key: key)
                guard length > 0 else { continue }
                if write < 0 {
                    write = index
                } else {
                    text.move(kept..<index, to: write)
                    write += index - kept
                }
                kept = index + length
            }
            block &+= 64
        }
        guard write >= 0 else { return }
        text.move(kept..<count, to: write)
        text.truncate(to: write + count - kept)
    }

    /// The length of the longest pattern that stands at a place and ends where a word does; 0 if there is none.
    @inline(never)
    private func matchLength(_ text: Span<UInt8>, at index: Int, key: UInt32) -> Int {
        var place = firstPattern(from: key)
        while place < patterns.count, patterns[place].key == key {
            let pattern = patterns[place]
            place += 1
            guard index + pattern.range.count <= text.count else { continue }
            var offset = 0
            while offset < pattern.range.count,
                Self.lowercased(text[index + offset]) == bytes[pattern.range.lowerBound + offset]
            {
                offset += 1
            }
            guard offset == pattern.range.count else { continue }
            let end = index + offset
            if end == text.count || !Self.isWordByte(text[end]) { return offset }
        }
        return 0
    }

    @inline(__always)
    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
