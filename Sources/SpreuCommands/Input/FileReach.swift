// SPDX-License-Identifier: Apache-2.0
import DurableFiles

/// Whether every user of a machine gets at a file or a folder: one judgement for all commands that tell of it.
struct FileReach {
    /// The folder in which another machine's files lie; what is around it is not around them there.
    private let root: String?

    init(root: String?) { self.root = root.map { FileName.resolved($0) ?? $0 } }

    /// Whether all users may read what lies at a path, and all folders around it let them through.
    func isOpenToAll(_ path: String, _ status: FileStatus) -> Bool {
        let read: UInt32 = status.kind == .folder ? 0o5 : 0o4
        return status.permissions & read != 0 && isReachable(path)
    }

    private func isReachable(_ path: String) -> Bool {
        var folder = (FileName.resolved(path) ?? path)[...]
        while let slash = folder.lastIndex(of: "/") {
            folder = folder[..<slash]
            if let root, folder == root { break }
            let status = FileStatus(folder.isEmpty ? "/" : String(folder))
            if let status, status.permissions & 0o1 == 0 { return false }
            if folder.isEmpty { break }
        }
        return true
    }
}
