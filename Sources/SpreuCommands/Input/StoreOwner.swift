// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import TrainingStore

/// Reading a store as the user whose it is: SQLite makes files beside it, and root's would lock that user out.
enum StoreOwner {
    /// Does something as a store's owner, where root does it.
    static func reading<Value>(
        _ store: String, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        guard geteuid() == 0, let owner = FileStatus(store + "/ledger.sqlite")?.owner, owner != 0, seteuid(owner) == 0
        else { return try body() }
        defer { seteuid(0) }
        return try body()
    }
}
