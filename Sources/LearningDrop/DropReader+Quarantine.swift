// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

extension DropReader {
    /// The folder, within the drop folder, of files that are no records; its owner's alone.
    static let quarantineName = ".quarantine"

    /// The folder of files that were moved aside.
    public var quarantinePath: String { path + "/" + Self.quarantineName }

    /// How many files were moved aside and are there still.
    public var quarantinedCount: Int {
        guard isQuarantineSafe, let folder = opendir(quarantinePath) else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            // All but `.` and `..`: records' names begin with a digit.
            if entry.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    /// Moves files that are certainly no records out of the way, for a person to look at: they may hold a lesson all the same.
    ///
    /// - Returns: what could not be moved, and stays where it is.
    public func quarantine(_ names: some Collection<DropName>) -> [Remains] {
        guard !names.isEmpty else { return [] }
        guard mkdir(quarantinePath, 0o700) == 0 || errno == EEXIST else {
            let code = errno
            return names.map { Remains(path: path($0), errno: code) }
        }
        // Whoever may write to the folder may have made one of that name before.
        guard isQuarantineSafe else { return names.map { Remains(path: path($0), errno: EEXIST) } }
        return names.compactMap { name in
            do throws(DurableFileError) {
                try FileName.move(path(name), to: quarantinePath + "/" + name.description)
                return nil
            } catch {
                return error.number == ENOENT ? nil : Remains(path: path(name), errno: error.number)
            }
        }
    }

    /// Whether the folder is one, and the reader's alone.
    private var isQuarantineSafe: Bool {
        guard let status = FileStatus(quarantinePath, followsLinks: false) else { return false }
        return status.kind == .folder && status.owner == geteuid() && status.permissions & 0o077 == 0
    }
}
