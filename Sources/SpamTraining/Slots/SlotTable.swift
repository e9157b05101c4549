// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A table of `1 << slotBits` elements that begin as all zero bits, indexed by the upper bits of a feature's hash.
///
/// No keys, no growth. A value: copies share their storage until one is written to. Storage is zero pages of the kernel,
/// in huge pages where it has them: nothing is cleared by hand, and random access costs no page walks.
struct SlotTable<Element: BitwiseCopyable & Sendable>: Sendable {
    let slotBits: Int
    private var storage: Storage

    /// - Precondition: an element of all zero bits is a valid one.
    init(slotBits: Int) {
        self.slotBits = slotBits
        storage = Storage(slotCount: 1 << slotBits)
    }

    var slotCount: Int { 1 << slotBits }

    /// Reads the distinct slots of some ascending hashes, in order.
    @inline(__always)
    func forEachSlot(_ hashes: UnsafeBufferPointer<UInt32>, _ body: (Element) -> Void) {
        let elements = storage.elements
        withExtendedLifetime(storage) {
            Slots.forEach(hashes, slotBits: slotBits, prefetching: elements) { body(elements[$0]) }
        }
    }

    /// Changes the distinct slots of some ascending hashes, in order.
    @inline(__always)
    mutating func updateEachSlot(_ hashes: UnsafeBufferPointer<UInt32>, _ body: (inout Element) -> Void) {
        if !isKnownUniquelyReferenced(&storage) { storage = Storage(copying: storage) }
        let elements = storage.elements
        Slots.forEach(hashes, slotBits: slotBits, prefetching: elements) { body(&elements[$0]) }
    }

    /// Calls `body` with all slots.
    func withElements<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
        withExtendedLifetime(storage) {
            body(UnsafeBufferPointer(start: storage.elements, count: slotCount))
        }
    }

    /// An anonymous mapping.
    // SAFETY: written only by `updateEachSlot`, after it has made sure that nobody else refers to it.
    private final class Storage: @unchecked Sendable {
        let elements: UnsafeMutablePointer<Element>
        private let byteCount: Int
        private let isMapped: Bool

        init(slotCount: Int) {
            byteCount = slotCount * MemoryLayout<Element>.stride
            let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            if let base, base != MAP_FAILED {
                let hugePages: Int32 = 14
                _ = madvise(base, byteCount, hugePages)
                elements = base.bindMemory(to: Element.self, capacity: slotCount)
                isMapped = true
            } else {
                // No mapping to be had: ask the allocator, which reports exhaustion in the usual way.
                elements = .allocate(capacity: slotCount)
                memset(elements, 0, byteCount)
                isMapped = false
            }
        }

        convenience init(copying other: Storage) {
            self.init(slotCount: other.byteCount / MemoryLayout<Element>.stride)
            memcpy(elements, other.elements, byteCount)
        }

        deinit {
            if isMapped { munmap(elements, byteCount) } else { elements.deallocate() }
        }
    }
}
