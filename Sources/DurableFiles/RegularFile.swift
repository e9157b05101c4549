// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A file with a size, as opposed to a pipe or a device, which may have no end.
enum RegularFile {
    /// Opens a file for reading, without waiting for what writes to a pipe of that name; the caller closes it.
    ///
    /// - Throws: ``DurableFileError``; `EINVAL` for what is no regular file.
    static func open(_ path: String) throws(DurableFileError) -> (descriptor: Int32, bytes: Int) {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw DurableFileError(path: path, call: "open") }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            let error = DurableFileError(path: path, call: "fstat")
            close(file)
            throw error
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw DurableFileError(path: path, call: "open", errno: EINVAL)
        }
        return (file, Int(status.st_size))
    }
}
