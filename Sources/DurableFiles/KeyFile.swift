// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A small file that holds a key, which only its owner can read unless it is a public one.
///
/// It is written under a temporary name and linked to its own, which fails if the name exists: of two processes that start
/// at once, both use the file of the one that came first, and no reader ever sees half a file.
package enum KeyFile {
    /// Reads the file of a secret key, at most so many bytes of it.
    ///
    /// - Parameter groupMayRead: accepts a file that its group may read (mode 0640): for a service with a user of its own.
    package static func read(
        _ path: String, maxBytes: Int, groupMayRead: Bool = false
    ) throws(KeyFileError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else {
            if errno == ENOENT { throw .missing }
            throw .failed(action: "open")
        }
        defer { close(file) }
        try checkOwnership(of: file, groupMayRead: groupMayRead)
        var content = [UInt8](repeating: 0, count: maxBytes)
        let count = Glibc.read(file, &content, content.count)
        guard count >= 0 else { throw .failed(action: "read") }
        return Array(content[..<count])
    }

    private static func checkOwnership(of file: CInt, groupMayRead: Bool) throws(KeyFileError) {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw .failed(action: "examine") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
        let mode = UInt32(status.st_mode & 0o7777)
        guard mode & (groupMayRead ? 0o037 : 0o077) == 0 else { throw .exposed(mode: mode) }
        // The superuser's keys may be read by a service that was started as root, and the other way round.
        guard status.st_uid == geteuid() || status.st_uid == 0 || geteuid() == 0 else {
            throw .foreign(owner: status.st_uid)
        }
    }

    /// Makes a file with this content, and the folders on the way, for the owner alone unless it is public.
    ///
    /// - Throws: ``KeyFileError/exists`` if there is one: it is never replaced.
    package static func create(
        _ content: [UInt8], at path: String, isPublic: Bool = false
    ) throws(KeyFileError) {
        let folder = FileName.folder(of: path)
        try makeFolders(folder, mode: isPublic ? 0o755 : 0o700)
        let temporary = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max)).new"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isPublic ? 0o644 : 0o600)
        guard file >= 0 else { throw .failed(action: "make") }
        defer { unlink(temporary) }
        // Whatever the umask: who verifies is often another user than who made the key.
        if isPublic { fchmod(file, 0o644) }
        let written = write(file, content, content.count)
        let isSafe = written == content.count && fsync(file) == 0
        let reason = errno
        close(file)
        guard isSafe else { throw .failed(action: "write", error: reason) }
        guard link(temporary, path) == 0 else {
            if errno == EEXIST { throw .exists }
            throw .failed(action: "make")
        }
        // A file system that cannot is no reason to go without a key.
        try? DurableFile.syncFolder(of: path)
    }

    private static func makeFolders(_ folder: String, mode: mode_t) throws(KeyFileError) {
        if access(folder, F_OK) == 0 || folder == "/" || folder == "." { return }
        try makeFolders(FileName.folder(of: folder), mode: mode)
        guard mkdir(folder, mode) == 0 || errno == EEXIST else { throw .failed(action: "make a folder for") }
    }
}

/// Why the file of a key cannot be used; whose it is says the remedy.
package enum KeyFileError: Error, Equatable {
    /// There is no file.
    case missing
    /// Others than the owner may read or write the file.
    case exposed(mode: UInt32)
    /// The file belongs to another user.
    case foreign(owner: UInt32)
    /// The path is no regular file.
    case notAFile
    /// There is a file already.
    case exists
    /// A system call failed.
    case failed(action: String, reason: String)

    fileprivate static func failed(action: String, error: CInt = errno) -> KeyFileError {
        .failed(action: action, reason: String(cString: strerror(error)))
    }
}
