// SPDX-License-Identifier: Apache-2.0
import HummingbirdCore

/// Counts one protocol's open connections, and takes no new ones while there are as many as allowed: the kernel lets
/// further clients wait.
struct ConnectionLimit: AvailableConnectionsDelegate {
    private let limit: Int
    private let changed: @Sendable (_ open: Int, _ isNew: Bool) -> Void
    private var open = 0

    init(_ limit: Int, changed: @escaping @Sendable (_ open: Int, _ isNew: Bool) -> Void) {
        self.limit = limit
        self.changed = changed
    }

    mutating func connectionOpened() {
        open += 1
        changed(open, true)
    }

    mutating func connectionClosed() {
        open -= 1
        changed(open, false)
    }

    func isAcceptingNewConnections() -> Bool { open < limit }
}
