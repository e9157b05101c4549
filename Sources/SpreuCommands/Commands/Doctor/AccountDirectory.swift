// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailServerConfiguration
import SiteConfiguration
import SiteHealth

/// The users and groups of a machine: those of its files, and on this machine what its directory service knows beside.
struct AccountDirectory {
    /// A group.
    struct Group {
        var name: String
        var number: UInt32
    }

    private let table: UserTable
    private let isThisMachine: Bool

    /// The most bytes of a list that are read.
    private static let maxBytes = 16 << 20

    init(_ server: ServerFiles) {
        func text(_ path: String) -> String {
            (try? SmallFile.text(server.path(path), maxBytes: Self.maxBytes, isRegular: true, isRepaired: true)) ?? ""
        }
        table = UserTable(passwd: text("/etc/passwd"), group: text("/etc/group"))
        isThisMachine = server.isThisMachine
    }

    /// A user with all its groups; nil: there is none of that name.
    func user(_ name: String) -> UserIdentity? {
        if let user = table.user(name) {
            let groups = table.groups(of: user).union(more(name, user.group))
            return UserIdentity(name: name, number: user.number, groups: groups)
        }
        guard isThisMachine, let entry = getpwnam(name) else { return nil }
        let (number, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        return UserIdentity(name: name, number: number, groups: more(name, group).union([group]))
    }

    /// Groups as the machine's own directory has them.
    private func more(_ name: String, _ group: UInt32) -> Set<UInt32> {
        isThisMachine ? FilePermissions.User.groups(of: name, first: group) : []
    }

    /// A user's name, or `#` and the number where there is none.
    func userName(_ number: UInt32) -> String {
        if let user = table.user(number) { return user.name }
        guard isThisMachine, let entry = getpwuid(number), let name = entry.pointee.pw_name else { return "#\(number)" }
        return String(cString: name)
    }

    /// A group by its name, or its number in digits; nil: there is none.
    func group(_ name: String) -> Group? {
        if let number = table.group(name) { return Group(name: name, number: number) }
        if let number = UInt32(name) { return group(number) ?? Group(name: name, number: number) }
        guard isThisMachine, let entry = getgrnam(name) else { return nil }
        return Group(name: name, number: entry.pointee.gr_gid)
    }

    /// A group by its number.
    func group(_ number: UInt32) -> Group? { table.groupName(number).map { Group(name: $0, number: number) } }

    /// The users of a group: its members, and those whose first group it is.
    func members(of group: Group) -> [String] { table.members(ofGroup: group.name) }
}
