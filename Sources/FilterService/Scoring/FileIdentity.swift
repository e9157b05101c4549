// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// What tells one file from another that takes its place, however it is replaced.
package struct FileIdentity: Sendable, Hashable {
    private let file: FileStatus.Identity
    private let bytes: Int
    private let modified: FileStatus.Time
    private let changed: FileStatus.Time

    /// When the content was written, in seconds since 1970.
    var modifiedSeconds: Int64 { modified.seconds }

    /// Looks at the file that a path leads to, symbolic links followed; nil if there is none.
    package init?(path: String) {
        guard let status = FileStatus(path) else { return nil }
        file = status.identity
        bytes = status.size
        modified = status.modified
        changed = status.changed
    }
}
