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
        let temporary = folder + ".new-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        guard mkdir(temporary, 0o700) == 0, mkdir(temporary + "/segments", 0o700) == 0 else {
            throw .failed(temporary, "mkdir")
        }
        var isDone = false
        defer { if !isDone { try? FileManager.default.removeItem(atPath: temporary) } }
        try ledger.outside { try $0.execute(sql: "VACUUM INTO ?", arguments: [temporary + "/ledger.sqlite"]) }
        chmod(temporary + "/ledger.sqlite", 0o600)
        try Self.sync(temporary + "/ledger.sqlite")
        let segments = try ledger.read { try Int64.fetchAll($0, sql: "SELECT id FROM segments") }
        for id in segments { try Self.copy(segmentPath(id), to: "\(temporary)/segments/\(id).segment") }
        try Self.copy(key, to: temporary + "/site.key")
        guard rename(temporary, folder) == 0 else { throw .failed(folder, "rename") }
        isDone = true
        do throws(DurableFileError) {
            try DurableFile.syncFolder(of: folder)
        } catch {
            throw .failed(path: error.path, call: error.call, errno: error.number)
        }
    }

    /// Copies a backup to where a store is to be; the key goes to its place if there is none.
    ///
    /// - Throws: ``StoreError/exists(path:)`` if there is a store already, or another key at `key`.
    public static func restore(_ backup: String, to folder: String, key: String) throws(StoreError) {
        guard access(backup + "/ledger.sqlite", F_OK) == 0 else { throw .missing(path: backup) }
        guard access(folder, F_OK) != 0 else { throw .exists(path: folder) }
        if access(key, F_OK) == 0 {
            guard
                FileManager.default.contents(atPath: key) == FileManager.default.contents(atPath: backup + "/site.key")
            else { throw .exists(path: key) }
        }
        let temporary = folder + ".new-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        guard mkdir(temporary, 0o700) == 0, mkdir(temporary + "/segments", 0o700) == 0 else {
            throw .failed(temporary, "mkdir")
        }
        var isDone = false
        defer { if !isDone { try? FileManager.default.removeItem(atPath: temporary) } }
        try copy(backup + "/ledger.sqlite", to: temporary + "/ledger.sqlite")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: backup + "/segments")) ?? []
        for name in names where name.hasSuffix(".segment") {
            try copy("\(backup)/segments/\(name)", to: "\(temporary)/segments/\(name)")
        }
        if access(key, F_OK) != 0 { try copy(backup + "/site.key", to: key) }
        guard rename(temporary, folder) == 0 else { throw .failed(folder, "rename") }
        isDone = true
        do throws(DurableFileError) {
            try DurableFile.syncFolder(of: folder)
        } catch {
            throw .failed(path: error.path, call: error.call, errno: error.number)
        }
    }

    private static func copy(_ from: String, to path: String) throws(StoreError) {
        do throws(DurableFileError) {
            let source = try MappedFile(from)
            var copy = try DurableFile(replacing: path)
            try copy.write(source.bytes)
            try copy.commit()
        } catch {
            throw .failed(path: error.path, call: error.call, errno: error.number)
        }
    }

    private static func sync(_ path: String) throws(StoreError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .failed(path, "open") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .failed(path, "fsync") }
    }
}
