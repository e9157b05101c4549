// SPDX-License-Identifier: Apache-2.0

/// Something that the service user cannot do and has to, or can do and must not; with the commands that change it.
package struct AccessGap: Sendable, Equatable {
    /// What it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// There is no service user.
        case noUser
        /// There is no group of those who hand in mail to be learned.
        case noLearnGroup
        /// The user whom all mail belongs to is not in that group.
        case mailUserOutsideLearnGroup
        /// Folders on the way to the accounts do not let it through, or do not show what is in them.
        case way
        /// Mail of accounts cannot be read.
        case accounts
        /// What is there can be read; what arrives from now on could not.
        case newMail
        /// Accounts are reached through links that their users may have made: nothing is opened behind these.
        case linked
        /// An account or a folder that stays closed is not closed to it.
        case closedIsOpen
        /// A file of the configuration cannot be read.
        case configuration
        /// The folder of store, key and models is missing, or something in it is another user's.
        case state
        /// A folder that Spreu is to write to is there already and is another user's, whose it stays.
        case foreign
        /// The drop folder is missing, or not as it has to be.
        case drop
        /// Postfix cannot reach the filter's socket.
        case socket

        /// Whether its commands open accounts, or shut what stays closed in them.
        package var isOfMail: Bool { [.closedIsOpen, .way, .accounts, .newMail].contains(self) }
    }

    /// What it is.
    package var kind: Kind
    /// How many folders, accounts or files it is about.
    package var count: Int
    /// The first of them, as the server has its path.
    package var example: String
    /// What root has to run, in this order; lines for a shell.
    package var commands: [String]

    /// Makes a gap.
    package init(_ kind: Kind, count: Int = 1, example: String, commands: [String]) {
        (self.kind, self.count, self.example, self.commands) = (kind, count, example, commands)
    }
}
