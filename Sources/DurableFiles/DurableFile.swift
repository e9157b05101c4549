// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file in the making that takes its name only when it is whole and on disk.
///
/// At every instant the path holds the old file or the new one: bytes go into a temporary file in the same folder
/// (owner-only, made exclusively), which ``commit()`` syncs and renames over the path; then the folder is synced, so that
/// the name survives a power cut too. Readers that have the old file mapped keep it. A symbolic link at the path is
/// replaced, not followed. A file that is not committed leaves nothing behind.
///
///     var file = try DurableFile(replacing: "models/site.spreu")
///     try file.write(bytes)
///     try file.commit()
public struct DurableFile: ~Copyable {
    private let path: String
    private let file: UnfinishedFile

    /// Makes the temporary file.
    ///
    /// - Throws: ``DurableFileError`` when the folder is missing, may not be written to, or is full; as all methods. Also where
    ///   the path is that of a device, a pipe or a socket: root would put a file in the place of `/dev/null`.
    public init(replacing path: String) throws(DurableFileError) {
        self.path = path
        try Self.requireReplaceable(path)
        file = try UnfinishedFile(path + FileName.temporarySuffix(), becoming: path)
    }

    private static func requireReplaceable(_ path: String) throws(DurableFileError) {
        switch FileStatus(path, followsLinks: false)?.kind {
        case nil, .file, .folder, .link: return
        default: throw DurableFileError(path: path, call: "replace", errno: ENOTSUP)
        }
    }

    /// Appends bytes.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(DurableFileError) { try file.write(bytes) }

    /// Appends bytes.
    public mutating func writeBytes(_ bytes: [UInt8]) throws(DurableFileError) { try file.writeBytes(bytes) }

    /// Writes bytes over earlier ones, as a header that states what follows it.
    public mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws(DurableFileError) {
        try file.overwrite(bytes, at: offset)
    }

    /// Puts the file on disk and under its name.
    public consuming func commit() throws(DurableFileError) {
        let path = path
        try file.sync()
        try file.finish()
        try Self.syncFolder(of: path)
    }

    /// Makes an empty file, its owner's alone, where there is none.
    package static func makeEmpty(_ path: String) throws(DurableFileError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw DurableFileError(path: path, call: "open") }
        close(file)
    }

    /// Puts a file that another library wrote on disk.
    package static func sync(_ path: String) throws(DurableFileError) {
        let file = try ReadableFile(path)
        guard fsync(file.descriptor) == 0 else { throw DurableFileError(path: path, call: "fsync") }
    }

    /// Writes a whole file.
    public static func write(_ bytes: [UInt8], to path: String) throws(DurableFileError) {
        var file = try DurableFile(replacing: path)
        try file.writeBytes(bytes)
        try file.commit()
    }

    /// Writes a whole file that others read: it keeps owner, group and permissions of the one that it replaces.
    ///
    /// A new one gets the folder's owner and group, who may read it. Where symbolic links lead, there it is replaced.
    package static func writeKeepingAccess(_ bytes: [UInt8], to path: String) throws(DurableFileError) {
        let path = FileName.resolved(path) ?? path
        var file = try DurableFile(replacing: path)
        try file.writeBytes(bytes)
        if let old = FileStatus(path) {
            try file.file.takeAccess(of: old)
        } else if let folder = FileStatus(FileName.folder(of: path)) {
            try file.file.takeOwner(ofFolder: folder)
        }
        try file.commit()
    }

    /// Puts the names in a path's folder on disk.
    public static func syncFolder(of path: String) throws(DurableFileError) {
        let directory = open(FileName.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw DurableFileError(path: path, call: "open folder") }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw DurableFileError(path: path, call: "fsync folder") }
    }
}

/// A system call on a file that failed.
public struct DurableFileError: Error, Equatable, CustomStringConvertible {
    /// The file's path.
    public var path: String
    /// Which call.
    public var call: String
    /// The system's error number.
    public var number: Int32

    /// Takes the error number of the call that has just failed.
    public init(path: String, call: String) { self.init(path: path, call: call, errno: Glibc.errno) }

    /// Creates an error.
    public init(path: String, call: String, errno number: Int32) {
        self.path = path
        self.call = call
        self.number = number
    }

    /// What the system says.
    public var reason: String { String(cString: strerror(number)) }

    /// What is wrong, where, and what to do about it.
    public var description: String {
        "\(path): \(reason) (\(call)); check the folder, its permissions and free space"
    }
}
