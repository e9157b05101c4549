// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What tells one file from another that takes its place, however it is replaced.
public struct FileIdentity: Sendable, Hashable {
    private var device: UInt64
    private var inode: UInt64
    private var bytes: Int64
    private var modified: Int64
    private var changed: Int64

    /// Looks at the file that a path leads to, symbolic links followed; nil if there is none.
    public init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        bytes = Int64(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    }

    /// When the content was written, in seconds since 1970.
    var modifiedSeconds: Int64 { modified / 1_000_000_000 }
}
