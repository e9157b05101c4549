// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import Synchronization

/// Hands labelled mail over: one file a record, written under a name that no reader takes and then renamed.
///
/// Why not one file that all append to: records there come from users who do not trust each other. Whoever may append
/// may also overwrite or hold the lock for ever, the writer's identity would be what the record claims, and a killed
/// writer would leave half a record in the middle. With a file each, the kernel says whose it is, a sticky folder
/// keeps others from removing it, writers never wait for each other, and a killed writer leaves an unfinished file
/// that hides no other. It costs one inode a record for a day.
///
/// A record that was acknowledged can be read by the batch and survives the death of any process. To survive a power cut
/// as well takes `isSynced`, which costs what the disk takes for two syncs; without it, the last seconds before the cut
/// may be lost (a name without its bytes is told and skipped).
///
/// The folder has to exist. Shared by users of a group it has mode 3730 (setgid, sticky, not listable by the group):
/// see `docs/commands/learn.md`.
public final class DropWriter: Sendable {
    /// The folder.
    public let path: String
    private let limits: DropLimits
    private let isSynced: Bool
    /// How many more records and bytes are let in before the folder is looked at again.
    private let allowance = Mutex((records: 0, bytes: 0))

    /// Makes a writer; nothing is looked at yet.
    ///
    /// - Parameter isSynced: makes every record survive a power cut before it is acknowledged.
    public init(_ path: String, limits: DropLimits = .standard, isSynced: Bool = false) {
        self.path = path
        self.limits = limits
        self.isSynced = isSynced
    }

    /// The time now, in nanoseconds since 1970, as records state it.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Appends a record.
    ///
    /// - Returns: the record's name, when a reader can see it whole.
    /// - Throws: ``DropError``, and then no reader ever sees anything of it.
    @discardableResult
    public func append(_ record: DropRecord) throws(DropError) -> DropName {
        try require(record)
        let bytes = record.encoded()
        try reserve(bytes.count)

        let time = Self.now
        let random = UInt64.random(in: 0...UInt64.max)
        let name = DropName(time: time, random: random, bytes: bytes.count)
        let unfinished = path + "/" + DropName.unfinished(time: time, random: random)

        do throws(DurableFileError) {
            let file = try UnfinishedFile(unfinished, becoming: path + "/" + name.description)
            try file.writeBytes(bytes)
            // That is how a batch of another user reads it. In any other folder the file stays its owner's alone.
            try file.letGroupRead(ofFolder: path)
            if isSynced { try file.sync() }
            try file.finish()
            if isSynced { try syncFolder() }
        } catch {
            throw .cannotWrite(path: path, call: error.call, errno: error.number)
        }
        return name
    }

    private func require(_ record: DropRecord) throws(DropError) {
        guard !record.message.isEmpty else { throw .emptyMessage }
        guard record.message.count <= limits.maxMessageBytes else {
            throw .messageTooLarge(bytes: record.message.count, limit: limits.maxMessageBytes)
        }
        for (name, text) in [("account", record.account), ("origin", record.origin), ("verdict", record.verdict ?? "")]
        where text.utf8.count > limits.maxFieldBytes {
            throw .fieldTooLong(name: name, bytes: text.utf8.count, limit: limits.maxFieldBytes)
        }
    }

    /// Makes sure that there is room, looking at the folder now and then only: it may hold many files.
    private func reserve(_ bytes: Int) throws(DropError) {
        let isAllowed = allowance.withLock { left in
            guard left.records > 0, left.bytes >= bytes else { return false }
            left.records -= 1
            left.bytes -= bytes
            return true
        }
        if isAllowed { return }

        guard let status = FileStatus(path) else { throw .noFolder(path: path, errno: errno) }
        guard status.kind == .folder else { throw .noFolder(path: path, errno: ENOTDIR) }
        guard status.permissions & 0o002 == 0 else { throw .openToAll(path: path) }

        var system = statvfs()
        if statvfs(path, &system) == 0, system.f_blocks > 0 {  // 0: a tmpfs without a limit
            let free = Int(clamping: UInt64(system.f_bavail).multipliedReportingOverflow(by: UInt64(system.f_frsize)).0)
            guard free - bytes >= limits.minFreeBytes else {
                throw .diskFull(path: path, freeBytes: free, minimum: limits.minFreeBytes)
            }
        }
        // Members of the group may write but not list: then only the file system bounds what waits.
        let waiting = (try? DropListing(path, limits: limits))?.waiting ?? (records: 0, bytes: 0)
        let left = (records: limits.maxRecords - waiting.records, bytes: limits.maxFolderBytes - waiting.bytes)
        guard left.records > 0, left.bytes >= bytes else {
            throw .full(path: path, records: waiting.records, bytes: waiting.bytes)
        }
        // Other writers count the same room as theirs: take a small share of it at a time.
        allowance.withLock { $0 = (min(256, left.records / 128), left.bytes / 128) }
    }

    private func syncFolder() throws(DurableFileError) {
        do throws(DurableFileError) {
            try DurableFile.syncFolder(of: path + "/x")
        } catch {
            // One that may be written but not listed: the record itself is on disk, its name follows.
            if error.call != "open folder" { throw error }
        }
    }
}
