// SPDX-License-Identifier: Apache-2.0
package import DurableFiles

/// A user as the system decides what it may do, with its name for sentences and commands.
package struct UserIdentity: Sendable, Equatable {
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

    /// The user as permissions know it.
    package var account: FilePermissions.User { FilePermissions.User(number: number, groups: groups) }
}

extension FilePermissions.Rights {
    /// As `setfacl` and `chmod` write them: `rx`.
    var letters: String {
        (contains(.read) ? "r" : "") + (contains(.write) ? "w" : "") + (contains(.execute) ? "x" : "")
    }
}
