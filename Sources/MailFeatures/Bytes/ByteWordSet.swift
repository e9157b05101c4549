// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A fixed set of short byte strings, looked up without making an array of what is asked for.
struct ByteWordSet: Sendable {
    /// The words, one after another, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = [0]
    /// For each slot the number of a word plus one, or 0.
    private var slots: [UInt16]
    private let mask: Int

    /// Makes a set of the words of a text, which white space separates; fewer than 65,536.
    init(_ text: StaticString) {
        let words = Array(text).split { $0 <= 0x20 }
        let size = 1 << (Int.bitWidth - (words.count * 4).leadingZeroBitCount)
        slots = Array(repeating: 0, count: size)
        mask = size - 1
        for word in words where !contains(word.span) {
            bytes += word
            ends.append(bytes.count)
            var slot = Self.hash(word.span) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt16(ends.count - 1)
        }
    }

    /// Whether a string is in the set.
    func contains(_ word: Span<UInt8>) -> Bool {
        var slot = Self.hash(word) & mask
        while slots[slot] != 0 {
            let number = Int(slots[slot])
            if bytes.span.extracting(ends[number - 1]..<ends[number]).isSame(as: word) { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    /// FNV-1a with its upper half folded in.
    private static func hash(_ word: Span<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var index = 0
        while index < word.count {
            hash = (hash ^ UInt64(word[index])) &* 0x100_0000_01b3
            index += 1
        }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0xffff_ffff)
    }
}

extension [UInt8] {
    /// The bytes of a literal.
    init(_ text: StaticString) {
        let bytes = text.bytes
        self = bytes.indices.map { bytes[$0] }
    }
}
