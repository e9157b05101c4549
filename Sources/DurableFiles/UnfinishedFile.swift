// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file that is made under a name that nobody takes for a whole one, and renamed when it is.
///
/// Its owner's alone unless something else is said. One that is not finished leaves nothing behind.
package struct UnfinishedFile: ~Copyable {
    private let temporary: String
    /// What errors name.
    private let path: String
    private let descriptor: Int32
    private var isOpen = true
    private var isFinished = false

    /// Makes the file, of which there must be none.
    ///
    /// - Parameter path: what it is to become, for errors.
    /// - Throws: ``DurableFileError``, as all methods.
    package init(_ temporary: String, becoming path: String) throws(DurableFileError) {
        self.temporary = temporary
        self.path = path
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            isOpen = false
            isFinished = true
            throw DurableFileError(path: path, call: "open")
        }
    }

    deinit {
        if isOpen { close(descriptor) }
        if !isFinished { unlink(temporary) }
    }

    /// Appends bytes.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(DurableFileError) {
        guard Self.write(bytes, to: descriptor) else { throw failure("write") }
    }

    /// Appends all bytes to an open file; false: `errno` says why not.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if errno != EINTR {
                return false
            }
        }
        return true
    }

    /// Appends bytes.
    package func writeBytes(_ bytes: [UInt8]) throws(DurableFileError) {
        var failure: DurableFileError?
        bytes.withUnsafeBytes { bytes in
            do throws(DurableFileError) { try write(bytes) } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// Writes bytes over earlier ones.
    package func overwrite(_ bytes: [UInt8], at offset: Int) throws(DurableFileError) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { bytes in
                pwrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
            }
            if written > 0 {
                done += written
            } else if errno != EINTR {
                throw failure("write")
            }
        }
    }

    /// Lets the folder's group read the file, whatever the umask, if it is the file's group too (a setgid folder).
    package func letGroupRead(ofFolder folder: String) throws(DurableFileError) {
        var own = stat()
        guard let folder = FileStatus(folder), fstat(descriptor, &own) == 0 else { throw failure("stat") }
        if folder.group == own.st_gid, fchmod(descriptor, 0o640) != 0 { throw failure("fchmod") }
    }

    /// Gives the file another one's owner, group and permissions.
    ///
    /// Who is not root cannot give a file away: then the group must be enough for those who read it.
    package func takeAccess(of other: FileStatus) throws(DurableFileError) {
        var own = stat()
        guard fstat(descriptor, &own) == 0 else { throw failure("fstat") }
        if own.st_uid != other.owner || own.st_gid != other.group,
            fchown(descriptor, other.owner, other.group) != 0
        {
            let groupMayRead = other.permissions & 0o040 != 0
            guard groupMayRead, fchown(descriptor, uid_t.max, other.group) == 0 else { throw failure("fchown") }
        }
        guard fchmod(descriptor, mode_t(other.permissions & 0o777)) == 0 else { throw failure("fchmod") }
    }

    /// Gives the file to a folder's owner and group, who may read it.
    package func takeOwner(ofFolder folder: FileStatus) throws(DurableFileError) {
        // Who cannot give it away keeps it.
        _ = fchown(descriptor, folder.owner, folder.group)
        guard fchmod(descriptor, 0o640) == 0 else { throw failure("fchmod") }
    }

    /// Puts the bytes on disk.
    package func sync() throws(DurableFileError) {
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
    }

    /// Gives the file its name; what had it before is replaced.
    package consuming func finish() throws(DurableFileError) {
        isOpen = false
        guard close(descriptor) == 0 else { throw failure("close") }
        try FileName.move(temporary, to: path)
        isFinished = true
    }

    private func failure(_ call: String) -> DurableFileError { DurableFileError(path: path, call: call) }
}
