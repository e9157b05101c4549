// SPDX-License-Identifier: Apache-2.0
import Glibc
import SiteConfiguration
import SiteHealth

/// The users and groups of a machine: those of its files, and on this machine what its directory service knows beside.
struct AccountDirectory {
    /// A group.
    struct Group {
        var name: String
        var number: UInt32
        var members: [String]
    }

    private struct User {
        var name: String
        var number: UInt32
        var group: UInt32
    }

    private let users: [User]
    private let groups: [Group]
    private let isThisMachine: Bool

    /// The most bytes of a list that are read.
    private static let maxBytes = 16 << 20

    init(_ server: ServerFiles) {
        isThisMachine = server.isThisMachine
        users = Self.lines(server.path("/etc/passwd")).compactMap { fields in
            guard fields.count >= 4, let number = UInt32(fields[2]), let group = UInt32(fields[3]) else { return nil }
            return User(name: fields[0], number: number, group: group)
        }
        groups = Self.lines(server.path("/etc/group")).compactMap { fields in
            guard fields.count >= 4, let number = UInt32(fields[2]) else { return nil }
            return Group(name: fields[0], number: number, members: fields[3].split(separator: ",").map(String.init))
        }
    }

    private static func lines(_ path: String) -> [[String]] {
        let text = (try? SmallFile.text(path, maxBytes: maxBytes, isRepaired: true)) ?? ""
        return text.split(separator: "\n").map {
            $0.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// A user with all its groups; nil: there is none of that name.
    func user(_ name: String) -> UserIdentity? {
        if let user = users.first(where: { $0.name == name }) {
            let joined = groups.filter { $0.members.contains(name) }.map(\.number)
            return UserIdentity(
                name: name, number: user.number, groups: Set([user.group] + joined + more(name, user.group)))
        }
        guard isThisMachine, let entry = getpwnam(name) else { return nil }
        let (number, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        return UserIdentity(name: name, number: number, groups: Set([group] + more(name, group)))
    }

    /// Groups as the machine's own directory has them.
    private func more(_ name: String, _ group: UInt32) -> [UInt32] {
        guard isThisMachine else { return [] }
        var count: Int32 = 1_024
        var numbers = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(name, group, &numbers, &count) >= 0 else { return [] }
        return Array(numbers.prefix(Int(max(0, count))))
    }

    /// A user's name, or `#` and the number where there is none.
    func userName(_ number: UInt32) -> String {
        if let user = users.first(where: { $0.number == number }) { return user.name }
        guard isThisMachine, let entry = getpwuid(number), let name = entry.pointee.pw_name else { return "#\(number)" }
        return String(cString: name)
    }

    /// A group by its name, or its number in digits; nil: there is none.
    func group(_ name: String) -> Group? {
        if let group = groups.first(where: { $0.name == name }) { return group }
        if let number = UInt32(name) { return group(number) ?? Group(name: name, number: number, members: []) }
        guard isThisMachine, let entry = getgrnam(name) else { return nil }
        return Group(name: name, number: entry.pointee.gr_gid, members: [])
    }

    /// A group by its number.
    func group(_ number: UInt32) -> Group? { groups.first { $0.number == number } }

    /// The users of a group: its members, and those whose first group it is.
    func members(of group: Group) -> [String] {
        group.members + users.filter { $0.group == group.number }.map(\.name)
    }
}
