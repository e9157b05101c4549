// SPDX-License-Identifier: Apache-2.0
import SiteConfiguration

/// The limits on what clients and messages may cost; each can be set under `limits:`.
package struct FilterLimits: Sendable, Equatable {
    /// Bytes of one message, as they come, that are scored (`message-bytes`); of a longer one the first part is, and the
    /// header says so.
    ///
    /// Default 64 MiB, as archives are read: up to it a message has the score that it had in training.
    package var messageBytes = 64 << 20
    /// Bytes that all clients together can make the filter keep (`memory-bytes`): messages, commands that have begun, and
    /// answers that wait, the copy that PROCESS returns too.
    ///
    /// Default 512 MiB. Up to half of it is set aside for ordinary messages, ``MemoryBudget/connectionBytes`` for each
    /// connection. A longer message that does not fit is left unfiltered, for the reason `overloaded`. What is derived from
    /// a message while one of ``threads`` scores it comes on top.
    package var memoryBytes = 512 << 20
    /// Header fields of one message (`header-fields`); further ones are not looked at.
    ///
    /// Default 2,000.
    package var headerFields = 2_000
    /// Bytes of one message's header (`header-bytes`); further fields are not looked at.
    ///
    /// Default 1 MiB.
    package var headerBytes = 1 << 20
    /// Connections of one protocol at a time (`connections`); further ones wait in the kernel's queue.
    ///
    /// Default and at most: as many as ``memoryBytes`` has memory for and the system has descriptors, up to 1,000.
    package var connections: Int?
    /// Messages that wait for a thread or are being scored (`queue`); further ones are left unfiltered.
    ///
    /// Default 1,000.
    package var queuedMessages = 1_000
    /// Threads that score (`threads`); 0, the default, is one a core.
    ///
    /// Half as many again, and at least one, score messages of more than ``MemoryBudget/messageBytes``.
    package var threads = 0
    /// Seconds from a message's end to its verdict (`message-seconds`); later it is left unfiltered.
    ///
    /// Default 20.
    package var messageSeconds = 20
    /// Seconds within which a command must be complete once begun (`command-seconds`).
    ///
    /// Default 60.
    package var commandSeconds = 60
    /// Seconds that a connection may be idle (`idle-seconds`); nil leaves it to each protocol.
    package var idleSeconds: Int?
    /// Seconds that a shutdown waits for messages in progress (`shutdown-seconds`).
    ///
    /// Default 20.
    package var shutdownSeconds = 20

    /// Creates the defaults.
    package init() {}

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        let bytes = 1_024...(1 << 40)
        messageBytes = try section.integer("message-bytes", in: 1_024...(1 << 31)) ?? messageBytes
        memoryBytes = try section.integer("memory-bytes", in: bytes) ?? max(memoryBytes, 2 * messageBytes)
        headerFields = try section.integer("header-fields", in: 10...100_000) ?? headerFields
        headerBytes = try section.integer("header-bytes", in: 1_024...(1 << 26)) ?? headerBytes
        connections = try section.integer("connections", in: 1...100_000) ?? connections
        queuedMessages = try section.integer("queue", in: 1...100_000) ?? queuedMessages
        threads = try section.integer("threads", in: 0...1_024) ?? threads
        messageSeconds = try section.integer("message-seconds", in: 1...3_600) ?? messageSeconds
        commandSeconds = try section.integer("command-seconds", in: 1...3_600) ?? commandSeconds
        idleSeconds = try section.integer("idle-seconds", in: 1...86_400)
        shutdownSeconds = try section.integer("shutdown-seconds", in: 0...3_600) ?? shutdownSeconds
        if memoryBytes < messageBytes {
            throw section.error("memory-bytes", "it must be at least message-bytes (\(messageBytes))")
        }
        try section.finish()
    }
}

extension FilterLimits {
    /// For how many of so many connections memory is set aside: as many as fit into half of it, and leave room for the longest
    /// message.
    package func reservedConnections(_ connections: Int) -> Int {
        min(connections, max(0, min(memoryBytes / 2, memoryBytes - messageBytes)) / MemoryBudget.connectionBytes)
    }
}
