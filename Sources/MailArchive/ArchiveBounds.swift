// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// A folder that a reader does not leave: for what it holds is shown to the person whose folder it is, who may have laid links to
/// somebody else's files in it.
public struct ArchiveBounds: Sendable {
    /// The folder, with no link on the way to it.
    public let folder: String
    /// Whose files are opened, by the user's number: a hard link gives a file a name in another's folder.
    public let owner: UInt32

    /// Bounds a reader to a folder, and to the files of its owner.
    ///
    /// - Parameters:
    ///   - path: the folder, by whatever name.
    ///   - place: where it has to be, with no link on the way.
    /// - Returns: nil where a link leads to it, or nothing is there.
    public init?(_ path: String, at place: String) {
        guard FileName.resolved(path) == place, let status = FileStatus(place, followsLinks: false),
            status.kind == .folder
        else { return nil }
        (folder, owner) = (place, status.owner)
    }

    /// Whether what a path leads to lies in the folder; nil: nothing is there, or it may not be looked at.
    public func hold(_ path: String) -> Bool? { FileName.resolved(path).map(holds) }

    /// Whether an open file may be read.
    ///
    /// Asked of the open file, as anything may be put at a path between a look at it and its opening.
    func hold(_ file: borrowing ReadableFile) -> Bool {
        file.status.owner == owner && (file.openedPath.map(holds) ?? false)
    }

    private func holds(resolved path: String) -> Bool { path.utf8.starts(with: (folder + "/").utf8) }
}
