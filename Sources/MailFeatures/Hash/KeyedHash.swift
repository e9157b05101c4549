// SPDX-License-Identifier: Apache-2.0

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
    package func string(_ bytes: UnsafePointer<UInt8>, count: Int, seed: UInt64 = 0) -> UInt64 {
        let start = UnsafeRawPointer(bytes)
        let low: UInt64
        let high: UInt64
        var state = seed ^ secret0
        if count <= 16 {
            (low, high) = Self.ends(start, count)
        } else {
            var position = 0
            while position &+ 16 < count {
                state = Self.mix(
                    Self.load64(start, position) ^ secret1,
                    Self.load64(start, position &+ 8) ^ state)
                position &+= 16
            }
            low = Self.load64(start, count &- 16)
            high = Self.load64(start, count &- 8)
        }
        let mixed = Self.mix(low ^ secret1, high ^ state)
        return Self.mix(mixed ^ secret2, UInt64(truncatingIfNeeded: count) ^ factor)
    }

    /// The bytes of a string of up to 16 as two words: overlapping loads, no byte left out, no branch on each length.
    @inline(__always)
    private static func ends(_ start: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
        if count >= 8 {
            return (
                load64(start, 0),
                load64(start, count &- 8)
            )
        }
        if count >= 4 {
            return (
                load32(start, 0),
                load32(start, count &- 4)
            )
        }
        guard count > 0 else { return (0, 0) }
        let first = UInt64(start.load(as: UInt8.self))
        let middle = UInt64(start.load(fromByteOffset: count >> 1, as: UInt8.self))
        let last = UInt64(start.load(fromByteOffset: count &- 1, as: UInt8.self))
        return (first << 16 | middle << 8 | last, 0)
    }

    /// Eight bytes as a word, the same on every machine.
    @inline(__always)
    static func load64(_ start: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    @inline(__always)
    private static func load32(_ start: UnsafeRawPointer, _ offset: Int) -> UInt64 {
        UInt64(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
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
