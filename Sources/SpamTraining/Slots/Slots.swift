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
        for index in 0..<min(ahead, count) { bytes_prefetch(table + Int(hashes[index] &>> shift)) }
        var previous = -1
        for index in 0..<count {
            if index &+ ahead < count { bytes_prefetch(table + Int(hashes[index &+ ahead] &>> shift)) }
            let slot = Int(hashes[index] &>> shift)
            if slot != previous { body(slot) }
            previous = slot
        }
    }
}
