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

    /// Removes a folder with all that is in it, as far as that goes.
    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                guard name != ".", name != ".." else { continue }
                let isFolder = FileStatus(path + "/" + name, followsLinks: false)?.kind == .folder
                if isFolder { remove(path + "/" + name) } else { unlink(path + "/" + name) }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}
