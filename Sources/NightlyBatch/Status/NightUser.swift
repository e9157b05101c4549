// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// Who reads the accounts at night, whoever asks: what root may read says nothing of what nights can.
struct NightUser {
    /// Nil: whoever asks.
    private let user: FilePermissions.User?

    /// The owner of a store, where root asks.
    init(ofStore store: String) {
        guard geteuid() == 0, let owner = FileStatus(store)?.owner, owner != 0, let entry = getpwuid(owner) else {
            user = nil
            return
        }
        let (name, group) = (String(cString: entry.pointee.pw_name), entry.pointee.pw_gid)
        user = FilePermissions.User(number: owner, groups: FilePermissions.User.groups(of: name, first: group))
    }

    /// Whether the user cannot list a folder that is there.
    func isKeptOut(of folder: String) -> Bool {
        guard let user else { return access(folder, R_OK | X_OK) != 0 && errno != ENOENT }
        guard let path = FileName.resolved(folder), let goal = FilePermissions(path) else { return false }
        if !goal.allows([.read, .execute], to: user) { return true }
        var outer = path[...]
        while let slash = outer.lastIndex(of: "/"), slash > outer.startIndex {
            outer = outer[..<slash]
            if FilePermissions(String(outer))?.allows(.execute, to: user) == false { return true }
        }
        return false
    }
}
