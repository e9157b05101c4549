// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A fixed set of short byte strings, looked up without making an array of what is asked for.
struct ByteWordSet: Sendable {
    private var words: [ArraySlice<UInt8>] = []
    /// For each slot the number of a word plus one, or 0.
    private var slots: [UInt16]
    private let mask: Int

    /// Makes a set of the words of a text, which white space separates; fewer than 65,536.
    init(_ text: StaticString) {
        let bytes = Array(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        let words = bytes.split { $0 <= 0x20 }
        let size = 1 << (Int.bitWidth - (words.count * 4).leadingZeroBitCount)
        slots = Array(repeating: 0, count: size)
        mask = size - 1
        for word in words where !word.withUnsafeBufferPointer({ contains($0) }) {
            self.words.append(word)
            var slot = word.withUnsafeBufferPointer { Self.hash($0) } & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt16(self.words.count)
        }
    }

    /// Whether a string is in the set.
    func contains(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = word.baseAddress else { return false }
        var slot = Self.hash(word) & mask
        while slots[slot] != 0 {
            let isSame = words[Int(slots[slot]) - 1].withUnsafeBufferPointer { known in
                known.count == word.count && known.baseAddress.map { memcmp($0, start, word.count) == 0 } ?? false
            }
            if isSame { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    /// FNV-1a with its upper half folded in.
    private static func hash(_ word: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0xffff_ffff)
    }
}
