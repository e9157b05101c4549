// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The entries of a folder as the system lists them, links followed; closed when the owner goes.
@safe struct FolderEntries: ~Copyable {
    // SAFETY: the C library's own, freed by `deinit`.
    private let folder: OpaquePointer

    /// Opens a folder.
    init(_ path: BytePath) throws(SourceFailure) {
        // SAFETY: the path ends with a NUL.
        guard let folder = unsafe opendir(path.terminated) else {
            throw SourceFailure(problem: errno == ENOENT ? .removed : .cannotOpen(code: errno))
        }
        unsafe self.folder = folder
    }

    deinit { unsafe closedir(folder) }

    /// Appends the name of the next entry; returns what it is, nil at the end.
    mutating func next(nameTo text: inout [UInt8]) throws(SourceFailure) -> FolderListing.Kind? {
        errno = 0
        // SAFETY: the entry stays until the next call, and its name, longer than its declaration may say, ends with a NUL.
        guard let entry = unsafe readdir(folder) else {
            if errno != 0 { throw SourceFailure(problem: .cannotRead(code: errno)) }
            return nil
        }
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let name = unsafe UnsafeRawPointer(entry) + offset
        let count = unsafe strlen(name.assumingMemoryBound(to: CChar.self))
        unsafe text.append(contentsOf: UnsafeRawBufferPointer(start: name, count: count))
        return switch unsafe Int(entry.pointee.d_type) {
        case Int(DT_REG): .file
        case Int(DT_DIR): .folder
        case Int(DT_LNK), Int(DT_UNKNOWN): .unknown
        default: .other
        }
    }
}
