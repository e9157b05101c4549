// SPDX-License-Identifier: Apache-2.0

/// Sorts hashes and drops the repeated ones.
///
/// Hashes are spread evenly, so two passes of a radix sort by their top bits leave almost nothing to do: the few that
/// differ only below are put right as the repeated ones are dropped. Up to ``wideLimit`` hashes take two passes of 8
/// bits, more take two of 11; very few are sorted by insertion.
struct DistinctHashes: ~Copyable {
    private static let insertionLimit = 32
    private static let wideLimit = 2_500

    private var other = [UInt32](repeating: 0, count: 8192)

    /// Sorts hashes in place, and leaves one of each.
    mutating func sort(_ hashes: inout ScratchArray<UInt32>) {
        let left = sort(hashes.mutableSpan)
        hashes.truncate(to: left)
    }

    /// Sorts hashes in place; returns how many are left, at the front.
    mutating func sort(_ hashes: consuming MutableSpan<UInt32>) -> Int {
        let count = hashes.count
        if other.count < count { other = Array(repeating: 0, count: max(count, other.count * 2)) }
        if count > Self.wideLimit {
            Self.radixSort(&hashes, by: other.mutableSpan, bits: 11, InlineArray<2048, UInt32>(repeating: 0))
        } else if count > Self.insertionLimit {
            Self.radixSort(&hashes, by: other.mutableSpan, bits: 8, InlineArray<256, UInt32>(repeating: 0))
        }
        return Self.insert(&hashes)
    }

    /// Sorts by twice so many of the top bits, by way of another span; `zeros` has a place for each value of the bits, which
    /// is why the compiler need not check them.
    @inline(__always)
    private static func radixSort<let buckets: Int>(
        _ hashes: inout MutableSpan<UInt32>, by other: consuming MutableSpan<UInt32>, bits: UInt32,
        _ zeros: InlineArray<buckets, UInt32>
    ) {
        let count = hashes.count
        let mask = UInt32(truncatingIfNeeded: buckets - 1)
        let highShift = 32 - bits
        let lowShift = 32 - 2 * bits
        var (low, high) = (zeros, zeros)
        var index = 0
        while index < count {
            let hash = hashes[index]
            low[Int(hash &>> lowShift & mask)] &+= 1
            high[Int(hash &>> highShift & mask)] &+= 1
            index &+= 1
        }
        var lowSum: UInt32 = 0
        var highSum: UInt32 = 0
        for bucket in 0..<buckets {
            let (lowCount, highCount) = (low[bucket], high[bucket])
            low[bucket] = lowSum
            high[bucket] = highSum
            lowSum &+= lowCount
            highSum &+= highCount
        }
        index = 0
        while index < count {
            let hash = hashes[index]
            let bucket = Int(hash &>> lowShift & mask)
            other[Int(low[bucket])] = hash
            low[bucket] &+= 1
            index &+= 1
        }
        index = 0
        while index < count {
            let hash = other[index]
            let bucket = Int(hash &>> highShift & mask)
            hashes[Int(high[bucket])] = hash
            high[bucket] &+= 1
            index &+= 1
        }
    }

    /// Sorts what is nearly sorted (or short) and drops repeated hashes.
    ///
    /// After the radix passes a hash moves at most past the distinct ones with the same top bits.
    @inline(__always)
    private static func insert(_ hashes: inout MutableSpan<UInt32>) -> Int {
        let count = hashes.count
        guard count > 1 else { return count }
        var kept = 1
        var last = hashes[0]
        var index = 1
        while index < count {
            let hash = hashes[index]
            index &+= 1
            if hash >= last {
                // Without a branch: repeated hashes come too irregularly to be foretold.
                hashes[kept] = hash
                kept &+= hash != last ? 1 : 0
                last = hash
                continue
            }
            var place = kept
            while place > 0, hashes[place &- 1] > hash { place &-= 1 }
            if place > 0, hashes[place &- 1] == hash { continue }
            var moved = kept
            while moved > place {
                hashes[moved] = hashes[moved &- 1]
                moved &-= 1
            }
            hashes[place] = hash
            kept &+= 1
        }
        return kept
    }
}
