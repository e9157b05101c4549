// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import GRDB

/// The SQLite file of a store: opened, migrated to the current schema, and written so that a commit survives a power
/// failure.
struct Ledger: Sendable {
    let path: String
    private let queue: DatabaseQueue

    /// Opens the ledger; makes it, for its owner alone, if `isWritable`.
    ///
    /// - Throws: ``StoreError``, as all methods.
    init(path: String, isWritable: Bool) throws(StoreError) {
        self.path = path
        if isWritable {
            // SQLite's own files get the permissions of this one.
            do throws(DurableFileError) {
                try DurableFile.makeEmpty(path)
            } catch {
                throw StoreError(error, path: path)
            }
        }
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .timeout(5)
        configuration.readonly = !isWritable
        if isWritable { configuration.journalMode = .wal }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            let migrator = Schema.migrator
            if isWritable {
                // WAL's default may lose the last commits in a power failure, though it never damages anything.
                try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
                try queue.read { database in
                    if try migrator.hasBeenSuperseded(database) { throw StoreError.newer(path: path) }
                }
                try migrator.migrate(queue)
            } else {
                try queue.read { database in
                    if try migrator.hasBeenSuperseded(database) { throw StoreError.newer(path: path) }
                }
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Reads.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.read(body) } catch { throw StoreError(error, path: path) }
    }

    /// Writes all of it, or nothing if it throws or the process dies.
    func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.write(body) } catch { throw StoreError(error, path: path) }
    }

    /// Runs outside of a transaction.
    func outside<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try queue.writeWithoutTransaction(body) } catch { throw StoreError(error, path: path) }
    }
}

extension Int64 {
    /// The number with the same bits, as SQLite keeps it.
    init(bits: UInt64) { self.init(bitPattern: bits) }
}
