// SPDX-License-Identifier: Apache-2.0
package import DurableFiles

/// What a user has to get at, and what lies on the way there.
package struct AccessNeed: Sendable, Equatable {
    /// What it is needed for.
    package enum Role: String, Sendable, CaseIterable {
        /// A configuration.
        case configuration
        /// The site's key.
        case key
        /// The key that models are signed with, or the public ones.
        case signingKey
        /// The store.
        case store
        /// The folder of models.
        case models
        /// The drop folder.
        case drop
        /// A folder in which accounts are looked for.
        case listing
        /// A Maildir, or one of its folders.
        case maildir
        /// A message in it.
        case message
        /// A log that is watched.
        case log
        /// The folder of a filter's socket, or the socket.
        case socket
        /// The site's list of senders.
        case list
    }

    /// A file or folder on the way, the root first and the goal last.
    package struct Step: Sendable, Equatable {
        /// Its path.
        package var path: String
        /// Its rights; nil: there is nothing.
        package var rights: FilePermissions?

        /// Makes a step.
        package init(path: String, rights: FilePermissions?) { (self.path, self.rights) = (path, rights) }
    }

    /// What it is.
    package var role: Role
    /// What it is called where it may not be named; nil: by its path.
    package var pseudonym: String?
    /// The way.
    package var steps: [Step]
    /// Who needs it.
    package var user: UserIdentity
    /// What has to be done with it.
    package var wanted: FilePermissions.Rights
    /// Whether it need not be there: a night makes it.
    package var mayBeMissing: Bool

    /// Makes a need.
    package init(
        _ role: Role, pseudonym: String? = nil, steps: [Step], user: UserIdentity, wanted: FilePermissions.Rights,
        mayBeMissing: Bool = false
    ) {
        (self.role, self.pseudonym, self.steps, self.user) = (role, pseudonym, steps, user)
        (self.wanted, self.mayBeMissing) = (wanted, mayBeMissing)
    }

    /// What it is called in a report.
    package var shown: String { pseudonym ?? steps.last?.path ?? "" }

    /// What keeps the user from it; nil: nothing.
    package var obstacle: Obstacle? {
        for (index, step) in steps.enumerated() {
            let isGoal = index == steps.count - 1
            guard let rights = step.rights else {
                guard mayBeMissing else { return Obstacle(step: step, lacks: nil, isGoal: isGoal) }
                // What is to be made there has to be made in the folder before.
                guard let folder = steps[..<index].last, let rights = folder.rights else { return nil }
                return rights.allows([.write, .execute], to: user.account)
                    ? nil : Obstacle(step: folder, lacks: [.write, .execute], isGoal: false)
            }
            let needed: FilePermissions.Rights = isGoal ? wanted : .execute
            if !rights.allows(needed, to: user.account) { return Obstacle(step: step, lacks: needed, isGoal: isGoal) }
        }
        return nil
    }

    /// Where the way ends.
    package struct Obstacle: Sendable, Equatable {
        /// What stands there.
        package var step: Step
        /// What is not allowed; nil: it is not there.
        package var lacks: FilePermissions.Rights?
        /// Whether it is the goal itself.
        package var isGoal: Bool
    }
}
