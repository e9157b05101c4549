// SPDX-License-Identifier: Apache-2.0

/// How many connections each listener takes at a time, and what bounds them.
package struct ConnectionBound: Sendable, Equatable {
    /// Descriptors that are kept for other things: models, logs, the drop folder, sockets to listen at.
    private static let otherDescriptors = 64
    /// With less than this many no mail server can work.
    private static let minConnections = 8
    /// As many as Postfix's largest usual number of processes, several times over.
    private static let maxByDefault = 1_000

    /// Connections of each listener.
    package let perListener: Int
    /// Connections of all listeners.
    package let total: Int
    /// What to tell the administrator who wanted more; nil if nobody did.
    package let notice: String?

    /// Works it out.
    ///
    /// - Parameters:
    ///   - listeners: How many listeners there are.
    ///   - descriptors: How many descriptors the process may have open (`RLIMIT_NOFILE`).
    package init(_ limits: FilterLimits, listeners: Int, descriptors: Int) {
        let listeners = max(1, listeners)
        let wanted = limits.connections ?? Self.maxByDefault
        let byMemory = max(Self.minConnections, limits.reservedConnections(.max) / listeners)
        let byDescriptors = max(Self.minConnections, (descriptors - Self.otherDescriptors) / listeners)
        perListener = min(wanted, byMemory, byDescriptors)
        total = perListener * listeners
        guard let connections = limits.connections, connections > perListener else {
            notice = nil
            return
        }
        let reserve = connections * listeners * MemoryBudget.connectionBytes
        let remedy =
            byMemory <= byDescriptors
            ? "raise 'memory-bytes' to \(reserve + max(reserve, limits.messageBytes))"
            : "raise the limit of open files (LimitNOFILE=) to \(connections * listeners + Self.otherDescriptors)"
        notice = "each listener takes \(perListener) connections at a time, not \(connections): \(remedy)"
    }
}

extension ConnectionBound {
    /// What a configuration allows in this process.
    init(_ configuration: FilterConfiguration) {
        self.init(
            configuration.limits, listeners: configuration.listeners.count,
            descriptors: ProcessSettings.maxDescriptors)
    }
}
