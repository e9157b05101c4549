// SPDX-License-Identifier: Apache-2.0

/// Collects a message as it comes in, up to a limit and as far as the shared memory goes; of the rest only the size is kept.
package struct MessageBuffer: Sendable {
    /// The message, or its first part; nothing if there was no memory for it.
    package private(set) var bytes: [UInt8] = []
    /// The bytes that came.
    package private(set) var size = 0
    /// Whether there was no memory for it: what had come was given up, and nothing more is kept.
    package private(set) var isOverloaded = false
    /// What holds the memory.
    let lease: MemoryLease?
    private let limit: Int
    private var isFull = false

    /// - Parameters:
    ///   - limit: The most bytes that are kept.
    ///   - lease: The message's share of the memory; nil for none.
    package init(limit: Int, lease: MemoryLease? = nil) {
        self.limit = limit
        self.lease = lease
    }

    /// Whether all that came is here.
    package var isWhole: Bool { size == bytes.count }

    /// Adds a piece, as far as there is room.
    package mutating func append(_ piece: UnsafeRawBufferPointer) {
        size += piece.count
        guard !isFull else { return }
        let count = min(piece.count, limit - bytes.count)
        guard lease?.grow(by: count) ?? true else { return giveUp() }
        bytes.append(contentsOf: piece[..<count])
        // From a gap on nothing is kept: what is scored is the message's beginning.
        isFull = count < piece.count
    }

    /// Notes bytes that belong to the message and are not here.
    mutating func skip(_ count: Int) {
        size += count
        isFull = count > 0 || isFull
    }

    /// Keeps nothing of the message: another needs the memory more than a verdict on a part of this one.
    mutating func giveUp() {
        isOverloaded = true
        isFull = true
        bytes = []
        _ = lease?.resize(to: 0)
    }
}

extension MessageBuffer {
    /// An mbox line on top counts for no message.
    private static let mboxLineBytes = 1_024

    /// Makes a buffer for what may be scored.
    init(limits: FilterLimits, memory: ConnectionMemory) {
        self.init(limit: limits.messageBytes + Self.mboxLineBytes, lease: memory.lease())
    }
}

extension SubmittedMessage {
    /// Takes a message that came whole, or its first part.
    init(_ buffer: MessageBuffer, hop: ReceivingHop? = nil, limits: FilterLimits) {
        guard !buffer.isOverloaded else {
            self.init(overloaded: buffer.size)
            return
        }
        self.init(
            whole: buffer.bytes, hop: hop, limit: limits.messageBytes, size: buffer.size, lease: buffer.lease)
    }
}
