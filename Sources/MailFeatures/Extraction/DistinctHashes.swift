// SPDX-License-Identifier: Apache-2.0

/// Sorts hashes and drops the repeated ones.
///
/// Hashes are spread evenly, so two passes of a radix sort by their top bits leave almost nothing to do: the few that
/// differ only below are put right as the repeated ones are dropped. Up to ``wideLimit`` hashes take two passes of 8
/// bits, more take two of 11; very few are sorted by insertion.
struct DistinctHashes: ~Copyable {
    private static let insertionLimit = 32
    private static let wideLimit = 2_500

    private var other: UnsafeMutablePointer<UInt32>
    private var capacity: Int
    private let low: UnsafeMutablePointer<UInt32>
    private let high: UnsafeMutablePointer<UInt32>

    init() {
        capacity = 8192
        other = .allocate(capacity: capacity)
        low = .allocate(capacity: 1 << 11)
        high = .allocate(capacity: 1 << 11)
    }

    deinit {
        other.deallocate()
        low.deallocate()
        high.deallocate()
    }

    /// Sorts `count` hashes in place; returns how many are left, at the front.
    mutating func sort(_ hashes: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
        if capacity < count {
            other.deallocate()
            capacity = max(count, capacity * 2)
            other = .allocate(capacity: capacity)
        }
        if count > Self.wideLimit {
            radixSort(hashes, count: count, bits: 11)
        } else if count > Self.insertionLimit {
            radixSort(hashes, count: count, bits: 8)
        }
        return Self.insert(hashes, count: count)
    }

    @inline(__always)
    private func radixSort(_ hashes: UnsafeMutablePointer<UInt32>, count: Int, bits: UInt32) {
        let buckets = 1 << Int(bits)
        let mask = UInt32(buckets - 1)
        let highShift = 32 - bits
        let lowShift = 32 - 2 * bits
        // Local, or they would be loaded again after every store.
        let (low, high, other) = (self.low, self.high, self.other)
        low.initialize(repeating: 0, count: buckets)
        high.initialize(repeating: 0, count: buckets)
        for index in 0..<count {
            let hash = hashes[index]
            low[Int(hash &>> lowShift & mask)] &+= 1
            high[Int(hash &>> highShift)] &+= 1
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
        for index in 0..<count {
            let hash = hashes[index]
            let bucket = Int(hash &>> lowShift & mask)
            other[Int(low[bucket])] = hash
            low[bucket] &+= 1
        }
        for index in 0..<count {
            let hash = other[index]
            let bucket = Int(hash &>> highShift)
            hashes[Int(high[bucket])] = hash
            high[bucket] &+= 1
        }
    }

    /// Sorts what is nearly sorted (or short) and drops repeated hashes.
    ///
    /// After the radix passes a hash moves at most past the distinct ones with the same top bits.
    private static func insert(_ hashes: UnsafeMutablePointer<UInt32>, count: Int) -> Int {
        guard count > 1 else { return count }
        var kept = 1
        var last = hashes[0]
        for index in 1..<count {
            let hash = hashes[index]
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
