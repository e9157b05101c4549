// SPDX-License-Identifier: Apache-2.0

/// A user as the system decides what it may do.
package struct UserIdentity: Sendable, Hashable {
    /// Its name.
    package var name: String
    /// Its number.
    package var number: UInt32
    /// The numbers of its groups.
    package var groups: Set<UInt32>

    /// Makes a user.
    package init(name: String, number: UInt32, groups: Set<UInt32>) {
        (self.name, self.number, self.groups) = (name, number, groups)
    }
}

/// Who may do what with a file: its owner, group and mode, and its access control list if it has one.
///
/// - SeeAlso: acl(5), "ACCESS CHECK ALGORITHM".
package struct FileRights: Sendable, Hashable {
    /// What may be done.
    package struct Set: OptionSet, Sendable, Hashable {
        /// As in the modes of files.
        package let rawValue: UInt32
        /// Makes a set of its bits.
        package init(rawValue: UInt32) { self.rawValue = rawValue }
        /// Read, or list a folder.
        package static let read = Set(rawValue: 4)
        /// Write, or make and remove names in a folder.
        package static let write = Set(rawValue: 2)
        /// Run, or go through a folder.
        package static let search = Set(rawValue: 1)

        /// As `setfacl` and `chmod` write it: `rx`.
        package var letters: String {
            (contains(.read) ? "r" : "") + (contains(.write) ? "w" : "") + (contains(.search) ? "x" : "")
        }
    }

    /// The owner's number.
    package var owner: UInt32
    /// The group's number.
    package var group: UInt32
    /// The permissions, as `chmod` takes them.
    package var mode: UInt32
    private var users: [UInt32: UInt32] = [:]
    private var groups: [UInt32: UInt32] = [:]
    private var owningGroup: UInt32?
    private var mask: UInt32 = 7

    /// Makes the rights of a file.
    ///
    /// - Parameter list: the bytes of the attribute `system.posix_acl_access`; nil, or what is none: the mode alone holds.
    package init(owner: UInt32, group: UInt32, mode: UInt32, list: [UInt8]? = nil) {
        (self.owner, self.group, self.mode) = (owner, group, mode)
        if let list { read(list) }
    }

    /// `struct posix_acl_xattr_entry` of Linux: tag and permissions of 16 bits, an id of 32, after a version of 32, little-endian.
    private mutating func read(_ list: [UInt8]) {
        let entryBytes = 8
        func number(_ place: Int, _ bytes: Int) -> UInt32 {
            (0..<bytes).reduce(0) { $0 | UInt32(list[place + $1]) << UInt32(8 * $1) }
        }
        guard list.count >= 4, number(0, 4) == 2, (list.count - 4) % entryBytes == 0 else { return }
        for place in stride(from: 4, to: list.count, by: entryBytes) {
            let (rights, id) = (number(place + 2, 2) & 7, number(place + 4, 4))
            switch number(place, 2) {
            case 0x02: users[id] = rights
            case 0x04: owningGroup = rights
            case 0x08: groups[id] = rights
            case 0x10: mask = rights
            // Owner and others are as the mode says.
            default: break
            }
        }
    }

    /// Whether a user may do all of this.
    package func allow(_ wanted: Set, to user: UserIdentity) -> Bool {
        func has(_ rights: UInt32) -> Bool { rights & wanted.rawValue == wanted.rawValue }
        if user.number == 0 { return true }
        if user.number == owner { return has(mode >> 6) }
        if let rights = users[user.number] { return has(rights & mask) }
        var found: [UInt32] = []
        if user.groups.contains(group) { found.append(owningGroup ?? mode >> 3) }
        found += groups.filter { user.groups.contains($0.key) }.map(\.value)
        // One of the groups must have all of it; where any fits, others' rights do not count.
        let isMasked = owningGroup != nil
        return found.isEmpty ? has(mode) : found.contains { has(isMasked ? $0 & mask : $0) }
    }

    /// Whether its group, or others, may do any of this.
    package func isOpen(to rights: Set, othersOnly: Bool = false) -> Bool {
        let bits = rights.rawValue
        return mode & bits != 0 || !othersOnly && mode & (bits << 3) != 0
    }
}
