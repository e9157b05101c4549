// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The memory shared by all messages in progress; each takes what it needs as it arrives, and returns it at its end.
package final class MemoryBudget: Sendable {
    private let bytes: Int
    private let used = Atomic<Int>(0)

    /// Makes a budget of ``FilterLimits/memoryBytes``.
    package init(bytes: Int) { self.bytes = bytes }

    /// Bytes in use.
    package var usedBytes: Int { used.load(ordering: .relaxed) }

    /// Bytes of a command that has begun for which nothing is taken.
    ///
    /// No honest client's command is longer but by the message it brings: used-up memory ends no such connection.
    package static let freeCommandBytes = 64 << 10

    /// A share that begins with nothing.
    package func lease() -> MemoryLease { MemoryLease(self) }

    fileprivate func take(_ count: Int) -> Bool {
        if used.add(count, ordering: .relaxed).newValue <= bytes { return true }
        used.subtract(count, ordering: .relaxed)
        return false
    }

    fileprivate func giveBack(_ count: Int) { used.subtract(count, ordering: .relaxed) }
}

/// One message's share of a ``MemoryBudget``, given back with its last owner.
package final class MemoryLease: Sendable {
    private let budget: MemoryBudget
    private let held = Atomic<Int>(0)

    fileprivate init(_ budget: MemoryBudget) { self.budget = budget }

    /// Takes more bytes; false, and nothing is taken, if there are not so many left.
    package func grow(by count: Int) -> Bool {
        guard budget.take(count) else { return false }
        held.add(count, ordering: .relaxed)
        return true
    }

    /// Makes the share as large as a command needs that has not come in whole; false if there is not so much left.
    package func hold(command bytes: Int) -> Bool {
        let change = max(0, bytes - MemoryBudget.freeCommandBytes) - held.load(ordering: .relaxed)
        if change > 0 { return grow(by: change) }
        held.add(change, ordering: .relaxed)
        budget.giveBack(-change)
        return true
    }

    deinit { budget.giveBack(held.load(ordering: .relaxed)) }
}
