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
    private let temporary: String
    private let descriptor: Int32
    private var isOpen = true
    private var isCommitted = false

    /// Makes the temporary file.
    ///
    /// - Throws: ``DurableFileError`` when the folder is missing, may not be written to, or is full; as all methods.
    public init(replacing path: String) throws(DurableFileError) {
        self.path = path
        temporary = path + ".new-" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            isOpen = false
            isCommitted = true
            throw DurableFileError(path: path, call: "open")
        }
    }

    deinit {
        if isOpen { close(descriptor) }
        if !isCommitted { unlink(temporary) }
    }

    /// Appends bytes.
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(DurableFileError) {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if errno != EINTR {
                throw DurableFileError(path: path, call: "write")
            }
        }
    }

    /// Appends bytes.
    public mutating func writeBytes(_ bytes: [UInt8]) throws(DurableFileError) {
        var failure: DurableFileError?
        bytes.withUnsafeBytes { bytes in
            do throws(DurableFileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes bytes over earlier ones, as a header that states what follows it.
    public mutating func overwrite(_ bytes: [UInt8], at offset: Int) throws(DurableFileError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { bytes in
                pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
            if written > 0 {
                done += written
            } else if errno != EINTR {
                throw DurableFileError(path: path, call: "write")
            }
        }
    }

    /// Puts the file on disk and under its name.
    public consuming func commit() throws(DurableFileError) {
        guard fsync(descriptor) == 0 else { throw DurableFileError(path: path, call: "fsync") }
        isOpen = false
        guard close(descriptor) == 0 else { throw DurableFileError(path: path, call: "close") }
        guard rename(temporary, path) == 0 else { throw DurableFileError(path: path, call: "rename") }
        isCommitted = true
        try Self.syncFolder(of: path)
    }

    /// Writes a whole file.
    public static func write(_ bytes: [UInt8], to path: String) throws(DurableFileError) {
        var file = try DurableFile(replacing: path)
        try file.writeBytes(bytes)
        try file.commit()
    }

    /// Puts the names in a path's folder on disk.
    public static func syncFolder(of path: String) throws(DurableFileError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
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
