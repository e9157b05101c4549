// SPDX-License-Identifier: Apache-2.0
import CBytes

/// The walk over the slots that a message's hashes fall into.
enum Slots {
    /// How far ahead slots are prefetched: enough to cover a miss of the caches at a few ns a slot.
    private static let ahead = 32

    /// Calls `body` with each distinct slot; hashes ascend, so equal slots are neighbours.
    @inline(__always)
    static func forEach<Element>(
        _ hashes: UnsafeBufferPointer<UInt32>, slotBits: Int, prefetching table: UnsafeMutablePointer<Element>,
        _ body: (Int) -> Void
    ) {
        let shift = UInt32(32 - slotBits)
        let count = hashes.count
        guard let first = hashes.baseAddress, count > 0 else { return }
        var previous = -1
        @inline(__always) func visit(_ hash: UInt32) {
            let slot = Int(hash &>> shift)
            if slot != previous { body(slot) }
            previous = slot
        }
        // The last hashes have nothing ahead of them: a loop of their own, and no question in the other.
        let last = first + count
        let lastFollowed = last - min(ahead, count)
        var next = first
        while next < first + min(ahead, count) {
            bytes_prefetch(table + Int(next.pointee &>> shift))
            next += 1
        }
        next = first
        while next < lastFollowed {
            bytes_prefetch(table + Int(next[ahead] &>> shift))
            visit(next.pointee)
            next += 1
        }
        while next < last {
            visit(next.pointee)
            next += 1
        }
    }
}
