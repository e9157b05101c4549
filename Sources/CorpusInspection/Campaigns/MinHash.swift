// SPDX-License-Identifier: Apache-2.0

/// Sketches of sets of hashes, by which one tells how much two sets have in common without looking at either again.
///
/// The resemblance of two sets is the share of their union that both have (Jaccard). One hash function puts each element
/// into one of ``count`` bins, and the least of each bin is kept; two sets agree in a bin with a probability of their
/// resemblance. An empty bin takes over what another has, the same for all sets. Of each least value 16 bits are
/// kept: two that differ look alike once in 65,536 times.
///
/// - SeeAlso: Broder, "On the resemblance and containment of documents", 1997; Li, Owen, Zhang, "One permutation hashing",
///   2012; Shrivastava, "Optimal densification for fast and accurate minwise hashing", 2017; Li, König, "b-bit minwise
///   hashing", 2010.
package enum MinHash {
    /// How many values a sketch has: its error is the root of J (1 - J) / 128, at most 0.045.
    package static let count = 128

    /// The sketch of a set; nil of an empty one.
    ///
    /// - Complexity: O(n), with one multiplication an element.
    package static func sketch(of hashes: some Sequence<UInt32>) -> [UInt16]? {
        var least = [UInt64](repeating: .max, count: count)
        var isEmpty = true
        for hash in hashes {
            let mixed = mix(UInt64(hash))
            let bin = Int(mixed >> 57)
            least[bin] = min(least[bin], mixed)
            isEmpty = false
        }
        if isEmpty { return nil }
        return (0..<count).map { bin in
            var source = bin
            var step: UInt64 = 0
            while least[source] == .max {
                step += 1
                source = Int(mix(UInt64(bin) << 32 | step) >> 57)
            }
            return UInt16(truncatingIfNeeded: least[source])
        }
    }

    /// How much the sets behind two sketches resemble each other, as an estimate from 0 to 1.
    ///
    /// - Precondition: both have ``count`` values.
    package static func resemblance(_ left: Span<UInt16>, _ right: Span<UInt16>) -> Double {
        var (equal, index) = (0, 0)
        while index < count {
            equal &+= left[index] == right[index] ? 1 : 0
            index &+= 1
        }
        return Double(equal) / Double(count)
    }

    /// A number that runs of values share which are the same.
    static func key(of values: Span<UInt16>) -> UInt64 {
        var key: UInt64 = 0
        for index in values.indices { key = mix(key ^ UInt64(values[index])) }
        return key
    }

    /// Spreads a number over 64 bits (the finalizer of SplitMix64).
    @inline(__always)
    static func mix(_ number: UInt64) -> UInt64 {
        var mixed = number &+ 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
