// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import GRDB
import Glibc

extension TrainingStore {
    /// Copies the store into a new folder, with the site key, without which the features are worthless.
    ///
    /// The ledger is copied by SQLite, as of one commit. The folder has its name only when all is in it and on disk.
    ///
    /// - Parameters:
    ///   - key: the file of the site key.
    ///   - folder: must not be there.
    public func backUp(key: String, to folder: String) throws(StoreError) {
        guard access(folder, F_OK) != 0 else { throw .exists(path: folder) }
        do {
            let copy = try DurableFolder(beside: folder)
            try copy.makeFolder("segments")
            let copied = copy.path + "/ledger.sqlite"
            try ledger.outside { try $0.execute(sql: "VACUUM INTO ?", arguments: [copied]) }
            chmod(copied, 0o600)
            try DurableFile.sync(copied)
            let segments = try ledger.read { try Int64.fetchAll($0, sql: "SELECT id FROM segments") }
            for id in segments { try Self.copy(segmentPath(id), to: "\(copy.path)/segments/\(id).segment") }
            try Self.copy(key, to: copy.path + "/site.key")
            try copy.commit(as: folder)
        } catch {
            throw StoreError(error, path: folder)
        }
    }

    /// Copies a backup to where a store is to be; the key is restored if there is none.
    ///
    /// - Throws: ``StoreError/exists(path:)`` if there is a store already, or another key at `key`.
    public static func restore(_ backup: String, to folder: String, key: String) throws(StoreError) {
        guard access(backup + "/ledger.sqlite", F_OK) == 0 else { throw .missing(path: backup) }
        guard access(folder, F_OK) != 0 else { throw .exists(path: folder) }
        let isKeyThere = access(key, F_OK) == 0
        do {
            // A key that is kept apart from the backup is in place already; whether it fits, the store says when it is opened.
            let hasKey = access(backup + "/site.key", F_OK) == 0
            if isKeyThere, hasKey, try Self.key(key) != Self.key(backup + "/site.key") {
                throw StoreError.exists(path: key)
            }
            let copied = try DurableFolder(beside: folder)
            try copied.makeFolder("segments")
            try copy(backup + "/ledger.sqlite", to: copied.path + "/ledger.sqlite")
            let names = (try? FileManager.default.contentsOfDirectory(atPath: backup + "/segments")) ?? []
            for name in names where name.hasSuffix(".segment") {
                try copy("\(backup)/segments/\(name)", to: "\(copied.path)/segments/\(name)")
            }
            if !isKeyThere { try copy(backup + "/site.key", to: key) }
            try copied.commit(as: folder)
        } catch {
            throw StoreError(error, path: folder)
        }
    }

    private static func key(_ path: String) throws(DurableFileError) -> [UInt8] {
        try ReadableFile.contents(of: path, limit: 1 << 16)
    }

    private static func copy(_ from: String, to path: String) throws(DurableFileError) {
        let source = try MappedFile(from)
        var copy = try DurableFile(replacing: path)
        try copy.write(source.bytes)
        try copy.commit()
    }
}
