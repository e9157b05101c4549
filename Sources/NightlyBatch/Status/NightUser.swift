// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// Who reads the accounts at night, whoever asks: what root may read says nothing of what nights can.
struct NightUser {
    /// Nil: whoever asks.
    private let user: FilePermissions.User?

    /// The most groups of a user.
    private static let maxGroups: Int32 = 1_024

    /// The owner of a store, where root asks.
    init(ofStore store: String) {
        guard geteuid() == 0, let owner = FileStatus(store)?.owner, owner != 0, let entry = getpwuid(owner) else {
            user = nil
            return
        }
        var count = Self.maxGroups
        var groups = [gid_t](repeating: 0, count: Int(count))
        let isComplete = getgrouplist(entry.pointee.pw_name, entry.pointee.pw_gid, &groups, &count) >= 0
        user = FilePermissions.User(
            number: owner, groups: isComplete ? Set(groups.prefix(Int(max(0, count)))) : [entry.pointee.pw_gid])
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
