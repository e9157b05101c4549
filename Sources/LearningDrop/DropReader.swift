// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// Takes the records of a drop folder in the order in which they were written, and removes none until told to.
///
///     var reader = try DropReader(folder)
///     while let event = reader.next() { ... store what it holds, collect event.name ... }
///     ... make the store durable ...
///     let kept = reader.remove(names)
///
/// Nothing goes by doubt. What cannot be read, or is no file, is left where it is; a file that was read and is certainly no
/// record is moved aside by ``quarantine(_:at:)``, and so is, if the reader is told so, what could not be read for long; only
/// what was taken over is removed.
///
/// A batch that is killed before it removed a record gets it again: the store has to know records by their name, or
/// messages by their digest, and take a second copy for the first. Records that come while it reads are left for the
/// next reader. There may be one reader at a time (the batch has its lock).
public struct DropReader {
    /// A record and who wrote it.
    public struct Received: Sendable {
        /// The record's name, unique for ever.
        public let name: DropName
        /// The user who wrote it, as the file system knows it.
        public let uid: UInt32
        /// What was written.
        public let record: DropRecord
    }

    /// What a record is missing, or what else lies in the folder.
    public enum Defect: Error, Sendable, Equatable, CustomStringConvertible {
        /// The writer was killed before it finished.
        case abandoned
        /// The file holds no whole record.
        case damaged(DropRecord.FormatError)
        /// The file is larger than a record may be, or has a second name.
        case suspicious(String)
        /// A folder, a link, a pipe: whoever may write to the folder can make one.
        case noFile(String)
        /// The file cannot be read.
        case unreadable(errno: Int32)
        /// The name is none of a record's; it is left alone.
        case foreign

        /// A few words for a report.
        public var description: String {
            switch self {
            case .abandoned: "its writer was killed before it was finished"
            case .damaged(let error): error.description
            case .suspicious(let what), .noFile(let what): what
            case .unreadable(let code): String(cString: strerror(code))
            case .foreign: "it is not a feedback record and is left alone"
            }
        }

        /// Whether it was read, and is no record now nor later: it may be moved aside.
        var isCertain: Bool {
            switch self {
            case .abandoned, .suspicious: true
            case .damaged(let error): error != .unknownVersion
            case .noFile, .unreadable, .foreign: false
            }
        }

        /// Whether it may be a record that cannot be read, yet.
        var isUnread: Bool {
            switch self {
            case .unreadable, .damaged(.unknownVersion): true
            default: false
            }
        }
    }

    /// A file that could not be removed or moved, and stays.
    public struct Leftover: Sendable, Equatable {
        /// The file.
        public let path: String
        /// Why.
        public let errno: Int32
    }

    /// What comes next.
    public enum Event: Sendable {
        /// A whole record.
        case record(Received)
        /// Something else, to be reported; the name is for ``DropReader/quarantine(_:at:)``, nil of what is to be left alone.
        case defect(path: String, Defect, DropName?)
    }

    /// The folder.
    public let path: String
    let limits: DropLimits
    private let unreadBefore: Int64?
    private var names: ArraySlice<DropName>
    private var foreign: ArraySlice<String>
    private let now = DropWriter.now

    /// Lists the folder.
    ///
    /// - Parameter unreadBefore: records of before this time, in seconds since 1970, that still cannot be read are moved aside,
    ///   too; nil: they stay.
    /// - Throws: ``DropError/noFolder(path:errno:)`` or ``DropError/cannotRead(path:call:errno:)``.
    public init(_ path: String, limits: DropLimits = .standard, unreadBefore: Int64? = nil) throws(DropError) {
        self.path = path
        self.limits = limits
        self.unreadBefore = unreadBefore
        let listing = try DropListing(path, limits: limits)
        names = listing.names[...]
        foreign = listing.foreign.sorted()[...]
    }

    /// How many records, finished or not, have not been looked at yet.
    public var remaining: Int { names.count }

    /// How many finished records have not been looked at yet, and when the first of them was written, in seconds since 1970.
    public var waiting: (records: Int, since: Int64?) {
        let records = names.filter(\.isRecord)
        return (records.count, records.first.flatMap { FileStatus(path($0), followsLinks: false)?.modified.seconds })
    }

    /// Reads the next record; one at a time is in memory.
    ///
    /// - Returns: nil when all were looked at. Damage is an event: no record hides another.
    public mutating func next() -> Event? {
        while let name = names.popFirst() {
            if name.isRecord {
                if let event = read(name) { return event }
            } else if let event = unfinished(name) {
                return event
            }
        }
        return foreign.popFirst().map { .defect(path: path + "/" + $0, .foreign, nil) }
    }

    /// Removes records from the folder: call it when what they say is stored safely.
    ///
    /// - Returns: what could not be removed; one that is gone already was.
    public func remove(_ names: some Sequence<DropName>) -> [Leftover] {
        names.compactMap { name in
            unlink(path(name)) == 0 || errno == ENOENT ? nil : Leftover(path: path(name), errno: errno)
        }
    }

    func path(_ name: DropName) -> String { path + "/" + name.description }

    /// What is wrong with an unfinished record; nil if it may still be finished.
    private func unfinished(_ name: DropName) -> Event? {
        guard let status = FileStatus(path(name), followsLinks: false) else { return nil }
        guard status.kind == .file else { return event(name, .noFile("it is not a regular file")) }
        guard isOld(status) else { return nil }
        return event(name, .abandoned)
    }

    private func event(_ name: DropName, _ defect: Defect) -> Event {
        let isGivenUp = defect.isUnread && unreadBefore.map { name.written < $0 } ?? false
        return .defect(path: path(name), defect, defect.isCertain || isGivenUp ? name : nil)
    }

    private func isOld(_ status: FileStatus) -> Bool {
        status.modified.seconds <= now / 1_000_000_000 - Int64(limits.abandonedAfterSeconds)
    }

    /// nil if the file is gone.
    private func read(_ name: DropName) -> Event? {
        do throws(Defect) {
            guard let file = try bytes(ofFile: path(name)) else { return nil }
            do throws(DropRecord.FormatError) {
                let record = try DropRecord(encoded: file.bytes, limits: limits)
                return .record(Received(name: name, uid: file.uid, record: record))
            } catch {
                throw .damaged(error)
            }
        } catch {
            return event(name, error)
        }
    }

    /// Reads somebody else's file, and neither follows a link nor waits for a pipe; nil if it is gone.
    func bytes(ofFile path: String) throws(Defect) -> (bytes: [UInt8], uid: UInt32)? {
        let file: ReadableFile
        let bytes: [UInt8]
        do throws(DurableFileError) {
            file = try ReadableFile(path, .noLinks)
        } catch {
            switch error.number {
            case ENOENT: return nil
            case ELOOP: throw .noFile("it is a symbolic link")
            // ENXIO is what opening a socket gives.
            case EINVAL, ENXIO: throw .noFile("it is not a regular file")
            default: throw .unreadable(errno: error.number)
            }
        }
        guard file.status.links == 1 else { throw .suspicious("the file has another hard link") }
        let limit = limits.maxFileBytes
        guard file.status.size <= limit else { throw .suspicious("it has more than \(limit) bytes") }
        do throws(DurableFileError) {
            bytes = try file.read(upTo: file.status.size)
        } catch {
            throw .unreadable(errno: error.number)
        }
        return (bytes, file.status.owner)
    }
}
