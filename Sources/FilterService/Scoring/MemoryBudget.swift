// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// The memory that all clients share for what they make the filter keep: messages, commands that have begun, answers that wait.
///
/// Up to half of it is set aside, ``connectionBytes`` for each connection, so that an ordinary message always fits, whatever
/// other clients hold; the rest goes to whoever needs more first.
package final class MemoryBudget: Sendable {
    /// The first bytes of a message that always fit.
    package static let messageBytes = 256 << 10
    /// Bytes of answers that may wait for a client to read them; beyond, nothing more is read from it.
    package static let answerBytes = 64 << 10
    /// The most bytes that are read from a connection at a time.
    package static let readBytes = 32 << 10
    /// What is set aside for one connection, in bytes: its message's beginning, a command, and answers.
    package static let connectionBytes = messageBytes + answerBytes + 2 * readBytes

    /// Connections for which memory is set aside.
    package let connections: Int
    private let sharedBytes: Int
    private let sharedUsed = Atomic<Int>(0)
    private let ownUsed = Atomic<Int>(0)
    private let open = Atomic<Int>(0)

    /// Makes a budget.
    ///
    /// - Parameters:
    ///   - bytes: ``FilterLimits/memoryBytes``.
    ///   - connections: The connections for which memory is set aside; ``FilterLimits/reservedConnections(_:)`` has as many as
    ///     there can be.
    package init(bytes: Int, connections: Int = 0) {
        self.connections = connections
        sharedBytes = bytes - connections * Self.connectionBytes
    }

    /// Bytes in use.
    package var usedBytes: Int { sharedUsed.load(ordering: .relaxed) + ownUsed.load(ordering: .relaxed) }

    /// The memory of a new connection.
    ///
    /// Of more connections than memory is set aside for, the last have none of their own.
    package func connection() -> ConnectionMemory {
        let hasPlace = open.add(1, ordering: .relaxed).newValue <= connections
        return ConnectionMemory(self, ownBytes: hasPlace ? Self.connectionBytes - Self.answerBytes : 0)
    }

    fileprivate func take(_ count: Int) -> Bool {
        if sharedUsed.add(count, ordering: .relaxed).newValue <= sharedBytes { return true }
        sharedUsed.subtract(count, ordering: .relaxed)
        return false
    }

    fileprivate func giveBack(_ count: Int) { sharedUsed.subtract(count, ordering: .relaxed) }

    fileprivate func countOwn(_ change: Int) { ownUsed.add(change, ordering: .relaxed) }

    fileprivate func closeConnection() { open.subtract(1, ordering: .relaxed) }
}

/// What a connection may keep: bytes of its own first, then of those that all share.
///
/// It lives as long as the last ``MemoryLease`` of it, a message that is still scored when its client has gone too.
package final class ConnectionMemory: Sendable {
    private let budget: MemoryBudget
    private let ownLeft: Atomic<Int>

    fileprivate init(_ budget: MemoryBudget, ownBytes: Int) {
        self.budget = budget
        ownLeft = Atomic(ownBytes)
    }

    /// A share that begins with nothing.
    package func lease() -> MemoryLease { MemoryLease(self) }

    /// Takes bytes; nil, and nothing is taken, if there are not so many left.
    fileprivate func take(_ count: Int) -> (own: Int, shared: Int)? {
        var left = ownLeft.load(ordering: .relaxed)
        var own = min(left, count)
        while own > 0 {
            let (exchanged, original) = ownLeft.compareExchange(
                expected: left, desired: left - own, ordering: .relaxed)
            if exchanged { break }
            left = original
            own = min(left, count)
        }
        guard own == count || budget.take(count - own) else {
            ownLeft.add(own, ordering: .relaxed)
            return nil
        }
        budget.countOwn(own)
        return (own, count - own)
    }

    fileprivate func giveBack(own: Int, shared: Int) {
        ownLeft.add(own, ordering: .relaxed)
        budget.countOwn(-own)
        budget.giveBack(shared)
    }

    deinit { budget.closeConnection() }
}

/// The share of one message, command or answer, given back with its last owner.
package final class MemoryLease: Sendable {
    private let connection: ConnectionMemory
    private let held = Mutex((own: 0, shared: 0))

    fileprivate init(_ connection: ConnectionMemory) { self.connection = connection }

    /// Takes more bytes; false, and nothing is taken, if there are not so many left.
    package func grow(by count: Int) -> Bool {
        guard let taken = connection.take(count) else { return false }
        held.withLock { $0 = ($0.own + taken.own, $0.shared + taken.shared) }
        return true
    }

    /// Makes the share so large; false, and it stays as it was, if there is not so much left.
    package func resize(to bytes: Int) -> Bool {
        let change = bytes - held.withLock { $0.own + $0.shared }
        if change > 0 { return grow(by: change) }
        let returned = held.withLock { held in
            // What others can use first.
            let shared = min(held.shared, -change)
            let own = -change - shared
            held = (held.own - own, held.shared - shared)
            return (own: own, shared: shared)
        }
        connection.giveBack(own: returned.own, shared: returned.shared)
        return true
    }

    deinit {
        let held = held.withLock { $0 }
        connection.giveBack(own: held.own, shared: held.shared)
    }
}
