// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A folder in the making that takes its name only when all that is in it is on disk.
///
/// Its owner's alone. One that is not committed leaves nothing behind.
///
///     let folder = try DurableFolder(beside: "backup")
///     try DurableFile.write(bytes, to: folder.path + "/one")
///     try folder.commit(as: "backup")
package struct DurableFolder: ~Copyable {
    /// Where it is filled.
    package let path: String
    private var isCommitted = false

    /// Makes the folder under a temporary name that begins with what it may become.
    ///
    /// - Throws: ``DurableFileError``, as all methods.
    package init(beside name: String) throws(DurableFileError) {
        path = name + FileName.temporarySuffix()
        guard mkdir(path, 0o700) == 0 else {
            isCommitted = true
            throw DurableFileError(path: path, call: "mkdir")
        }
    }

    deinit { if !isCommitted { Self.remove(path) } }

    /// Makes a folder within it.
    package func makeFolder(_ name: String) throws(DurableFileError) {
        guard mkdir(path + "/" + name, 0o700) == 0 else {
            throw DurableFileError(path: path + "/" + name, call: "mkdir")
        }
    }

    /// Gives the folder its name, and puts that on disk.
    package consuming func commit(as name: String) throws(DurableFileError) {
        try FileName.move(path, to: name)
        isCommitted = true
        try DurableFile.syncFolder(of: name)
    }

    /// Removes folders beside this one in which processes that were killed had begun to make something, and that nobody has
    /// written into for so long.
    ///
    /// A process that is at work may be anybody's, on any machine, and holds no lock: time alone tells. It is the file system's own, by
    /// which this folder was made just now, not a clock that may be wrong.
    ///
    /// - Parameters:
    ///   - kind: what names of what was to be made end with: `.reading`.
    ///   - seconds: at least so long ago.
    package borrowing func removeAbandoned(_ kind: String, olderThan seconds: Int64) {
        guard let now = FileStatus(path)?.modified.seconds else { return }
        let parent = FileName.folder(of: path)
        for name in Self.names(in: parent) where FileName.isTemporary(name, of: kind) {
            let other = parent + "/" + name
            guard other != path, FileStatus(other, followsLinks: false)?.kind == .folder,
                Self.lastWritten(other).map({ $0 <= now - seconds }) == true
            else { continue }
            Self.remove(other)
        }
    }

    /// When the newest of a folder and the files in it was written; nil where that cannot be known.
    private static func lastWritten(_ path: String) -> Int64? {
        guard let own = FileStatus(path, followsLinks: false) else { return nil }
        return names(in: path).reduce(own.modified.seconds) { latest, name in
            max(latest, FileStatus(path + "/" + name, followsLinks: false)?.modified.seconds ?? latest)
        }
    }

    /// What is in a folder.
    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        return names(of: folder)
    }

    private static func names(of folder: OpaquePointer) -> [String] {
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Removes a folder with all that is in it, as far as that goes, and nothing that a link leads to: others may put one in a
    /// folder's place at any time.
    ///
    /// - Parameters:
    ///   - parent: the descriptor of the folder around, or `AT_FDCWD`.
    ///   - depth: so many folders in folders are removed.
    private static func remove(_ path: String, in parent: Int32 = AT_FDCWD, depth: Int = 8) {
        let descriptor = openat(parent, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0, let folder = fdopendir(descriptor) else { return }
        defer { closedir(folder) }
        for name in names(of: folder) where unlinkat(descriptor, name, 0) != 0 && depth > 0 {
            remove(name, in: descriptor, depth: depth - 1)
        }
        unlinkat(parent, path, AT_REMOVEDIR)
    }
}
