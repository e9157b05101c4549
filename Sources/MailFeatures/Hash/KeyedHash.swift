// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The fast hash of features, different for every key and every view.
///
/// Strings go through a wyhash-like chain of 64 x 64 -> 128 bit products whose constants are secrets derived from the
/// key; windows of 4 or 5 bytes through one such product. The hash of a feature can only be computed with the key;
/// whoever has a model but not the key sees numbers. (It is no cryptographic function: someone who could make the
/// filter hash chosen text *and* read all the results could work back to the secrets.)
///
/// - SeeAlso: Wang Yi et al.: wyhash (2019).
package struct KeyedHash: Sendable {
    let secret0: UInt64
    let secret1: UInt64
    let secret2: UInt64
    /// Odd, so that multiplying by it loses nothing.
    let factor: UInt64

    /// The hash of one purpose (a view, or a kind of feature inside a view) under a key.
    package init(key: SiteKey, purpose: String) {
        secret0 = key.derived(purpose + " 0")
        secret1 = key.derived(purpose + " 1")
        secret2 = key.derived(purpose + " 2")
        factor = key.derived(purpose + " 3") | 1
    }

    /// Folds the product of two words.
    @inline(__always)
    static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    /// The 64-bit hash of a string of bytes; `seed` tells apart strings of different kinds.
    ///
    /// - Complexity: O(n), about 3 ns for a word of 16 bytes or less.
    @inline(__always)
    package func string(_ bytes: Span<UInt8>, seed: UInt64 = 0) -> UInt64 {
        let count = bytes.count
        let low: UInt64
        let high: UInt64
        var state = seed ^ secret0
        if count <= 16 {
            (low, high) = Self.ends(bytes)
        } else {
            var position = 0
            while position &+ 16 < count {
                state = Self.mix(
                    bytes.word(at: position) ^ secret1,
                    bytes.word(at: position &+ 8) ^ state)
                position &+= 16
            }
            low = bytes.word(at: count &- 16)
            high = bytes.word(at: count &- 8)
        }
        let mixed = Self.mix(low ^ secret1, high ^ state)
        return Self.mix(mixed ^ secret2, UInt64(truncatingIfNeeded: count) ^ factor)
    }

    /// The bytes of a string of up to 16 as two words: overlapping loads, no byte left out, no branch on each length.
    @inline(__always)
    private static func ends(_ bytes: Span<UInt8>) -> (UInt64, UInt64) {
        let count = bytes.count
        if count >= 8 { return (bytes.word(at: 0), bytes.word(at: count &- 8)) }
        if count >= 4 { return (UInt64(bytes.halfWord(at: 0)), UInt64(bytes.halfWord(at: count &- 4))) }
        guard count > 0 else { return (0, 0) }
        let (first, middle, last) = (UInt64(bytes[0]), UInt64(bytes[count >> 1]), UInt64(bytes[count &- 1]))
        return (first << 16 | middle << 8 | last, 0)
    }

    /// The 64-bit hash of a number.
    @inline(__always)
    func number(_ number: UInt64, seed: UInt64) -> UInt64 {
        Self.mix(Self.mix(number ^ secret1, seed ^ secret0) ^ secret2, factor)
    }

    /// The 32-bit hash of a window of up to 8 bytes in one word.
    @inline(__always)
    package func window(_ bytes: UInt64, seed: UInt64) -> UInt32 {
        let mixed = Self.mix(bytes ^ seed, factor)
        return UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
    }

    /// The 32-bit hash of two strings' hashes in their order, with a number that says how they stand to each other.
    @inline(__always)
    package func pair(_ first: UInt64, _ second: UInt64, _ relation: UInt64) -> UInt32 {
        Self.fold(Self.mix(first ^ secret1, (second &+ relation &* factor) ^ secret2))
    }

    /// The 32 bits of a feature from the 64 of a string.
    @inline(__always)
    static func fold(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) }
}
