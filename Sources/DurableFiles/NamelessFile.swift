// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file without a name, for what memory should not hold: it is gone when nobody uses it any more, however that came about.
///
///     let file = try NamelessFile(in: "/var/tmp")
///     try file.writeBytes(bytes)
///     let mapped = try file.map()
package struct NamelessFile: ~Copyable {
    /// `__O_TMPFILE` of Linux on all architectures that Swift has; only with `_GNU_SOURCE` in the C header.
    private static let temporaryFile: Int32 = 0o20_000_000

    private let folder: String
    private let descriptor: Int32

    /// Makes the file, its owner's alone.
    ///
    /// - Parameter folder: on whose file system it lies; nobody sees it there.
    /// - Throws: ``DurableFileError``, as all methods.
    package init(in folder: String) throws(DurableFileError) {
        let file = Self.make(in: folder)
        guard file >= 0 else { throw DurableFileError(path: folder, call: "open") }
        self.folder = folder
        descriptor = file
    }

    private static func make(in folder: String) -> Int32 {
        let file = open(folder, O_RDWR | temporaryFile | O_DIRECTORY | O_EXCL | O_CLOEXEC, 0o600)
        // Not every file system can do without a name: there the file has one for an instant.
        guard file < 0, [EOPNOTSUPP, EISDIR, EINVAL].contains(errno) else { return file }
        let path = folder + "/spreu" + FileName.temporarySuffix()
        let named = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if named >= 0 { unlink(path) }
        return named
    }

    deinit { close(descriptor) }

    /// Appends bytes.
    package func writeBytes(_ bytes: [UInt8]) throws(DurableFileError) {
        guard bytes.withUnsafeBytes({ UnfinishedFile.write($0, to: descriptor) }) else {
            throw DurableFileError(path: folder, call: "write")
        }
    }

    /// Ends writing and maps what was written.
    package consuming func map() throws(DurableFileError) -> MappedFile {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw DurableFileError(path: folder, call: "fstat") }
        return try MappedFile(descriptor, count: Int(status.st_size), path: folder)
    }
}
