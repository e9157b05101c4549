// SPDX-License-Identifier: Apache-2.0
import Glibc

extension RecipientNames {
    /// Takes the recipients' names out of a text from `start` on, wherever they stand as whole words.
    ///
    /// - Complexity: O(n) for a fixed number of recipients; one look at each word's first letter where none occurs.
    func erase(from text: inout ScratchBytes, start: Int) {
        guard !isEmpty else { return }
        let base = text.base
        let count = text.count
        var write = -1
        var kept = start
        bytes.withUnsafeBufferPointer { patterns in
            kinds.withUnsafeBufferPointer { kinds in
                var previous = Self.other
                var index = start
                while index < count {
                    let kind = kinds[Int(base[index])]
                    guard kind == Self.first, previous == Self.other else {
                        previous = kind
                        index &+= 1
                        continue
                    }
                    previous = kind
                    let length = matchLength(text.bytes, at: index, patterns)
                    guard length > 0 else {
                        index &+= 1
                        continue
                    }
                    if write < 0 {
                        write = index
                    } else {
                        memmove(base + write, base + kept, index - kept)
                        write += index - kept
                    }
                    index += length
                    kept = index
                }
            }
        }
        guard write >= 0 else { return }
        memmove(base + write, base + kept, count - kept)
        text.truncate(to: write + count - kept)
    }

    /// The length of the longest pattern that stands at a place and ends where a word does; 0 if there is none.
    @inline(never)
    private func matchLength(
        _ text: UnsafeBufferPointer<UInt8>, at index: Int, _ patterns: UnsafeBufferPointer<UInt8>
    ) -> Int {
        for range in ranges where index + range.count <= text.count {
            var offset = 0
            while offset < range.count, Self.lowercased(text[index + offset]) == patterns[range.lowerBound + offset] {
                offset += 1
            }
            guard offset == range.count else { continue }
            let end = index + offset
            if end == text.count || !Self.isWordByte(text[end]) { return offset }
        }
        return 0
    }

    @inline(__always)
    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
