// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What a file system has left.
package struct FileSystemSpace: Sendable, Equatable {
    /// Bytes that users other than root may still write.
    package var free: Int
    /// Whether names can still be made; a file system that does not count them says 0 of 0.
    package var hasInodes: Bool
    /// Whether it is mounted read-only.
    package var isReadOnly: Bool

    /// `ST_RDONLY` of statvfs(3).
    private static let readOnly: UInt = 1

    /// Asks the file system that a path lies on; nil if there is no such path.
    package init?(_ path: String) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        free = Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
        hasInodes = status.f_files == 0 || status.f_favail > 0
        isReadOnly = UInt(status.f_flag) & Self.readOnly != 0
    }
}
