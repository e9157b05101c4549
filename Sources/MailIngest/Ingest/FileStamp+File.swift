// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import TrainingStore

extension FileStamp {
    /// The stamp of a regular file; nil if there is none.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(
            inode: UInt64(status.st_ino), size: Int(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    }

    /// A path that names the same file from any folder; that of standard input as it is.
    static func absolute(_ path: String) -> String {
        if path == "-" { return path }
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// XXH64 of some bytes of a file; 0 if they are not there.
    static func digest(of path: String, _ range: Range<Int>) -> UInt64 {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var hash = XXH64()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = min(chunk.count, range.upperBound - offset)
            let count = pread(file, &chunk, wanted, off_t(offset))
            guard count > 0 else { return 0 }
            chunk.withUnsafeBytes { hash.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            offset += count
        }
        return hash.finish()
    }

    /// Whether a file can be read.
    static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// Whether an mbox's record begins at an offset.
    static func beginsRecord(_ path: String, at offset: Int) -> Bool {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return false }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 5)
        return pread(file, &bytes, bytes.count, off_t(offset)) == bytes.count && bytes.elementsEqual("From ".utf8)
    }
}
