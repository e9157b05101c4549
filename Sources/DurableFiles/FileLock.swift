// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A lock that one process has alone, or any number have together, and a file that says who.
///
/// An `flock`, which the system takes back when the process ends, however it ends: no stale lock.
package final class FileLock: Sendable {
    /// Why the lock was not taken.
    package enum Failure: Error {
        /// Another process has it, by what it wrote into the file.
        case held(by: String)
        /// A system call failed.
        case failed(DurableFileError)
    }

    private let descriptor: Int32

    /// Takes the lock; the file is made if there is none.
    ///
    /// - Parameter who: what the file says of this process.
    package init(_ path: String, exclusively: Bool, who: String) throws(Failure) {
        var flags = O_RDWR | O_CREAT
        var file = open(path, flags | O_CLOEXEC, 0o600)
        // On a read-only disk, one that takes it with others has no file to make.
        if file < 0, !exclusively, errno == EROFS || errno == EACCES {
            flags = O_RDONLY
            file = open(path, flags | O_CLOEXEC)
        }
        guard file >= 0 else { throw .failed(DurableFileError(path: path, call: "open")) }
        let number = Self.take(file, exclusively ? LOCK_EX : LOCK_SH)
        guard number == 0 else {
            let holder = Self.holder(file)
            close(file)
            if number == EWOULDBLOCK { throw .held(by: holder) }
            throw .failed(DurableFileError(path: path, call: "flock", errno: number))
        }
        descriptor = file
        if flags & O_RDWR != 0 {
            let line = Array("\(who) (process \(getpid()))\n".utf8)
            if exclusively { ftruncate(file, 0) }
            _ = pwrite(file, line, line.count, 0)
        }
    }

    deinit { close(descriptor) }

    /// Takes the lock; returns 0 or the number of the error.
    ///
    /// A program that a process starts has the process's descriptors until it begins: for that instant a lock that was given
    /// back already is still taken.
    private static func take(_ file: Int32, _ kind: Int32) -> Int32 {
        for _ in 0..<10 {
            if flock(file, kind | LOCK_NB) == 0 { return 0 }
            if errno != EWOULDBLOCK { return errno }
            usleep(20_000)
        }
        return EWOULDBLOCK
    }

    private static func holder(_ file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = pread(file, &bytes, bytes.count, 0)
        guard count > 0 else { return "another process" }
        return String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
    }
}
