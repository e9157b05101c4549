// SPDX-License-Identifier: Apache-2.0

/// Sorts hashes and drops the repeated ones.
///
/// Hashes are spread evenly, so two passes of a radix sort by their top bits leave almost nothing to do: the few that
/// differ only below are put right as the repeated ones are dropped. Up to ``wideLimit`` hashes take two passes of 8
/// bits, more take two of 11; for up to ``fewLimit`` one pass of 8 is enough, and very few are sorted by insertion.
struct DistinctHashes: ~Copyable {
    private static let insertionLimit = 32
    private static let fewLimit = 128
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
        } else if count > Self.fewLimit {
            radixSort(hashes, count: count, bits: 8)
        } else if count > Self.insertionLimit {
            distribute(hashes, count: count)
            return Self.insert(other, into: hashes, count: count)
        }
        return Self.insert(hashes, into: hashes, count: count)
    }

    /// Puts hashes into `other`, sorted by their top 8 bits.
    private func distribute(_ hashes: UnsafeMutablePointer<UInt32>, count: Int) {
        let (places, other) = (self.high, self.other)
        places.initialize(repeating: 0, count: 256)
        for index in 0..<count { places[Int(hashes[index] &>> 24)] &+= 1 }
        var sum: UInt32 = 0
        for bucket in 0..<256 {
            let size = places[bucket]
            places[bucket] = sum
            sum &+= size
        }
        for index in 0..<count {
            let hash = hashes[index]
            let bucket = Int(hash &>> 24)
            other[Int(places[bucket])] = hash
            places[bucket] &+= 1
        }
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

    /// Sorts what is nearly sorted (or short), drops repeated hashes, and puts the rest in another place or the same.
    ///
    /// After the radix passes a hash moves at most past the distinct ones with the same top bits.
    private static func insert(
        _ sorted: UnsafeMutablePointer<UInt32>, into hashes: UnsafeMutablePointer<UInt32>, count: Int
    ) -> Int {
        guard count > 0 else { return 0 }
        var kept = 1
        var last = sorted[0]
        hashes[0] = last
        for index in 1..<count {
            let hash = sorted[index]
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
