// SPDX-License-Identifier: Apache-2.0
import DurableFiles
package import MailServerConfiguration

/// Where on a server the things are that are looked at, and who is who there.
package struct ServerPlaces: Sendable {
    /// The folder that the server's files lie in; empty: it is this machine.
    package var root = ""
    /// Spreu's configuration, on the server.
    package var configuration = usualConfiguration
    /// Where the package puts it.
    package static let usualConfiguration = "/etc/spreu"
    /// Where the package puts store, key and models.
    package static let usualState = "/var/lib/spreu"
    /// The service user.
    package var user = "spreu"
    /// The group of those who hand in mail to be learned.
    package var learnGroup = "spreu-learn"
    /// Postfix' queue, which its chroot is; nil: there is no Postfix.
    package var queue: String?
    /// The users and groups.
    package var users: UserTable

    /// Makes places of a server with these users.
    package init(users: UserTable) { self.users = users }

    /// Where a path of the server's lies.
    func path(_ path: String) -> String { FileName.resolved(path, below: root) ?? root }

    /// A path as the server has it.
    func shown(_ path: String) -> String {
        !root.isEmpty && path.hasPrefix(root + "/") ? String(path.dropFirst(root.count)) : path
    }
}
