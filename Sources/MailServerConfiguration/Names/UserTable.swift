// SPDX-License-Identifier: Apache-2.0

/// The users and groups of a machine, as `/etc/passwd` and `/etc/group` have them (passwd(5), group(5)).
package struct UserTable: Sendable, Equatable {
    /// A user.
    package struct User: Sendable, Equatable {
        /// The login.
        package var name: String
        /// Its number.
        package var number: UInt32
        /// The number of its first group.
        package var group: UInt32
        /// Its home.
        package var home: String

        /// Makes a user.
        package init(name: String, number: UInt32, group: UInt32, home: String) {
            (self.name, self.number, self.group, self.home) = (name, number, group, home)
        }
    }

    /// The users, in the order of the file.
    package private(set) var users: [User] = []
    private var groups: [String: (number: UInt32, members: Set<Substring>)] = [:]

    /// Reads the two files; lines that are none are passed over.
    package init(passwd: String, group: String) {
        users = passwd.physicalLines.compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count >= 7, let number = UInt32(fields[2]), let group = UInt32(fields[3]) else { return nil }
            return User(name: String(fields[0]), number: number, group: group, home: String(fields[5]))
        }
        for line in group.physicalLines {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count >= 4, let number = UInt32(fields[2]), groups[String(fields[0])] == nil else { continue }
            groups[String(fields[0])] = (number, Set(fields[3].split(separator: ",")))
        }
    }

    /// A user by name.
    package func user(_ name: String) -> User? { users.first { $0.name == name } }

    /// A user by number.
    package func user(_ number: UInt32) -> User? { users.first { $0.number == number } }

    /// The number of a group; nil: there is none of that name.
    package func group(_ name: String) -> UInt32? { groups[name]?.number }

    /// The name of a group; nil: none has that number.
    package func groupName(_ number: UInt32) -> String? {
        groups.filter { $0.value.number == number }.keys.min()
    }

    /// The users of a group: its members, and those whose first group it is.
    package func members(ofGroup name: String) -> [String] {
        guard let group = groups[name] else { return [] }
        return (group.members.map(String.init) + users.filter { $0.group == group.number }.map(\.name)).sorted()
    }

    /// The numbers of all groups that a user is in.
    package func groups(of user: User) -> Set<UInt32> {
        Set(groups.values.filter { $0.members.contains(user.name[...]) }.map(\.number)).union([user.group])
    }

    /// People and root: those who can have mail on the machine as its users.
    package var people: [User] {
        users.filter { ($0.number == 0 || 1_000..<65_534 ~= $0.number) && $0.home.hasPrefix("/") && $0.home.count > 1 }
    }

    package static func == (first: Self, second: Self) -> Bool {
        first.users == second.users
            && first.groups.mapValues(\.number) == second.groups.mapValues(\.number)
            && first.groups.mapValues(\.members) == second.groups.mapValues(\.members)
    }
}
